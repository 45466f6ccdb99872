/// A decoding table for one Huffman code of a DEFLATE block (RFC 1951, 3.2.2).
///
/// An entry is found by the next bits of the input; a code that is longer than the first level points to one of the
/// areas of the second level. The owner calls `deallocate`.
///
///     bits 0-3    bits of the code (of the whole code in the second level)
///     bits 4-7    number of extra bits that follow
///     bits 8-11   what it is: literal, end of block, link to the second level, no code
///     bits 16-31  the literal, the smallest length or distance, or the place in the second level
struct HuffmanTable {
    static let literal: UInt32 = 1 << 8
    static let endOfBlock: UInt32 = 1 << 9
    static let link: UInt32 = 1 << 10
    static let invalid: UInt32 = 1 << 11
    static let longestCode = 15

    let entries: UnsafeMutablePointer<UInt32>
    let primaryBits: Int
    private let capacity: Int

    /// Room for a code of at most so many symbols.
    init(primaryBits: Int, symbolCount: Int) {
        self.primaryBits = primaryBits
        // Every symbol could need an area of its own in the second level.
        capacity = 1 << primaryBits + symbolCount << (Self.longestCode - primaryBits)
        entries = .allocate(capacity: capacity)
        entries.initialize(repeating: Self.invalid, count: capacity)
    }

    func deallocate() { entries.deallocate() }

    /// Fills the table.
    ///
    /// - Parameters:
    ///   - lengths: The length of each symbol's code, 0 to 15; 0 for a symbol that does not occur.
    ///   - meanings: What each symbol stands for, as an entry without the bits of the code.
    /// - Returns: whether the code is complete, or has at most one symbol and may be incomplete (3.2.7, distances).
    func build(
        _ lengths: UnsafePointer<UInt8>, count: Int, meanings: UnsafePointer<UInt32>, mayBeIncomplete: Bool
    ) -> Bool {
        var counts = (0...Self.longestCode).map { _ in 0 }
        for symbol in 0..<count { counts[Int(lengths[symbol])] += 1 }
        let used = count - counts[0]
        guard Self.isComplete(counts) || (mayBeIncomplete && (used == 0 || (used == 1 && counts[1] == 1))) else {
            return false
        }
        var nextCodes = (0...Self.longestCode + 1).map { _ in 0 }
        for length in 1...Self.longestCode {
            nextCodes[length + 1] = (nextCodes[length] + counts[length]) << 1
        }
        entries.update(repeating: Self.invalid, count: 1 << primaryBits)
        var end = 1 << primaryBits
        for symbol in 0..<count where lengths[symbol] > 0 {
            let length = Int(lengths[symbol])
            let code = Self.reversed(nextCodes[length], length)
            nextCodes[length] += 1
            let entry = meanings[symbol] | UInt32(length)
            if length <= primaryBits {
                fill(0, primaryBits, from: code, step: length, entry)
                continue
            }
            let secondBits = Self.longestCode - primaryBits
            let slot = code & (1 << primaryBits - 1)
            if entries[slot] & Self.link == 0 {
                entries[slot] = Self.link | UInt32(end) << 16
                (entries + end).update(repeating: Self.invalid, count: 1 << secondBits)
                end += 1 << secondBits
            }
            fill(Int(entries[slot] >> 16), secondBits, from: code >> primaryBits, step: length - primaryBits, entry)
        }
        return true
    }

    /// Writes an entry to all places of an area whose lowest `step` bits are `first`.
    private func fill(_ offset: Int, _ bits: Int, from first: Int, step: Int, _ entry: UInt32) {
        var place = first
        while place < 1 << bits {
            entries[offset + place] = entry
            place += 1 << step
        }
    }

    /// Whether codes of these lengths use all bit patterns, and none twice; `counts` holds how many have each length.
    static func isComplete(_ counts: [Int]) -> Bool {
        var sum = 0
        for length in 1...longestCode { sum += counts[length] << (longestCode - length) }
        return sum == 1 << longestCode
    }

    private static func reversed(_ code: Int, _ length: Int) -> Int {
        var code = code
        var result = 0
        for _ in 0..<length {
            result = result << 1 | code & 1
            code >>= 1
        }
        return result
    }
}
