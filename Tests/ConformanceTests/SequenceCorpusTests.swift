import Foundation
import ImageCore
import ImageIntake
import ImageSources
import ImageTesting
import Testing

/// Every folder of the corpus whose files together are one image.
@Suite("Corpus of images of several files") struct SequenceCorpusTests {
    /// A folder, what the names of its files hold, and what others make of it.
    struct Sequence: Sendable, CustomTestStringConvertible {
        var path: String
        var tags: [String: String]
        var axes: String
        var shape: [Int]
        var sha256: String
        var testDescription: String { (path as NSString).lastPathComponent }
    }

    static let sequences: [Sequence] = {
        guard let data = try? Data(contentsOf: Places.corpus.appendingPathComponent("MANIFEST.json")),
            let entries = try? JSONSerialization.jsonObject(with: data) as? [[String: Any]]
        else { return [] }
        return entries.compactMap { entry in
            guard let path = entry["path"] as? String, let pattern = entry["pattern"] as? [String: Any],
                let tags = pattern["tags"] as? [String: String], let answer = entry["intake_io"] as? [String: Any],
                let axes = answer["axes"] as? String, let shape = answer["shape"] as? [Int],
                let sha256 = answer["sha256"] as? String
            else { return nil }
            let folder = Places.corpus.appendingPathComponent(path).path
            return Sequence(path: folder, tags: tags, axes: axes, shape: shape, sha256: sha256)
        }
    }()

    @Test("axes, shape and pixels", arguments: sequences) func pixels(sequence: Sequence) async throws {
        let tags = Attributes(sequence.tags.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
        let image = try await imload(
            sequence.path, driver: "filepattern", options: ["axis_tags": .mapping(tags)]
        ).image
        #expect(image.axes.letters == sequence.axes)
        #expect(image.shape == sequence.shape)
        #expect(try ExpectedImage.digest(of: image) == sequence.sha256)
    }

    @Test("there are some, where there is a corpus") func found() {
        #expect(ManifestEntry.all == nil || Self.sequences.count >= 5)
    }
}
