/// What is known about an image besides its pixels.
///
/// Everything is optional and unknown is absent: a spacing that the file does not state is not 1. Spacing and units
/// exist for `t`, `z`, `y` and `x` only. Positions are those of pixel centres.
public struct ImageMetadata: Sendable, Hashable {
    /// The distance between neighbouring elements along an axis.
    public var spacing: [Axis: Double] = [:]
    /// The unit of spacing and origin along an axis.
    public var units: [Axis: Unit] = [:]
    /// The position of the first element along an axis; absent means that none is stated.
    public var origin: [Axis: Double] = [:]
    /// Names or non-uniform positions along an axis.
    public var coords: [Axis: Coordinates] = [:]
    /// The placement in a space, if the file states one.
    public var affine: Affine?
    /// Everything else the file or the catalog says, as it stands there.
    public var attributes = Attributes()
    /// What a user should know.
    public var diagnostics: [Diagnostic] = []

    /// Nothing known.
    public init() {}

    /// The metadata of a part along an axis: every `step`-th element from `start` on, `count` of them.
    ///
    /// A known spacing moves the origin and is multiplied by the step.
    func cropped(_ axis: Axis, start: Int, count: Int, step: Int) -> ImageMetadata {
        var copy = self
        if let coords = coords[axis] {
            copy.coords[axis] = coords.selecting((0..<count).map { start + $0 * step })
        }
        if let distance = spacing[axis] {
            if start != 0 { copy.origin[axis] = (origin[axis] ?? 0) + Double(start) * distance }
            copy.spacing[axis] = distance * Double(step)
        }
        copy.affine = affine?.cropped(axis, start: start, step: step)
        return copy
    }

    /// The metadata of arbitrary places along an axis; spacing is lost and becomes positions.
    func selecting(_ axis: Axis, _ places: [Int]) -> ImageMetadata {
        var copy = self
        if let coords = coords[axis] {
            copy.coords[axis] = coords.selecting(places)
        } else if let distance = spacing[axis] {
            copy.coords[axis] = .values(places.map { (origin[axis] ?? 0) + Double($0) * distance })
        }
        copy.spacing[axis] = nil
        copy.origin[axis] = nil
        if let first = places.first { copy.affine = affine?.cropped(axis, start: first, step: 1) }
        copy.affine?.directions[axis] = nil
        return copy
    }

    /// The metadata of one place along an axis that is then gone.
    package func dropping(_ axis: Axis, at place: Int) -> ImageMetadata {
        var copy = cropped(axis, start: place, count: 1, step: 1)
        copy.spacing[axis] = nil
        copy.units[axis] = nil
        copy.origin[axis] = nil
        copy.coords[axis] = nil
        copy.affine?.directions[axis] = nil
        return copy
    }

    /// The metadata of the places a region takes; `places` go with `axes`.
    package func selecting(_ places: [AxisPlaces], of axes: AxisOrder) -> ImageMetadata {
        var result = self
        for (axis, chosen) in zip(axes, places) {
            if chosen.dropsAxis, let run = chosen.runs.first {
                result = result.dropping(axis, at: run.start)
            } else if chosen.runs.count == 1, let run = chosen.runs.first {
                result = result.cropped(axis, start: run.start, count: run.count, step: run.step)
            } else {
                result = result.selecting(axis, chosen.places)
            }
        }
        return result
    }
}
