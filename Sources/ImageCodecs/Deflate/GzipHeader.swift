/// The header and the trailer of a gzip member (RFC 1952, 2.3), for those who decode what lies between by themselves.
package enum GzipHeader {
    /// The size of the trailer: CRC-32 and size modulo 2^32.
    package static let trailerByteCount = 8

    /// Whether a member begins here; data that do not begin so are no further member.
    package static func isMember(_ bytes: RawSpan) -> Bool {
        bytes.byteCount >= 2 && byte(bytes, 0) == 0x1F && byte(bytes, 1) == 0x8B
    }

    /// How many bytes the header has that the bytes begin with; nil if it reaches beyond them.
    ///
    /// - Throws: `CodecError` if it is no header, asks for a method other than DEFLATE, or its checksum is wrong.
    package static func byteCount(_ bytes: RawSpan) throws(CodecError) -> Int? {
        guard bytes.byteCount >= 10 else { return nil }
        guard isMember(bytes) else { throw CodecError("gzip: the header is damaged") }
        guard byte(bytes, 2) == 8 else { throw CodecError("gzip: a compression method other than DEFLATE") }
        let flags = byte(bytes, 3)
        var end = 10
        if flags & 4 != 0 {
            guard end + 2 <= bytes.byteCount else { return nil }
            end += 2 + Int(byte(bytes, end)) + Int(byte(bytes, end + 1)) << 8
        }
        // Name and comment, each ended by a zero.
        for flag: UInt8 in [8, 16] where flags & flag != 0 {
            while true {
                guard end < bytes.byteCount else { return nil }
                end += 1
                if byte(bytes, end - 1) == 0 { break }
            }
        }
        guard flags & 2 != 0 else { return end <= bytes.byteCount ? end : nil }
        guard end + 2 <= bytes.byteCount else { return nil }
        var checksum = CRC32()
        bytes.extracting(0..<end).withUnsafeBytes { checksum.append($0) }
        guard Int(checksum.value & 0xFFFF) == Int(byte(bytes, end)) | Int(byte(bytes, end + 1)) << 8 else {
            throw CodecError("gzip: the header is damaged")
        }
        return end + 2
    }

    /// Compares the trailer with what was decoded.
    ///
    /// - Throws: `CodecError` if they differ.
    package static func checkTrailer(_ bytes: RawSpan, _ checksum: CRC32) throws(CodecError) {
        guard bytes.byteCount >= trailerByteCount else {
            throw CodecError("gzip: the data end before they are complete")
        }
        let trailer = UInt64(littleEndian: bytes.unsafeLoadUnaligned(as: UInt64.self))
        guard trailer == UInt64(checksum.value) | UInt64(UInt32(truncatingIfNeeded: checksum.byteCount)) << 32 else {
            throw CodecError("gzip: the checksum does not match; the data are damaged")
        }
    }

    private static func byte(_ bytes: RawSpan, _ offset: Int) -> UInt8 {
        bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self)
    }
}
