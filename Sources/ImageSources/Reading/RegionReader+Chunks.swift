import ImageCore

extension RegionReader {
    /// Reads a box of a chunked image: only the chunks that it touches, several at once, those of one shard one after the
    /// other.
    func readChunks(_ job: BoxJob, _ reader: any ChunkReader) async throws {
        let grid = try ChunkGrid(shape: job.stored.shape, chunk: job.stored.chunkShape)
        let chunkByteCount = try Shape.byteCount(grid.chunk, elementSize: job.elementSize)
        let touched = try ChunkSequence(grid.chunks(touching: job.box), shard: job.stored.shardShape, chunk: grid.chunk)
        let limit = environment.limits.chunkByteCount
        try await forEachConcurrently(
            touched.count, limit: environment.concurrency,
            state: { ChunkRequest(job, grid, byteCount: chunkByteCount, byteLimit: limit) },
            { request, number in
                guard request.start(touched[number]) else { return }
                try await reader.readChunk(request)
                try request.finish()
            })
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

    /// The extents of a chunk that ends where the image does.
    func croppedShape(_ index: [Int]) -> [Int] {
        index.indices.map { min(chunk[$0], shape[$0] - index[$0] * chunk[$0]) }
    }

    /// The bytes from one place to the next in a decoded chunk whose axes lie in an order, slowest first.
    static func strides(_ chunk: [Int], order: [Int]?, elementSize: Int) -> [Int] {
        guard let order else { return Shape.strides(chunk, elementSize: elementSize) }
        var strides = [Int](repeating: elementSize, count: chunk.count)
        let dense = Shape.strides(order.map { chunk[$0] }, elementSize: elementSize)
        for (place, axis) in order.enumerated() { strides[axis] = dense[place] }
        return strides
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

/// Chunk indices in the order in which they are read: shard after shard.
struct ChunkSequence: Sendable {
    private let all: ChunkRange
    /// The parts of the range that lie in one shard each, and how many chunks come before each; empty without shards.
    private let parts: [ChunkRange]
    private let starts: [Int]

    /// More shards than this are read in whatever order: the list of their parts would cost more than it gains.
    private static let shardLimit = 1 << 20

    /// - Throws: `corrupt` if a shard is no multiple of a chunk.
    init(_ range: ChunkRange, shard: [Int]?, chunk: [Int]) throws(ImageError) {
        all = range
        var parts: [ChunkRange] = []
        if let shard {
            guard shard.count == chunk.count, zip(shard, chunk).allSatisfy({ $0 > 0 && $0 % $1 == 0 }) else {
                throw .corrupt("shards of \(Shape.describe(shard)) for chunks of \(Shape.describe(chunk))")
            }
            let per = zip(shard, chunk).map { $0 / $1 }
            let first = zip(range.first, per).map { $0 / $1 }
            let last = range.first.indices.map { (range.first[$0] + range.counts[$0] - 1) / per[$0] }
            let shards = ChunkRange(first: first, counts: zip(first, last).map { $1 - $0 + 1 })
            if per != per.map({ _ in 1 }), let count = try? Shape.elementCount(shards.counts), count <= Self.shardLimit
            {
                parts = (0..<count).map { number in
                    let index = shards[number]
                    let low = index.indices.map { max(index[$0] * per[$0], range.first[$0]) }
                    let high = index.indices.map {
                        min(index[$0] * per[$0] + per[$0], range.first[$0] + range.counts[$0])
                    }
                    return ChunkRange(first: low, counts: zip(low, high).map { $1 - $0 })
                }
            }
        }
        var total = 0
        starts = parts.map { part in
            defer { total += part.count }
            return total
        }
        self.parts = parts
    }

    var count: Int { all.count }

    subscript(number: Int) -> [Int] {
        guard !parts.isEmpty else { return all[number] }
        var (low, high) = (0, parts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if starts[middle] <= number { low = middle } else { high = middle }
        }
        return parts[low][number - starts[low]]
    }
}
