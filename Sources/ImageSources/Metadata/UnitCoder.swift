import ImageCore

/// Units as texts in files, and the canonical twelve in descriptions.
///
/// A unit outside of the twelve is converted together with its numbers. Spatial axes without a unit get that of the
/// others if these agree. `pixel` is no unit: with a spacing of 0 or 1 it says that the spacing is unknown.
struct UnitCoder: MetadataCoder {
    func decode(_ stored: StoredImage, _ axes: AxisOrder, _ metadata: inout ImageMetadata) {
        var isConverted = false
        for (axis, description) in zip(axes, stored.axes) where axis.isPhysical {
            var positions: [Double]?
            if case .values(let values)? = metadata.coords[axis] { positions = values }
            let spacing = metadata.spacing[axis]
            guard spacing != nil || positions != nil, let text = description.unit, !text.trimmingBlanks.isEmpty
            else { continue }
            if Self.isPixel(text) {
                if axis.kind == .space, spacing == 1 {
                    metadata.spacing[axis] = nil
                    metadata.origin[axis] = nil
                }
                continue
            }
            guard let (unit, factor) = Unit.parse(text), unit.isTime == (axis.kind == .time) else {
                metadata.diagnostics.append(
                    Diagnostic("'\(text)' is no unit of \(axis == .t ? "time" : "length"); axis \(axis) has none"))
                continue
            }
            metadata.units[axis] = unit
            if factor != 1 {
                isConverted = isConverted || axis.kind == .space
                metadata.spacing[axis] = spacing.map { $0 * factor }
                if let positions { metadata.coords[axis] = .values(positions.map { $0 * factor }) }
                metadata.origin[axis] = metadata.origin[axis].map { $0 * factor }
            }
        }
        if metadata.units.isEmpty { return }
        let space = metadata.units.filter { $0.key.kind == .space }
        if !isConverted, let common = space.values.first, space.values.allSatisfy({ $0 == common }) {
            for (axis, description) in zip(axes, stored.axes) where axis.kind == .space && metadata.spacing[axis] != nil
            {
                // Not where the file says something else that is no unit.
                if description.unit?.trimmingBlanks.isEmpty ?? true { metadata.units[axis] = common }
            }
        }
    }

    func encode(_ metadata: ImageMetadata, _ axes: AxisOrder, _ image: inout EncodedImage) {
        for (place, axis) in axes.enumerated() { image.axes[place].unit = metadata.units[axis]?.symbol }
    }

    private static func isPixel(_ text: String) -> Bool {
        switch text.trimmingBlanks.lowercased() {
        case "pixel", "pixels", "px", "pix", "voxel", "voxels": true
        default: false
        }
    }
}
