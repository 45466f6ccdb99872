import ImageCore
import ImageSources
import Testing

@testable import ImageFormats

@Suite struct STKDialectTests {
    /// A stack whose planes lie behind the first one, with the numbers of each: distance, milliseconds, wavelength.
    private func stack(
        _ planes: [(distance: Int, time: Int, wavelength: Int)], byteOrder: ByteOrder = .little, cut: Int = 0
    ) -> [UInt8] {
        var builder = TIFFBuilder(byteOrder: byteOrder)
        func longs(_ values: [Int]) -> [UInt8] { values.flatMap { builder.number($0, 4) } }
        let start = builder.preambleStart
        builder.preamble = longs([645, 1000, 3]) + Array("um\0\0".utf8) + longs([6]) + Array("cells\0".utf8)
        let second = planes.flatMap { longs([$0.distance, 10, 2_450_000, $0.time, 0, 0]) }
        let third = planes.flatMap { longs([$0.wavelength, 1]) }
        let settings = longs([3, 1, 4, start, 5, start, 6, start + 8, 7, start + 16])
        builder.pages = [
            .init(
                0,
                [
                    (33628, .raw(type: 4, count: 5, settings)), (33629, .raw(type: 5, count: planes.count, second)),
                    (33630, .raw(type: 5, count: planes.count, third)), (274, .shorts([6])),
                ])
        ]
        // The pixels of the first plane stand before its directory: the others need the end of the file.
        builder.pages[0].entries.append((273, .longs([builder.build().count])))
        var file = builder.build()
        builder.pages[0].entries[4] = (273, .longs([file.count]))
        file = builder.build()
        return file + bytes(0, 8 * planes.count - cut)
    }

    @Test(arguments: [ByteOrder.little, .big])
    func planesOfAVolume(byteOrder: ByteOrder) async throws {
        let source = try tiff(stack([(5, 0, 500), (5, 0, 500), (5, 0, 500)], byteOrder: byteOrder))
        let image = try await source.describe()
        #expect(image.axes == "zyx")
        #expect(image.shape == [3, 2, 4])
        #expect(image.metadata.attributes["tiff"] == ["orientation": 6])
        #expect(image.metadata.spacing == [.z: 0.5, .y: 0.645, .x: 0.645])
        #expect(image.metadata.units == [.z: .micrometre, .y: .micrometre, .x: .micrometre])
        #expect(image.metadata.attributes["stk"] == ["wavelengths": [500.0]])
        #expect(try await source.pixels() == bytes(0, 24))
        #expect(try await source.reader().seriesNames == ["cells"])
    }

    @Test func planesOverTime() async throws {
        let image = try await tiff(stack([(0, 100, 0), (0, 250, 0), (0, 600, 0)])).describe()
        #expect(image.axes == "tyx")
        #expect(image.metadata.coords[.t] == .values([0, 150, 500]))
        #expect(image.metadata.units[.t] == .millisecond)
    }

    @Test func wavelengthsThatRepeatAreChannels() async throws {
        let planes = [(5, 0, 500), (5, 0, 600), (5, 0, 500), (5, 0, 600), (5, 0, 500), (5, 0, 600)]
        let image = try await tiff(stack(planes.map { (distance: $0.0, time: $0.1, wavelength: $0.2) })).describe()
        #expect(image.axes == "zcyx")
        #expect(image.shape == [3, 2, 2, 4])
        #expect(image.metadata.coords[.c] == .labels(["500 nm", "600 nm"]))
    }

    @Test func aFileCutOffHasFewerPlanes() async throws {
        let image = try await tiff(stack([(5, 0, 0), (5, 0, 0), (5, 0, 0)], cut: 3)).describe()
        #expect(image.shape == [2, 2, 4])
        #expect(
            image.metadata.diagnostics.map(\.message) == ["the file describes 3 planes and ends after 2 of them"])
    }
}
