import ByteStores
import ImageCodecs
import ImageCore
import ImageSources

extension TIFFSegmentDecoder {
    /// Decodes a segment that is a picture of its own; false if its compression turns bytes into bytes.
    ///
    /// Pictures may be smaller than the segment, as some writers cut them at the edge of the image; what lies beyond the
    /// edge is 0.
    func decodePicture(
        _ input: Bytes, _ area: TIFFSegmentArea, into target: ScatterTarget, _ range: Range<Int>,
        _ scratch: ScratchBuffers
    ) throws -> Bool {
        guard let decoder = try pictureDecoder else { return false }
        var input = input
        if let outer = try outerCodec {
            // LERC within another compression is at most a little larger than the pixels.
            let block = try scratch.block(5, count: range.count + 4096)
            let (_, count) = try block.withOutput(0..<range.count + 4096) { output in
                try outer.decode(input.span, into: &output)
            }
            input = block.freeze(prefix: count)
        }
        let rows = area.rows * layout.segmentDepth
        let expected = PictureShape(
            width: layout.segmentWidth, height: rows, sampleCount: layout.chunkySamples,
            elementType: try layout.elementType())
        // Before any memory of the segment's size is touched: a few bytes may claim to be a huge picture.
        try check(try decoder.shape(of: input.span), area)
        let block = try scratch.block(3, count: range.count)
        let (shape, count) = try block.withOutput(0..<range.count) { output in
            try decoder.decode(input.span, expecting: expected, into: &output)
        }
        let pixel = layout.chunkySamples * elementSize
        if shape.width < layout.segmentWidth || shape.height < rows {
            try TIFFChunkReader.Output(target: target, base: 0).clear(range)
        }
        let copy = StridedCopy(
            shape: [shape.height, shape.width * pixel], elementSize: 1, sourceStrides: [shape.width * pixel, 1],
            destinationStrides: [layout.segmentWidth * pixel, 1], destinationOffset: range.lowerBound)
        try target.scatter(copy, from: block.freeze(prefix: count).span)
        if byteOrder != .native, elementSize > 1 { try target.swapBytes(range, width: elementSize) }
        return true
    }

    /// Checks that a picture reaches over all pixels of its segment that lie in the image.
    private func check(_ shape: PictureShape, _ area: TIFFSegmentArea) throws(CodecError) {
        let width = min(layout.segmentWidth, layout.width - area.x)
        let rows = min(area.rows, layout.height - area.y)
        // The planes of a volume lie one below the other, each with all its rows.
        let height = layout.segmentDepth > 1 ? area.rows * layout.segmentDepth : rows
        guard shape.width >= width, shape.height >= height else {
            throw CodecError(
                "a picture of \(shape.width) x \(shape.height) pixels, \(width) x \(height) are needed")
        }
    }

    /// What decodes the pictures of the page; nil if its segments are none.
    private var pictureDecoder: (any PictureDecoder)? {
        get throws {
            switch layout.compression {
            case 7: JPEG(colors: jpegColors, tables: page.jpegTables?.array ?? [])
            case 33003: JPEG2000(isYCbCr: true)
            case 33004, 33005, 34712: JPEG2000()
            case 34887: LERC()
            case 50001: WebP()
            default: nil
            }
        }
    }

    /// What becomes of the colours of JPEG streams, which say less of them than the page does.
    private var jpegColors: JPEG.Colors {
        switch layout.photometric {
        case 6: .yCbCr
        case 2: .storedUnlessJFIF
        default: .stored
        }
    }

    /// The compression around LERC (the second of tag 50674).
    private var outerCodec: (any ByteCodec)? {
        get throws {
            guard layout.compression == 34887 else { return nil }
            switch page.lercCompression {
            case 0: return nil
            case 1: return Zlib()
            case 2: return Zstd()
            default:
                throw ImageError.unsupported(
                    "LERC within compression \(page.lercCompression) is not read",
                    at: .init(page.file.object.location, byteOffset: page.directory?.offset),
                    hint: "save the file without compression, with deflate or with zstd")
            }
        }
    }

    /// Decodes a segment in one of the schemes that libtiff knows; nil if its compression is another.
    ///
    /// - Returns: the rows as they would lie in the file without compression.
    func decodeRare(_ input: Bytes, _ area: TIFFSegmentArea, _ scratch: ScratchBuffers) throws -> Bytes? {
        guard TIFFCompression.rare.contains(layout.compression) else { return nil }
        let rows = area.rows * layout.segmentDepth
        let isOldJPEG = layout.compression == 6
        let segment = TIFFSegment(
            compression: layout.compression, width: layout.segmentWidth, height: rows, bitsPerSample: layout.bits,
            sampleCount: layout.chunkySamples, photometric: layout.photometric, byteOrder: byteOrder,
            tags: page.schemeTags, isRGB: isOldJPEG && layout.chunkySamples == 3)
        let count = layout.storedRowByteCount * rows
        let block = try scratch.block(5, count: count)
        let (_, written) = try block.withOutput(0..<count) { output in try segment.decode(input.span, into: &output) }
        guard written == count else { throw CodecError("a segment decodes to \(written) bytes, \(count) are needed") }
        return block.freeze(prefix: count)
    }
}
