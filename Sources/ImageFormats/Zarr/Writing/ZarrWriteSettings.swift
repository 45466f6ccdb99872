import ImageCore
import ImageSources

/// What a caller says about how a store is written.
struct ZarrWriteSettings: Sendable {
    var version = OMEZarrVersion.v05
    /// Extents of chunks by axis; those that are not named are chosen.
    var chunks: [Axis: Int] = [:]
    /// Extents of shards by axis; nil leaves it to the size of the image, an empty list means none.
    var shards: [Axis: Int]?
    /// The number of resolution levels; nil for as many as a viewer wants.
    var levels: Int?
    /// The names of arrays that are labels; nil for all arrays of whole numbers behind the first.
    var labels: [String]?

    /// What the writer can be told.
    static let options = [
        OptionDescriptor(
            "version", .string, "the version of OME-Zarr, 0.5 (in Zarr v3) or 0.4 (in Zarr v2); by default 0.5"),
        OptionDescriptor(
            "chunks", .string,
            "extents of chunks, as in z=32,y=256,x=256; chosen from the image where they are not named"),
        OptionDescriptor(
            "shards", .string,
            "extents of shards, as in z=64,y=1024,x=1024, or none; by default images of many chunks have shards"),
        OptionDescriptor(
            "levels", .int, "the number of resolution levels, 1 for the image alone; by default until it fits a screen"),
        OptionDescriptor(
            "labels", .string,
            "the names of the arrays that are label images, separated by commas; by default all of whole numbers behind the first"
        ),
    ]

    /// - Throws: `invalidArgument` for an option that does not exist or makes no sense.
    init(_ options: Attributes) throws(ImageError) {
        for (key, value) in options.pairs {
            switch key {
            case "version":
                let text = value.stringValue ?? value.json()
                guard let known = OMEZarrVersion(rawValue: text) else {
                    throw .invalidArgument(
                        "'\(text)' is no version of OME-Zarr that is written", hint: "use 0.5 or 0.4")
                }
                version = known
            case "chunks": chunks = try Self.extents(value, key)
            case "shards":
                if value.stringValue == "auto" { break }
                shards = value.stringValue == "none" ? [:] : try Self.extents(value, key)
            case "levels":
                guard let count = value.intValue, count >= 1 else {
                    throw .invalidArgument("'levels' is \(value.json()), no number from 1 on")
                }
                levels = count
            case "labels":
                labels = (value.stringValue ?? "").split(separator: ",").map { String($0).trimmingBlanks }
            default:
                throw .invalidArgument(
                    "Zarr stores have no setting '\(key)'",
                    hint: nearestNameHint(to: key, among: Self.options.map(\.name)))
            }
        }
        if version == .v04, shards?.isEmpty == false {
            throw .invalidArgument("version 0.4 has no shards", hint: "leave them out, or write version 0.5")
        }
    }

    /// Extents written as `z=32,y=256,x=256`.
    private static func extents(_ value: AttributeValue, _ key: String) throws(ImageError) -> [Axis: Int] {
        var extents: [Axis: Int] = [:]
        for part in (value.stringValue ?? "").split(separator: ",", omittingEmptySubsequences: false) {
            let sides = part.split(separator: "=", omittingEmptySubsequences: false).map { String($0).trimmingBlanks }
            guard sides.count == 2, sides[0].count == 1, let letter = sides[0].first, let axis = Axis(letter: letter),
                let extent = Int(sides[1]), extent > 0, extents.updateValue(extent, forKey: axis) == nil
            else {
                throw .invalidArgument(
                    "'\(key)' is \(value.json()), not extents by axis", hint: "write \(key)=z=32,y=256,x=256")
            }
        }
        return extents
    }
}
