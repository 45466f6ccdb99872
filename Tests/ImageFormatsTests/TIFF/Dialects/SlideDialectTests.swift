import ImageCore
import ImageSources
import Testing

@testable import ImageFormats

@Suite struct SlideDialectTests {
    private func tiled(_ first: Int, _ size: Int, _ entries: [(tag: Int, value: TIFFBuilder.Value)]) -> TIFFBuilder.Page
    {
        let count = (size / 16) * (size / 16)
        return .init(
            width: size, height: size, tile: 16,
            segments: (0..<count).map { [UInt8](repeating: UInt8(first + $0), count: 256) },
            entries: entries)
    }

    @Test func aperio() async throws {
        let pages = [
            tiled(
                1, 32,
                [
                    (270, .text("Aperio Image Library v10\r\n32x32 JPEG/RGB Q=30|AppMag = 20|MPP = 0.499")),
                    (274, .shorts([6])),
                ]),
            .init(7, [(270, .text("Aperio Image Library v10\r\n32x32 -> 4x2"))]),
            tiled(9, 16, [(270, .text("Aperio Image Library v10\r\n32x32 -> 16x16"))]),
            .init(8, width: 3, height: 3, [(254, .longs([1])), (270, .text("Aperio Image Library v10\r\nlabel 3x3"))]),
            .init(8, width: 5, height: 3, [(254, .longs([9]))]),
        ]
        let source = try tiff(TIFFBuilder(pages).build())
        let image = try await source.describe()
        #expect(image.levels == [[32, 32], [16, 16]])
        #expect(image.metadata.attributes["tiff"] == ["orientation": 6])
        #expect(image.metadata.spacing == [.x: 0.499, .y: 0.499])
        #expect(image.metadata.units == [.x: .micrometre, .y: .micrometre])
        #expect(image.metadata.attributes["aperio"]?.mappingValue?["AppMag"] == "20")
        #expect(try await source.reader().seriesNames == [nil, "thumbnail", "label", "macro"])
        #expect(try await source.describe(3).shape == [3, 5])
        #expect(try await source.pixels(level: 1) == [UInt8](repeating: 9, count: 256))
    }

    @Test func hamamatsu() async throws {
        func page(_ size: Int, _ lens: Float) -> TIFFBuilder.Page {
            .init(
                size, width: size, height: size,
                [
                    (65420, .longs([1])), (65421, .float(lens)), (282, .fractions([(40000, 1)])),
                    (283, .fractions([(40000, 1)])), (296, .shorts([3])),
                ])
        }
        let source = try tiff(TIFFBuilder([page(16, 20), page(8, 10), page(4, 5), page(6, -1), page(5, -2)]).build())
        let image = try await source.describe()
        #expect(image.levels == [[16, 16], [8, 8], [4, 4]])
        #expect(image.metadata.spacing == [.x: 0.25, .y: 0.25])
        #expect(image.metadata.attributes["hamamatsu"] == ["SourceLens": 20.0])
        #expect(try await source.reader().seriesNames == [nil, "macro", "map"])
    }

    @Test func leica() async throws {
        let text = """
            <?xml version="1.0"?><scn xmlns="http://www.leica-microsystems.com/scn/2010/10/01">
            <collection name="slide" sizeX="400000" sizeY="200000">
            <image name="overview"><pixels sizeX="4" sizeY="2"><dimension sizeX="4" sizeY="2" r="0" ifd="0"/></pixels>
            <view sizeX="400000" sizeY="200000" offsetX="0" offsetY="0"/></image>
            <image name="scan"><pixels sizeX="8" sizeY="4"><dimension r="0" c="0" ifd="1"/><dimension r="0" c="1" ifd="2"/>
            <dimension r="1" c="0" ifd="3"/><dimension r="1" c="1" ifd="4"/></pixels>
            <view sizeX="4000" sizeY="2000" offsetX="10" offsetY="10"/></image>
            </collection></scn>
            """
        let pages: [TIFFBuilder.Page] = [
            .init(0, [(270, .text(text))]), .init(10, width: 8, height: 4, [(274, .shorts([6]))]),
            .init(50, width: 8, height: 4), .init(100),
            .init(108),
        ]
        let source = try tiff(TIFFBuilder(isBig: true, pages).build())
        #expect(try await source.reader().seriesNames == ["scan", "overview"])
        let image = try await source.describe()
        #expect(image.axes == "cyx")
        #expect(image.levels == [[2, 4, 8], [2, 2, 4]])
        #expect(image.metadata.attributes["tiff"] == ["orientation": 6])
        #expect(image.metadata.spacing == [.x: 0.5, .y: 0.5])
        #expect(try await source.pixels(level: 1) == bytes(100, 16))
        #expect(try await source.describe(1).metadata.spacing == [.x: 100, .y: 100])
        // Of pages that are not there, those of smaller sizes are left out.
        for page in ["9223372036854775807", "-1", "77"] {
            let other = text.replacing(
                "<dimension r=\"0\" c=\"0\" ifd=\"1\"/>",
                with: "<dimension r=\"2\" c=\"0\" ifd=\"\(page)\"/><dimension r=\"0\" c=\"0\" ifd=\"1\"/>")
            #expect(other != text)
            let file = TIFFBuilder(isBig: true, [.init(0, [(270, .text(other))])] + pages.dropFirst()).build()
            let image = try await tiff(file).describe()
            #expect(image.levels == [[2, 4, 8], [2, 2, 4]])
            #expect(image.metadata.attributes["tiff"] == ["orientation": 6])
        }
    }
}
