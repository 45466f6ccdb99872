import ImageCore

extension RegionReader {
    /// Reads a box of a chunked image: only the chunks that it touches, several at once.
    func readChunks(_ job: BoxJob) async throws {
        let grid = try ChunkGrid(shape: job.stored.shape, chunk: job.stored.chunkShape)
        let touched = grid.chunks(touching: job.box)
        let elementSize = job.elementSize
        let chunkByteCount = try environment.limits.check(grid.chunk, job.stored.elementType)
        let chunkStrides = Shape.strides(grid.chunk, elementSize: elementSize)
        try await forEachConcurrently(touched.count, limit: environment.concurrency) { number in
            let index = touched[number]
            guard let part = grid.part(of: job.box, in: index, job.destinationStrides) else { return }
            var copy = StridedCopy(
                shape: part.box.count, elementSize: elementSize,
                sourceStrides: zip(chunkStrides, part.box.step).map { $0 * $1 },
                sourceOffset: zip(part.startInChunk, chunkStrides).reduce(0) { $0 + $1.0 * $1.1 },
                destinationStrides: job.destinationStrides, destinationOffset: part.box.destinationOffset,
                swapWidth: job.swapWidth)
            if let bytes = try await reader.chunk(at: index, of: job.stored) {
                guard bytes.count == chunkByteCount else {
                    throw ImageError.corrupt("chunk \(index) has \(bytes.count) bytes, not \(chunkByteCount)")
                }
                try bytes.withBytes { try job.target.scatter(copy, from: $0) }
            } else {
                copy.swapWidth = 1
                let zero = Bytes([UInt8](repeating: 0, count: elementSize))
                try job.target.fill(copy, with: job.stored.fillValue ?? zero)
            }
            job.meter.add(part.box.elementCount * elementSize)
        }
    }
}

/// The chunks of an image: equal boxes side by side, the last ones reaching beyond its edge.
struct ChunkGrid: Sendable {
    let shape: [Int]
    let chunk: [Int]

    /// - Throws: `corrupt` for a chunk extent below 1 or another number of axes.
    init(shape: [Int], chunk: [Int]) throws(ImageError) {
        guard shape.count == chunk.count, chunk.allSatisfy({ $0 > 0 }) else {
            throw .corrupt("chunks of \(Shape.describe(chunk)) for an image of \(Shape.describe(shape))")
        }
        self.shape = shape
        self.chunk = chunk
    }

    /// The indices of the chunks that hold places of a box, made when they are asked for.
    func chunks(touching box: ReadPlan.Box) -> ChunkRange {
        let first = zip(box.start, chunk).map { $0 / $1 }
        let last = box.start.indices.map { (box.start[$0] + (box.count[$0] - 1) * box.step[$0]) / chunk[$0] }
        return ChunkRange(first: first, counts: zip(first, last).map { $1 - $0 + 1 })
    }

    /// The places of a box that lie in a chunk, or nil if it steps over it.
    func part(
        of box: ReadPlan.Box, in index: [Int], _ destinationStrides: [Int]
    ) -> (box: ReadPlan.Box, startInChunk: [Int])? {
        var part = box
        var startInChunk: [Int] = []
        for axis in index.indices {
            let (start, step) = (box.start[axis], box.step[axis])
            let low = index[axis] * chunk[axis]
            // The last chunk may reach beyond the edge, and beyond the largest number.
            let high = low + min(chunk[axis], shape[axis] - low)
            let first = start >= low ? 0 : (low - 1 - start) / step + 1
            let end = start >= high ? 0 : min(box.count[axis], (high - 1 - start) / step + 1)
            guard first < end else { return nil }
            part.start[axis] = start + first * step
            part.count[axis] = end - first
            part.destinationOffset += first * destinationStrides[axis]
            startInChunk.append(part.start[axis] - low)
        }
        return (part, startInChunk)
    }
}

/// A box of chunk indices.
struct ChunkRange: Sendable {
    let first: [Int]
    let counts: [Int]

    var count: Int { counts.reduce(1, *) }

    subscript(number: Int) -> [Int] {
        var rest = number
        var index = first
        for axis in first.indices.reversed() {
            index[axis] += rest % counts[axis]
            rest /= counts[axis]
        }
        return index
    }
}
