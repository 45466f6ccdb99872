import ImageCore

/// Spacing and origin along `t`, `z`, `y` and `x`: the length of the direction vector if there is one, else the number.
///
/// NaN means that a file does not know; 0 and negative numbers are no distances. A number that differs from the length by
/// no more than rounding is the better one.
struct SpacingCoder: MetadataCoder {
    func decode(_ stored: StoredImage, _ axes: AxisOrder, _ metadata: inout ImageMetadata) {
        for (axis, description) in zip(axes, stored.axes) where axis.isPhysical {
            var stated = description.direction.map(Self.length) ?? description.spacing
            if let length = stated, let number = description.spacing, abs(number - length) <= 1e-6 * length {
                stated = number
            }
            guard let spacing = stated, !spacing.isNaN else { continue }
            if spacing == 0 || spacing.isInfinite {
                metadata.diagnostics.append(
                    Diagnostic(
                        "the file gives a spacing of \(spacing) along \(axis), which means nothing; it is left out"))
                continue
            }
            if spacing < 0 {
                metadata.diagnostics.append(
                    Diagnostic("the file gives a negative spacing along \(axis) (\(spacing)); its size is used"))
            }
            if metadata.spacing.isEmpty { metadata.spacing.reserveCapacity(axes.count) }
            metadata.spacing[axis] = abs(spacing)
            if let origin = description.origin, origin.isFinite { metadata.origin[axis] = origin }
        }
    }

    func encode(_ metadata: ImageMetadata, _ axes: AxisOrder, _ image: inout EncodedImage) {
        for (place, axis) in axes.enumerated() where axis.isPhysical {
            image.axes[place].spacing = metadata.spacing[axis]
            image.axes[place].origin = metadata.origin[axis]
        }
    }

    /// The length of a vector; exact for vectors along one axis, also where a square would overflow or vanish.
    static func length(_ vector: [Double]) -> Double {
        let parts = vector.filter { $0 != 0 }
        if parts.count <= 1 { return abs(parts.first ?? 0) }
        return parts.reduce(0) { $0 + $1 * $1 }.squareRoot()
    }
}
