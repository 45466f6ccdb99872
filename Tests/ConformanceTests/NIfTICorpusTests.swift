import ImageCore
import ImageIntake
import ImageTesting
import Testing

/// Every NIfTI file of the corpus: the stored numbers, what they are scaled to, and where they lie.
@Suite("Corpus of NIfTI files") struct NIfTICorpusTests {
    static let entries = CorpusTests.entries { $0.nifti != nil && $0.hasValues && !$0.mustFail }

    @Test("axes, shape and stored numbers", arguments: entries) func stored(entry: ManifestEntry) async throws {
        let facts = try #require(entry.nifti)
        let array = try await imload(entry.file, axes: .stored, options: ["raw": true]).image
        #expect(array.axes.letters == facts.axes)
        #expect(Array(array.shape.prefix(facts.shape.count)) == facts.shape)
        #expect(array.elementType.rawValue == facts.storedType)
        #expect(entry.digests.contains(try ExpectedImage.digest(of: array)))
    }

    @Test("scaled values", arguments: entries) func scaled(entry: ManifestEntry) async throws {
        let facts = try #require(entry.nifti)
        let array = try await imload(entry.file, axes: .stored).image
        #expect(try await imdescribe(entry.file).images[0].elementType == array.elementType)
        guard let scaled = facts.scaled else {
            #expect(entry.digests.contains(try ExpectedImage.digest(of: array)))
            return
        }
        #expect(array.elementType == .float32 || array.elementType == .float64)
        let found = try array.statistics()
        let size = max(abs(scaled.minimum), abs(scaled.maximum))
        for (value, expected) in [
            (found.minimum?.doubleValue, scaled.minimum), (found.maximum?.doubleValue, scaled.maximum),
            (found.mean, scaled.mean),
        ] {
            #expect(abs((value ?? .nan) - expected) <= 1e-6 * size)
        }
    }

    @Test("spacing, units and placement", arguments: entries) func geometry(entry: ManifestEntry) async throws {
        let facts = try #require(entry.nifti)
        let image = try #require(try await imdescribe(entry.file, axes: .stored).images.first)
        let metadata = image.metadata
        let spacing = Dictionary(uniqueKeysWithValues: metadata.spacing.map { ($0.key.description, $0.value) })
        #expect(spacing.keys.sorted() == facts.spacing.keys.sorted())
        // Single precision in the file.
        for (letter, value) in facts.spacing { #expect(abs((spacing[letter] ?? .nan) - value) <= 1e-6 * value) }
        let units = Dictionary(uniqueKeysWithValues: metadata.units.map { ($0.key.description, $0.value.symbol) })
        #expect(units == facts.units)
        guard let affine = metadata.affine else { return }
        #expect(affine.space == "right-anterior-superior")
        for (column, axis) in [Axis.x, .y, .z].enumerated() {
            guard let vector = affine.directions[axis] else { continue }
            for row in 0..<3 {
                #expect(abs(vector[row] - facts.affine[row][column]) <= 1e-6 * max(abs(vector[row]), 1))
            }
        }
        for row in 0..<3 {
            #expect(abs(affine.origin[row] - facts.affine[row][3]) <= 1e-6 * max(abs(affine.origin[row]), 1))
        }
    }
}
