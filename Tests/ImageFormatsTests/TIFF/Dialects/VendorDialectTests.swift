import ImageCore
import ImageSources
import Testing

@testable import ImageFormats

@Suite struct VendorDialectTests {
    @Test func fluoView() async throws {
        let builder = TIFFBuilder()
        var header = [UInt8](repeating: 0, count: 284)
        func text(_ text: String, _ count: Int) -> [UInt8] {
            Array(text.utf8) + [UInt8](repeating: 0, count: count - text.utf8.count)
        }
        let dimensions: [(String, Int, Double, String)] = [
            ("X", 4, 0.2, "um"), ("Y", 2, 0.3, "um"), ("Ch", 2, 0, ""), ("Z", 3, 1.5, "um"), ("T", 2, 4, "s"),
        ]
        for (name, size, resolution, unit) in dimensions {
            header += text(name, 16) + builder.number(size, 4) + builder.number(0.0) + builder.number(resolution)
            header += text(unit, 64)
        }
        header += [UInt8](repeating: 0, count: 500 + 200)
        let pages = (0..<12).map {
            TIFFBuilder.Page(8 * $0, $0 == 0 ? [(34361, .bytes(header)), (274, .shorts([6]))] : [])
        }
        let source = try tiff(TIFFBuilder(pages).build())
        let image = try await source.describe()
        #expect(image.axes == "tzcyx")
        #expect(image.metadata.attributes["tiff"] == ["orientation": 6])
        #expect(image.shape == [2, 3, 2, 2, 4])
        #expect(image.metadata.spacing == [.t: 4, .z: 1.5, .y: 0.3, .x: 0.2])
        #expect(image.metadata.units == [.t: .second, .z: .micrometre, .y: .micrometre, .x: .micrometre])
        #expect(try await source.pixels() == bytes(0, 96))
        let short = try await tiff(TIFFBuilder(Array(pages.prefix(5))).build()).describe()
        #expect(short.axes == "iyx")
        #expect(short.metadata.diagnostics.map(\.message) == ["the file describes 12 planes and has 5"])
    }

    @Test func nihImage() async throws {
        let builder = TIFFBuilder(byteOrder: .big)
        var header = Array("IPICIMAG".utf8) + [UInt8](repeating: 0, count: 504)
        func put(_ place: Int, _ bytes: [UInt8]) { header.replaceSubrange(place..<place + bytes.count, with: bytes) }
        put(160, builder.number(4.0))
        put(172, builder.number(6, 2))
        put(260, builder.number(3, 2))
        put(262, builder.number(Int(Float(0.5).bitPattern), 4))
        var page = TIFFBuilder.Page(0, [(43314, .bytes(header)), (274, .shorts([6]))])
        page.segments = [bytes(0, 24)]
        let source = try tiff(TIFFBuilder(byteOrder: .big, [page]).build())
        let image = try await source.describe()
        #expect(image.axes == "zyx")
        #expect(image.shape == [3, 2, 4])
        #expect(image.metadata.attributes["tiff"] == ["orientation": 6])
        #expect(image.metadata.spacing == [.z: 0.5, .y: 0.25, .x: 0.25])
        #expect(image.metadata.units == [.z: .micrometre, .y: .micrometre, .x: .micrometre])
        #expect(try await source.pixels() == bytes(0, 24))
    }

    @Test func fei() async throws {
        let text = "[User]\r\nDate=01/02/2020\r\n[Scan]\r\nPixelWidth=7.5e-09\r\nPixelHeight=8e-09\r\n"
        let image = try await tiff(TIFFBuilder([.init(0, [(34682, .text(text))])]).build()).describe()
        #expect(image.metadata.spacing == [.x: 0.0075, .y: 0.008])
        #expect(image.metadata.units == [.x: .micrometre, .y: .micrometre])
        #expect(image.metadata.attributes["fei"] == ["User.Date": "01/02/2020"])
    }

    @Test func zeissSEM() async throws {
        let text = "\r\nAP_MAG\r\nMag = 12.00 K X\r\nAP_IMAGE_PIXEL_SIZE\r\nImage Pixel Size = 9.5 nm\r\n"
        let image = try await tiff(TIFFBuilder([.init(0, [(34118, .text(text))])]).build()).describe()
        #expect(image.metadata.spacing == [.x: 9.5, .y: 9.5])
        #expect(image.metadata.units == [.x: .nanometre, .y: .nanometre])
        #expect(image.metadata.attributes["zeiss-sem"] == ["Mag": "12.00 K X"])
    }

    @Test func olympusSIS() async throws {
        var builder = TIFFBuilder()
        let start = builder.preambleStart
        func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
        var record = Array("SIS0".utf8) + zeros(54) + builder.number(1, 2)
        record += builder.number(1, 2) + builder.number(1, 2) + builder.number(start + 68, 4)
        record += zeros(10) + builder.number(-6, 2) + builder.number(0.25) + builder.number(0.5)
        record += zeros(8) + builder.number(40.0) + zeros(68)
        builder.preamble = record
        builder.pages = [.init(0, [(33560, .longs([start]))])]
        let image = try await tiff(builder.build()).describe()
        #expect(image.metadata.spacing == [.x: 0.25, .y: 0.5])
        #expect(image.metadata.units == [.x: .micrometre, .y: .micrometre])
        #expect(image.metadata.attributes["sis"] == ["magnification": 40.0])
    }

    @Test func metaSeries() async throws {
        let text = """
            <MetaData><prop id="Description" type="string" value="Exposure: 20 ms&#13;&#10;"/><SetInfo>
            <prop id="spatial-calibration-state" type="bool" value="on"/>
            <prop id="spatial-calibration-x" type="float" value="0.65"/>
            <prop id="spatial-calibration-y" type="float" value="0.7"/>
            <prop id="spatial-calibration-units" type="string" value="um"/></SetInfo>
            <PlaneInfo><prop id="wavelength" type="float" value="525"/></PlaneInfo></MetaData>
            """
        let image = try await tiff(TIFFBuilder([.init(0, [(270, .text(text))])]).build()).describe()
        #expect(image.metadata.spacing == [.x: 0.65, .y: 0.7])
        #expect(image.metadata.units == [.x: .micrometre, .y: .micrometre])
        #expect(image.metadata.attributes["metaseries"] == ["wavelength": "525"])
    }

    @Test func geographicScalesAreNoSpacing() async throws {
        let scale = TIFFBuilder.Value.raw(
            type: 12, count: 3, [30.0, 30.0, 0].flatMap { TIFFBuilder().number($0) })
        let image = try await tiff(TIFFBuilder([.init(0, [(33550, scale)])]).build()).describe()
        #expect(image.axes == "yx")
        #expect(image.metadata.spacing.isEmpty)
    }
}
