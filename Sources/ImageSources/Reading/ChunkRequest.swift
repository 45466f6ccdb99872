public import ImageCore

/// One chunk that is wanted: which, how much of it, and where its pixels go.
///
/// A reader decodes the chunk and calls `deliver` once, or `deliverFill` if the chunk is absent. Belongs to one task,
/// which uses it for chunk after chunk: a reader must not keep it.
public final class ChunkRequest {
    /// The image.
    public let image: StoredImage
    /// The index of the chunk along each stored axis.
    public private(set) var index: [Int] = []
    /// The extents of the chunk.
    public private(set) var shape: [Int]
    /// The number of bytes of the whole decoded chunk.
    public private(set) var byteCount: Int
    /// The bytes of the decoded chunk from the first to the last that is needed.
    ///
    /// A reader may decode less than the chunk as long as it delivers these.
    public private(set) var neededRange = 0..<0
    /// Where the whole decoded chunk goes as it is, if it does: a reader may decode it right there, and then calls
    /// `deliverDirect`.
    public private(set) var directRange: Range<Int>?
    /// The block of memory that `directRange` means.
    public let target: ScatterTarget
    /// Buffers that are used for chunk after chunk.
    public let scratch: ScratchBuffers

    private let job: BoxJob
    private let grid: ChunkGrid
    private var strides: [Int]
    private let byteLimit: Int
    private var copy = StridedCopy(shape: [], elementSize: 1, sourceStrides: [], destinationStrides: [])
    private var isDelivered = false

    init(_ job: BoxJob, _ grid: ChunkGrid, byteCount: Int, byteLimit: Int) {
        self.job = job
        self.grid = grid
        self.byteCount = byteCount
        self.byteLimit = byteLimit
        image = job.stored
        target = job.target
        scratch = ScratchBuffers()
        shape = grid.chunk
        strides = ChunkGrid.strides(shape, order: job.stored.chunkOrder, elementSize: job.elementSize)
    }

    /// Goes on to another chunk; false if nothing of it is needed.
    func start(_ chunk: [Int]) -> Bool {
        guard let part = grid.part(of: job.box, in: chunk, job.destinationStrides) else { return false }
        index = chunk
        isDelivered = false
        let size = job.elementSize
        if image.hasCroppedChunks {
            let own = grid.croppedShape(chunk)
            if own != shape {
                shape = own
                byteCount = own.reduce(size, *)
                strides = ChunkGrid.strides(own, order: image.chunkOrder, elementSize: size)
            }
        }
        copy = StridedCopy(
            shape: part.box.count, elementSize: size, sourceStrides: zip(strides, part.box.step).map { $0 * $1 },
            sourceOffset: zip(part.startInChunk, strides).reduce(0) { $0 + $1.0 * $1.1 },
            destinationStrides: job.destinationStrides, destinationOffset: part.box.destinationOffset,
            swapWidth: job.swapWidth)
        let reach = zip(part.box.count, copy.sourceStrides).reduce(0) { $0 + ($1.0 - 1) * $1.1 }
        neededRange = copy.sourceOffset..<copy.sourceOffset + reach + size
        let isWhole = part.box.count == shape && part.box.step.allSatisfy { $0 == 1 }
        let isDense = shape.indices.allSatisfy { shape[$0] == 1 || job.destinationStrides[$0] == strides[$0] }
        directRange = isWhole && isDense ? copy.destinationOffset..<copy.destinationOffset + byteCount : nil
        return true
    }

