import ImageCore

/// The parts in which an image is read to be written as one run of pixels, in its own order: as many whole places along
/// the slowest axis as fit, or parts of one.
package struct SequentialParts: Sequence, IteratorProtocol {
    private let shape: [Int]
    /// The axis that is cut; those before it are walked place by place.
    private let cut: Int
    /// The places along it in one part.
    private let extent: Int
    private var start: [Int]?

    /// - Parameter byteCount: what a part may have, if it is more than one row.
    package init(_ image: WritableImage, byteCount: Int) {
        shape = image.shape
        let strides = Shape.strides(shape, elementSize: image.elementType.size)
        var axis = shape.firstIndex { $0 > 1 } ?? 0
        // A source that only reads forwards, in another order, decodes everything between two places of the slowest axis
        // anyway.
        let isAnywhere = !image.isSequential || Array(image.axes) == image.storedAxes.filter(image.axes.contains)
        while isAnywhere, axis + 1 < shape.count, strides[axis] > byteCount { axis += 1 }
        cut = axis
        extent = shape.isEmpty ? 1 : Swift.max(byteCount / Swift.max(strides[axis], 1), 1)
        start = shape.contains(0) ? nil : shape.map { _ in 0 }
    }

    /// The next part, one range for each axis.
    package mutating func next() -> [Range<Int>]? {
        guard var place = start else { return nil }
        let box = shape.indices.map { axis in
            if axis < cut { return place[axis]..<place[axis] + 1 }
            return axis == cut ? place[axis]..<Swift.min(place[axis] + extent, shape[axis]) : 0..<shape[axis]
        }
        guard cut < shape.count else {
            start = nil
            return box
        }
        place[cut] += extent
        var axis = cut
        while place[axis] >= shape[axis] {
            guard axis > 0 else {
                start = nil
                return box
            }
            place[axis] = 0
            axis -= 1
            place[axis] += 1
        }
        start = place
        return box
    }
}
