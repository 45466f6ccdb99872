import ByteStores
import Foundation
import ImageCore
import Testing

@testable import ImageSources

@Suite("Patterns of paths") struct PathGlobTests {
    @Test(
        "names and patterns",
        arguments: [
            ("a.yaml", "*.yaml", true), ("a.yaml", "*.yml", false), ("abc", "a*c", true), ("abc", "a?c", true),
            ("abc", "a[a-c]c", true), ("abc", "a[!b]c", false), (".x", "*", false), (".x", ".*", true),
            ("a[b", "a[[]b", true), ("aXbXc", "a*X*c", true), ("", "*", true), ("ab", "a", false), ("a]", "a[]]", true),
        ])
    func fits(name: String, pattern: String, expected: Bool) {
        #expect(PathGlob.fits(name, pattern) == expected)
    }

    @Test("files are found, folders are not") func files() async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/imageglob-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: folder) }
        for name in ["a/x.yaml", "a/b/y.yaml", "z.yaml", "z.txt", ".hidden.yaml", "a/.d/w.yaml"] {
            let path = folder + "/" + name
            try FileManager.default.createDirectory(
                atPath: ResourceLocation.folder(of: path), withIntermediateDirectories: true)
            try Data().write(to: URL(fileURLWithPath: path))
        }
        func found(_ pattern: String) async throws -> [String] {
            try await PathGlob(folder + "/" + pattern).files(in: StoreRegistry()).map {
                String($0.dropFirst(folder.count + 1))
            }
        }
        #expect(try await found("*.yaml") == ["z.yaml"])
        #expect(try await found("*/*.yaml") == ["a/x.yaml"])
        #expect(try await found("**/*.yaml") == ["a/b/y.yaml", "a/x.yaml", "z.yaml"])
        #expect(try await found("a/**") == ["a/b/y.yaml", "a/x.yaml"])
        #expect(try await found("*").sorted() == ["z.txt", "z.yaml"])
        #expect(try await found("none/*.yaml") == [])
        // A thousand times any number of folders is any number of folders, and found as fast.
        #expect(try await found(String(repeating: "**/", count: 1000) + "y.yaml") == ["a/b/y.yaml"])
        let mixed = String(repeating: "**/*/", count: 30) + "y.yaml"
        #expect(try await found(mixed) == [])
        #expect(try await found("z.txt") == ["z.txt"])
    }
}
