import ImageCodecs
import ImageCore
import ImageSources

/// The parts in which an image is read to be written: runs of blocks that follow each other in the file.
struct KLBParts: Sendable {
    /// The extents of a block along the axes of the image.
    let block: [Int]
    /// The parts.
    let grid: PartGrid

    /// - Parameters:
    ///   - image: the axes in the order of the file.
    ///   - byteCount: what a part may have, if it is more than one block; an image that only comes forwards is read in
    ///     whole planes.
    init(_ image: WritableImage, _ header: KLBHeader, byteCount: Int) {
        block = image.axes.map { axis in KLBHeader.axes.firstIndex(of: axis).map { header.block[$0] } ?? 1 }
        var part = block
        var axes = Array(part.indices)
        if image.isSequential, part.count > 2 {
            for axis in axes.suffix(2) { part[axis] = image.shape[axis] }
            axes.removeLast(2)
        }
        grid = PartGrid(
            image.shape,
            extents: PartGrid.grown(
                part, along: axes.reversed(), of: image.shape, elementSize: header.elementType.size,
                byteCount: byteCount))
    }
}

/// Pixels of a part, whose blocks are encoded one by one.
struct KLBPart: Sendable {
    private let pixels: ImageArray
    private let grid: PartGrid
    private let codec: (any ByteCodec)?

    init(_ pixels: ImageArray, block: [Int], codec: (any ByteCodec)?) {
        self.pixels = pixels
        self.codec = codec
        grid = PartGrid(pixels.shape, extents: block)
    }

    /// How many blocks there are.
    var count: Int { grid.count }

    /// The bytes of a block as they stand in the file.
    func encoded(_ number: Int) throws -> Bytes {
        var region = Region.all
        for (place, range) in grid.box(number).enumerated() {
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
