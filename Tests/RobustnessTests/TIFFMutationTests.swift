import Foundation
import ImageTesting
import Testing

/// TIFF fixtures damaged in many ways: each is read or refused, without a trap, a hang, or more memory than there is.
@Suite("Damaged TIFF files") struct TIFFMutationTests {
    static let fixtures = MutationTests.fixtures.deletingLastPathComponent().appendingPathComponent("TIFF")

    /// The fixtures, of those that differ in their element type only every other.
    static let files = ((try? FileManager.default.contentsOfDirectory(atPath: fixtures.path)) ?? [])
        .filter { !$0.hasSuffix(".json") && !($0.hasPrefix("type-") && $0.hasSuffix("-0.tif")) }.sorted()

    /// Numbers as a hostile directory has them.
    private static let numbers: [UInt32] = [0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0xFFFF_0000]

    @Test("the fixtures were found") func found() {
        #expect(Self.files.count >= 40)
    }

    @Test("truncated, flipped, with hostile numbers", arguments: files) func mutate(file: String) throws {
        let folder = FileManager.default.temporaryDirectory.path + "/tiff-mutants-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bytes = [UInt8](try Data(contentsOf: Self.fixtures.appendingPathComponent(file)))
        let mutants =
            Mutations.truncations(bytes) + Mutations.flips(bytes, seed: UInt64(bytes.count), count: 90)
            + Self.words(bytes)
        var paths: [String] = []
        for mutant in mutants {
            let path = "\(folder)/\(mutant.name)-\(file)"
            try Data(mutant.bytes).write(to: URL(fileURLWithPath: path))
            paths.append(path)
        }
        #expect(paths.count >= 100)
        let outcome = try Probe.read(paths)
        #expect(outcome.crashed == [])
        #expect(outcome.read.count + outcome.refused.count == paths.count, "every file has an end")
        #expect(outcome.refused.values.filter { $0.contains("DISAGREEMENT") } == [])
        #expect(!outcome.refused.isEmpty, "some damage must show")
    }

    /// Words of the first directory, wherever it lies, replaced by hostile numbers: the first entries and every place of an
    /// offset.
    private static func words(_ bytes: [UInt8]) -> [Mutations.Mutant] {
        guard bytes.count > 16 else { return [] }
        let isLittle = bytes[0] == 0x49
        let isBig = bytes[isLittle ? 2 : 3] == 43
        let place = isBig ? 8 : 4
        let word = Array(bytes[place..<place + (isBig ? 8 : 4)])
        let start = (isLittle ? word.reversed() : word).reduce(0) { $0 << 8 | Int($1) }
        let (first, step) = isBig ? (start + 8, 20) : (start + 2, 12)
        var mutants: [Mutations.Mutant] = []
        var numbers = SeededNumbers(seed: UInt64(bytes.count))
        for entry in 0..<24 {
            for field in [2, 4, isBig ? 12 : 8] {
                let position = first + entry * step + field
                guard position + 4 <= bytes.count, let number = Self.numbers.randomElement(using: &numbers) else {
                    continue
                }
                var copy = bytes
                for byte in 0..<(field == 2 ? 2 : 4) {
                    copy[position + byte] = UInt8(number >> UInt32(8 * byte) & 0xFF)
                }
                mutants.append(.init(name: "word-\(entry)-\(field)", bytes: copy))
            }
        }
        return mutants
    }
}
