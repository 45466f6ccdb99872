/// The parts in which an image is read to be written: boxes of one size, except at its ends, the last axis fastest.
package struct PartGrid: Sendable {
    private let shape: [Int]
    private let extents: [Int]
    private let counts: [Int]

    /// - Parameters:
    ///   - shape: the extents of the image.
    ///   - extents: those of a part; 0 counts as 1.
    package init(_ shape: [Int], extents: [Int]) {
        self.shape = shape
        self.extents = extents.map { max($0, 1) }
        counts = zip(shape, self.extents).map { $0 == 0 ? 0 : ($0 - 1) / $1 + 1 }
    }

    /// The number of parts.
    package var count: Int { counts.reduce(1, *) }

    /// The parts, one range for each axis.
    package var boxes: some Sequence<[Range<Int>]> { (0..<count).lazy.map { box($0) } }

    /// A part by its number.
    package func box(_ number: Int) -> [Range<Int>] {
        var rest = number
        var box = shape.map { 0..<$0 }
        for axis in shape.indices.reversed() {
            let low = rest % counts[axis] * extents[axis]
            rest /= counts[axis]
            box[axis] = low..<low + min(extents[axis], shape[axis] - low)
        }
        return box
    }

    /// A part that has grown along some axes, one after the other, to as many of its own extents as fit into a size; what
    /// is cut along an axis is not continued along the next.
    package static func grown(
        _ part: [Int], along axes: some Sequence<Int>, of shape: [Int], elementSize: Int, byteCount: Int
    ) -> [Int] {
        var part = part
        for axis in axes {
            let others = part.indices.reduce(elementSize) { $1 == axis ? $0 : $0 * part[$1] }
            let fitting = max(byteCount / max(others, 1) / max(part[axis], 1), 1)
            let (extent, overflows) = part[axis].multipliedReportingOverflow(by: fitting)
            part[axis] = overflows ? shape[axis] : min(extent, shape[axis])
            if part[axis] < shape[axis] { break }
        }
        return part
    }
}
