import ImageCore
import ImageSources
import Testing

@testable import ImageFormats

@Suite struct MMStackDialectTests {
    /// A stack with a list of planes (channel, slice, frame, position) for its pages.
    private func stack(_ planes: [[Int]], planned: Int? = nil) -> [UInt8] {
        var builder = TIFFBuilder()
        func longs(_ values: [Int]) -> [UInt8] { values.flatMap { builder.number($0, 4) } }
        let summary = Array(
            """
            {"PixelSize_um": 0.325, "z-step_um": -2.0, "Interval_ms": 500, "ChNames": ["DAPI", "Cy5"], "Prefix": "run"}
            """.utf8)
        builder.pages = planes.indices.map { .init(8 * $0, [(274, .shorts([6]))]) }
        func preamble(_ offsets: [Int]) -> [UInt8] {
            let start = builder.preambleStart + 32 + summary.count
            let count = planned ?? planes.count
            var list = longs([3_453_623, count])
            for (plane, offset) in zip(planes, offsets) { list += longs(plane + [offset]) }
            list += [UInt8](repeating: 0, count: 20 * (count - planes.count))
            let head = longs([54_773_648, start, 483_765_892, 0, 99_384_722, 0, 2_355_492, summary.count])
            return head + summary + list
        }
        builder.preamble = preamble(planes.map { _ in 0 })
        builder.preamble = preamble(builder.offsets())
        return builder.build()
    }

    @Test func theListOrdersThePages() async throws {
        // Channels, slices: written slice by slice, each channel after the other.
        let source = try tiff(stack([[0, 0, 0, 0], [1, 0, 0, 0], [0, 1, 0, 0], [1, 1, 0, 0]].reversed()))
        let image = try await source.describe()
        #expect(image.axes == "zcyx")
        #expect(image.shape == [2, 2, 2, 4])
        #expect(image.metadata.attributes["tiff"] == ["orientation": 6])
        #expect(image.metadata.spacing == [.z: 2, .y: 0.325, .x: 0.325])
        #expect(image.metadata.coords[.c] == .labels(["DAPI", "Cy5"]))
        let expected: AttributeValue = [
            "PixelSize_um": 0.325, "z-step_um": -2.0, "Interval_ms": 500, "ChNames": ["DAPI", "Cy5"], "Prefix": "run",
        ]
        #expect(image.metadata.attributes["micromanager"] == expected)
        #expect(try await source.pixels() == bytes(24, 8) + bytes(16, 8) + bytes(8, 8) + bytes(0, 8))
    }

    @Test func planesThatWereNeverTakenAreZero() async throws {
        let source = try tiff(stack([[0, 0, 0, 0], [1, 0, 0, 0], [0, 0, 1, 0]], planned: 6))
        let image = try await source.describe()
        #expect(image.axes == "tcyx")
        #expect(image.metadata.spacing[.t] == 500)
        #expect(image.metadata.units[.t] == .millisecond)
        #expect(
            image.metadata.diagnostics.map(\.message) == ["1 of 4 planes are not in the file; they are read as 0"])
        #expect(try await source.pixels() == bytes(0, 24) + [UInt8](repeating: 0, count: 8))
    }

    @Test func positionsAreAList() async throws {
        let image = try await tiff(stack([[0, 0, 0, 0], [0, 0, 0, 1], [0, 0, 0, 2]])).describe()
        #expect(image.axes == "iyx")
    }
}
