import ImageCodecs
import ImageCore
import Testing

/// Checksums are those of what imagecodecs 2026.3.6 decodes.
@Suite struct JPEGTests {
    private static let colour = PictureShape(width: 32, height: 24, sampleCount: 3)
    private static let grey = PictureShape(width: 32, height: 24, sampleCount: 1)
    private static let inks = PictureShape(width: 32, height: 24, sampleCount: 4)

    @Test("YCbCr becomes RGB") func colour() throws {
        #expect(try JPEG().shape(PictureSamples.jpegColour) == Self.colour)
        for colors in [JPEG.Colors.automatic, .yCbCr, .storedUnlessJFIF] {
            let (pixels, shape) = try JPEG(colors: colors).decoded(PictureSamples.jpegColour, Self.colour)
            #expect(checksum(pixels) == 3_919_829_512)
            #expect(shape == Self.colour)
        }
    }

    @Test("RGB stays as it is") func stored() throws {
        let (pixels, _) = try JPEG(colors: .stored).decoded(PictureSamples.jpegRGB, Self.colour)
        #expect(checksum(pixels) == 2_328_859_338)
        let (luminance, _) = try JPEG(colors: .stored).decoded(PictureSamples.jpegColour, Self.colour)
        let first = try JPEG().decoded(PictureSamples.jpegColour, Self.colour).0
        let sum = 299 * Int(first[0]) + 587 * Int(first[1]) + 114 * Int(first[2])
        #expect(abs(Int(luminance[0]) - sum / 1000) <= 1)
    }

    @Test("grey and CMYK") func others() throws {
        #expect(checksum(try JPEG().decoded(PictureSamples.jpegGrey, Self.grey).0) == 1_640_500_711)
        let (pixels, _) = try JPEG(colors: .stored).decoded(PictureSamples.jpegCMYK, Self.inks)
        #expect(checksum(pixels) == 1_708_414_889)
    }

    @Test("abbreviated streams with their tables") func tables() throws {
        let codec = JPEG(colors: .storedUnlessJFIF, tables: PictureSamples.jpegTables)
        #expect(checksum(try codec.decoded(PictureSamples.jpegStrip, Self.colour).0) == 2_328_859_338)
        #expect(throws: CodecError.self) {
            try JPEG(tables: [1, 2, 3, 4]).decoded(PictureSamples.jpegStrip, Self.colour)
        }
        #expect(throws: CodecError("jpeg: the data hold no picture")) { try JPEG().shape(PictureSamples.jpegTables) }
    }

    @Test("what is not supported says so") func unsupported() {
        #expect(throws: CodecError("jpeg: 12 bits are not supported, only 8")) {
            try JPEG().decoded(PictureSamples.jpeg12, Self.grey)
        }
        #expect(throws: CodecError("jpeg: lossless JPEG is not supported")) {
            try JPEG().decoded(PictureSamples.jpegLossless, Self.grey)
        }
    }

    @Test("damage") func damage() throws {
        try JPEG().checkDamage(PictureSamples.jpegColour, Self.colour)
        try JPEG(colors: .yCbCr).checkDamage(PictureSamples.jpegColour, Self.colour)
        try JPEG(colors: .stored).checkDamage(PictureSamples.jpegCMYK, Self.inks)
        // As in other readers, what is missing is grey.
        let cut = Array(PictureSamples.jpegGrey.dropLast(20))
        #expect(try JPEG().decoded(cut, Self.grey).0.count == 768)
        #expect(throws: CodecError("jpeg: the data end before they are complete")) {
            try JPEG().decoded(Array(PictureSamples.jpegGrey[..<200]), Self.grey)
        }
    }

    @Test("encoding", arguments: [JPEG.Subsampling.none, .horizontal, .both])
    func encoding(subsampling: JPEG.Subsampling) throws {
        for (pixels, shape) in [(PictureSamples.rgb, Self.colour), (PictureSamples.grey, Self.grey)] {
            let codec = JPEG(quality: 95, subsampling: subsampling)
            let target = try ScatterTarget(count: codec.encodedByteCountLimit(shape))
            let (_, count) = try target.withOutput(0..<target.count) {
                try codec.encode(pixels.span.bytes, shape: shape, into: &$0)
            }
            let packed = target.freeze(prefix: count).array
            let (decoded, _) = try codec.decoded(packed, shape)
            // The corners of the ramps that start again at 256 lose most.
            let error = zip(decoded, pixels).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) } / pixels.count
            #expect(error < 12)
            let small = try ScatterTarget(count: count - 1)
            #expect(throws: CodecError.self) {
                try small.withOutput(0..<small.count) { try codec.encode(pixels.span.bytes, shape: shape, into: &$0) }
            }
            var wrong = shape
            wrong.height += 1
            #expect(throws: CodecError.self) {
                try small.withOutput(0..<small.count) { try codec.encode(pixels.span.bytes, shape: wrong, into: &$0) }
            }
        }
    }
}
