import Foundation
import ImageCore
import ImageIntake
import ImageSources
import ImageTesting
import Testing

/// Every KLB file of the corpus: pixels, and all that its header says.
@Suite("Corpus of KLB files") struct KLBCorpusTests {
    static let entries = CorpusTests.entries { $0.klb != nil && !$0.mustFail }

    @Test("there are files") func found() {
        #expect(Self.entries.count >= 15 || ManifestEntry.all == nil)
    }

    @Test("pixels, axes, shape, type, spacing, units, chunks and fields", arguments: entries)
    func values(entry: ManifestEntry) async throws {
        let facts = try #require(entry.klb)
        let array: ImageArray
        do {
            array = try await imload(entry.file, axes: .stored).image
        } catch let error as ImageError where entry.mayFail {
            #expect(!error.message.isEmpty)
            return
        }
        let expected = ExpectedImage(
            axes: facts.axes, shape: facts.extents, dtype: facts.dtype, sha256: facts.sha256, spacing: facts.spacing,
            units: facts.units)
        let found = try expected.differences(from: array)
        #expect(found == [])
        let image = try #require(try await imdescribe(entry.file, axes: .stored).images.first)
        #expect(image.chunks == facts.chunks)
        let header = image.metadata.attributes["fileheader"]?.mappingValue
        #expect(header?["compression"]?.stringValue == facts.compression)
        #expect(header?["metadata"]?.stringValue == facts.text)
        #expect(image.metadata.diagnostics.isEmpty)
    }

    @Test("each keeps the contract of sources", arguments: entries.filter { !$0.mayFail && $0.path.contains("-u") })
    func contract(entry: ManifestEntry) async throws {
        try await SourceContract { try await imopen(entry.file) }.check()
    }

    @Test("the image that is there as TIFF too has the same pixels") func twin() async throws {
        let folder = Places.corpus.path
        guard FileManager.default.fileExists(atPath: folder + "/klb/klb_img.klb") else { return }
        let image = try await imload(folder + "/klb/klb_img.klb").image
        let other = try await imload(folder + "/tiff/klb_img.tif").image
        #expect(try image.bytes() == other.bytes())
    }
}
