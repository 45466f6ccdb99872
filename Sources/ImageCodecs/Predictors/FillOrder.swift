/// The order of the bits in a byte: TIFF's fill order 2 has the lowest bit first.
public enum FillOrder {
    /// Reverses the bits of every byte.
    public static func reverseBits(_ bytes: inout MutableRawSpan) {
        bytes.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return }
            reverse(UnsafeRawPointer(start), start, buffer.count)
        }
    }

    /// Appends the bytes with the bits of each reversed.
    ///
    /// - Throws: `CodecError` if there is no room.
    public static func reverseBits(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            guard source.count <= room.count else { throw .noRoom("fill order", source.count, room.count) }
            guard let start = source.baseAddress, let target = room.baseAddress else { return }
            reverse(start, target, source.count)
            written = source.count
        }
    }

    private static func reverse(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int) {
        var index = 0
        while index &+ 8 <= count {
            var word = source.loadUnaligned(fromByteOffset: index, as: UInt64.self)
            word = word &>> 1 & 0x5555_5555_5555_5555 | (word & 0x5555_5555_5555_5555) &<< 1
            word = word &>> 2 & 0x3333_3333_3333_3333 | (word & 0x3333_3333_3333_3333) &<< 2
            word = word &>> 4 & 0x0F0F_0F0F_0F0F_0F0F | (word & 0x0F0F_0F0F_0F0F_0F0F) &<< 4
            target.storeBytes(of: word, toByteOffset: index, as: UInt64.self)
            index &+= 8
        }
        while index < count {
            let byte = source.load(fromByteOffset: index, as: UInt8.self)
            // Bit by bit from the low end to the high end.
            let reversed = (0..<8).reduce(UInt8(0)) { $0 << 1 | byte >> UInt8($1) & 1 }
            target.storeBytes(of: reversed, toByteOffset: index, as: UInt8.self)
            index &+= 1
        }
    }
}
