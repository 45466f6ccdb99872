import Foundation
import ImageCore
import ImageFormats
import ImageIntake
import ImageSources
import ImageTesting
import Testing

/// Every file of the corpus against its manifest.
///
/// Formats without a driver are counted and named, never passed. The values of NIfTI files have a suite of their own.
@Suite("Corpus") struct CorpusTests {
    /// The formats that are read, by the manifest's names.
    static let formats = ["klb", "nifti", "nrrd", "tiff", "zarr"]

    static func entries(_ condition: (ManifestEntry) -> Bool = { _ in true }) -> [ManifestEntry] {
        (ManifestEntry.all ?? []).filter { formats.contains($0.format) && condition($0) }
    }

    @Test("what there is, and what has no driver yet") func summary() throws {
        guard let all = ManifestEntry.all else {
            print("corpus: there is no folder \(Places.corpus.path); the fixtures cover the same ground")
            return
        }
        let byFormat = Dictionary(grouping: all, by: \.format)
        for (format, entries) in byFormat.sorted(by: { $0.key < $1.key }) {
            if Self.formats.contains(format) {
                let (values, errors) = (entries.count { $0.hasValues }, entries.count { $0.mustFail })
                print("corpus: \(format): \(entries.count) files, \(values) with values, \(errors) to be refused")
            } else {
                print("corpus: \(format): NO DRIVER, not tested: \(entries.map(\.path).joined(separator: ", "))")
            }
        }
        #expect(all.count >= 500, "the list was read")
        // What is made of several files has a suite of its own.
        let drivers = DriverRegistry.builtIn.names.filter {
            !["filepattern", "directory", "list", "auto"].contains($0)
        }
        #expect(Set(Self.formats) == Set(drivers.map { $0 == "tif" ? "tiff" : $0 }))
    }

    @Test(
        "pixels, shape, type, axes, spacing and units",
        arguments: entries { $0.hasValues && !$0.mayFail && !$0.mustFail && $0.nifti == nil })
    func values(entry: ManifestEntry) async throws {
        let array = try await imload(entry.file, axes: .stored).image
        let found = try differences(array, entry)
        #expect(found == [])
    }

    @Test("what may be refused is read rightly or refused with an error", arguments: entries { $0.mayFail })
    func either(entry: ManifestEntry) async throws {
        do {
            let array = try await imload(entry.file, axes: .stored).image
            if entry.hasValues, entry.nifti == nil {
                let found = try differences(array, entry)
                #expect(found == [])
            }
        } catch let error as ImageError {
            #expect(!error.message.isEmpty)
        }
    }

    @Test("broken and hostile files are refused, naming the file", arguments: entries { $0.mustFail })
    func refused(entry: ManifestEntry) async throws {
        let error = await #expect(throws: ImageError.self) { try await imload(entry.file) }
        #expect(error?.location?.resource?.isEmpty == false)
    }

    private func differences(_ array: ImageArray, _ entry: ManifestEntry) throws -> [String] {
        let digest = try ExpectedImage.digest(of: array)
        let expected = ExpectedImage(
            axes: entry.header?.axes, shape: entry.shape, dtype: entry.dtype,
            sha256: entry.digests.contains(digest) ? digest : entry.digests.sorted().joined(separator: " or "),
            spacing: entry.header?.spacing, units: entry.header?.canonicalUnits)
        return try expected.differences(from: array)
    }
}
