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

    /// What a read gives, or says.
    private func result(_ file: [UInt8], _ selection: Selection, isOnly: Bool) async throws -> String {
        var request = try tiff(file).request
        if isOnly { request.only = selection }
        do {
            let image = try await TIFFSource(request).read(selection).image
            return "\(image.axes) \(image.shape) \(try image.bytes().array) \(image.metadata)"
        } catch {
            return "\(error)"
        }
    }

    @Test("a read that says beforehand which pages it takes gives the same as one that may take others")
    func reach() async throws {
        let pages = (0..<40).map { TIFFBuilder.Page($0, width: $0 == 5 ? 6 : 4) }
        let original = TIFFBuilder.Page(0)
        let reduced = TIFFBuilder.Page(9, width: 2, height: 1, [(254, .longs([1]))])
        let files = [
            TIFFBuilder(pages), TIFFBuilder([original, reduced, original, original]), TIFFBuilder([reduced, original]),
            TIFFBuilder([original]), TIFFBuilder([original, TIFFBuilder.Page(1, width: 6)]),
        ].map { $0.build() }
        let places: [AxisSelection] = [
            0, 1, 3, 4, 5, 38, 39, 40, -1, -39, .index(.max), .index(.min), [], [2, 0], [2, -1], [0, 50],
            .range(lower: 1, upper: 4, step: 2), .range(lower: nil, upper: 39, step: 1),
            .range(lower: nil, upper: 0, step: 1), .range(lower: -2, upper: 4, step: 1),
            .range(lower: 3, upper: nil, step: 1), .range(lower: 0, upper: .max, step: 1),
            .range(lower: 0, upper: .min, step: 1), .range(lower: 10, upper: 5, step: 1),
            .range(lower: 3, upper: 3, step: 1), .range(lower: 1, upper: 3, step: 0), "3", .labels(["0"]),
        ]
        for (number, file) in files.enumerated() {
            for place in places {
                for region in [Region([.i: place]), Region([.i: place, .x: 1])] {
                    let selection = Selection(region: region)
                    let (part, whole) = (
                        try await result(file, selection, isOnly: true),
                        try await result(file, selection, isOnly: false)
                    )
                    #expect(part == whole, "file \(number), \(region)")
                }
            }
        }
    }

    @Test("pages behind those that are read are not looked at") func behind() async throws {
        let builder = TIFFBuilder((0..<400).map { TIFFBuilder.Page($0) })
        var file = builder.build()
        // The directory of page 300 says that the next one lies behind the end.
        let place = builder.offsets()[301]
        let link = try #require(
            (0..<file.count - 3).first { Array(file[$0..<$0 + 4]) == builder.number(place, 4) })
        file.replaceSubrange(link..<link + 4, with: builder.number(1 << 30, 4))
        let selection = Selection(region: Region([.i: 7]))
        #expect(try await result(file, selection, isOnly: true).contains("\(bytes(7, 8))"))
        #expect(try await result(file, selection, isOnly: false).contains("\(1 << 30)"))
    }
}
