/// The Fletcher-32 checksum as HDF5 computes it: over words of two bytes, the first byte the higher one.
enum Fletcher32 {
    /// As many words as can be summed before the sums must be reduced.
    private static let wordLimit = 360

    /// The checksum of bytes; the last one of an odd number counts as the higher byte of a word.
    static func checksum(_ bytes: RawSpan) -> UInt32 {
        var first: UInt32 = 0
        var second: UInt32 = 0
        let words = bytes.byteCount / 2
        var index = 0
        while index < words {
            let end = min(index + wordLimit, words)
            while index < end {
                let word = UInt16(bigEndian: bytes.unsafeLoadUnaligned(fromByteOffset: index * 2, as: UInt16.self))
                first &+= UInt32(word)
                second &+= first
                index += 1
            }
            first = folded(first)
            second = folded(second)
        }
        if bytes.byteCount % 2 == 1 {
            first &+= UInt32(bytes.unsafeLoad(fromByteOffset: bytes.byteCount - 1, as: UInt8.self)) << 8
            second &+= first
            first = folded(first)
            second = folded(second)
        }
        return folded(second) << 16 | folded(first)
    }

    private static func folded(_ sum: UInt32) -> UInt32 { (sum & 0xFFFF) &+ (sum >> 16) }
}
