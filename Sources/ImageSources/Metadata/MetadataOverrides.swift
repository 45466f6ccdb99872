public import ImageCore

/// What a catalog entry or a caller corrects about an image's metadata: a value apart from what the file says.
///
/// `axes` renames the file's axes in place, `spacing`, `spacing_units` and `coords` replace per axis (null removes),
/// everything else is kept as further attributes.
public struct MetadataOverrides: Sendable, Hashable {
    /// The names of the file's axes, slowest first.
    public var axes: AxisOrder?
    /// The distance between elements; `.some(nil)` removes what the file says.
    public var spacing: [Axis: Double?] = [:]
    /// The units of spacing and origin.
    public var units: [Axis: Unit?] = [:]
    /// Names or positions.
    public var coords: [Axis: Coordinates?] = [:]
    /// Everything else.
    public var attributes = Attributes()
    /// What was noticed while the overrides were read.
    var diagnostics: [Diagnostic] = []

    /// No overrides.
    public init() {}

    /// Whether nothing is overridden.
    public var isEmpty: Bool {
        axes == nil && spacing.isEmpty && units.isEmpty && coords.isEmpty && attributes.isEmpty
    }

    /// These overrides with others on top.
    public func overlaid(by other: MetadataOverrides) -> MetadataOverrides {
        var result = self
        result.axes = other.axes ?? axes
        result.spacing.merge(other.spacing) { $1 }
        result.units.merge(other.units) { $1 }
        result.coords.merge(other.coords) { $1 }
        for (key, value) in other.attributes.pairs { result.attributes[key] = value }
        result.diagnostics += other.diagnostics
        return result
    }

    /// The file's axes, renamed in place.
    ///
    /// - Throws: `invalidArgument` if the override names another number of axes than the file has.
    func renamed(_ fileAxes: AxisOrder) throws(ImageError) -> AxisOrder {
        guard let axes else { return fileAxes }
        guard axes.count == fileAxes.count else {
            throw .invalidArgument(
                "axes '\(axes)' name \(axes.count) axes, the file has \(fileAxes.count) (\(fileAxes))",
                hint: "give one letter per axis of the file, slowest first")
        }
        return axes
    }

    /// Puts the overrides over what the file says.
    ///
    /// - Throws: `invalidArgument` if there are not as many coordinates as places.
    func apply(to metadata: inout ImageMetadata, axes: AxisOrder, shape: [Int]) throws(ImageError) {
        if isEmpty, diagnostics.isEmpty { return }
        metadata.diagnostics += diagnostics
        for (axis, value) in spacing.sorted(by: { $0.key < $1.key }) where isPresent(axis, "spacing", axes, &metadata) {
            if metadata.spacing[axis] != value { metadata.affine = nil }
            metadata.spacing[axis] = value
            if value == nil {
                metadata.units[axis] = nil
                metadata.origin[axis] = nil
            }
        }
        for (axis, unit) in units.sorted(by: { $0.key < $1.key }) where isPresent(axis, "a unit", axes, &metadata) {
            if unit != nil, metadata.spacing[axis] == nil {
                metadata.diagnostics.append(Diagnostic("axis \(axis) has no spacing that a unit could belong to"))
            }
            metadata.units[axis] = metadata.spacing[axis] == nil ? nil : unit
        }
        for (axis, value) in coords.sorted(by: { $0.key < $1.key })
        where isPresent(axis, "coordinates", axes, &metadata) {
            guard let value else {
                metadata.coords[axis] = nil
                continue
            }
            let length = axes.position(of: axis).map { shape[$0] } ?? 0
            guard value.count == length else {
                throw .invalidArgument(
                    "\(value.count) coordinates are given for axis \(axis), which has \(length) places")
            }
            CoordinateCoder.set(value, axis, &metadata)
            if axis.kind == .space { metadata.affine = nil }
        }
        for (key, value) in attributes.pairs { metadata.attributes[key] = value }
    }

    private func isPresent(_ axis: Axis, _ what: String, _ axes: AxisOrder, _ metadata: inout ImageMetadata) -> Bool {
        if axes.contains(axis) { return true }
        metadata.diagnostics.append(Diagnostic("the image has no axis \(axis) to give \(what) to (axes \(axes))"))
        return false
    }
}
