import Foundation
import ImageTesting
import Testing

/// KLB fixtures damaged in many ways: each is read or refused, without a trap, a hang, or more memory than there is.
@Suite("Damaged KLB files") struct KLBMutationTests {
    static let fixtures = MutationTests.fixtures.deletingLastPathComponent().appendingPathComponent("KLB")

    /// The fixtures, of those that differ in their element type only one.
    static let files = ((try? FileManager.default.contentsOfDirectory(atPath: fixtures.path)) ?? [])
        .filter { !$0.hasSuffix(".json") && (!$0.hasPrefix("type-") || $0.contains("uint16")) }.sorted()

    /// Numbers as a hostile header has them.
    private static let numbers: [UInt32] = [0, 1, 2, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF, 0x0001_0000]

    private static func scratch() throws -> String {
        let folder = FileManager.default.temporaryDirectory.path + "/klb-mutants-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        return folder
    }

    private static func probe(_ mutants: [Mutations.Mutant], in folder: String) throws -> Probe.Outcome {
        var paths: [String] = []
        for mutant in mutants {
            let path = "\(folder)/\(mutant.name).klb"
            try Data(mutant.bytes).write(to: URL(fileURLWithPath: path))
            paths.append(path)
        }
        let outcome = try Probe.read(paths)
        #expect(outcome.crashed == [])
        #expect(outcome.read.count + outcome.refused.count == paths.count, "every file has an end")
        #expect(outcome.refused.values.filter { $0.contains("DISAGREEMENT") } == [])
        return outcome
    }

    @Test("the fixtures were found") func found() {
        #expect(Self.files.count >= 12)
    }

    @Test("truncated, flipped, with hostile numbers", arguments: files) func mutate(file: String) throws {
        let folder = try Self.scratch()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let bytes = [UInt8](try Data(contentsOf: Self.fixtures.appendingPathComponent(file)))
        let mutants =
            Mutations.truncations(bytes) + Mutations.flips(bytes, seed: UInt64(bytes.count), count: 90)
            + Self.words(bytes, isOriginal: file.hasPrefix("original"))
        #expect(mutants.count >= 150)
        let outcome = try Self.probe(mutants, in: folder)
        #expect(outcome.refused.count > 40, "most damage must show")
        for length in stride(from: 0, to: bytes.count, by: 1) {
            #expect(!outcome.read.contains("\(folder)/cut-\(length).klb"), "cut off at \(length)")
        }
    }

    /// Every number of the fields and the first entries of the table, replaced by hostile ones.
    private static func words(_ bytes: [UInt8], isOriginal: Bool) -> [Mutations.Mutant] {
        let (base, end) = isOriginal ? (0, 62) : (1, 319)
        let places =
            stride(from: base, to: base + 42, by: 4).map { ($0, 4) }
            + [(base + 40, 1), (base + 41, 1)]
            + stride(from: end - 20, to: end, by: 4).map { ($0, 4) }
            + stride(from: end, to: min(end + 40, bytes.count - 8), by: 8).flatMap { [($0, 4), ($0 + 4, 4)] }
        return places.flatMap { place, count in
            numbers.map { number in
                var copy = bytes
                for byte in 0..<count { copy[place + byte] = UInt8(number >> UInt32(8 * byte) & 0xFF) }
                return Mutations.Mutant(name: "word-\(place)-\(count)-\(number)", bytes: copy)
            }
        }
    }

    @Test("headers that ask for very much") func bombs() throws {
        let folder = try Self.scratch()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func file(
            _ name: String, _ sizes: [UInt32], _ block: [UInt32], _ compression: UInt8, ends: [UInt64], data: Int
        ) -> Mutations.Mutant {
            var bytes: [UInt8] = [2]
            func append(_ value: some FixedWidthInteger) {
                withUnsafeBytes(of: value.littleEndian) { bytes += Array($0) }
            }
            for size in sizes { append(size) }
            for _ in sizes { append(Float(1).bitPattern) }
            bytes += [1, compression] + [UInt8](repeating: 0, count: 256)
            for extent in block { append(extent) }
            for end in ends { append(end) }
            return Mutations.Mutant(name: name, bytes: bytes + [UInt8](repeating: 0x42, count: data))
        }
        let most = UInt32.max
        let outcome = try Self.probe(
            [
                file("all", [most, most, most, most, most], [1, 1, 1, 1, 1], 1, ends: [10], data: 10),
                file(
                    "one-block", [most, most, most, most, most], [most, most, most, most, most], 1, ends: [10], data: 10
                ),
                file("plane", [100_000, 100_000, 1, 1, 1], [most, most, 1, 1, 1], 0, ends: [10], data: 10),
                file("plane-bzip2", [100_000, 100_000, 1, 1, 1], [most, most, 1, 1, 1], 1, ends: [100], data: 100),
                file("plane-zlib", [100_000, 100_000, 1, 1, 1], [most, most, 1, 1, 1], 2, ends: [100], data: 100),
                file("table", [1 << 20, 1 << 20, 1, 1, 1], [1, 1, 1, 1, 1], 1, ends: [10], data: 10),
                file("end", [10, 10, 1, 1, 1], [10, 10, 1, 1, 1], 1, ends: [.max], data: 10),
                file("overlap", [4, 1, 1, 1, 1], [1, 1, 1, 1, 1], 1, ends: [40, 0, 40, 50], data: 50),
                file("backwards", [4, 1, 1, 1, 1], [1, 1, 1, 1, 1], 0, ends: [8, 6, 4, 8], data: 8),
                file("beyond", [3, 1, 1, 1, 1], [1, 1, 1, 1, 1], 0, ends: [2, 1 << 62, 6], data: 6),
                file("no-data", [3, 1, 1, 1, 1], [1, 1, 1, 1, 1], 1, ends: [0, 0, 0], data: 0),
            ], in: folder)
        #expect(outcome.read == [], "what makes no sense was read")
    }
}
