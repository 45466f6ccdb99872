import ImageCodecs
import ImageCore
import ImageSources

/// The parts in which an image is read to be written: runs of blocks that follow each other in the file.
struct KLBParts: Sendable {
    /// The extents of a block along the axes of the image.
    let block: [Int]
    private let shape: [Int]
    private let extents: [Int]

    /// - Parameters:
    ///   - image: the axes in the order of the file.
    ///   - byteCount: what a part may have, if it is more than one block; an image that only comes forwards is read in
    ///     whole planes.
    init(_ image: WritableImage, _ header: KLBHeader, byteCount: Int) {
        shape = image.shape
        let block = image.axes.map { axis in
            KLBHeader.axes.firstIndex(of: axis).map { header.block[$0] } ?? 1
        }
        self.block = block
        var part = block
        for axis in part.indices.reversed() {
            if image.isSequential, axis >= part.count - 2, part.count > 2 {
                part[axis] = shape[axis]
                continue
            }
            let others = part.indices.reduce(header.elementType.size) { $1 == axis ? $0 : $0 * part[$1] }
            let fitting = max(byteCount / max(others, 1) / part[axis], 1)
            let (extent, overflows) = part[axis].multipliedReportingOverflow(by: fitting)
            part[axis] = overflows ? shape[axis] : min(extent, shape[axis])
            // A part of a row of blocks is not continued in the next one.
            if part[axis] < shape[axis] { break }
        }
        extents = part
    }

    /// The parts, one range for each axis.
    var boxes: some Sequence<[Range<Int>]> {
        let (shape, extents) = (shape, extents)
        let grid = zip(shape, extents).map { ($0 - 1) / $1 + 1 }
        return (0..<grid.reduce(1, *)).lazy.map { number in
            Self.box(number, grid, extents, shape)
        }
    }

    /// A box of a grid by its number, the last axis fastest.
    static func box(_ number: Int, _ grid: [Int], _ extents: [Int], _ shape: [Int]) -> [Range<Int>] {
        var rest = number
        var box = shape.map { 0..<$0 }
        for axis in shape.indices.reversed() {
            let low = rest % grid[axis] * extents[axis]
            rest /= grid[axis]
            box[axis] = low..<low + min(extents[axis], shape[axis] - low)
        }
        return box
    }
}

/// Pixels of a part, whose blocks are encoded one by one.
struct KLBPart: Sendable {
    private let pixels: ImageArray
    private let block: [Int]
    private let grid: [Int]
    private let codec: (any ByteCodec)?

    init(_ pixels: ImageArray, block: [Int], codec: (any ByteCodec)?) {
        self.pixels = pixels
        self.block = block
        self.codec = codec
        grid = zip(pixels.shape, block).map { ($0 - 1) / $1 + 1 }
    }

    /// How many blocks there are.
    var count: Int { grid.reduce(1, *) }

    /// The bytes of a block as they stand in the file.
    func encoded(_ number: Int) throws -> Bytes {
        var region = Region.all
        for (place, range) in KLBParts.box(number, grid, block, pixels.shape).enumerated() {
            region.selections[pixels.axes[place]] = .range(lower: range.lowerBound, upper: range.upperBound, step: 1)
        }
        let plain = try littleEndian(try pixels.selecting(region).bytes())
        guard let codec else { return plain }
        let target = try ScatterTarget(count: codec.encodedByteCountLimit(plain.count))
        let (_, written) = try target.withOutput(0..<target.count) { try codec.encode(plain.span, into: &$0) }
        return target.freeze(prefix: written)
    }

    private func littleEndian(_ bytes: Bytes) throws -> Bytes {
        guard ByteOrder.native == .big, pixels.elementType.swapWidth > 1 else { return bytes }
        let block = try ScatterTarget(count: bytes.count)
        try block.copy(bytes, to: 0..<bytes.count)
        try block.swapBytes(0..<bytes.count, width: pixels.elementType.swapWidth)
        return block.freeze()
    }
}
