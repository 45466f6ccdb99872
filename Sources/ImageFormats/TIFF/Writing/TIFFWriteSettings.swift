import ImageCore
import ImageSources

/// What a caller says about how a TIFF file is written, and what the file's name says.
struct TIFFWriteSettings: Sendable {
    /// Whether the name demands OME-TIFF.
    var isOME = false
    /// Whether offsets are 64 bits wide; nil for as the size demands.
    var isBig: Bool?
    /// The extent of tiles, 0 for strips; nil for as the size demands.
    var tile: Int?
    /// The rows of a strip; nil for as the size demands.
    var rowsPerStrip: Int?
    /// The number of resolution levels; nil for as the size demands.
    var levels: Int?
    /// Whether differences of neighbours are compressed; nil for where they help.
    var predictor: Bool?
    /// Whether smaller levels take single values instead of means.
    var isLabels = false

    /// What the writer can be told.
    static let options = [
        OptionDescriptor(
            "bigtiff", .bool,
            "whether the file is a BigTIFF, which ImageJ opens with Bio-Formats only; by default where it has to be"),
        OptionDescriptor(
            "tile", .int,
            "the width and height of tiles, a multiple of 16, or 0 for strips; by default 512 where there are levels, "
                + "and in large OME-TIFF files"),
        OptionDescriptor("rows_per_strip", .int, "the rows of a strip; chosen from the size of the image by default"),
        OptionDescriptor(
            "levels", .int,
            "the number of resolution levels, 1 for the image alone; by default until it fits a screen in large "
                + "OME-TIFF files, else 1"),
        OptionDescriptor(
            "predictor", .bool,
            "whether differences of neighbours are compressed; by default of whole numbers, but not with packbits"),
        OptionDescriptor(
            "labels", .bool,
            "whether the image is a label image, whose smaller levels have single values instead of means; by default no"
        ),
    ]

    /// - Throws: `invalidArgument` for an option that does not exist or makes no sense.
    init(_ options: Attributes, path: String) throws(ImageError) {
        let name = path.lowercased()
        isOME = [".ome.tif", ".ome.tiff", ".ome.btf", ".ome.tf2", ".ome.tf8"].contains { name.hasSuffix($0) }
        if [".btf", ".tf2", ".tf8"].contains(where: { name.hasSuffix($0) }) { isBig = true }
        for (key, value) in options.pairs {
            switch key {
            case "bigtiff": isBig = try Self.flag(key, value)
            case "predictor": predictor = try Self.flag(key, value)
            case "labels": isLabels = try Self.flag(key, value) ?? false
            case "tile":
                tile = try Self.number(key, value, in: 0...1 << 16)
                guard let tile, tile % 16 == 0 else {
                    throw .invalidArgument("'tile' is \(value.json()), tiles have a multiple of 16", hint: "write 512")
                }
            case "rows_per_strip": rowsPerStrip = try Self.number(key, value, in: 1...Int(Int32.max))
            case "levels": levels = try Self.number(key, value, in: 1...32)
            default:
                throw .invalidArgument(
                    "TIFF files have no setting '\(key)'",
                    hint: nearestNameHint(to: key, among: Self.options.map(\.name)))
            }
        }
        if let rowsPerStrip, let tile, tile > 0 {
            throw .invalidArgument("there are either tiles of \(tile) or strips of \(rowsPerStrip) rows")
        }
        if let levels, levels > 1, tile == 0 || rowsPerStrip != nil {
            throw .invalidArgument("\(levels) levels need tiles", hint: "leave the strips out, or levels")
        }
    }

    private static func flag(_ key: String, _ value: AttributeValue) throws(ImageError) -> Bool? {
        guard let flag = value.boolValue else {
            throw .invalidArgument("'\(key)' is \(value.json()), neither true nor false")
        }
        return flag
    }

    private static func number(
        _ key: String, _ value: AttributeValue, in range: ClosedRange<Int>
    ) throws(ImageError) -> Int {
        guard let number = value.intValue, range.contains(number) else {
            throw .invalidArgument(
                "'\(key)' is \(value.json()), no number from \(range.lowerBound) to \(range.upperBound)")
        }
        return number
    }
}
