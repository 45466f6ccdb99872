import Foundation
import Testing

/// Every fixture damaged in many ways: it is read or refused, without a trap, a hang, or more memory than there is.
@Suite("Damaged files") struct MutationTests {
    static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("ImageFormatsTests/Fixtures/NRRD")

    /// The fixtures, without those that differ from another in their element type only.
    static let files: [URL] = {
        guard let entries = FileManager.default.enumerator(at: fixtures, includingPropertiesForKeys: nil) else {
            return []
        }
        return entries.compactMap { $0 as? URL }
            .filter { !$0.hasDirectoryPath && $0.pathExtension != "json" }
            .filter { file in
                let name = file.lastPathComponent
                let isOneOfMany =
                    ["type-", "itk-", "encoding-"].contains { name.hasPrefix($0) } && !name.contains("vector")
                return !isOneOfMany || name.contains("16") || name.contains("hex") || name.contains("rotated")
            }
            .sorted { $0.path < $1.path }
    }()

    @Test("the fixtures were found") func found() {
        #expect(Self.files.count >= 20)
    }

    @Test("truncated, flipped, with hostile numbers and lines", arguments: files) func mutate(file: URL) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("mutants-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let bytes = [UInt8](try Data(contentsOf: file))
        let isHeader = bytes.starts(with: Array("NRRD".utf8))
        var mutants = Mutations.truncations(bytes) + Mutations.flips(bytes, seed: UInt64(bytes.count))
        if isHeader { mutants += Mutations.numberFields(bytes) + Mutations.lines(bytes) }

        var paths: [String] = []
        if isHeader {
            try Self.copyCompanions(of: file, to: folder)
            for mutant in mutants {
                let path = folder.appendingPathComponent("\(mutant.name).\(file.pathExtension)")
                try Data(mutant.bytes).write(to: path)
                paths.append(path.path)
            }
        } else {
            // A data file: the header stays, and names the damaged copy.
            paths = try Self.damagedData(file, mutants, in: folder)
        }
        #expect(paths.count >= 70)
        let outcome = try Probe.read(paths)
        #expect(outcome.crashed == [])
        #expect(outcome.read.count + outcome.refused.count == paths.count, "every file has an end")
        #expect(outcome.refused.values.filter { $0.contains("DISAGREEMENT") } == [])
        #expect(!outcome.refused.isEmpty || !isHeader, "some damage must show")
        for (path, message) in outcome.refused where !message.contains("/") {
            Issue.record("the error of \((path as NSString).lastPathComponent) names no file: \(message)")
        }
    }

    /// Puts the files beside a fixture beside its copies.
    private static func copyCompanions(of file: URL, to folder: URL, from origin: URL? = nil) throws {
        guard file.pathExtension == "nhdr" else { return }
        let base = origin ?? file.deletingLastPathComponent()
        for name in try FileManager.default.contentsOfDirectory(atPath: base.path)
        where ["raw", "gz", "bin"].contains((name as NSString).pathExtension) {
            try FileManager.default.copyItem(
                at: base.appendingPathComponent(name), to: folder.appendingPathComponent(name))
        }
    }

    /// A folder for each damaged copy of a data file, with the headers that name it.
    private static func damagedData(_ file: URL, _ mutants: [Mutations.Mutant], in folder: URL) throws -> [String] {
        let base = file.deletingLastPathComponent()
        let headers = try FileManager.default.contentsOfDirectory(atPath: base.path).filter { name in
            guard name.hasSuffix(".nhdr") else { return false }
            let text = try String(contentsOf: base.appendingPathComponent(name), encoding: .utf8)
            return text.contains(file.lastPathComponent)
        }
        var paths: [String] = []
        for mutant in mutants {
            let place = folder.appendingPathComponent(mutant.name)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: false)
            for header in headers {
                let copy = place.appendingPathComponent(header)
                try FileManager.default.copyItem(at: base.appendingPathComponent(header), to: copy)
                paths.append(copy.path)
            }
            // Other data files of the same headers, as the list of slices, are there but for the damaged one.
            try copyCompanions(of: place.appendingPathComponent("any.nhdr"), to: place, from: base)
            try Data(mutant.bytes).write(to: place.appendingPathComponent(file.lastPathComponent))
        }
        return paths
    }
}
