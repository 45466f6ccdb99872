import ImageCore
import ImageSources
import Testing

@testable import ImageFormats

@Suite struct TIFFPyramidTests {
    private func page(_ first: Int, _ width: Int, _ height: Int, kind: Int = 0) -> TIFFBuilder.Page {
        .init(first, width: width, height: height, kind == 0 ? [] : [(254, .longs([kind]))])
    }

    @Test(arguments: [false, true])
    func reducedPagesAreLevels(isBig: Bool) async throws {
        let source = try tiff(
            TIFFBuilder(isBig: isBig, [page(0, 8, 4), page(50, 4, 2, kind: 1), page(90, 2, 1, kind: 1)]).build())
        let image = try await source.describe()
        #expect(image.axes == "yx")
        #expect(image.levels == [[4, 8], [2, 4], [1, 2]])
        #expect(try await source.pixels(level: 1) == bytes(50, 8))
        #expect(try await source.pixels(level: 2) == [90, 91])
        #expect(try await source.reader().seriesNames.count == 1)
    }

    @Test func subIFDsAreLevelsOfAllPlanes() async throws {
        let pages = (0..<3).map { number in
            var page = page(40 * number, 8, 4)
            page.subIFDs = [self.page(100 + 8 * number, 4, 2, kind: 1), self.page(200 + 2 * number, 2, 1, kind: 1)]
            return page
        }
        let source = try tiff(TIFFBuilder(byteOrder: .big, pages).build())
        let image = try await source.describe()
        #expect(image.axes == "iyx")
        #expect(image.levels == [[3, 4, 8], [3, 2, 4], [3, 1, 2]])
        #expect(try await source.pixels(level: 1) == bytes(100, 24))
        #expect(try await source.pixels(level: 2) == bytes(200, 6))
    }

    @Test func distancesGrowWithThePixels() async throws {
        var full = page(0, 9, 4)
        full.entries = [(282, .fractions([(20000, 1)])), (283, .fractions([(10000, 1)])), (296, .shorts([3]))]
        let source = try tiff(TIFFBuilder([full, page(50, 4, 2, kind: 1)]).build())
        let full0 = try await source.discover(Selection(order: .stored)).images[0].metadata
        #expect(full0.spacing == [.x: 0.5, .y: 1])
        let level = try await source.discover(Selection(order: .stored, level: 1)).images[0].metadata
        #expect(level.spacing == [.x: 1.125, .y: 2])
        #expect(level.units == [.x: .micrometre, .y: .micrometre])
    }

    @Test(
        "a last pixel that stands for less does not make the others smaller",
        arguments: [(101, 51, 2.0), (101, 26, 4), (133, 67, 2), (9, 4, 2.25), (5, 5, 1), (7, 1, 7)])
    func ratios(count: Int, fewer: Int, ratio: Double) {
        #expect(TIFFPyramid.ratio(count, fewer) == ratio)
    }

    @Test("pages with the shape in their description list their levels, too") func shaped() async throws {
        let pages = (0..<3).map { number in
            var page = page(40 * number, 8, 4)
            if number == 0 { page.entries = [(270, .text("{\"shape\": [3, 4, 8]}"))] }
            page.subIFDs = [self.page(100 + 8 * number, 4, 2, kind: 1)]
            return page
        }
        let source = try tiff(TIFFBuilder(pages).build())
        let image = try await source.describe()
        #expect(image.levels == [[3, 4, 8], [3, 2, 4]])
        #expect(try await source.pixels(level: 1) == bytes(100, 24))
    }

    @Test func masksAndOtherSizesAreNoLevels() async throws {
        let source = try tiff(
            TIFFBuilder([page(0, 8, 4), page(50, 4, 2, kind: 5), page(60, 3, 3, kind: 1), page(70, 8, 4, kind: 4)])
                .build())
        #expect(try await source.describe().levels == [[4, 8]])
        // The mask has a reduced version of its own; what fits nothing stands alone.
        #expect(try await source.describe(1).levels == [[4, 8], [2, 4]])
        #expect(try await source.describe(2).shape == [3, 3])
    }

    @Test func placesOfSubIFDsOutsideTheFileAreNoLevels() async throws {
        var full = page(0, 8, 4)
        full.entries = [(330, .longs([0, 1 << 31, 4]))]
        #expect(try await tiff(TIFFBuilder([full]).build()).describe().levels == [[4, 8]])
    }
}
