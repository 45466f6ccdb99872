import CBlosc

/// The header of Blosc data, checked as far as the library does not.
struct BloscHeader {
    /// The size of the header.
    static let byteCount = Int(BLOSC_MIN_HEADER_LENGTH)
    /// Working memory is made for whole blocks; no encoder makes larger ones than its data, nor than this.
    private static let blockSizeLimit = 64 << 20

    /// How many bytes the data decode to.
    let byteCount: Int
    /// The size of an element in bytes; not 0 unless there are none.
    let typeSize: Int
    private let library: UInt8

    /// Reads and checks a header.
    init(_ input: RawSpan) throws(CodecError) {
        guard input.byteCount >= Self.byteCount else { throw CodecError("blosc: the data end within the header") }
        func field(_ offset: Int) -> Int {
            Int(UInt32(littleEndian: input.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt32.self)))
        }
        let version = input.unsafeLoad(fromByteOffset: 0, as: UInt8.self)
        let flags = input.unsafeLoad(fromByteOffset: 2, as: UInt8.self)
        let typeSize = input.unsafeLoad(fromByteOffset: 3, as: UInt8.self)
        let (decoded, blockSize, encoded) = (field(4), field(8), field(12))
        guard version == UInt8(BLOSC_VERSION_FORMAT) else {
            throw CodecError("blosc: the data have version \(version) of the format; only version 2 can be read")
        }
        guard encoded >= Self.byteCount, encoded <= input.byteCount else {
            throw CodecError("blosc: the header tells of \(encoded) bytes, there are \(input.byteCount)")
        }
        guard decoded <= blosc_byte_count_limit, typeSize > 0 || decoded == 0,
            blockSize > 0 || decoded == 0, blockSize <= max(decoded, Self.blockSizeLimit)
        else { throw CodecError("blosc: the header is damaged") }
        byteCount = decoded
        self.typeSize = Int(typeSize)
        library = flags >> 5
    }

    /// Finds out whether the library can decode the blocks: it was perhaps built without the compressor.
    func checkCompressor() throws(CodecError) {
        let names = ["blosclz", "lz4", "snappy", "zlib", "zstd"]
        guard Int(library) < names.count else { throw CodecError("blosc: an unknown compressor, number \(library)") }
        let name = names[Int(library)]
        guard blosc_compname_to_compcode(name) >= 0 else {
            throw CodecError("blosc: the installed library was built without \(name)")
        }
    }
}
