import ImageCodecs
import ImageCore
import ImageSources

/// Decodes the segments of a page: the order of bits, the compression, the predictor, packed samples.
///
/// What comes out are whole samples, those of a pixel side by side.
struct TIFFSegmentDecoder {
    let page: TIFFPage
    let layout: TIFFLayout
    let elementSize: Int
    /// The byte order of the file.
    let byteOrder: ByteOrder
    /// The byte order of what comes out.
    private let resultOrder: ByteOrder
    /// The bytes of a number, of which complex samples have two.
    private let numberSize: Int

    init(_ page: TIFFPage, resultOrder: ByteOrder) throws(ImageError) {
        self.page = page
        self.resultOrder = resultOrder
        layout = page.layout
        let type = try page.layout.elementType()
        (elementSize, numberSize) = (type.size, type.swapWidth)
        byteOrder = page.file.header.byteOrder
    }

    /// Whether the bytes in the file are the samples themselves.
    static func isPlain(_ layout: TIFFLayout) -> Bool {
        layout.compression == 1 && layout.isWhole && layout.predictor == 1 && !layout.isReversed
            && !layout.isSubsampled
    }

    /// Decodes a segment into a part of a block, which it fills.
    ///
    /// - Throws: `CodecError` for damaged data, `unsupported` for a compression that is not known.
    func decode(
        _ input: Bytes, _ area: TIFFSegmentArea, into target: ScatterTarget, _ range: Range<Int>,
        _ scratch: ScratchBuffers
    ) throws {
        try decodeInFileOrder(input, area, into: target, range, scratch)
        if byteOrder != resultOrder, numberSize > 1 { try target.swapBytes(range, width: numberSize) }
    }

    private func decodeInFileOrder(
        _ input: Bytes, _ area: TIFFSegmentArea, into target: ScatterTarget, _ range: Range<Int>,
        _ scratch: ScratchBuffers
    ) throws {
        if try decodePicture(input, area, into: target, range, scratch) { return }
        let rows = area.rows * layout.segmentDepth
        var input = try inBitOrder(input, scratch)
        var isStored = layout.compression == 1
        if let rare = try decodeRare(input, area, scratch) { (input, isStored) = (rare, true) }
        if layout.isSubsampled, layout.compression != 6 {
            return try decodeBlocks(input, area, into: target, range, scratch)
        }
        if isStored {
            guard input.count >= layout.storedRowByteCount * rows else {
                throw CodecError("a segment has \(input.count) bytes, \(layout.storedRowByteCount * rows) are needed")
            }
        }
        if layout.isWhole {
            if isStored {
                let copy = StridedCopy(
                    shape: [range.count], elementSize: 1, sourceStrides: [1], destinationStrides: [1],
                    destinationOffset: range.lowerBound)
                try target.scatter(copy, from: input.span)
            } else {
                try inflate(input, area, into: target, range, scratch)
            }
        } else {
            var packed = input
            if !isStored {
                let stored = layout.storedRowByteCount * rows
                let block = try scratch.block(5, count: stored)
                try inflate(input, into: block, 0..<stored)
                packed = block.freeze(prefix: stored)
            }
            try unpack(packed, rows: rows, into: target, range)
        }
        try undoPredictor(target, range)
    }

    /// Decodes a segment of colours that several pixels share.
    private func decodeBlocks(
        _ input: Bytes, _ area: TIFFSegmentArea, into target: ScatterTarget, _ range: Range<Int>,
        _ scratch: ScratchBuffers
    ) throws {
        var blocks = input
        if layout.compression != 1 {
            let count = layout.storedByteCount(rows: area.rows)
            let block = try scratch.block(5, count: count)
            try inflate(input, into: block, 0..<count)
            blocks = block.freeze(prefix: count)
        }
        try spread(blocks, rows: area.rows * layout.segmentDepth, into: target, range)
    }

    /// The stored bytes with the first pixel of a byte as its highest bit.
    private func inBitOrder(_ input: Bytes, _ scratch: ScratchBuffers) throws -> Bytes {
        guard layout.isReversed, !TIFFCompression.isAwareOfBitOrder(layout.compression) else { return input }
        let block = try scratch.block(4, count: input.count)
        try block.withOutput(0..<input.count) { output in try FillOrder.reverseBits(input.span, into: &output) }
        return block.freeze(prefix: input.count)
    }

    /// Undoes the compression of whole samples; a last strip may hold the rows of a full one.
    private func inflate(
        _ input: Bytes, _ area: TIFFSegmentArea, into target: ScatterTarget, _ range: Range<Int>,
        _ scratch: ScratchBuffers
    ) throws {
        do {
            try inflate(input, into: target, range)
        } catch let error as CodecError {
            guard !layout.isTiled, area.rows < layout.segmentHeight else { throw error }
            let count = layout.storedByteCount(rows: layout.segmentHeight)
            let block = try scratch.block(5, count: count)
            guard (try? inflate(input, into: block, 0..<count)) != nil else { throw error }
            let copy = StridedCopy(
                shape: [range.count], elementSize: 1, sourceStrides: [1], destinationStrides: [1],
                destinationOffset: range.lowerBound)
            try target.scatter(copy, from: block.freeze(prefix: count).span)
        }
    }

    /// Undoes the compression; as many bytes must come out as the range has.
    private func inflate(_ input: Bytes, into target: ScatterTarget, _ range: Range<Int>) throws {
        let codec = try TIFFCompression.codec(layout.compression, of: page)
        let (_, count) = try target.withOutput(range) { output in try codec.decode(input.span, into: &output) }
        guard count == range.count else {
            throw CodecError("a segment decodes to \(count) bytes, \(range.count) are needed")
        }
    }

    /// Undoes the predictor (TIFF 6.0, section 14; technical note 3; DNG 1.5).
    private func undoPredictor(_ target: ScatterTarget, _ range: Range<Int>) throws {
        guard layout.predictor != 1 else { return }
        let rowByteCount = layout.segmentWidth * layout.chunkySamples * elementSize
        let distance = [34892: 2, 34893: 4, 34894: 2, 34895: 4][layout.predictor] ?? 1
        switch layout.predictor {
        case 2, 34892, 34893:
            let predictor = HorizontalPredictor(
                sampleSize: layout.format == .complex ? elementSize / 2 : elementSize,
                sampleCount: layout.chunkySamples * (layout.format == .complex ? 2 : 1), rowByteCount: rowByteCount,
                byteOrder: byteOrder, distance: distance)
            try target.withMutableBytes(range) { try predictor.undo(&$0) }
        case 3, 34894, 34895:
            let predictor = FloatingPointPredictor(
                elementSize: elementSize, sampleCount: layout.chunkySamples, rowByteCount: rowByteCount,
                byteOrder: byteOrder, distance: distance)
            try target.withMutableBytes(range) { try predictor.undo(&$0) }
        default:
            throw ImageError.unsupported("predictor \(layout.predictor) is not known")
        }
    }
}
