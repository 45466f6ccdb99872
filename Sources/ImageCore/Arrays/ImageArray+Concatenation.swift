extension ImageArray {
    /// Arrays joined along an axis: one they have, or a new one, which then comes first.
    ///
    /// All must agree in axes (their order may differ), other extents and element type. Names along the axis are joined
    /// if all parts have them; other metadata are those of the first.
    /// - Throws: `invalidArgument` if there is no array or they disagree, naming the first that does.
    public static func concatenating(_ arrays: [ImageArray], along axis: Axis) throws(ImageError) -> ImageArray {
        guard let first = arrays.first else { throw .invalidArgument("there is no array to concatenate") }
        let isNew = first.axes.position(of: axis) == nil
        let axes = isNew ? try AxisOrder([axis] + first.axes) : first.axes
        var length = 0
        var parts: [ImageArray] = []
        for (number, array) in arrays.enumerated() {
            let part = try array.reordered(to: first.axes)
            guard part.axes == first.axes, part.elementType == first.elementType,
                zip(zip(part.shape, first.shape), part.axes).allSatisfy({ $0.0 == $0.1 || $1 == axis })
            else {
                throw .invalidArgument(
                    "array \(number) (\(part.axes) \(Shape.describe(part.shape)) \(part.elementType)) does not fit the "
                        + "first (\(first.axes) \(Shape.describe(first.shape)) \(first.elementType)) along \(axis)")
            }
            let (sum, overflow) = length.addingReportingOverflow(part.extent(axis) ?? 1)
            guard !overflow else { throw .limitExceeded("the arrays together are too large") }
            length = sum
            parts.append(part)
        }
        let shape = axes.map { $0 == axis ? length : first.extent($0) ?? 1 }
        let target = try ScatterTarget(count: try Shape.byteCount(shape, elementSize: first.elementType.size))
        let dense = Shape.strides(shape, elementSize: first.elementType.size)
        let step = axes.position(of: axis).map { dense[$0] } ?? 0
        var start = 0
        for part in parts {
            try part.copy(to: target, strides: isNew ? Array(dense.dropFirst()) : dense, offset: start * step)
            start += part.extent(axis) ?? 1
        }
        return ImageArray(
            name: first.name, axes: axes, shape: shape, elementType: first.elementType,
            metadata: joinedMetadata(parts, along: axis, count: length), storage: target.freeze(), offset: 0,
            strides: dense)
    }

    private static func joinedMetadata(_ parts: [ImageArray], along axis: Axis, count: Int) -> ImageMetadata {
        var metadata = parts.first?.metadata ?? ImageMetadata()
        metadata.coords[axis] = nil
        var labels: [String] = []
        var values: [Double] = []
        for part in parts {
            switch part.metadata.coords[axis] {
            case .labels(let names)?: labels += names
            case .values(let numbers)?: values += numbers
            case nil: break
            }
        }
        if labels.count == count { metadata.coords[axis] = .labels(labels) }
        if values.count == count { metadata.coords[axis] = .values(values) }
        return metadata
    }
}
