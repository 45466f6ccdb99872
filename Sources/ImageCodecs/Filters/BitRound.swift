import ImageCore

/// Real numbers whose last bits are rounded to 0, such that they compress better; the `bitround` of Zarr.
///
/// Decoding changes nothing.
public struct BitRound: ByteCodec {
    /// How many bits of the fraction are kept.
    public let keepBits: Int
    /// The type of the numbers.
    public let type: StoredType

    /// The filter.
    public init(keepBits: Int, type: StoredType) {
        self.keepBits = keepBits
        self.type = type
    }

    /// The name that formats know it by.
    public var name: String { "bitround" }

    /// Decodes; see the protocol.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try output.append(input, for: name)
    }

    /// Encodes; see `ByteCodec`.
    public func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        switch type.elementType {
        case .float16: try round(UInt16.self, 10, input, into: &output)
        case .float32: try round(UInt32.self, 23, input, into: &output)
        case .float64: try round(UInt64.self, 52, input, into: &output)
        default: throw CodecError("bitround: only real numbers have bits to round, not \(type)")
        }
    }

    /// The bytes that so many bytes become: the same number.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int { byteCount }

    private func round<Raw: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _: Raw.Type, _ bits: Int, _ input: RawSpan, into output: inout OutputRawSpan
    ) throws(CodecError) {
        guard (0...bits).contains(keepBits) else {
            throw CodecError("bitround: \(type) has \(bits) bits to keep, not \(keepBits)")
        }
        if keepBits == bits { return try output.append(input, for: name) }
        let size = MemoryLayout<Raw>.size
        guard input.byteCount % size == 0 else {
            throw CodecError("bitround: \(input.byteCount) bytes are no whole number of elements of \(type)")
        }
        let dropped = bits - keepBits
        let mask = ~((1 as Raw) << dropped &- 1)
        let half = (1 as Raw) << (dropped - 1) &- 1
        let isSwapped = type.byteOrder != .native
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            guard source.count <= room.count else { throw .noRoom(name, source.count, room.count) }
            for offset in stride(from: 0, to: source.count, by: size) {
                let stored = source.loadUnaligned(fromByteOffset: offset, as: Raw.self)
                var value = isSwapped ? stored.byteSwapped : stored
                value = (value &+ (value >> dropped & 1) &+ half) & mask
                room.storeBytes(of: isSwapped ? value.byteSwapped : value, toByteOffset: offset, as: Raw.self)
            }
            written = source.count
        }
    }
}
