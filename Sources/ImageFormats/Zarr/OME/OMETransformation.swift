import ImageCore

/// Scales and translations one after the other, as one: `position = scale * index + translation`.
struct OMETransformation: Equatable {
    /// The number of axes.
    let rank: Int
    /// The scale along each axis; nil if none is stated, or if it cannot be known.
    private(set) var scale: [Double]?
    /// The translation along each axis; nil if none is stated, or if it cannot be known.
    private(set) var translation: [Double]?
    /// Whether something was met that is no scale or translation of these axes.
    private(set) var isUnknown = false

    init(rank: Int) {
        self.rank = rank
    }

    /// Applies transformations as metadata list them; `place` says where for what is noted.
    mutating func apply(_ list: [AttributeValue], at place: String, _ reader: inout OMEReader, depth: Int = 0) {
        for value in list {
            guard let map = value.mappingValue, let type = OMEReader.text(map["type"]) else {
                giveUp("\(place) has a transformation without a type", &reader)
                continue
            }
            switch type {
            case "identity":
                if scale == nil, !isUnknown { scale = [Double](repeating: 1, count: rank) }
            case "scale":
                guard let factors = vector(map, "scale", place, &reader) else { return giveUp(nil, &reader) }
                apply(scale: factors)
            case "translation":
                // Without it the spacing is still right.
                if let shift = vector(map, "translation", place, &reader) { apply(translation: shift) }
            case "sequence" where depth < 4:
                apply(map["transformations"]?.arrayValue ?? [], at: place, &reader, depth: depth + 1)
            default:
                giveUp("\(place) has a transformation '\(OMEPath.shown(type))', which is not followed", &reader)
            }
        }
    }

    /// Applies another transformation of these axes to the positions of this one.
    mutating func apply(_ outer: OMETransformation) {
        if outer.isUnknown { return giveUp() }
        if let factors = outer.scale { apply(scale: factors) }
        if let shift = outer.translation { apply(translation: shift) }
    }

    private mutating func apply(scale factors: [Double]) {
        scale = scale.map { zip($0, factors).map { $0 * $1 } } ?? factors
        translation = translation.map { zip($0, factors).map { $0 * $1 } }
        if isUnknown { giveUp() }
    }

    private mutating func apply(translation shift: [Double]) {
        translation = translation.map { zip($0, shift).map { $0 + $1 } } ?? shift
        if isUnknown { giveUp() }
    }

    private mutating func giveUp(_ message: String?, _ reader: inout OMEReader) {
        if let message { reader.note("\(message); positions and distances are left out") }
        giveUp()
    }

    private mutating func giveUp() {
        isUnknown = true
        scale = nil
        translation = nil
    }

    /// One number for each axis.
    private func vector(
        _ map: Attributes, _ key: String, _ place: String, _ reader: inout OMEReader
    ) -> [Double]? {
        guard let numbers = OMEReader.numbers(map[key]) else {
            reader.note("the \(key) of \(place) is no list of numbers; it is left out")
            return nil
        }
        guard numbers.count == rank else {
            reader.note("the \(key) of \(place) has \(numbers.count) numbers for \(rank) axes; it is left out")
            return nil
        }
        return numbers
    }
}
