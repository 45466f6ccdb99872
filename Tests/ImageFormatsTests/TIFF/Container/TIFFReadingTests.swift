import ByteStores
import ImageCodecs
import ImageCore
import ImageFormats
import ImageSources
import Testing

/// What numbers of files must not do, and sets of files.
@Suite struct TIFFReadingTests {
    @Test("a strip before the beginning, without a size, is refused") func offsetBelowZero() async throws {
        var page = TIFFBuilder.Page(0)
        page.entries = [
            (259, .shorts([5])), (273, .raw(type: 17, count: 1, [0, 0, 0, 0, 0, 0, 0, 0x80])), (279, .shorts([])),
        ]
        let source = try tiff(TIFFBuilder([page]).build())
        await #expect(throws: ImageError.self) { try await source.pixels() }
    }

    @Test("a damaged end of the chain does not matter to the pages before it") func damagedEnd() async throws {
        let text =
            "<OME><Image><Pixels DimensionOrder=\"XYZCT\" Type=\"uint8\" SizeX=\"4\" SizeY=\"2\" SizeZ=\"3\" "
            + "SizeC=\"1\" SizeT=\"1\"><TiffData IFD=\"0\" PlaneCount=\"3\"/></Pixels></Image></OME>"
        let builder = TIFFBuilder((0..<3).map { .init(8 * $0, $0 == 0 ? [(270, .text(text))] : []) })
        var file = builder.build()
        // The last directory goes on far outside of the file.
        let last = builder.offsets()[2]
        let end = last + 2 + Int(file[last]) * 12
        file.replaceSubrange(end..<end + 4, with: [0xFF, 0xFF, 0xFF, 0x7F])
        #expect(try await tiff(file).pixels() == bytes(0, 24))
    }

    @Test("many layouts are told apart in time that grows with them") func layouts() async throws {
        let pages = (0..<4000).map { TIFFBuilder.Page(0, width: 1 + $0, height: 1) }
        let series = try await tiff(TIFFBuilder(pages).build()).discover(Selection(order: .stored)).series
        #expect(series.count == 4000)
    }

    @Test("planes of colours whose channels are not the last of the planes' axes") func channelsBefore() async throws {
        let text = "ImageJ=1.53f\nimages=4\nchannels=2\nslices=2\nhyperstack=true\norder=zct\n"
        let samples = (0..<2).map { bytes(8 * $0, 8) }
        var page = TIFFBuilder.Page(segments: samples)
        (page.samples, page.isPlanar, page.entries) = (2, true, [(270, .text(text))])
        // The other planes follow without directories: their bytes are those of further segments.
        var file = TIFFBuilder([page]).build()
        let start = 8
        let rest = bytes(16, 48)
        let moved = file.count
        file += bytes(0, 16) + rest
        // Both strips lie at the end now, the planes behind them.
        for (strip, place) in Self.places(of: [start, start + 8], in: file).enumerated() {
            let offset = moved + 8 * strip
            file.replaceSubrange(place..<place + 4, with: (0..<4).map { UInt8(truncatingIfNeeded: offset >> (8 * $0)) })
        }
        let source = try tiff(file)
        let image = try await source.describe()
        #expect(image.axes.letters == "czyx")
        #expect(image.shape == [4, 2, 2, 4])
        // In the file: c, z, sample; in the image: c and sample together, then z.
        let expected = [0, 2, 1, 3, 4, 6, 5, 7].flatMap { bytes(8 * $0, 8) }
        #expect(try await source.pixels() == expected)
    }

