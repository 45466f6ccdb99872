import ImageCore
import ImageFormats
import ImageSources
import Testing

/// What the tags of TIFF itself say.
@Suite struct PlainDialectTests {
    private func metadata(_ entries: [(tag: Int, value: TIFFBuilder.Value)]) async throws -> ImageMetadata {
        try await tiff(TIFFBuilder([.init(0, entries)]).build()).describe().metadata
    }

    @Test(
        "a resolution is a calibration unless it is one of screens and printers",
        arguments: [
            (1000, 1, 4, 1.0), (1, 1, 4, 1000), (2, 1, 5, 0.5), (25400, 1, 2, 1), (10000, 1, 3, 1),
            (96012, 1000, 2, 25_400_000.0 / 96_012),
            (4800, 1, 2, nil), (72, 1, 2, nil), (1, 1, 3, nil), (5, 1, 1, nil), (5, 1, 9, nil),
        ] as [(Int, Int, Int, Double?)])
    func resolution(pixels: Int, length: Int, unit: Int, spacing: Double?) async throws {
        let fraction = TIFFBuilder.Value.fractions([(pixels, length)])
        let found = try await metadata([(282, fraction), (283, fraction), (296, .shorts([unit]))])
        #expect(found.spacing[.x] == spacing && found.spacing[.y] == spacing)
        #expect(found.units[.x] == (spacing == nil ? nil : .micrometre))
    }

    @Test("orientation, meaning of numbers and palettes are told, not applied") func display() async throws {
        let map = (0..<3).flatMap { part in (0..<256).map { part == 1 ? 0 : $0 << 8 } }
        let found = try await metadata([(262, .shorts([3])), (274, .shorts([6])), (320, .shorts(map))])
        let attributes = try #require(found.attributes["tiff"]?.mappingValue)
        #expect(attributes["orientation"] == 6 && attributes["photometric"] == "palette")
        let palette = try #require(attributes["palette"]?.arrayValue)
        #expect(palette.count == 256 && palette[1] == "010001" && palette[255] == "FF00FF")
        #expect(try await metadata([(262, .shorts([0]))]).attributes["tiff"] == ["photometric": "min_is_white"])
        #expect(try await metadata([(274, .shorts([1]))]).attributes["tiff"] == nil)
        // A palette of another size than the numbers have is none.
        let short = try await metadata([(262, .shorts([3])), (320, .shorts([1, 2, 3]))])
        #expect(short.attributes["tiff"] == ["photometric": "palette"])
    }
}
