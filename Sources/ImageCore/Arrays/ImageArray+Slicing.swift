extension ImageArray {
    /// The part at one place of an axis, without that axis.
    ///
    /// Negative places count from the end. No pixel is copied.
    ///
    /// - Throws: `invalidArgument` if there is no such axis or place.
    public func slice(_ axis: Axis, _ index: Int) throws(ImageError) -> ImageArray {
        try selecting(Region([axis: .index(index)]))
    }

    /// The part in a range of places of an axis.
    ///
    /// No pixel is copied.
    ///
    /// - Throws: `invalidArgument` if there is no such axis or the range reaches outside.
    public func slice(_ axis: Axis, _ range: Range<Int>, step: Int = 1) throws(ImageError) -> ImageArray {
        try selecting(Region([axis: .range(lower: range.lowerBound, upper: range.upperBound, step: step)]))
    }

    /// The part a region describes.
    ///
    /// Pixels are copied only for lists of places that are not equally spaced.
    ///
    /// - Throws: `invalidArgument` for axes or places that do not exist, `notFound` for labels that do not.
    public func selecting(_ region: Region) throws(ImageError) -> ImageArray {
        let places = try region.resolve(axes: axes, shape: shape, coords: metadata.coords)
        var result = self
        for (axis, chosen) in zip(axes, places) where region.selections[axis] != nil {
            if chosen.dropsAxis, let run = chosen.runs.first {
                result = result.dropping(axis, at: run.start)
            } else if chosen.runs.count == 1, let run = chosen.runs.first {
                result = result.cropped(axis, run)
            } else {
                var parts: [ImageArray] = []
                for run in chosen.runs { parts.append(result.cropped(axis, run)) }
                let metadata = result.metadata.selecting(axis, chosen.places)
                result = try ImageArray.concatenating(parts, along: axis)
                result.metadata = metadata
            }
        }
        return result
    }

    /// The same pixels with the axes in another order.
    ///
    /// No pixel is copied.
    ///
    /// `order` may name axes the array does not have; they are ignored.
    /// - Throws: `invalidArgument` if it lacks one that the array has.
    public func reordered(to order: AxisOrder) throws(ImageError) -> ImageArray {
        let target = try axes.arranged(by: order)
        let places = target.compactMap { axes.position(of: $0) }
        return ImageArray(
            name: name, axes: target, shape: places.map { shape[$0] }, elementType: elementType, metadata: metadata,
            storage: storage, offset: offset, strides: places.map { strides[$0] })
    }

    private func cropped(_ axis: Axis, _ run: AxisPlaces.Run) -> ImageArray {
        guard let place = axes.position(of: axis) else { return self }
        var newShape = shape
        var newStrides = strides
        newShape[place] = run.count
        newStrides[place] = strides[place] &* run.step
        return ImageArray(
            name: name, axes: axes, shape: newShape, elementType: elementType,
            metadata: metadata.cropped(axis, start: run.start, count: run.count, step: run.step), storage: storage,
            offset: offset + run.start * strides[place], strides: newStrides)
    }

    private func dropping(_ axis: Axis, at index: Int) -> ImageArray {
        guard let place = axes.position(of: axis) else { return self }
        var newShape = shape
        var newStrides = strides
        newShape.remove(at: place)
        newStrides.remove(at: place)
        return ImageArray(
            name: name, axes: axes.removing([axis]), shape: newShape, elementType: elementType,
            metadata: metadata.dropping(axis, at: index), storage: storage, offset: offset + index * strides[place],
            strides: newStrides)
    }
}

extension AxisOrder {
    /// These axes in the order that `order` gives them; axes that only `order` names are ignored.
    ///
    /// - Throws: `invalidArgument` if `order` lacks one of these axes.
    public func arranged(by order: AxisOrder) throws(ImageError) -> AxisOrder {
        let missing = axes.filter { !order.contains($0) }
        guard missing.isEmpty else {
            let names = missing.map(\.description).joined(separator: ", ")
            throw .invalidArgument(
                "the axis order \(order) has no place for axis \(names)",
                hint: "name all of \(self), or select one place along \(names)")
        }
        return order.removing(Set(order.axes).subtracting(axes))
    }
}