    @Test("a companion file names the files of its planes, or gives the identities that they state themselves")
    func companion() async throws {
        func text(_ reference: String) -> String {
            "<OME UUID=\"urn:uuid:1\"><Image Name=\"scene\"><Pixels DimensionOrder=\"XYZCT\" Type=\"uint8\" SizeX=\"4\" "
                + "SizeY=\"2\" SizeZ=\"2\" SizeC=\"1\" SizeT=\"1\"><TiffData FirstZ=\"0\" IFD=\"0\">"
                + "<UUID FileName=\"a.tif\">urn:uuid:2</UUID></TiffData><TiffData FirstZ=\"1\" IFD=\"0\">\(reference)"
                + "</TiffData></Pixels></Image></OME>"
        }
        var page = TIFFBuilder.Page(8)
        page.entries = [
            (270, .text("<OME UUID=\"urn:uuid:AB\"><BinaryOnly MetadataFile=\"set.companion.ome\"/></OME>"))
        ]
        let files = [
            "a.tif": Bytes(TIFFBuilder([.init(0)]).build()), "b.tif": Bytes(TIFFBuilder([page]).build()),
            "c.tif": Bytes(utf8: "no TIFF file"),
            "set.companion.ome": Bytes(utf8: text("<UUID FileName=\"b.tif\">urn:uuid:ab</UUID>")),
            "nameless.companion.ome": Bytes(utf8: text("<UUID>ab</UUID>")),
            "unknown.companion.ome": Bytes(utf8: text("<UUID>urn:uuid:3</UUID>")),
        ]
        func source(_ name: String) throws -> TIFFSource {
            let resource = Resource(store: MemoryStore(files), key: name, location: name)
            return try TIFFSource(SourceRequest(resource, environment: SourceEnvironment(drivers: .builtIn)))
        }
        let set = try source("set.companion.ome")
        #expect(try await set.describe().axes == "zyx")
        #expect(try await set.pixels() == bytes(0, 16))
        #expect(try await source("nameless.companion.ome").pixels() == bytes(0, 16))
        let unknown = try source("unknown.companion.ome")
        await #expect { try await unknown.describe() } throws: { ImageError.Code.notFound ~= $0 }
    }

    @Test("files of a set may differ in their byte order") func byteOrders() async throws {
        let text =
            "<OME><Image><Pixels DimensionOrder=\"XYZCT\" Type=\"uint16\" SizeX=\"4\" SizeY=\"2\" SizeZ=\"4\" SizeC=\"1\" "
            + "SizeT=\"1\"><TiffData FirstZ=\"0\" IFD=\"0\" PlaneCount=\"2\"><UUID FileName=\"a.tif\">1</UUID></TiffData>"
            + "<TiffData FirstZ=\"2\" IFD=\"0\" PlaneCount=\"2\"><UUID FileName=\"b.tif\">2</UUID></TiffData></Pixels></Image></OME>"
        func file(_ order: ByteOrder, _ first: Int) -> Bytes {
            let pages = (0..<2).map { number in
                let builder = TIFFBuilder(byteOrder: order)
                let numbers = (0..<8).flatMap { builder.number(first + 8 * number + $0, 2) }
                return TIFFBuilder.Page(bits: 16, segments: [numbers])
            }
            return Bytes(TIFFBuilder(byteOrder: order, pages).build())
        }
        let files = ["a.tif": file(.little, 0), "b.tif": file(.big, 16), "s.companion.ome": Bytes(utf8: text)]
        let resource = Resource(
            store: MemoryStore(files), key: "s.companion.ome", location: "s.companion.ome")
        let source = try TIFFSource(SourceRequest(resource, environment: SourceEnvironment(drivers: .builtIn)))
        #expect(try await source.pixels() == (0..<32).flatMap { [UInt8($0), 0] })
    }

    @Test("ImageJ's planes end where a directory begins, whatever the description says") func planesOverDirectory()
        async throws
    {
        let file = TIFFBuilder([.init(0, [(270, .text("ImageJ=1.53f\nimages=2\nslices=2\n"))])]).build()
        let image = try await tiff(file).describe()
        #expect(image.shape == [2, 4])
        #expect(image.metadata.diagnostics.contains { $0.message.contains("2 slices") })
        #expect(try await tiff(file).pixels() == bytes(0, 8))
    }

