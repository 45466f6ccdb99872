import ImageCore
import ImageSources

/// The parts in which an image is read to be written, in the order of the file: as many whole places along the slowest
/// axis as fit, or parts of one.
struct NIfTIParts: Sequence, IteratorProtocol {
    private let shape: [Int]
    /// The axis that is cut; those before it are walked place by place.
    private let cut: Int
    /// The places along it in one part.
    private let extent: Int
    private var start: [Int]?

    /// - Parameter byteCount: what a part may have, if it is more than one row.
    init(_ image: WritableImage, byteCount: Int) {
        shape = image.shape
        let strides = Shape.strides(shape, elementSize: image.elementType.size)
        var axis = shape.firstIndex { $0 > 1 } ?? 0
        // A source that only reads forwards decodes everything between two places of its slowest axis anyway.
        while !image.isSequential, axis + 1 < shape.count, strides[axis] > byteCount { axis += 1 }
        cut = axis
        extent = shape.isEmpty ? 1 : Swift.max(byteCount / Swift.max(strides[axis], 1), 1)
        start = shape.map { _ in 0 }
    }

    mutating func next() -> [Range<Int>]? {
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
