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
        for name in DriverRegistry.builtIn.names { #expect(folders.contains(name), "\(name)") }
        #expect(Places.fixtureFiles().count >= 40)
    }

    @Test("each holds what was put into it", arguments: Places.fixtureFiles()) func contents(file: URL) async throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: file.path + ".expected.json"))
        let expected = try JSONDecoder().decode(ExpectedImage.self, from: data)
        let array = try await imload(file.path, axes: .stored).image
        let found = try expected.differences(from: array)
        #expect(found == [])
        #expect(array.metadata.diagnostics.isEmpty)
        let described = try await imdescribe(file.path, axes: .stored).images
        #expect(described.map(\.shape) == [expected.shape])
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
