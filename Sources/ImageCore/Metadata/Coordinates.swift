/// The names or positions of the places along an axis.
public enum Coordinates: Sendable, Hashable {
    /// One name per place, such as the channels `nuclei`, `actin`.
    case labels([String])
    /// One position per place, where the spacing is not uniform.
    case values([Double])

    /// How many places there are.
    public var count: Int {
        switch self {
        case .labels(let labels): labels.count
        case .values(let values): values.count
        }
    }

    /// The coordinates of some of the places, in the order given; nil if there are none for one of them.
    func selecting(_ places: [Int]) -> Coordinates? {
        guard places.allSatisfy({ $0 >= 0 && $0 < count }) else { return nil }
        return switch self {
        case .labels(let labels): .labels(places.map { labels[$0] })
        case .values(let values): .values(places.map { values[$0] })
        }
    }

    /// The place of a label: the name, or the number written in any way.
    public func position(of label: String) -> Int? {
        switch self {
        case .labels(let labels): labels.firstIndex(of: label)
        case .values(let values): Double(label).flatMap { values.firstIndex(of: $0) }
        }
    }

    /// The coordinates as a plain list.
    public var attribute: AttributeValue {
        switch self {
        case .labels(let labels): .array(labels.map { .string($0) })
        case .values(let values): .array(values.map { .double($0) })
        }
    }
}
