import ImageCore

/// The header of a KLB file, without the table of its blocks.
///
/// Lists of five have the order of the file: x, y, z, c, t.
struct KLBHeader: Sendable, Equatable {
    /// How the fields lie.
    enum Form: Sendable {
        /// As today: a byte for the version comes first, and there are 256 bytes of metadata.
        case versioned
        /// As in the first files of 2014: without these two.
        case original

        /// The bytes of the fields.
        var byteCount: Int { self == .versioned ? 319 : 62 }
    }

    /// The number in the first byte; nil in the original form, which has none.
    var version: UInt8? = KLBHeader.currentVersion
    /// The extents of the image.
    var sizes: [Int]
    /// The distances between elements in µm and s.
    var sampling: [Float]
    /// The type of the pixels.
    var elementType: ElementType
    /// How blocks are compressed.
    var compression: KLBCompression
    /// What the writer had to say, up to the first NUL.
    var metadata = ""
    /// The extents of a block.
    var block: [Int]

    /// The version that everybody writes.
    static let currentVersion: UInt8 = 2
    /// The bytes for metadata.
    static let metadataByteCount = 256
    /// The axes in the order of the file.
    static let axes: [Axis] = [.x, .y, .z, .c, .t]
    /// The types by their numbers.
    static let elementTypes: [ElementType] = [
        .uint8, .uint16, .uint32, .uint64, .int8, .int16, .int32, .int64, .float32, .float64,
    ]

    /// How the fields lie.
    var form: Form { version == nil ? .original : .versioned }

    /// The blocks along each axis.
    var blockCounts: [Int] { zip(sizes, block).map { ($0 - 1) / $1 + 1 } }

    /// The bytes of all pixels.
    ///
    /// - Throws: `limitExceeded` if they are too many for any machine.
    func pixelByteCount() throws(ImageError) -> Int {
        try Shape.byteCount(sizes, elementSize: elementType.size)
    }

    /// The bytes before the first block: the fields and the table.
    ///
    /// - Throws: `limitExceeded` if they are too many for any machine.
    func byteCount() throws(ImageError) -> Int {
        let table = try Shape.byteCount(blockCounts, elementSize: MemoryLayout<UInt64>.size)
        let (sum, overflows) = table.addingReportingOverflow(form.byteCount)
        guard !overflows else { throw .limitExceeded("\(Shape.describe(blockCounts)) blocks are too many") }
        return sum
    }
}

/// How the blocks of a KLB file are compressed.
enum KLBCompression: UInt8, Sendable, CaseIterable {
    case none = 0
    case bzip2 = 1
    case zlib = 2

    /// The name.
    var name: String {
        switch self {
        case .none: "none"
        case .bzip2: "bzip2"
        case .zlib: "zlib"
        }
    }

    /// The most bytes that one compressed byte can stand for.
    ///
    /// DEFLATE codes 258 bytes in two bits at best, bzip2 less than 50 million bytes in one.
    var ratioLimit: Int {
        switch self {
        case .none: 1
        case .bzip2: 50_000_000
        case .zlib: 1032
        }
    }
}
