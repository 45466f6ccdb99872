import ImageCore

/// Finds where a DEFLATE block begins in the middle of compressed data: one with dynamic Huffman codes that is not the
/// last.
///
/// Other kinds of blocks have headers too short to be told from chance. A position that passes is almost always right,
/// but only the decoder that arrives there from before can prove it.
package final class DeflateBlockFinder: @unchecked Sendable {
    // Sendable: used by one task at a time; the owner sees to it.
    private var header = DynamicHeader()
    /// For 15 bits: at which of the first 8 positions the kind of block and the number of literals are possible.
    private let starts = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 15)
    /// For the lengths of four codes: the share of all bit patterns that they use, in 128ths.
    private let shares = UnsafeMutablePointer<UInt16>.allocate(capacity: 1 << 12)

    /// A finder.
    package init() {
        for bits in 0..<1 << 15 {
            var mask: UInt8 = 0
            // Not the last block (0), dynamic codes (0 1), and at most 286 - 257 further codes.
            for shift in 0..<8 where bits >> shift & 7 == 4 && bits >> (shift + 3) & 31 <= 29 { mask |= 1 << shift }
            starts[bits] = mask
        }
        for bits in 0..<1 << 12 {
            shares[bits] = (0..<4).reduce(0) { sum, code in
                let length = bits >> (code * 3) & 7
                return sum + (length == 0 ? 0 : 128 >> UInt16(length))
            }
        }
    }

    deinit {
        header.deallocate()
        starts.deallocate()
        shares.deallocate()
    }

    /// The first bit of the first block that begins at a bit from `bit` on, or nil if none is found.
    ///
    /// The header of the block must lie inside the input.
    package func firstBlock(in input: RawSpan, from bit: Int = 0) -> Int? {
        input.withUnsafeBytes { bytes in
            guard let base = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return nil }
            return firstBlock(base, bytes.count, from: bit)
        }
    }

    private func firstBlock(_ base: UnsafePointer<UInt8>, _ count: Int, from bit: Int) -> Int? {
        // The 74 bits up to the last code for lengths are looked at in two words.
        var byte = bit / 8
        var allowed: UInt8 = 0xFF << UInt8(bit % 8)
        while byte + 18 <= count {
            let word = BitReader.word(base + byte)
            var mask = starts[Int(word & 0x7FFF)] & allowed
            allowed = 0xFF
            while mask != 0 {
                let shift = mask.trailingZeroBitCount
                mask &= mask - 1
                let head = word >> UInt64(shift)
                guard head >> 8 & 31 <= 29 else { continue }
                let start = byte * 8 + shift
                if hasCompleteCodes(base, start, Int(head >> 13 & 15) + 4), isBlock(base, count, start) { return start }
            }
            byte += 1
        }
        return nil
    }

    /// Whether the codes for lengths are complete; nearly all wrong positions fail here.
    @inline(__always)
    private func hasCompleteCodes(_ base: UnsafePointer<UInt8>, _ start: Int, _ count: Int) -> Bool {
        let bit = start + 17
        var codes = BitReader.word(base + bit / 8) >> UInt64(bit % 8)
        codes &= 1 << UInt64(count * 3) - 1
        let sum =
            shares[Int(codes & 0xFFF)] + shares[Int(codes >> 12 & 0xFFF)] + shares[Int(codes >> 24 & 0xFFF)]
            + shares[Int(codes >> 36 & 0xFFF)] + shares[Int(codes >> 48 & 0xFFF)]
        return sum == 128
    }

    private func isBlock(_ base: UnsafePointer<UInt8>, _ count: Int, _ start: Int) -> Bool {
        var reader = BitReader(base, count: count, bit: start + 3)
        return header.read(&reader)
    }
}
