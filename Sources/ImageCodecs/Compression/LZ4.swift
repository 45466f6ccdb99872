import CLZ4

/// An LZ4 block behind its decoded size in four bytes, little-endian, as numcodecs writes it.
public struct LZ4: ByteCodec {
    /// How much is given up for speed; 1 is the best compression.
    public let acceleration: Int

    private static let headerByteCount = 4

    /// The codec; accelerations below 1 mean 1.
    public init(acceleration: Int = 1) {
        self.acceleration = max(acceleration, 1)
    }

    /// The name that formats know it by.
    public var name: String { "lz4" }

    /// Decodes; see the protocol.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            guard let start = source.baseAddress, let target = room.baseAddress,
                source.count >= Self.headerByteCount
            else { throw CodecError("lz4: the data end within the header") }
            let size = Int(UInt32(littleEndian: start.loadUnaligned(as: UInt32.self)))
            guard size <= room.count else { throw .noRoom(name, size, room.count) }
            let blockSize = source.count - Self.headerByteCount
            guard size <= LZ4_MAX_INPUT_SIZE, let count = Int32(exactly: blockSize) else {
                throw CodecError("lz4: a block cannot have \(blockSize) bytes and decode to \(size)")
            }
            let result = LZ4_decompress_safe(
                (start + Self.headerByteCount).assumingMemoryBound(to: CChar.self),
                target.assumingMemoryBound(to: CChar.self), count, Int32(size))
            guard Int(result) == size else {
                throw CodecError("lz4: the data are damaged, or do not decode to the \(size) bytes they should")
            }
            written = size
        }
    }

    /// Encodes; see `ByteCodec`.
    public func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        guard input.byteCount <= LZ4_MAX_INPUT_SIZE else {
            throw CodecError("lz4: \(input.byteCount) bytes are too many for one block")
        }
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            guard let start = source.baseAddress, let target = room.baseAddress,
                room.count > Self.headerByteCount
            else { throw CodecError("lz4: no room for the compressed data") }
            target.storeBytes(of: UInt32(source.count).littleEndian, as: UInt32.self)
            let result = LZ4_compress_fast(
                start.assumingMemoryBound(to: CChar.self),
                (target + Self.headerByteCount).assumingMemoryBound(to: CChar.self), Int32(source.count),
                Int32(clamping: room.count - Self.headerByteCount), Int32(clamping: acceleration))
            guard result > 0 else { throw CodecError("lz4: no room for the compressed data") }
            written = Self.headerByteCount + Int(result)
        }
    }

    /// The most bytes that so many bytes can become.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int {
        // The library's formula, without its limit to what one block can hold.
        byteCount.addingClamped(byteCount / 255 + 16 + Self.headerByteCount)
    }
}
