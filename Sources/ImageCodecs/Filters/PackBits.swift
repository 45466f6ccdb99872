/// Eight truth values in a byte, the first one the highest bit, with a byte that tells how many bits of the last byte are
/// not used; the `packbits` of numcodecs, which has that byte first, and of Zarr v3.
public struct PackBits: ByteCodec {
    /// Where the byte stands; the raw values are those of Zarr v3.
    public enum Padding: String, Sendable {
        case first = "first_byte"
        case last = "last_byte"
        case none
    }

    /// Where the byte stands that tells how many bits are not used.
    public let padding: Padding

    /// The filter.
    public init(padding: Padding = .first) {
        self.padding = padding
    }

    /// The name that formats know it by.
    public var name: String { "packbits" }

    /// Decodes to bytes 0 and 1; see the protocol.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            let count: Int
            if padding == .none {
                // Only the room says how many there are.
                count = min(source.count.multipliedClamped(by: 8), room.count)
                guard source.count == (count + 7) / 8 else { throw .noRoom(name, count, room.count) }
            } else {
                let place = padding == .first ? 0 : source.count - 1
                guard !source.isEmpty, source[place] < 8, source.count > 1 || source[place] == 0 else {
                    throw CodecError("packbits: the data are damaged")
                }
                count = (source.count - 1).multipliedClamped(by: 8) - Int(source[place])
                guard count <= room.count else { throw .noRoom(name, count, room.count) }
            }
            let start = padding == .first ? 1 : 0
            for index in 0..<count {
                room[index] = source[start + index / 8] >> UInt8(7 - index % 8) & 1
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
            let unused = UInt8((8 - source.count % 8) % 8)
            let start = padding == .first ? 1 : 0
            if padding == .first { room[0] = unused }
            if padding == .last { room[needed - 1] = unused }
            for byte in 0..<(source.count + 7) / 8 {
                var packed: UInt8 = 0
                for index in byte * 8..<min(byte * 8 + 8, source.count) where source[index] != 0 {
                    packed |= 0x80 >> UInt8(index % 8)
                }
                room[start + byte] = packed
            }
            written = needed
        }
    }

    /// The bytes that so many bytes become.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int {
        byteCount / 8 + (byteCount % 8 == 0 ? 0 : 1) + (padding == .none ? 0 : 1)
    }
}
