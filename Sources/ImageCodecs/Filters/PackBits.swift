/// Eight truth values in a byte, the first one the highest bit, behind a byte that tells how many bits of the last byte
/// are not used; the `packbits` of numcodecs.
public struct PackBits: ByteCodec {
    /// The filter.
    public init() {}

    /// The name that formats know it by.
    public var name: String { "packbits" }

    /// Decodes to bytes 0 and 1; see the protocol.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            guard let unused = source.first, unused < 8, source.count > 1 || unused == 0 else {
                throw CodecError("packbits: the data are damaged")
            }
            let count = (source.count - 1).multipliedClamped(by: 8) - Int(unused)
            guard count <= room.count else { throw .noRoom(name, count, room.count) }
            for index in 0..<count {
                room[index] = source[1 + index / 8] >> UInt8(7 - index % 8) & 1
            }
            written = count
        }
    }

    /// Encodes; see `ByteCodec`.
    ///
    /// Every byte but 0 is true.
    public func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        let needed = encodedByteCountLimit(input.byteCount)
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            guard needed <= room.count else { throw .noRoom(name, needed, room.count) }
            room[0] = UInt8((8 - source.count % 8) % 8)
            for byte in 0..<needed - 1 {
                var packed: UInt8 = 0
                for index in byte * 8..<min(byte * 8 + 8, source.count) where source[index] != 0 {
                    packed |= 0x80 >> UInt8(index % 8)
                }
                room[byte + 1] = packed
            }
            written = needed
        }
    }

    /// The bytes that so many bytes become.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int {
        byteCount / 8 + (byteCount % 8 == 0 ? 0 : 1) + 1
    }
}
