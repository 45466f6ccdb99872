import ImageCore

/// Names and positions along axes; positions that are evenly spaced become spacing and origin.
struct CoordinateCoder: MetadataCoder {
    func decode(_ stored: StoredImage, _ axes: AxisOrder, _ metadata: inout ImageMetadata) {
        for (axis, description) in zip(axes, stored.axes) {
            guard let coords = description.coords else { continue }
            if coords.count == description.length {
                Self.set(coords, axis, &metadata)
            } else {
                metadata.diagnostics.append(
                    Diagnostic(
                        "the file gives \(coords.count) coordinates for the \(description.length) places along \(axis); "
                            + "they are left out"))
            }
        }
        guard let names = stored.metadata.channelNames, !names.isEmpty else { return }
        let length = axes.position(of: .c).map { stored.axes[$0].length }
        if length == names.count {
            metadata.coords[.c] = .labels(names)
        } else {
            metadata.diagnostics.append(
                Diagnostic(
                    "the file names \(names.count) channels (\(names.prefix(8).joined(separator: ", "))), the image has "
                        + "\(length.map(String.init) ?? "no channel axis"); the names are left out"))
        }
    }

    func encode(_ metadata: ImageMetadata, _ axes: AxisOrder, _ image: inout EncodedImage) {
        for (place, axis) in axes.enumerated() { image.axes[place].coords = metadata.coords[axis] }
        if case .labels(let names)? = metadata.coords[.c], axes.contains(.c) { image.metadata.channelNames = names }
    }

    /// Sets coordinates; exact multiples of a step are kept as spacing and origin, as files without rounding have them.
    static func set(_ coords: Coordinates, _ axis: Axis, _ metadata: inout ImageMetadata) {
        guard axis.isPhysical, case .values(let values) = coords, values.count > 1 else {
            metadata.coords[axis] = coords
            return
        }
        metadata.spacing[axis] = nil
        metadata.origin[axis] = nil
        let step = values[1] - values[0]
        if step > 0, values.indices.allSatisfy({ values[$0] == values[0] + Double($0) * step }) {
            metadata.coords[axis] = nil
            metadata.spacing[axis] = step
            if values[0] != 0 { metadata.origin[axis] = values[0] }
        } else {
            metadata.coords[axis] = coords
        }
    }
}
