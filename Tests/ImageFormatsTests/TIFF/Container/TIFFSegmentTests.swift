import ImageCodecs
import ImageCore
import ImageFormats
import ImageSources
import Testing

/// Segments that are pictures of their own, and what is said of those that cannot be decoded.
@Suite struct TIFFSegmentTests {
    /// A grey picture as a JPEG stream.
    private func jpeg(_ width: Int, _ height: Int, value: UInt8 = 77) throws -> [UInt8] {
        let shape = PictureShape(width: width, height: height, sampleCount: 1)
        let codec = JPEG(quality: 100)
        let pixels = [UInt8](repeating: value, count: width * height)
        let block = try ScatterTarget(count: codec.encodedByteCountLimit(shape))
        let (_, count) = try block.withOutput(0..<block.count) { output in
            try codec.encode(pixels.span.bytes, shape: shape, into: &output)
        }
        return block.freeze(prefix: count).array
    }

    private func page(_ width: Int, _ height: Int, tile: Int?, _ segments: [[UInt8]]) -> TIFFBuilder.Page {
        var page = TIFFBuilder.Page(width: width, height: height, tile: tile, segments: segments)
        page.entries = [(259, .shorts([7]))]
        return page
    }

    @Test("a picture smaller than what is to be seen of its segment is refused", arguments: [nil, 32])
    func smallPictures(tile: Int?) async throws {
        let source = try tiff(TIFFBuilder([page(32, 32, tile: tile, [try jpeg(16, 32)])]).build())
        await #expect {
            try await source.pixels()
        } throws: { error in
            ImageError.Code.corrupt ~= error && "\(error)".contains("16 x 32 pixels, 32 x 32 are needed")
        }
    }

    @Test("a picture may end where the image does") func cutPictures() async throws {
        let segments = [try jpeg(32, 24), try jpeg(16, 24)]
        let pixels = try await tiff(TIFFBuilder([page(48, 24, tile: 32, segments)]).build()).pixels()
        #expect(pixels == [UInt8](repeating: 77, count: 48 * 24))
    }

    @Test("a small picture in a huge segment is refused before the segment takes memory") func hugeSegment()
        async throws
    {
        let source = try tiff(TIFFBuilder([page(16_000, 16_000, tile: nil, [try jpeg(16, 16)])]).build())
        await #expect {
            try await source.pixels()
        } throws: {
            "\($0)".contains("16 x 16 pixels")
        }
    }

    @Test("damage is told with the segment and its place") func damage() async throws {
        var page = TIFFBuilder.Page(width: 16, height: 32, tile: 16, segments: [[1, 2, 3], [4, 5, 6]])
        page.entries = [(259, .shorts([8]))]
        let source = try tiff(TIFFBuilder([page]).build())
        await #expect {
            try await source.read(Selection(region: Region(parsing: "y=16:32"), order: .stored))
        } throws: { error in
            guard let error = error as? ImageError else { return false }
            return error.message.hasPrefix("segment 1 of the directory at byte 14: ")
                && error.location?.byteOffset == 11
        }
    }

    @Test(
        "what is not read has a name, and the error says what to do",
        arguments: [(50013, "Pixtiff"), (34934, "JPEG XR")])
    func unknownCompression(number: Int, name: String) async throws {
        var page = TIFFBuilder.Page(0)
        page.entries = [(259, .shorts([number]))]
        let source = try tiff(TIFFBuilder([page]).build())
        await #expect {
            try await source.pixels()
        } throws: { error in
            guard let error = error as? ImageError else { return false }
            return ImageError.Code.unsupported ~= error && error.message.contains(name) && error.hint != nil
                && error.location?.byteOffset == 16
        }
    }

    @Test("differences without compression are undone, with a word about it") func predictorAlone() async throws {
        var page = TIFFBuilder.Page(width: 4, height: 1, segments: [[1, 1, 1, 1]])
        page.entries = [(317, .shorts([2]))]
        let source = try tiff(TIFFBuilder([page]).build())
        #expect(try await source.pixels() == [1, 2, 3, 4])
        let diagnostics = try await source.describe().metadata.diagnostics
        #expect(diagnostics.contains { $0.message.contains("predictor 2") })
    }
}
