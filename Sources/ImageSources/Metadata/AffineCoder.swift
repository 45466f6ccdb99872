import ImageCore

/// The placement in a space, from direction vectors and the origin of the space.
///
/// Where every axis runs along its own axis of the space, in its direction, the origin is one number per axis; without a
/// name of the space that says it all, and there is no placement.
struct AffineCoder: MetadataCoder {
    func decode(_ stored: StoredImage, _ axes: AxisOrder, _ metadata: inout ImageMetadata) {
        var directions: [Axis: [Double]] = [:]
        for (axis, description) in zip(axes, stored.axes) where axis.kind == .space && description.direction != nil {
            directions[axis] = description.direction.flatMap { $0.allSatisfy(\.isFinite) ? $0 : nil }
        }
        guard let length = directions.values.first?.count, directions.values.allSatisfy({ $0.count == length }) else {
            if stored.metadata.space != nil || stored.metadata.spaceOrigin != nil {
                metadata.diagnostics.append(
                    Diagnostic(
                        "the file states a space or its origin, but no directions of the axes in it; it is left out"))
            }
            return
        }
        let origin = stored.metadata.spaceOrigin
        if let origin, origin.count != length {
            metadata.diagnostics.append(
                Diagnostic("the space origin has \(origin.count) numbers, the directions \(length); it is left out"))
            return
        }
        let isPlain = directions.allSatisfy { axis, vector in
            let own = Self.component(of: axis, among: directions.keys, length)
            return vector.enumerated().allSatisfy { $0 == own ? $1 > 0 : $1 == 0 }
        }
        // Where a unit was converted, the vectors follow their spacing.
        let factors = zip(axes, stored.axes).compactMap { axis, description -> Double? in
            directions[axis] == nil ? nil : description.unit.flatMap { Unit.parse($0)?.factor } ?? 1
        }
        guard Set(factors).count <= 1 else {
            metadata.diagnostics.append(
                Diagnostic("the axes of the space have different units; the placement in it is left out"))
            return
        }
        let factor = factors.first ?? 1
        func scaled(_ vector: [Double]) -> [Double] { factor == 1 ? vector : vector.map { $0 * factor } }
        let position = scaled(origin ?? [Double](repeating: 0, count: length))
        // A position along a dimension that no axis has (a plane of a volume) is only kept by the placement.
        let owned = Set(directions.keys.map { Self.component(of: $0, among: directions.keys, length) })
        let isElsewhere = position.indices.contains { position[$0] != 0 && !owned.contains($0) }
        if stored.metadata.space != nil || !isPlain || isElsewhere {
            metadata.affine = Affine(
                space: stored.metadata.space, directions: directions.mapValues(scaled), origin: position)
        }
        guard isPlain, origin != nil else { return }
        for axis in directions.keys {
            let own = Self.component(of: axis, among: directions.keys, length)
            if own < length { metadata.origin[axis] = position[own] }
        }
    }

    /// The coordinate of the space that belongs to an axis: that of its letter, or of its rank among the axes where the
    /// space has no more dimensions than these.
    static func component(of axis: Axis, among axes: some Sequence<Axis>, _ dimension: Int) -> Int {
        let letters = [Axis.x, .y, .z]
        let present = letters.filter(axes.contains)
        return (present.count == dimension ? present : letters).firstIndex(of: axis) ?? 0
    }

    func encode(_ metadata: ImageMetadata, _ axes: AxisOrder, _ image: inout EncodedImage) {
        guard let affine = metadata.affine else { return }
        image.metadata.space = affine.space
        image.metadata.spaceOrigin = affine.origin
        for (place, axis) in axes.enumerated() { image.axes[place].direction = affine.directions[axis] }
    }
}
