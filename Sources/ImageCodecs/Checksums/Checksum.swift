/// Four bytes of checksum, little-endian, before or after the bytes they are computed from.
///
/// Decoding verifies the checksum and gives the bytes without it.
public struct Checksum: ByteCodec {
    /// Where the checksum stands.
    public enum Position: String, Sendable {
        case start, end
    }

    /// How the checksum is computed; the raw values are the names of Zarr and numcodecs.
    public enum Algorithm: String, Sendable, CaseIterable {
        /// CRC-32C (Castagnoli).
        case crc32c
        /// The CRC-32 of gzip and zlib.
        case crc32
        /// The Adler-32 of zlib.
        case adler32
        /// The Fletcher-32 of HDF5.
        case fletcher32

        /// Where formats put it if they do not say.
        public var usualPosition: Position {
            switch self {
            case .crc32, .adler32: .start
            case .crc32c, .fletcher32: .end
            }
        }

        /// The checksum of bytes.
        func value(of bytes: RawSpan) -> UInt32 {
            switch self {
            case .crc32c: ChecksumFunctions.crc32c(bytes)
            case .crc32: ChecksumFunctions.crc32(bytes)
            case .adler32: ChecksumFunctions.adler32(bytes)
            case .fletcher32: Fletcher32.checksum(bytes)
            }
        }
    }

    /// How the checksum is computed.
    public let algorithm: Algorithm
    /// Where the checksum stands.
    public let position: Position

    private static let byteCount = 4

    /// The codec; without a position, the one that formats expect.
    public init(_ algorithm: Algorithm, position: Position? = nil) {
        self.algorithm = algorithm
        self.position = position ?? algorithm.usualPosition
    }

    /// The name that formats know it by.
    public var name: String { algorithm.rawValue }

    /// Decodes; see the protocol.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        let count = input.byteCount - Self.byteCount
        guard count >= 0 else { throw CodecError("\(name): \(input.byteCount) bytes are too few for a checksum") }
        let start = position == .start ? Self.byteCount : 0
        let bytes = input.extracting(start..<start + count)
        let stored = UInt32(
            littleEndian: input.unsafeLoadUnaligned(
                fromByteOffset: position == .start ? 0 : count, as: UInt32.self))
        guard stored == algorithm.value(of: bytes) else {
            throw CodecError("\(name): the checksum does not match; the data are damaged")
        }
        try output.append(bytes, for: name)
    }

    /// Encodes; see `ByteCodec`.
    public func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        guard output.freeCapacity >= encodedByteCountLimit(input.byteCount) else {
            throw .noRoom(name, encodedByteCountLimit(input.byteCount), output.freeCapacity)
        }
        let value = algorithm.value(of: input).littleEndian
        if position == .start { output.append(value, as: UInt32.self) }
        try output.append(input, for: name)
        if position == .end { output.append(value, as: UInt32.self) }
    }

    /// The bytes that so many bytes become.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int {
        byteCount.addingClamped(Self.byteCount)
    }
}
