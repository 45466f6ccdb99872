import ByteStores
import ImageCore

extension RegionReader {
    /// Reads a box of an uncompressed image: only the rows it needs, straight into the result where they lie there as in
    /// the file.
    func readContiguous(_ job: BoxJob, _ object: any ByteObject, _ offset: Int) async throws {
        let fastest = job.fastestInResult
        let last = job.box.count.lastIndex { $0 > 1 }
        // Where only parts of rows are needed, a piece's bytes in the file are more than in the result.
        let blocks = FileBlocks(job.box, strides: job.sourceStrides, elementSize: job.elementSize)
        let excess = max(blocks.count * blocks.byteCount / max(job.box.elementCount * job.elementSize, 1), 1)
        let size = job.pieceSize(
            byteCount: max(Self.pieceByteCount / excess, job.elementSize), keeping: fastest == last ? nil : fastest)
        let pieces = job.box.pieces(size, destinationStrides: job.destinationStrides)
        try await forEachConcurrently(pieces.count, limit: environment.concurrency) { number in
            let piece = pieces[number]
            try await readPiece(job, piece, object, offset)
            job.meter.add(piece.elementCount * job.elementSize)
        }
    }

    private func readPiece(_ job: BoxJob, _ piece: ReadPlan.Box, _ object: any ByteObject, _ offset: Int) async throws {
        let blocks = FileBlocks(piece, strides: job.sourceStrides, elementSize: job.elementSize)
        let inner = blocks.firstInnerAxis..<piece.count.count
        let isDirect =
            blocks.isDense
            && inner.allSatisfy { piece.count[$0] == 1 || job.destinationStrides[$0] == blocks.denseStrides[$0] }
        if isDirect {
            for block in 0..<blocks.count {
                let place = piece.destinationOffset + blocks.destination(of: block, job.destinationStrides)
                let range = place..<place + blocks.byteCount
                try await object.read(at: offset + blocks.source(of: block), into: job.target, range)
                if job.swapWidth > 1 { try job.target.swapBytes(range, width: job.swapWidth) }
            }
            return
        }
        let buffer = try ScatterTarget(count: blocks.count * blocks.byteCount)
        for block in 0..<blocks.count {
            let place = block * blocks.byteCount
            try await object.read(
                at: offset + blocks.source(of: block), into: buffer, place..<place + blocks.byteCount)
        }
        let copy = StridedCopy(
            shape: piece.count, elementSize: job.elementSize, sourceStrides: blocks.bufferStrides,
            destinationStrides: job.destinationStrides, destinationOffset: piece.destinationOffset,
            swapWidth: job.swapWidth)
        try buffer.freeze().withBytes { try job.target.scatter(copy, from: $0) }
    }
}

/// The runs of a file that hold a box: as few and as long as possible, without whole rows that are not needed.
struct FileBlocks {
    /// The axes from here on lie inside one block.
    let firstInnerAxis: Int
    /// The number of blocks.
    let count: Int
    /// The bytes from the first to the last needed byte of a block.
    let byteCount: Int
    /// Whether every byte of a block is needed.
    let isDense: Bool
    /// The strides of the box in a buffer that holds the blocks one after the other.
    let bufferStrides: [Int]
    /// The strides that the inner axes have in a dense block.
    let denseStrides: [Int]

    private let box: ReadPlan.Box
    private let strides: [Int]

    /// Between needed parts of neighbouring rows, this much is rather read than a further system call made.
    private static let gap = 4096

    init(_ box: ReadPlan.Box, strides: [Int], elementSize: Int) {
        self.box = box
        self.strides = strides
        denseStrides = Shape.strides(box.count, elementSize: elementSize)
        let axes = box.count.count
        var first = max(axes - 1, 0)
        func span(from axis: Int) -> Int {
            (axis..<axes).reduce(elementSize) { $0 + (box.count[$1] - 1) * box.step[$1] * strides[$1] }
        }
        // An axis joins the block if its places are neighbours and little lies between their blocks.
        while first > 0 {
            let outer = first - 1
            let isNeighbours = box.step[outer] == 1 || box.count[outer] == 1
            let between = strides[outer] - span(from: first)
            // Whole rows are never read in vain: only what lies beside the columns of a row may be.
            let isRowPart = outer == axes - 2
            guard isNeighbours, between == 0 || (isRowPart && between <= Self.gap) else { break }
            first = outer
        }
        firstInnerAxis = first
        byteCount = axes == 0 ? elementSize : span(from: first)
        count = box.count[..<first].reduce(1, *)
        isDense = byteCount == (first..<axes).reduce(elementSize) { $0 * box.count[$1] }
        var buffer = (0..<axes).map { strides[$0] * box.step[$0] }
        var outerStride = byteCount
        for axis in stride(from: first - 1, through: 0, by: -1) {
            buffer[axis] = outerStride
            outerStride *= box.count[axis]
        }
        bufferStrides = buffer
    }

    /// The byte of a block in the image's data.
    func source(of block: Int) -> Int {
        let first = zip(box.start, strides).reduce(0) { $0 + $1.0 * $1.1 }
        return first + offset(of: block) { box.step[$0] * strides[$0] }
    }

    /// The byte of a block's first element, counted from that of the box, in the result.
    func destination(of block: Int, _ destinationStrides: [Int]) -> Int {
        offset(of: block) { destinationStrides[$0] }
    }

    private func offset(of block: Int, _ stride: (Int) -> Int) -> Int {
        var rest = block
        var result = 0
        for axis in (0..<firstInnerAxis).reversed() {
            result += rest % box.count[axis] * stride(axis)
            rest /= box.count[axis]
        }
        return result
    }
}
