import Foundation
import ImageCore
import ImageIntake
import ImageTesting
import Testing

/// Damage in compressed data is noticed: reading throws, or gives the very pixels that were there.
///
/// Never others.
@Suite("Damaged data give no wrong pixels") struct DamagedDataTests {
    static let compressed = Places.fixtureFiles().filter { file in
        let name = file.lastPathComponent
        return [
            "gzip-members", "bzip2-streams", "encoding-gzip-int16", "encoding-bzip2-int16", "tzyx.nii.gz",
            "scaled-uint8.nii.gz",
        ].contains { name.hasPrefix($0) }
    }

    @Test("bits flipped and ends cut off", arguments: compressed) func fixtures(file: URL) async throws {
        let bytes = [UInt8](try Data(contentsOf: file))
        let data = Self.dataStart(bytes)
        var numbers = SeededNumbers(seed: UInt64(bytes.count))
        var copies: [[UInt8]] = stride(from: data, to: bytes.count, by: max(1, (bytes.count - data) / 40)).map {
            Array(bytes[..<$0])
        }
        for _ in 0..<120 {
            var copy = bytes
            copy[Int.random(in: data..<bytes.count, using: &numbers)] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
            copies.append(copy)
        }
        let original = try await imload(file.path).image
        let isPacked = file.lastPathComponent.hasSuffix(".nii.gz")
        try await check(
            copies, against: try original.bytes(), suffix: isPacked ? "nii.gz" : file.pathExtension)
    }

    /// Large enough for the ways that decode in parallel.
    @Test("large files too", arguments: [1, 6, 9]) func large(level: Int) async throws {
        let (rows, columns) = (3000, 2000)
        var numbers = SeededNumbers(seed: 9)
        // Half noise, half ramp: blocks of every kind.
        let pixels = (0..<rows * columns).map { place in
            place / 50_000 % 2 == 0
                ? UInt16.random(in: 0...4095, using: &numbers) : UInt16(truncatingIfNeeded: place / 7)
        }
        let image = try ImageArray(axes: "yx", shape: [rows, columns], pixels: pixels)
        try await withScratch { folder in
            let raw = folder + "/raw"
            try Data(try image.bytes().array).write(to: URL(fileURLWithPath: raw))
            let packed = try Self.gzip(raw, level: level)
            let header =
                "NRRD0004\ntype: uint16\ndimension: 2\nsizes: \(columns) \(rows)\nendian: little\nencoding: gzip\n\n"
            let bytes = Array(header.utf8) + packed
            #expect(packed.count > 4 << 20)
            let path = folder + "/whole.nrrd"
            try Data(bytes).write(to: URL(fileURLWithPath: path))
            let read = try await imload(path).image
            let isEqual = try read.bytes() == image.bytes()
            #expect(isEqual, "the pixels of the whole file")
            let part = Region([.y: .range(lower: 17, upper: 2999, step: 11), .x: .range(lower: 3, upper: 900, step: 1)])
            let cut = try await imload(path, region: part).image
            #expect(try cut.bytes() == image.selecting(part).bytes())

            var copies: [[UInt8]] = [
                Array(bytes[..<(bytes.count - 1)]), Array(bytes[..<(bytes.count / 2)]),
                Array(bytes[..<(header.utf8.count + 5)]),
            ]
            for _ in 0..<12 {
                var copy = bytes
                copy[Int.random(in: header.utf8.count + 10..<bytes.count, using: &numbers)] ^= 0x10
                copies.append(copy)
            }
            try await check(copies, against: try image.bytes(), suffix: "nrrd")
        }
    }

    private func check(_ copies: [[UInt8]], against original: Bytes, suffix: String) async throws {
        var refused = 0
        try await withScratch { folder in
            let path = "\(folder)/damaged.\(suffix)"
            for (number, copy) in copies.enumerated() {
                try Data(copy).write(to: URL(fileURLWithPath: path))
                do {
                    let read = try await imload(path).image
                    let isEqual = try read.bytes() == original
                    #expect(isEqual, "damage \(number) went unnoticed")
                } catch let error as ImageError {
                    refused += 1
                    #expect(error.code == .corrupt, "damage \(number): \(error)")
                }
            }
        }
        #expect(refused > copies.count / 2)
    }

    private static func dataStart(_ bytes: [UInt8]) -> Int {
        for place in bytes.indices.dropFirst() where bytes[place] == 0x0A && bytes[place - 1] == 0x0A {
            return place + 1
        }
        return 0
    }

    private static func gzip(_ path: String, level: Int) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/bin/sh")
        process.arguments = ["-c", "gzip -\(level) -n -k \"$0\"", path]
        try process.run()
        process.waitUntilExit()
        defer { try? FileManager.default.removeItem(atPath: path + ".gz") }
        return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path + ".gz")))
    }
}
