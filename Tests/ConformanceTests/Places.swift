import Foundation

/// Where the files are that are read here.
enum Places {
    /// The package's root.
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Small files of the package's own, by format.
    static let fixtures = root.appendingPathComponent("Tests/ImageFormatsTests/Fixtures")

    /// The large collection that the package is developed with; users do not have it.
    static let corpus = root.deletingLastPathComponent().appendingPathComponent("shared/corpus")

    /// The fixtures with a file that says what is in them, sorted.
    static func fixtureFiles() -> [URL] {
        guard let entries = FileManager.default.enumerator(at: fixtures, includingPropertiesForKeys: nil) else {
            return []
        }
        return entries.compactMap { $0 as? URL }
            .filter { $0.path.hasSuffix(".expected.json") }
            .map { URL(fileURLWithPath: String($0.path.dropLast(".expected.json".count))) }
            .sorted { $0.path < $1.path }
    }
}
