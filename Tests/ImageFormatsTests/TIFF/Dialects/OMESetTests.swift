import ByteStores
import ImageCore
import ImageFormats
import ImageSources
import Testing

/// Images whose planes lie in several files.
@Suite struct OMESetTests {
    private func source(_ name: String, _ files: [String: [UInt8]]) throws -> TIFFSource {
        let resource = Resource(store: MemoryStore(files.mapValues { Bytes($0) }), key: name, location: name)
        return try TIFFSource(
            SourceRequest(resource, environment: SourceEnvironment(drivers: .builtIn, concurrency: 2)))
    }

    /// OME-XML of planes of 4 x 2 pixels, one in each file.
    private func text(_ type: String, _ names: [String], uuid: String? = "urn:uuid:0") -> String {
        let places = names.enumerated().map { number, name in
            "<TiffData IFD=\"0\" FirstZ=\"\(number)\" PlaneCount=\"1\"><UUID FileName=\"\(name)\">urn:uuid:\(number)</UUID>"
                + "</TiffData>"
        }
        return "<OME\(uuid.map { " UUID=\"\($0)\"" } ?? "")><Image><Pixels DimensionOrder=\"XYZCT\" Type=\"\(type)\" "
            + "SizeX=\"4\" SizeY=\"2\" SizeZ=\"\(names.count)\" SizeC=\"1\" SizeT=\"1\">\(places.joined())"
            + "</Pixels></Image></OME>"
    }

    /// A file of one plane whose numbers of two bytes count on.
    private func file(
        _ first: Int, _ order: ByteOrder, _ text: String? = nil, strips: Int = 1, predictor: Int = 1
    ) -> [UInt8] {
        var builder = TIFFBuilder(byteOrder: order)
        let values = predictor == 2 ? [first, 1, 1, 1, first + 4, 1, 1, 1] : (0..<8).map { first + $0 }
        let bytes = values.flatMap { builder.number($0, 2) }
        var page = TIFFBuilder.Page(
            bits: 16, segments: strips == 1 ? [bytes] : [Array(bytes[..<8]), Array(bytes[8...])])
        if strips == 2 { page.entries.append((278, .longs([1]))) }
        if predictor != 1 { page.entries.append((317, .shorts([predictor]))) }
        if let text { page.entries.append((270, .text(text))) }
        builder.pages = [page]
        return builder.build()
    }

    @Test(
        "files may differ in their byte order",
        arguments: [(ByteOrder.little, 1, 1), (.big, 1, 1), (.little, 2, 1), (.big, 1, 2), (.little, 2, 2)])
    func byteOrders(order: ByteOrder, strips: Int, predictor: Int) async throws {
        let other = order == .little ? ByteOrder.big : .little
        let text = text("uint16", ["a.ome.tif", "b.ome.tif"])
        let source = try source(
            "a.ome.tif",
            [
                "a.ome.tif": file(300, order, text),
                "b.ome.tif": file(700, other, strips: strips, predictor: predictor),
            ])
        let expected = (Array(300..<308) + Array(700..<708)).flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
        let array = try await source.read(Selection(order: .stored)).image
        #expect(try array.bytes().array == expected)
        let part = try await source.read(Selection(region: Region(parsing: "z=1:2,x=1:3"), order: .stored)).image
        #expect(try part.bytes().array == [701, 702, 705, 706].flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
    }

    @Test("a file may leave its metadata to another one that has pixels too") func master() async throws {
        let text = text("uint16", ["a.ome.tif", "b.ome.tif"])
        let link = "<OME UUID=\"urn:uuid:1\"><BinaryOnly MetadataFile=\"a.ome.tif\" UUID=\"urn:uuid:0\"/></OME>"
        let files = ["a.ome.tif": file(300, .little, text), "b.ome.tif": file(700, .little, link)]
        let expected = try await source("a.ome.tif", files).pixels()
        let set = try source("b.ome.tif", files)
        #expect(try await set.describe().axes == "zyx")
        #expect(try await set.pixels() == expected)
        let plain = ["a.ome.tif": file(300, .little), "b.ome.tif": file(700, .little, link)]
        let refused = try source("b.ome.tif", plain)
        await #expect { try await refused.describe() } throws: { ImageError.Code.corrupt ~= $0 }
    }

    @Test("a copy without an identity reads its own pixels, not those of the original beside it") func copy()
        async throws
    {
        let text = text("uint16", ["a.ome.tif"], uuid: nil)
        let files = ["a.ome.tif": file(300, .little, text), "copy.ome.tif": file(700, .little, text)]
        #expect(try await source("copy.ome.tif", files).pixels().prefix(2) == [UInt8(700 & 255), UInt8(700 >> 8)])
    }
}
