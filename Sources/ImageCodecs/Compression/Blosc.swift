import CBlosc

/// Blosc 1: shuffled elements, compressed in blocks, behind a header of 16 bytes; by c-blosc.
public struct Blosc: ByteCodec {
    /// What compresses the blocks.
    public enum Compressor: String, Sendable, CaseIterable {
        case blosclz, lz4, lz4hc, snappy, zlib, zstd
    }

    /// How elements are taken apart before; the raw values are those of Zarr.
    public enum ShuffleKind: Int, Sendable {
        /// Bits for elements of one byte, otherwise bytes.
        case automatic = -1
        case none = 0
        /// The first bytes of all elements, then the second ones.
        case byte = 1
        /// The same with bits.
        case bit = 2
    }

    /// What compresses the blocks.
    public let compressor: Compressor
    /// The level, 0 (stored) to 9.
    public let level: Int
    /// How elements are taken apart before.
    public let shuffle: ShuffleKind
    /// The size of an element in bytes.
    public let typeSize: Int
    /// The size of a block in bytes; 0 lets the library choose.
    public let blockSize: Int

    /// The codec; levels beyond 0 to 9 mean the nearest, and elements of more than 255 bytes count as single bytes.
    public init(
        compressor: Compressor = .lz4, level: Int = 5, shuffle: ShuffleKind = .byte, typeSize: Int = 1,
        blockSize: Int = 0
    ) {
        self.compressor = compressor
        self.level = min(max(level, 0), 9)
        self.shuffle = shuffle
        self.typeSize = (1...Int(BLOSC_MAX_TYPESIZE)).contains(typeSize) ? typeSize : 1
        self.blockSize = max(blockSize, 0)
    }

    /// The name that formats know it by.
    public var name: String { "blosc" }

    /// Decodes; see the protocol.
    ///
    /// All parameters come from the data; those of the codec matter to encoding only.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        let header = try BloscHeader(input)
        guard header.byteCount <= output.freeCapacity else {
            throw .noRoom(name, header.byteCount, output.freeCapacity)
        }
        if header.byteCount == 0 { return }
        try header.checkCompressor()
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            let result = blosc_decompress_ctx(source.baseAddress, room.baseAddress, header.byteCount, 1)
            guard Int(result) == header.byteCount else {
                throw CodecError("blosc: the data are damaged (status \(result))")
            }
            written = header.byteCount
        }
    }

    /// Encodes; see `ByteCodec`.
    public func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        guard input.byteCount <= blosc_byte_count_limit else {
            throw CodecError("blosc: \(input.byteCount) bytes are too many at once")
        }
        guard blosc_compname_to_compcode(compressor.rawValue) >= 0 else {
            throw CodecError("blosc: the installed library was built without \(compressor.rawValue)")
        }
        let kind = shuffle == .automatic ? (typeSize == 1 ? .bit : .byte) : shuffle
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            let result = blosc_compress_ctx(
                Int32(level), Int32(kind.rawValue), typeSize, source.count, source.baseAddress, room.baseAddress,
                min(room.count, Int(Int32.max)), compressor.rawValue, min(blockSize, Int(Int32.max)), 1)
            guard result > 0 else { throw CodecError("blosc: no room for the compressed data (status \(result))") }
            written = Int(result)
        }
    }

    /// The most bytes that so many bytes can become.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int {
        byteCount.addingClamped(BloscHeader.byteCount)
    }
}
