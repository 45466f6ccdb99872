import ImageCore
import ImageSources

/// The parts in which an image is read to be written: whole segments, planes or stacks of them, in the order of the file.
struct TIFFParts: Sendable {
    /// The parts.
    let grid: PartGrid

    /// - Parameter byteCount: what a part may have, if it is more than one row of segments.
    init(_ plan: TIFFWritePlan, byteCount: Int) {
        let image = plan.image
        let shape = image.shape
        let rows = shape.count - 2
        // Pixels in memory that stay as they are need no parts.
        guard !(image.isInMemory && plan.isPlain) else {
            grid = PartGrid(shape, extents: shape)
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
        grid = PartGrid(
            shape,
            extents: PartGrid.grown(
                part, along: order, of: shape, elementSize: plan.storedType.size, byteCount: byteCount))
    }
}
