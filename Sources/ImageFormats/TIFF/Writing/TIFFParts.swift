import ImageCore
import ImageSources

/// The parts in which an image is read to be written: whole segments, planes or stacks of them, in the order of the file.
struct TIFFParts: Sendable {
    private let shape: [Int]
    private let extents: [Int]

    /// - Parameter byteCount: what a part may have, if it is more than one row of segments.
    init(_ plan: TIFFWritePlan, byteCount: Int) {
        let image = plan.image
        shape = image.shape
        let rows = shape.count - 2
        // Pixels in memory that stay as they are need no parts.
        guard !(image.isInMemory && plan.isPlain) else {
            extents = shape
            return
        }
        var part = shape.map { _ in 1 }
        part[rows + 1] = shape[rows + 1]
        part[rows] = plan.isPlain ? 1 : min(plan.levels[0].segmentHeight, shape[rows])
        var order = Array((0...rows).reversed())
        if image.isSequential {
            // Everything that comes between two places along the slowest axis comes anyway.
            let slowest = image.storedAxes.compactMap { image.axes.position(of: $0) }.first { image.shape[$0] > 1 }
            for axis in part.indices where axis != slowest { part[axis] = shape[axis] }
            order = slowest.map { [$0] } ?? []
            if slowest == rows + 1 { order = [] }
        }
        for axis in order {
            let others = part.indices.reduce(plan.storedType.size) { $1 == axis ? $0 : $0 * part[$1] }
            let fitting = max(byteCount / max(others, 1) / part[axis], 1)
            let (extent, overflows) = part[axis].multipliedReportingOverflow(by: fitting)
            part[axis] = overflows ? shape[axis] : min(extent, shape[axis])
            // A part of a plane is not continued in the next one.
            if part[axis] < shape[axis] { break }
        }
        extents = part
    }

    /// The parts, one range for each axis.
    var boxes: some Sequence<[Range<Int>]> {
        let (shape, extents) = (shape, extents)
        let grid = zip(shape, extents).map { ($0 + $1 - 1) / $1 }
        return (0..<grid.reduce(1, *)).lazy.map { number in
            var rest = number
            var box = shape.map { 0..<$0 }
            for axis in shape.indices.reversed() {
                let low = rest % grid[axis] * extents[axis]
                rest /= grid[axis]
                box[axis] = low..<min(low + extents[axis], shape[axis])
            }
            return box
        }
    }
}