    @Test("a picture may be smaller than its segment at the edge of the image only") func smallPictures() async throws {
        func file(_ width: Int, _ height: Int, tile: Int?) throws -> [UInt8] {
            let shape = PictureShape(width: 16, height: 16, sampleCount: 1)
            let jpeg = JPEG()
            let target = try ScatterTarget(count: jpeg.encodedByteCountLimit(shape))
            let input = Bytes([UInt8](repeating: 200, count: 256))
            let (_, count) = try target.withOutput(0..<target.count) { output in
                try jpeg.encode(input.span, shape: shape, into: &output)
            }
            let data = target.freeze(prefix: count).array
            return TIFFBuilder([
                .init(width: width, height: height, tile: tile, segments: [data], entries: [(259, .shorts([7]))])
            ]).build()
        }
        #expect(try await tiff(file(16, 16, tile: 32)).pixels() == [UInt8](repeating: 200, count: 256))
        for (width, tile) in [(64, nil), (17, 32), (30_000, nil)] {
            let source = try tiff(try file(width, width, tile: tile))
            await #expect(throws: ImageError.self) { try await source.pixels() }
        }
    }

    /// Where numbers stand in a file, side by side as in a table of strips.
    private static func places(of numbers: [Int], in file: [UInt8]) -> [Int] {
        let wanted = numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
        let start = file.indices.first { file[$0...].starts(with: wanted) } ?? 0
        return numbers.indices.map { start + 4 * $0 }
    }

    @Test("a strip is read whatever is said of its size, also where a page of another size follows") func sizeOfZero()
        async throws
    {
        let page = TIFFBuilder.Page(7, [(279, .longs([0]))])
        for pages in [[page], [page, TIFFBuilder.Page(90, width: 6)]] {
            #expect(try await tiff(TIFFBuilder(pages).build()).pixels() == bytes(7, 8))
        }
    }

    @Test("a tile larger than the page, also where a page of another size follows") func largeTile() async throws {
        let tile = (0..<256).map { UInt8(truncatingIfNeeded: $0) }
        let page = TIFFBuilder.Page(width: 10, height: 10, tile: 16, segments: [tile])
        let expected = (0..<10).flatMap { row in (0..<10).map { UInt8(16 * row + $0) } }
        for pages in [[page], [page, TIFFBuilder.Page(90, width: 6)], [page, page]] {
            let pixels = try await tiff(TIFFBuilder(pages).build()).pixels()
            #expect(Array(pixels.prefix(100)) == expected && Array(pixels.suffix(100)) == expected)
        }
    }

    @Test("pages of one tile each, alike and less than the tile", arguments: [(16, 16), (10, 16), (16, 10), (3, 5)])
    func pagesOfOneTile(width: Int, height: Int) async throws {
        let pages = (0..<5).map { page in
            let tile = (0..<256).map { UInt8(truncatingIfNeeded: $0 + 13 * page) }
            return TIFFBuilder.Page(width: width, height: height, tile: 16, segments: [tile])
        }
        let expected = (0..<5).flatMap { page in
            (0..<height).flatMap { row in (0..<width).map { UInt8(truncatingIfNeeded: 16 * row + $0 + 13 * page) } }
        }
        let source = try tiff(TIFFBuilder(pages).build())
        #expect(try await source.pixels() == expected)
        let rows = Selection(region: Region([.i: 3, .y: .range(lower: 1, upper: 3, step: 1)]))
        let start = (3 * height + 1) * width
        #expect(try await source.read(rows).image.bytes().array == Array(expected[start..<start + 2 * width]))
    }

    @Test("of a tile of several planes a flat page has the first", arguments: [false, true])
    func deepTile(isCompressed: Bool) async throws {
        let tile = (0..<512).map { UInt8(truncatingIfNeeded: $0 * 7) }
        // PackBits: 128 bytes as they are, four times.
        let packed = stride(from: 0, to: 512, by: 128).flatMap { [127] + tile[$0..<$0 + 128] }
        var page = TIFFBuilder.Page(width: 3, height: 2, tile: 16, segments: [isCompressed ? packed : tile])
        page.entries = [(259, .shorts([isCompressed ? 32773 : 1])), (32998, .longs([2]))]
        let expected = (0..<2).flatMap { row in (0..<3).map { tile[16 * row + $0] } }
        #expect(try await tiff(TIFFBuilder([page]).build()).pixels() == expected)
        #expect(try await tiff(TIFFBuilder([page, page]).build()).pixels() == expected + expected)
    }
}
