import ImageCore

/// The placement in a space, from direction vectors and the origin of the space.
///
/// Where every axis runs along its own axis of the space, in its direction, the origin is also one number per axis.
struct AffineCoder: MetadataCoder {
    func decode(_ stored: StoredImage, _ axes: AxisOrder, _ metadata: inout ImageMetadata) {
        var directions: [Axis: [Double]] = [:]
        var isPlain = true
        for (axis, description) in zip(axes, stored.axes) {
            guard axis.kind == .space, let vector = description.direction else { continue }
            directions[axis] = vector
            let place = [Axis.x, .y, .z].firstIndex(of: axis) ?? 0
            isPlain = isPlain && vector.enumerated().allSatisfy { $0 == place ? $1 > 0 : $1 == 0 }
        }
        guard let length = directions.values.first?.count, directions.values.allSatisfy({ $0.count == length }) else {
            return
        }
        let origin = stored.metadata.spaceOrigin
        if let origin, origin.count != length {
            metadata.diagnostics.append(
                Diagnostic("the space origin has \(origin.count) numbers, the directions \(length); it is left out"))
            return
        }
        guard stored.metadata.space != nil || origin != nil || !isPlain else { return }
        // Where a unit was converted, the vectors follow their spacing.
        let converted = zip(axes, stored.axes).compactMap { axis, description -> Double? in
            directions[axis] == nil ? nil : description.unit.flatMap { Unit.parse($0)?.factor }
        }
        let factor = converted.first ?? 1
        func scaled(_ vector: [Double]) -> [Double] { factor == 1 ? vector : vector.map { $0 * factor } }
        let position = scaled(origin ?? [Double](repeating: 0, count: length))
        metadata.affine = Affine(
            space: stored.metadata.space, directions: directions.mapValues(scaled), origin: position)
        guard isPlain, origin != nil else { return }
        for axis in directions.keys {
            guard let index = [Axis.x, .y, .z].firstIndex(of: axis), index < length else { continue }
            metadata.origin[axis] = position[index]
        }
    }

    func encode(_ metadata: ImageMetadata, _ axes: AxisOrder, _ image: inout EncodedImage) {
        guard let affine = metadata.affine else { return }
        image.metadata.space = affine.space
        image.metadata.spaceOrigin = affine.origin
        for (place, axis) in axes.enumerated() { image.axes[place].direction = affine.directions[axis] }
    }
}