    /// The parts of `neededRange` that hold needed bytes, as few as possible without much that is not needed.
    ///
    /// For chunks that are stored as they are, of which these can be read alone.
    public var neededRuns: [Range<Int>] {
        // From the fastest axis of the chunk outwards: what lies side by side, or nearly so, is one run.
        let order = copy.shape.indices.sorted { copy.sourceStrides[$0] < copy.sourceStrides[$1] }
        var span = image.elementType.size
        var outer: [Int] = []
        for axis in order where copy.shape[axis] > 1 {
            if outer.isEmpty, copy.sourceStrides[axis] - span <= Self.gap {
                span += (copy.shape[axis] - 1) * copy.sourceStrides[axis]
            } else {
                outer.append(axis)
            }
        }
        let count = outer.reduce(1) { $0 * copy.shape[$1] }
        guard count <= Self.runLimit else { return [neededRange] }
        return (0..<count).map { number in
            var rest = number
            var start = copy.sourceOffset
            for axis in outer {
                start += rest % copy.shape[axis] * copy.sourceStrides[axis]
                rest /= copy.shape[axis]
            }
            return start..<start + span
        }.sorted { $0.lowerBound < $1.lowerBound }
    }

    /// Between needed bytes, so many are rather read than a further system call made.
    private static let gap = 4096
    private static let runLimit = 1024

    /// Checks that the chunk may be decoded into a buffer of its own.
    ///
    /// - Throws: `limitExceeded` for a chunk far larger than any that was written for reading in parts.
    public func checkBufferSize() throws(ImageError) {
        guard byteCount <= byteLimit else {
            throw .limitExceeded(
                "chunks of \(Shape.describe(shape)) \(image.elementType) are \(byteCount) bytes, the limit is \(byteLimit)",
                hint: "raise the limit")
        }
    }

    /// Puts the decoded chunk in its place: all its bytes, in the image's byte order.
    ///
    /// - Throws: `corrupt` if these are not as many as the chunk has.
    public func deliver(_ bytes: RawSpan) throws(ImageError) {
        guard bytes.byteCount == byteCount else {
            throw .corrupt("chunk \(index) has \(bytes.byteCount) bytes, not \(byteCount)")
        }
        try deliver(part: bytes, from: 0)
    }

    /// Puts a part of the decoded chunk in its place: its bytes from `start` on.
    ///
    /// - Throws: `corrupt` if `neededRange` does not lie in them.
    public func deliver(part bytes: RawSpan, from start: Int) throws(ImageError) {
        guard start <= neededRange.lowerBound, start + bytes.byteCount >= neededRange.upperBound else {
            throw .corrupt("chunk \(index) has \(start + bytes.byteCount) bytes, not \(byteCount)")
        }
        var part = copy
        part.sourceOffset -= start
        // Tasks with neighbouring chunks go through the result in opposite directions: walking side by side, they would
        // come to each of its fresh pages at the same time, and both would clear it.
        if index.reduce(0, &+) & 1 == 1 { part.reverseSlowestAxis() }
        try target.scatter(part, from: bytes)
        isDelivered = true
    }

    /// Says that the chunk was decoded into `directRange` of the target.
    public func deliverDirect() throws {
        guard let directRange else { return }
        if job.swapWidth > 1 { try target.swapBytes(directRange, width: job.swapWidth) }
        isDelivered = true
    }

    /// Puts the fill value in the chunk's place: zero, where the image has none.
    public func deliverFill() throws(ImageError) {
        let zero = Bytes([UInt8](repeating: 0, count: job.elementSize))
        try target.fill(copy, with: image.fillValue ?? zero)
        isDelivered = true
    }

    /// Counts what was delivered.
    func finish() throws(ImageError) {
        guard isDelivered else { throw .corrupt("chunk \(index) was not delivered") }
        job.meter.add(copy.shape.reduce(job.elementSize, *))
    }
}

/// Blocks of memory that are taken once and used again; each has a number.
public final class ScratchBuffers {
    private var blocks: [ScatterTarget?] = []

    /// No blocks yet.
    public init() {}

    /// A block of at least so many bytes; what it held before is lost.
    ///
    /// - Throws: `limitExceeded` if the system has no such memory.
    public func block(_ number: Int, count: Int) throws(ImageError) -> ScatterTarget {
        while blocks.count <= number { blocks.append(nil) }
        if let block = blocks[number], block.count >= count { return block }
        blocks[number] = nil
        let block = try ScatterTarget(count: count)
        blocks[number] = block
        return block
    }
}
