public import ImageCore

/// Real numbers of 24 bits, as TIFF files may have them: a sign, 7 bits of exponent and 16 of fraction.
///
/// They decode to numbers of 32 bits in the order of this machine, exactly. Encoding rounds to the nearest, to even on a tie.
public struct Float24: ByteCodec {
    /// The order of the three bytes.
    public let byteOrder: ByteOrder

    /// The codec.
    public init(byteOrder: ByteOrder) {
        self.byteOrder = byteOrder
    }

    /// The name that formats know it by.
    public var name: String { "float24" }

    /// Decodes; see the protocol.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        guard input.byteCount % 3 == 0 else {
            throw CodecError("float24: \(input.byteCount) bytes are no whole number of elements of 3")
        }
        let count = input.byteCount / 3
        let needed = count.multipliedClamped(by: 4)
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            guard needed <= room.count else { throw .noRoom(name, needed, room.count) }
            guard let target = room.baseAddress else { return }
            for index in 0..<count {
                let (first, middle, last) = (
                    UInt32(source[index * 3]), UInt32(source[index * 3 + 1]), UInt32(source[index * 3 + 2])
                )
                let bits =
                    byteOrder == .big ? first << 16 | middle << 8 | last : last << 16 | middle << 8 | first
                target.storeBytes(of: Self.widened(bits), toByteOffset: index * 4, as: UInt32.self)
            }
            written = needed
        }
    }

    /// Encodes; see `ByteCodec`.
    public func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        guard input.byteCount % 4 == 0 else {
            throw CodecError("float24: \(input.byteCount) bytes are no whole number of elements of 4")
        }
        let needed = encodedByteCountLimit(input.byteCount)
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            guard needed <= room.count else { throw .noRoom(name, needed, room.count) }
            for index in 0..<source.count / 4 {
                let bits = Self.narrowed(source.loadUnaligned(fromByteOffset: index * 4, as: UInt32.self))
                for byte in 0..<3 {
                    let place = byteOrder == .big ? 2 - byte : byte
                    room[index * 3 + place] = UInt8(truncatingIfNeeded: bits >> UInt32(byte * 8))
                }
            }
            written = needed
        }
    }

    /// The bytes that so many bytes become.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int { byteCount / 4 * 3 }

    /// The bits of the same number in 32 bits.
    private static func widened(_ bits: UInt32) -> UInt32 {
        let sign = bits >> 23 & 1
        let exponent = bits >> 16 & 0x7F
        let fraction = bits & 0xFFFF
        switch exponent {
        case 0x7F: return sign << 31 | (fraction == 0 ? 0x7F80_0000 : 0x7FC0_0000)
        case 0:
            // Below 2^-62 the fraction has no hidden one.
            return (Float(fraction) * 0x1p-78).bitPattern | sign << 31
        default: return sign << 31 | (exponent + 127 - 63) << 23 | fraction << 7
        }
    }

    /// The bits of the nearest number in 24 bits.
    private static func narrowed(_ bits: UInt32) -> UInt32 {
        let sign = (bits >> 31) << 23
        let magnitude = Float(bitPattern: bits & 0x7FFF_FFFF)
        if magnitude.isNaN { return sign | 0x7F_8000 }
        if magnitude < 0x1p-62 {
            // A carry makes the smallest number with a hidden one, as it should.
            return sign | UInt32((magnitude * 0x1p78).rounded(.toNearestOrEven))
        }
        if magnitude >= 0x1p65 { return sign | 0x7F_0000 }
        let (scaled, half) = (magnitude.bitPattern - (127 - 63) << 23, UInt32(63))
        let rounded = (scaled + half + (scaled >> 7 & 1)) >> 7
        return sign | min(rounded, 0x7F_0000)
    }
}
