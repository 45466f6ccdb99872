import ImageCodecs
import ImageCore
import ImageSources

/// What a caller says about how a KLB file is written.
struct KLBWriteSettings: Sendable {
    /// How blocks are compressed.
    var compression = KLBCompression.bzip2
    /// The level in the scale of the compression; nil for the usual one.
    var level: Int?
    /// The extents of blocks by axis; nil for the usual ones.
    var block: [Axis: Int]?
    /// The text for the metadata of the header; nil for what it has no field for.
    var text: String?
    /// What is done otherwise than asked for.
    private(set) var diagnostics: [Diagnostic] = []

    /// The names of compressions besides `none`.
    static let compressions = ["bzip2", "zlib"]

    /// What the writer can be told.
    static let options = [
        OptionDescriptor(
            "block_shape", .list,
            "the extents of blocks along t, c, z, y and x, or the last of these; by default 192 bytes along y and x, 16 "
                + "along z, and one place along the others"),
        OptionDescriptor(
            "compression_type", .string, "bzip2, zlib or none, where `compression` does not say it; by default bzip2"),
        OptionDescriptor(
            "header", .string,
            "a text of at most 256 bytes for the metadata of the header; by default what the header has no other place "
                + "for, such as the names of channels"),
    ]

    /// - Throws: `invalidArgument` for an option that does not exist or makes no sense.
    init(_ options: Attributes, _ wish: Compression) throws(ImageError) {
        var type: String?
        for (key, value) in options.pairs {
            switch key {
            case "block_shape": block = value.isNull ? nil : try Self.block(value)
            case "compression_type": type = value.isNull ? nil : try Self.text(key, value)
            case "header":
                text = value.isNull ? nil : try Self.text(key, value)
                if let text, text.utf8.count > KLBHeader.metadataByteCount || text.utf8.contains(0) {
                    throw .invalidArgument(
                        "'header' is \(text.utf8.count) bytes long; there is room for \(KLBHeader.metadataByteCount), "
                            + "none of them 0")
                }
            default:
                throw .invalidArgument(
                    "KLB files have no setting '\(key)'",
                    hint: nearestNameHint(to: key, among: Self.options.map(\.name)))
            }
        }
        level = wish.level
        let asked = wish.algorithm == "auto" ? nil : wish.algorithm
        if let type {
            guard let known = Self.compression(type.lowercased()) else {
                throw .invalidArgument("'compression_type' is '\(type)', not bzip2, zlib or none")
            }
            if let asked, Self.compression(asked) != known {
                throw .invalidArgument("compression is '\(asked)' and 'compression_type' is '\(type)'; say one of them")
            }
            compression = known
        } else if let asked {
            if let known = Self.compression(asked) {
                compression = known
            } else {
                diagnostics.append(
                    Diagnostic("KLB files are not compressed with \(asked); bzip2 was used instead", about: .storage))
            }
        }
        checkLevel()
    }

    /// Keeps the level within the scale of the compression.
    private mutating func checkLevel() {
        let levels: ClosedRange<Int>
        switch compression {
        case .none: return
        case .bzip2: levels = 1...9
        case .zlib: levels = 0...3
        }
        guard let wanted = level, !levels.contains(wanted) else { return }
        let nearest = min(max(wanted, levels.lowerBound), levels.upperBound)
        level = nearest
        diagnostics.append(
            Diagnostic(
                "\(compression.name) is written at levels \(levels.lowerBound) to \(levels.upperBound); \(nearest) was "
                    + "used instead of \(wanted)", about: .storage))
    }

    private static func compression(_ name: String) -> KLBCompression? {
        switch name {
        case "none", "raw": KLBCompression.none
        case "bzip2", "bz2": .bzip2
        case "zlib", "deflate", "gzip", "gz": .zlib
        default: nil
        }
    }

    private static func text(_ key: String, _ value: AttributeValue) throws(ImageError) -> String {
        guard let text = value.stringValue else {
            throw .invalidArgument("'\(key)' is a text, not \(value.kindName)")
        }
        return text
    }

    private static func block(_ value: AttributeValue) throws(ImageError) -> [Axis: Int] {
        let items = value.arrayValue ?? []
        let numbers = items.compactMap { $0.intValue ?? $0.stringValue.flatMap { Int($0.trimmingBlanks) } }
        guard numbers.count == items.count, (1...5).contains(numbers.count),
            numbers.allSatisfy({ (1...Int(UInt32.max)).contains($0) })
        else {
            throw .invalidArgument(
                "'block_shape' is \(value.json()), not one to five numbers above 0",
                hint: "write the extents along t, c, z, y, x, such as 1,1,8,96,96")
        }
        return Dictionary(uniqueKeysWithValues: zip(KLBHeader.axes, numbers.reversed()))
    }

    /// The extents of blocks along the axes of the file.
    ///
    /// - Throws: `invalidArgument` for blocks that are too large to be compressed at once.
    func blockShape(_ sizes: [Int], _ elementType: ElementType) throws(ImageError) -> [Int] {
        let usual = [192, 192, 16].map { max($0 / elementType.size, 1) } + [1, 1]
        let shape = zip(KLBHeader.axes, zip(sizes, usual)).map { axis, numbers in
            min(block.map { $0[axis] ?? 1 } ?? numbers.1, numbers.0)
        }
        guard try Shape.byteCount(shape, elementSize: elementType.size) < 1 << 30 else {
            throw .invalidArgument(
                "blocks of \(Shape.describe(shape.reversed())) \(elementType) have more than 1 GiB",
                hint: "choose a smaller block_shape")
        }
        return shape
    }

    /// What compresses blocks of so many bytes; nil where they stay as they are.
    func codec(blockByteCount: Int) -> (any ByteCodec)? {
        switch compression {
        case .none: nil
        // Larger buffers than the data take time and gain nothing.
        case .bzip2: Bzip2(level: level ?? min(9, (blockByteCount + 99_999) / 100_000))
        case .zlib: Zlib(level: level ?? 2)
        }
    }
}
