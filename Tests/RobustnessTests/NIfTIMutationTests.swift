import Foundation
import ImageTesting
import Testing

/// NIfTI fixtures damaged in many ways: each is read or refused, without a trap, a hang, or more memory than there is.
@Suite("Damaged NIfTI files") struct NIfTIMutationTests {
    static let fixtures = MutationTests.fixtures.deletingLastPathComponent().appendingPathComponent("NIfTI")

    /// The fixtures, of those that differ in their element type only every other.
    static let files = ((try? FileManager.default.contentsOfDirectory(atPath: fixtures.path)) ?? [])
        .filter { !$0.hasSuffix(".json") && !($0.hasPrefix("type-") && $0.contains("-0.")) }.sorted()

    /// Values as hostile fields have them: the largest and smallest whole numbers of all sizes, and floating-point numbers
    /// that are no numbers.
    private static let values: [[UInt8]] = [
        [0, 0, 0, 0, 0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0xFF, 0x7F, 0xFF, 0x7F],
        [0xFF, 0xFF, 0xFF, 0x7F], [0x7F, 0xFF, 0xFF, 0xFF], [0x00, 0x80], [0, 0, 0xC0, 0x7F], [0x7F, 0xC0, 0, 0],
        [0, 0, 0x80, 0x7F], [0x7F, 0x80, 0, 0], [0xFF, 0xFF, 0x7F, 0x7F], [1, 0, 0, 0, 0, 0, 0, 0x80],
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F], [0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
        [8, 0], [0, 7], [100, 0],
    ]

    @Test("the fixtures were found") func found() {
        #expect(Self.files.count >= 40)
    }

    @Test("truncated, flipped, with hostile fields", arguments: files) func mutate(file: String) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/nifti-mutants-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bytes = [UInt8](try Data(contentsOf: Self.fixtures.appendingPathComponent(file)))
        let isCompressed = bytes.starts(with: [0x1F, 0x8B])
        var mutants = Mutations.truncations(bytes) + Mutations.flips(bytes, seed: UInt64(bytes.count), count: 90)
        if !isCompressed { mutants += Self.fields(bytes) }
        var paths: [String] = []
        for mutant in mutants {
            let path = "\(folder)/\(mutant.name)-\(file)"
            try Data(mutant.bytes).write(to: URL(fileURLWithPath: path))
            try Self.copyCompanion(of: file, for: path)
            paths.append(path)
        }
        #expect(paths.count >= 90)
        let outcome = try Probe.read(paths)
        #expect(outcome.crashed == [])
        #expect(outcome.read.count + outcome.refused.count == paths.count, "every file has an end")
        #expect(outcome.refused.values.filter { $0.contains("DISAGREEMENT") } == [])
        #expect(!outcome.refused.isEmpty, "some damage must show")
        for (path, message) in outcome.refused where !message.contains("/") {
            Issue.record("the error of \((path as NSString).lastPathComponent) names no file: \(message)")
        }
    }

    /// Each place of the header where a field may begin, with one of the values; of extensions, their sizes.
    private static func fields(_ bytes: [UInt8]) -> [Mutations.Mutant] {
        var numbers = SeededNumbers(seed: UInt64(bytes.count))
        var mutants: [Mutations.Mutant] = []
        let places = Array(stride(from: 0, to: min(576, bytes.count), by: 2))
        // The fields that sizes and places follow from, with every value.
        let important = [
            0, 4, 12, 16, 24, 40, 42, 44, 46, 70, 72, 108, 112, 116, 123, 168, 176, 184, 344, 348, 352, 356,
        ]
        for place in places {
            let chosen = important.contains(place) ? values : [values.randomElement(using: &numbers) ?? []]
            for (number, value) in chosen.enumerated() where place + value.count <= bytes.count {
                var copy = bytes
                copy.replaceSubrange(place..<place + value.count, with: value)
                mutants.append(.init(name: "field-\(place)-\(number)", bytes: copy))
            }
        }
        return mutants
    }

    /// Puts the other file of a pair beside a damaged one.
    private static func copyCompanion(of file: String, for path: String) throws {
        for (suffix, other) in [("hdr", "img"), ("img", "hdr")] where file.hasSuffix("." + suffix) {
            let companion = fixtures.appendingPathComponent(file.dropLast(3) + other)
            try FileManager.default.copyItem(
                at: companion, to: URL(fileURLWithPath: path.dropLast(3) + other))
        }
    }

    @Test("sizes that no file holds are refused before memory is taken") func bombs() throws {
        let folder = FileManager.default.temporaryDirectory.path + "/nifti-bombs-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let plain = [UInt8](try Data(contentsOf: Self.fixtures.appendingPathComponent("yx.nii")))
        var paths: [String] = []
        for (number, dims) in [[2, 32767, 32767], [7] + [Int](repeating: 32767, count: 7), [4, 32767, 32767, 100, 1]]
            .enumerated()
        {
            var copy = plain
            for (place, dim) in dims.enumerated() {
                copy[40 + 2 * place] = UInt8(dim & 0xFF)
                copy[41 + 2 * place] = UInt8(dim >> 8)
            }
            let path = "\(folder)/\(number).nii"
            try Data(copy).write(to: URL(fileURLWithPath: path))
            paths.append(path)
        }
        let outcome = try Probe.read(paths)
        #expect(outcome.crashed == [] && outcome.read.isEmpty && outcome.refused.count == paths.count)
    }
}
