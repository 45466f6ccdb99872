import Foundation
import ImageTesting

/// Damaged copies of a file.
enum Mutations {
    /// A copy and what was done to it.
    struct Mutant {
        var name: String
        var bytes: [UInt8]
    }

    /// Cut off at many lengths: everywhere in the header, and at a number of places in the data.
    static func truncations(_ bytes: [UInt8]) -> [Mutant] {
        let header = headerLength(bytes)
        let inHeader = stride(from: 0, through: header, by: max(1, header / 40))
        let inData = stride(from: header + 1, to: bytes.count, by: max(1, (bytes.count - header) / 12))
        let lengths = Set(inHeader).union(inData).union([bytes.count - 1]).filter { $0 >= 0 && $0 < bytes.count }
        return lengths.sorted().map { Mutant(name: "cut-\($0)", bytes: Array(bytes[..<$0])) }
    }

    /// One bit flipped, or a byte replaced, at seeded random places, most of them in the header.
    static func flips(_ bytes: [UInt8], seed: UInt64, count: Int = 60) -> [Mutant] {
        guard !bytes.isEmpty else { return [] }
        var numbers = SeededNumbers(seed: seed)
        let header = max(headerLength(bytes), 1)
        return (0..<count).map { number in
            var copy = bytes
            let reach = number % 3 == 0 ? bytes.count : min(header, bytes.count)
            for _ in 0...number % 4 {
                let place = Int.random(in: 0..<reach, using: &numbers)
                if number % 2 == 0 {
                    copy[place] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
                } else {
                    copy[place] = [0, 0x0A, 0x20, 0x2D, 0x30, 0x39, 0xFF].randomElement(using: &numbers) ?? 0
                }
            }
            return Mutant(name: "flip-\(number)", bytes: copy)
        }
    }

    /// Numbers as a hostile header has them.
    static let numbers = [
        "-1", "0", "99999999999999999999999", "9223372036854775807", "-9223372036854775808", "4294967296", "2147483647",
        "1e308", "nan", "", "1 1 1 1 1 1 1 1", "0x7fffffff",
    ]

    /// Each number of a text header replaced by each of the hostile ones, one at a time.
    static func numberFields(_ bytes: [UInt8]) -> [Mutant] {
        let header = headerLength(bytes)
        var mutants: [Mutant] = []
        var start = 8  // after the magic
        while start < header {
            guard isDigit(bytes[start]), start == 0 || !isDigit(bytes[start - 1]) else {
                start += 1
                continue
            }
            var end = start
            while end < header, isDigit(bytes[end]) || bytes[end] == 0x2E { end += 1 }
            for (number, text) in numbers.enumerated() {
                let copy = bytes[..<start] + Array(text.utf8) + bytes[end...]
                mutants.append(Mutant(name: "number-\(start)-\(number)", bytes: Array(copy)))
            }
            start = end
        }
        return mutants
    }

    /// Each line of a text header left out, doubled, or ending early.
    static func lines(_ bytes: [UInt8]) -> [Mutant] {
        let header = headerLength(bytes)
        let lines = bytes[..<header].split(separator: 0x0A, omittingEmptySubsequences: false)
        var mutants: [Mutant] = []
        for number in lines.indices {
            for (kind, change) in [
                ("left-out", []), ("doubled", [lines[number], lines[number]]),
                ("cut", [lines[number].prefix(lines[number].count / 2)]),
            ] {
                var copy = lines
                copy.replaceSubrange(number...number, with: change)
                let text = Array(copy.joined(separator: [0x0A]))
                mutants.append(Mutant(name: "line-\(number)-\(kind)", bytes: text + bytes[header...]))
            }
        }
        return mutants
    }

    /// Where the text at the start ends: the first empty line, or all of it.
    private static func headerLength(_ bytes: [UInt8]) -> Int {
        for place in bytes.indices.dropFirst() where bytes[place] == 0x0A {
            if bytes[place - 1] == 0x0A { return place }
            if place > 2, bytes[place - 1] == 0x0D, bytes[place - 2] == 0x0A { return place }
        }
        return bytes.count
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
}
