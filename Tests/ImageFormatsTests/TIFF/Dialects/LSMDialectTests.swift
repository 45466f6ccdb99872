import ImageCore
import ImageSources
import Testing

@testable import ImageFormats

@Suite struct LSMDialectTests {
    /// A record of the program with names of channels and times in front of the first page.
    private func file(
        planes: Int, times: Int, scanType: Int = 0, stamps: [Double] = [], names: [String] = [], pages: Int? = nil
    ) -> TIFFBuilder {
        var builder = TIFFBuilder()
        func longs(_ values: [Int]) -> [UInt8] { values.flatMap { builder.number($0, 4) } }
        func doubles(_ values: [Double]) -> [UInt8] { values.flatMap { builder.number($0) } }
        var colors: [UInt8] = []
        if !names.isEmpty {
            var list: [UInt8] = longs([0x0000FF, 0x00FF00])
            let start = 24 + list.count
            for name in names { list += longs([name.utf8.count + 1]) + Array(name.utf8) + [0] }
            colors = longs([24 + list.count, 2, names.count, 24, start, 0]) + list
        }
        let stampsAt = builder.preambleStart + colors.count
        builder.preamble = colors
        if !stamps.isEmpty { builder.preamble += longs([8 + 8 * stamps.count, stamps.count]) + doubles(stamps) }
        var info = longs([0x0400_494C, 512, 4, 2, planes, 2, times, 1, 2, 1])
        info += doubles([1e-7, 2e-7, 4.5e-7, 0, 0, 0])
        info += longs([scanType, 0, 0, 0, 0, names.isEmpty ? 0 : builder.preambleStart]) + doubles([2.5])
        info += longs([0, 0, 0, stamps.isEmpty ? 0 : stampsAt])
        info += [UInt8](repeating: 0, count: 512 - info.count)
        for number in 0..<(pages ?? planes * times) {
            var page = TIFFBuilder.Page(
                samples: 2, isPlanar: true, segments: [bytes(16 * number, 8), bytes(16 * number + 8, 8)])
            if number == 0 { page.entries = [(34412, .bytes(info)), (274, .shorts([6]))] }
            let thumbnail = TIFFBuilder.Page(
                width: 2, height: 1, samples: 2, isPlanar: true,
                segments: [bytes(100 + number, 2), bytes(200 + number, 2)],
                entries: [(254, .longs([1]))])
            builder.pages += [page, thumbnail]
        }
        return builder
    }

    @Test func axesSpacingAndNames() async throws {
        let source = try tiff(file(planes: 3, times: 2, names: ["DAPI", "GFP"]).build())
        let image = try await source.describe()
        #expect(image.axes == "tzcyx")
        #expect(image.shape == [2, 3, 2, 2, 4])
        #expect(image.metadata.attributes["tiff"] == ["orientation": 6])
        #expect(image.metadata.spacing[.x] == 0.1)
        #expect(image.metadata.spacing[.y] == 0.2)
        #expect(image.metadata.spacing[.z] == 0.45)
        #expect(image.metadata.spacing[.t] == 2.5)
        #expect(image.metadata.units == [.t: .second, .z: .micrometre, .y: .micrometre, .x: .micrometre])
        #expect(image.metadata.coords[.c] == .labels(["DAPI", "GFP"]))
        let expected: Attributes = [
            "ScanType": 0, "ChannelNames": ["DAPI", "GFP"], "ChannelColors": ["#FF0000", "#00FF00"],
        ]
        #expect(image.metadata.attributes["lsm"] == .mapping(expected))
        #expect(image.metadata.diagnostics == [])
        #expect(try await source.pixels() == bytes(0, 96))
    }

    @Test func thumbnailsAreTheSecondSeries() async throws {
        let source = try tiff(file(planes: 3, times: 1).build())
        let image = try await source.describe(1)
        #expect(image.axes == "zcyx")
        #expect(image.shape == [3, 2, 1, 2])
        #expect(try await source.pixels(1) == [100, 101, 200, 201, 101, 102, 201, 202, 102, 103, 202, 203])
    }

    @Test func timesThatAreNotEvenAreCoordinates() async throws {
        let source = try tiff(file(planes: 1, times: 3, scanType: 3, stamps: [10, 11, 13.5]).build())
        let image = try await source.describe()
        #expect(image.axes == "tcyx")
        #expect(image.metadata.coords[.t] == .values([0, 1, 3.5]))
        #expect(image.metadata.units[.t] == .second)
    }

    @Test func aStoppedScanHasWholeVolumes() async throws {
        let source = try tiff(file(planes: 2, times: 4, pages: 5).build())
        let image = try await source.describe()
        #expect(image.axes == "tzcyx")
        #expect(image.shape == [2, 2, 2, 2, 4])
        #expect(
            image.metadata.diagnostics.map(\.message) == [
                "the file describes 1 positions with 4 times and 2 planes each, but has 5 pages"
            ])
    }

    @Test func twoSizesBehindAnOffset() async throws {
        var builder = file(planes: 1, times: 1)
        builder.preamble = builder.number(8, 2) + builder.number(8, 2)
        builder.pages[0].entries.append((258, .shorts([builder.preambleStart, 0])))
        let image = try await tiff(builder.build()).describe()
        #expect(image.elementType == .uint8)
        #expect(image.shape == [2, 2, 4])
    }

    @Test func placesAbove4GiBAreCountedOn() {
        var unwrapping = TIFFUnwrapping()
        #expect(unwrapping.next([100, 4_000_000_000]) == [100, 4_000_000_000])
        #expect(unwrapping.next([200, 50]) == [4_294_967_496, 8_589_934_642])
        #expect(unwrapping.next([60]) == [8_589_934_652])
    }

    @Test func aRecordOfAnotherKindIsIgnored() async throws {
        let image = try await tiff(TIFFBuilder([.init(0, [(34412, .bytes(bytes(0, 512)))])]).build()).describe()
        #expect(image.axes == "yx")
        #expect(image.metadata.attributes["lsm"] == nil)
    }
}
