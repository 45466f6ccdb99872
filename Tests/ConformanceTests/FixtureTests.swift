import Foundation
import ImageCore
import ImageFormats
import ImageIntake
import ImageSources
import ImageTesting
import Testing

/// The package's own small files, made by other software.
@Suite("Fixtures") struct FixtureTests {
    @Test("there are fixtures of every format that is built in") func present() {
        let folders = Set(Places.fixtureFiles().map { $0.deletingLastPathComponent().lastPathComponent.lowercased() })
        // What is made of several files has none of its own.
        let composite: Set = ["filepattern", "directory", "list", "auto"]
        for name in DriverRegistry.builtIn.names where !composite.contains(name) {
            #expect(folders.contains(name == "tif" ? "tiff" : name), "\(name)")
        }
        #expect(Places.fixtureFiles().count >= 40)
    }

    @Test("each holds what was put into it", arguments: Places.fixtureFiles()) func contents(file: URL) async throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: file.path + ".expected.json"))
        let expected = try JSONDecoder().decode(Expected.self, from: data)
        let dataset = try await imload(file.path, axes: .stored)
        let first = try JSONDecoder().decode(ExpectedImage.self, from: data)
        let found = try Self.withoutZeros(first, file).differences(from: dataset.image)
        #expect(found == [])
        for array in dataset.arrays { #expect(array.metadata.diagnostics.isEmpty) }
        let labels = expected.labels ?? [:]
        #expect(dataset.names.dropFirst().sorted() == labels.keys.sorted())
        for (name, label) in labels {
            let found = try Self.withoutZeros(label, file).differences(from: try dataset[name])
            #expect(found == [], "\(name)")
        }
        let described = try await imdescribe(file.path, axes: .stored)
        #expect(described.images.map(\.shape) == dataset.arrays.map(\.shape))
        guard let images = expected.images else { return }
        #expect(described.series == images.keys.sorted())
        for (name, image) in images {
            let read = try await imload(file.path, axes: .stored, series: name).image
            let found = try Self.withoutZeros(image, file).differences(from: read)
            #expect(found == [], "\(name)")
        }
    }

    /// What files of several images say besides the facts of the first.
    struct Expected: Decodable {
        /// The images by their series.
        var images: [String: ExpectedImage]?
        /// The label images by name.
        var labels: [String: ExpectedImage]?
    }

    /// In OME-Zarr, an origin of 0 is what is written for want of a better one, and counts as unknown.
    private static func withoutZeros(_ expected: ExpectedImage, _ file: URL) -> ExpectedImage {
        guard file.path.contains("/Zarr/") else { return expected }
        var expected = expected
        expected.origin = expected.origin?.filter { $0.value != 0 }
        return expected
    }

    /// The reference indexer is slow: one type of each layout is enough, the engine is tested with all of them.
    static let small = Places.fixtureFiles().filter { file in
        let name = file.lastPathComponent
        return !["type-", "itk-", "gzip-members", "bzip2-streams"].contains { name.hasPrefix($0) }
            || name.contains("-uint16")
    }

    @Test("each keeps the contract of sources", arguments: small) func contract(file: URL) async throws {
        try await SourceContract { try await imopen(file.path) }.check()
    }
}
