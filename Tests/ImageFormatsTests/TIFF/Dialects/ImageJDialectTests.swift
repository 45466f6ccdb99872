import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageFormats

/// Stacks of ImageJ as files.
@Suite struct ImageJDialectTests {
    @Test("more planes than pages are not found in the directories behind the pixels") func tooMany() async throws {
        // All pixels first, then the directories: the planes that are too many would be the directories.
        var pages = (0..<3).map { _ in
            TIFFBuilder.Page(width: 4, height: 2, segments: [[UInt8](repeating: 5, count: 8)])
        }
        let start = 8
        for number in pages.indices {
            pages[number].segments = []
            pages[number].entries = [(273, .longs([start + 8 * number])), (279, .longs([8]))]
        }
        pages[0].entries.append((270, .text("ImageJ=1.54f\nimages=8\nslices=8\n")))
        let builder = TIFFBuilder(preamble: [UInt8](repeating: 5, count: 24), pages)
        let source = try tiff(builder.build())
        let image = try await source.describe()
        #expect(image.shape == [3, 2, 4])
        #expect(image.metadata.diagnostics.contains { $0.message.contains("there are 3 planes") })
        #expect(try await source.pixels() == [UInt8](repeating: 5, count: 24))
    }

    @Test("colours and windows of channels are told, and written again") func channels() async throws {
        let ramp = (0..<256).map { UInt8($0) }
        let none = [UInt8](repeating: 0, count: 256)
        var shown = ImageJMetadata()
        shown.tables = [ramp + none + none, ramp.reversed() + none + ramp]
        shown.ranges = [.init(minimum: 1, maximum: 100), .init(minimum: 0, maximum: 7)]
        let (counts, data) = try #require(shown.encoded(.little))
        let entries: [(tag: Int, value: TIFFBuilder.Value)] = [
            (270, .text("ImageJ=1.54f\nimages=2\nchannels=2\nmode=composite\n")),
            (50838, .longs(counts.map(Int.init))), (50839, .bytes(data)),
        ]
        let source = try tiff(TIFFBuilder([.init(0, entries), .init(8)]).build())
        let result = try await source.read(Selection(order: .stored)).image
        let found = result.metadata.attributes["imagej"]?.mappingValue?["channels"]?.arrayValue ?? []
        let channels = found.compactMap { $0.mappingValue }
        try #require(channels.count == 2)
        #expect(channels[0]["color"] == "FF0000" && channels[1]["color"] == nil)
        #expect(channels[0]["window"] == ["start": 1.0, "end": 100.0])
        #expect(channels[1]["table"]?.arrayValue?.first == "FF0000" && channels[1]["table"]?.arrayValue?.count == 256)
        let file = try await withTIFFScratch { folder in
            let writer = try #require(TIFFSource.writer)
            let path = folder + "/a.tif"
            _ = try await writer.write([WritableImage(result)], to: path, options: WriteOptions(concurrency: 1))
            return try WrittenTIFF(path: path)
        }
        let written = try #require(file.directories[0].numbers(50838))
        let bytes = try Self.bytes(file, 50839)
        let again = ImageJMetadata.parse(counts: written, bytes: bytes.span.bytes, byteOrder: .little)
        #expect(again.tables == shown.tables && again.ranges == shown.ranges)
    }

    private static func bytes(_ file: WrittenTIFF, _ tag: Int) throws -> [UInt8] {
        switch file.directories[0].entries[tag] {
        case .bytes(let bytes): return bytes
        case .whole(let numbers): return numbers.map { UInt8(truncatingIfNeeded: $0) }
        default: throw WrittenTIFF.Malformed()
        }
    }
}
