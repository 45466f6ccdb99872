import Foundation
import ImageTesting
import Testing

/// Every document and every chunk of the Zarr fixtures damaged in many ways: the store is read or refused, without a
/// trap, a hang, or more memory than there is.
@Suite("Damaged Zarr stores") struct ZarrMutationTests {
    static let fixtures = MutationTests.fixtures.deletingLastPathComponent().appendingPathComponent("Zarr")

    static let stores =
        (try? FileManager.default.contentsOfDirectory(atPath: fixtures.path))?
        .filter { !$0.hasSuffix(".json") }.sorted() ?? []

    /// Parts that reading the first image does not touch.
    static let unread = ["bioformats2raw.zarr/1/", "plate-0.4.zarr/B/", "plate-0.4.zarr/A/1/1/"]

    @Test("the fixtures were found") func found() {
        #expect(Self.stores.count >= 9)
    }

    @Test("truncated, flipped, with hostile numbers and nesting", arguments: stores) func mutate(store: String) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/zarr-mutants-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let base = Self.fixtures.path + "/" + store
        var paths: [String] = []
        for file in Self.files(of: store) {
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file.isEmpty ? base : base + "/" + file)))
            for (number, mutant) in Self.mutants(of: bytes).enumerated() {
                let place = "\(folder)/\(paths.count)-\(number)-\(mutant.name)"
                try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
                let copy = place + "/" + store
                if file.isEmpty {
                    try Data(mutant.bytes).write(to: URL(fileURLWithPath: copy))
                } else {
                    try Self.link(base, to: copy)
                    let damaged = URL(fileURLWithPath: copy + "/" + file)
                    try FileManager.default.removeItem(at: damaged)
                    try Data(mutant.bytes).write(to: damaged)
                }
                paths.append(copy)
            }
        }
        #expect(paths.count >= 40)
        let outcome = try Probe.read(paths)
        #expect(outcome.crashed == [])
        #expect(outcome.read.count + outcome.refused.count == paths.count, "every store has an end")
        #expect(outcome.refused.values.filter { $0.contains("DISAGREEMENT") } == [])
        #expect(!outcome.refused.isEmpty, "some damage must show")
    }

    /// The files of a store by their paths in it; one empty path for an archive.
    private static func files(of store: String) -> [String] {
        let base = fixtures.path + "/" + store
        guard let names = FileManager.default.enumerator(atPath: base) else { return [""] }
        let files = names.compactMap { $0 as? String }.filter { name in
            var isFolder: ObjCBool = false
            return FileManager.default.fileExists(atPath: base + "/" + name, isDirectory: &isFolder)
                && !isFolder.boolValue && !unread.contains { (store + "/" + name).hasPrefix($0) }
        }
        return files.isEmpty ? [""] : files.sorted()
    }

    /// A copy whose files are the same ones: only the damaged one is written anew.
    private static func link(_ base: String, to copy: String) throws {
        try FileManager.default.createDirectory(atPath: copy, withIntermediateDirectories: false)
        for name in try FileManager.default.contentsOfDirectory(atPath: base) {
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: base + "/" + name, isDirectory: &isFolder)
            if isFolder.boolValue {
                try link(base + "/" + name, to: copy + "/" + name)
            } else {
                try FileManager.default.linkItem(atPath: base + "/" + name, toPath: copy + "/" + name)
            }
        }
    }

    private static func mutants(of bytes: [UInt8]) -> [Mutations.Mutant] {
        let isDocument = bytes.first == UInt8(ascii: "{")
        let seed = UInt64(bytes.count)
        var numbers = SeededNumbers(seed: seed)
        let cuts = Mutations.truncations(bytes).shuffled(using: &numbers).prefix(12)
        let flips = Mutations.flips(bytes, seed: seed, count: isDocument ? 24 : 30)
        guard isDocument else { return cuts + flips }
        let hostile = Mutations.jsonNumbers(bytes).shuffled(using: &numbers).prefix(60)
        return cuts + flips + hostile + Mutations.nesting(bytes) + Mutations.escapes(bytes)
    }
}
