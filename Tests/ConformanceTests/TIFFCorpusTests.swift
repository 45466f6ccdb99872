import Foundation
import ImageCore
import ImageIntake
import ImageSources
import ImageTesting
import Testing

/// Every TIFF file of the corpus: all its series and levels.
@Suite("Corpus of TIFF files") struct TIFFCorpusTests {
    static let entries = CorpusTests.entries { $0.tiff != nil }

    @Test("all series and levels: axes, shape, type and pixels", arguments: entries.filter { !$0.mustFail })
    func series(entry: ManifestEntry) async throws {
        let facts = try #require(entry.tiff)
        do {
            let source = try await imopen(entry.file)
            let names = try await source.discover().series
            if !entry.mayFail { #expect(names.count >= facts.series.count) }
            for (number, series) in facts.series.enumerated() {
                for level in 0..<max(series.levels.count, 1) {
                    try await check(source, number, series, level, facts, entry)
                }
            }
        } catch let error as ImageError {
            #expect(entry.mayFail, "\(error)")
            #expect(!error.message.isEmpty)
        }
    }

    @Test(
        "spacing, units and names of channels, where they are calibration",
        arguments: entries.filter { !$0.mustFail && !$0.mayFail && $0.tiff?.isCalibrated == true })
    func calibration(entry: ManifestEntry) async throws {
        let facts = try #require(entry.tiff)
        let image = try #require(try await imdescribe(entry.file, axes: .stored).images.first)
        for axis in image.axes where axis.isPhysical {
            // Foundation's JSON gives a number of 17 digits with the last bits off.
            let (found, expected) = (image.metadata.spacing[axis], facts.length(axis))
            #expect((found == nil) == (expected == nil), "\(axis)")
            #expect(abs((found ?? 0) - (expected ?? 0)) <= 4 * (expected ?? 0).ulp, "\(axis)")
            #expect(image.metadata.units[axis] == facts.unit(axis), "\(axis)")
        }
        if let names = facts.channelNames, image.axes.contains(.c) {
            #expect(image.metadata.coords[.c] == .labels(names))
        }
    }

    private func check(
        _ source: ImageSource, _ number: Int, _ series: TIFFFacts.Series, _ level: Int, _ facts: TIFFFacts,
        _ entry: ManifestEntry
    ) async throws {
        let what = "series \(number), level \(level)"
        let array: ImageArray
        do {
            array = try await source.read(Selection(order: .stored, series: String(number), level: level)).image
        } catch ImageError.Code.unsupported where series.digests.isEmpty || entry.isRare {
            return
        }
        let shape = series.levels.isEmpty ? series.shape : series.levels[level].shape
        #expect(array.shape == shape, "\(what)")
        #expect(array.axes.letters == series.letters, "\(what)")
        #expect(array.elementType.rawValue == series.dtype, "\(what)")
        if let tolerance = facts.meanTolerance {
            if level == 0, let mean = series.mean {
                let found = try #require(try array.statistics().mean)
                #expect(abs(found - mean) <= tolerance, "\(what)")
            }
            return
        }
        let digest = try ExpectedImage.digest(of: array)
        let expected = series.levels.isEmpty ? series.digests : Set([series.levels[level].sha256].compactMap { $0 })
        if !expected.isEmpty { #expect(expected.contains(digest), "\(what)") }
    }
}
