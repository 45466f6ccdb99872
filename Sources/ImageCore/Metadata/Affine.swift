/// Where an image lies in a space: a step vector for each of its spatial axes, and the position of its first element.
///
/// This is the 4 x 4 matrix of other software, kept by axis name, so that cropping, stepping and reordering axes are
/// plain arithmetic and never mix up columns.
public struct Affine: Sendable, Hashable {
    /// The space the vectors live in, such as `left-posterior-superior` (LPS+) or `right-anterior-superior` (RAS+).
    public var space: String?
    /// For each axis, the vector from one element to the next, in the units of the spacing.
    public var directions: [Axis: [Double]]
    /// The position of the centre of the first element.
    public var origin: [Double]

    /// Makes a placement; all vectors must have the length of the origin.
    public init(space: String?, directions: [Axis: [Double]], origin: [Double]) {
        self.space = space
        self.directions = directions
        self.origin = origin
    }

    /// The placement of every `step`-th element from `start` on along an axis.
    func cropped(_ axis: Axis, start: Int, step: Int) -> Affine {
        guard let vector = directions[axis] else { return self }
        var copy = self
        copy.origin = zip(origin, vector).map { $0 + $1 * Double(start) }
        copy.directions[axis] = vector.map { $0 * Double(step) }
        return copy
    }

    /// As a plain mapping: `space`, `directions` by axis letter, `origin`.
    public var attribute: AttributeValue {
        var map = Attributes()
        map["space"] = space.map { .string($0) }
        map["directions"] = .mapping(
            Attributes(
                directions.sorted { $0.key < $1.key }.map { ($0.key.description, .array($0.value.map { .double($0) })) }
            ))
        map["origin"] = .array(origin.map { .double($0) })
        return .mapping(map)
    }
}
