import ImageCore

/// The first bytes of a TIFF file: its byte order, and how wide its offsets are (TIFF 6.0, section 2; BigTIFF).
struct TIFFHeader: Sendable, Hashable {
    let byteOrder: ByteOrder
    let isBig: Bool
    /// Where the first directory lies.
    let firstDirectory: Int
    /// Whether a classic file has offsets of 64 bits; see `TIFFFile.wideHeader`.
    let isWide: Bool

    /// The most bytes that a header has.
    static let byteCountLimit = 16

    /// - Throws: `ParseError` if the bytes are no header.
    init(_ prefix: Bytes) throws(ParseError) {
        self = try prefix.withBytes { (span) throws(ParseError) in try TIFFHeader(span) }
    }

    private init(_ span: RawSpan) throws(ParseError) {
        var cursor = ByteCursor(span)
        switch try cursor.read(UInt16.self) {
        case 0x4949: byteOrder = .little
        case 0x4D4D: byteOrder = .big
        default: throw ParseError("the file does not begin as a TIFF file does", at: 0)
        }
        cursor.byteOrder = byteOrder
        isWide = false
        switch try cursor.read(UInt16.self) {
        case 42:
            isBig = false
            firstDirectory = Int(try cursor.read(UInt32.self))
        case 43:
            isBig = true
            let width = try cursor.read(UInt16.self)
            guard width == 8, try cursor.read(UInt16.self) == 0 else {
                throw ParseError("the BigTIFF file has offsets of \(width) bytes, which nobody writes", at: 4)
            }
            firstDirectory = Int(clamping: try cursor.read(UInt64.self))
        case let version: throw ParseError("version \(version) of TIFF is not known", at: 2)
        }
    }

    init(byteOrder: ByteOrder, isBig: Bool, firstDirectory: Int, isWide: Bool = false) {
        self.isWide = isWide
        self.byteOrder = byteOrder
        self.isBig = isBig
        self.firstDirectory = firstDirectory
    }

    /// The bytes of the number of entries that a directory begins with.
    var countByteCount: Int { isBig ? 8 : 2 }
    /// The bytes of an entry.
    var entryByteCount: Int { isBig ? 20 : 12 }
    /// The bytes of an offset, and of a value that stands in its entry.
    var offsetByteCount: Int { isBig ? 8 : 4 }
}
