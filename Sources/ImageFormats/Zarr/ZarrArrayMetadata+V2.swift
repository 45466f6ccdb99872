import ImageCodecs
import ImageCore

extension ZarrArrayMetadata {
    /// The metadata of a v2 array: `.zarray` and `.zattrs` (Zarr storage specification version 2).
    ///
    /// - Throws: `corrupt` for keys that are missing or contradict each other; `unsupported`, naming it, for a data type or
    ///   codec that is not known.
    init(v2 fields: ZarrFields, attributes: Attributes) throws(ImageError) {
        guard try fields.int("zarr_format") == 2 else {
            throw fields.corrupt("zarr_format", "'zarr_format' is \(try fields.int("zarr_format")), not 2")
        }
        shape = try fields.extents("shape", atLeast: 0)
        storedChunk = try fields.extents("chunks", atLeast: 1)
        let (type, order) = try ZarrDataType.v2(fields)
        self.type = type
        try Self.check(shape: shape, chunk: storedChunk, elementSize: type.size, fields)
        let isFortran: Bool
        switch try fields.string("order") {
        case "C": isFortran = false
        case "F": isFortran = true
        case let other: throw fields.corrupt("order", "'order' is '\(other)', neither C nor F")
        }
        let separator = fields.values["dimension_separator"]
        keys = ZarrChunkKeys(
            hasPrefix: false,
            separator: separator == nil || separator?.isNull == true
                ? "." : try ZarrChunkKeys.separator(separator ?? .null, "dimension_separator", fields))
        codecs = try ZarrCodecChain(
            v2: fields, chunk: storedChunk, type: type, byteOrder: order, isFortran: isFortran)
        fill = nil
        if case .number(let number) = type {
            fill = try ZarrFillValue.bytes(fields.values["fill_value"], number, fields)
        }
        format = 2
        self.attributes = attributes
        dimensionNames = attributes["_ARRAY_DIMENSIONS"]?.arrayValue.map { $0.map(\.stringValue) }
        if dimensionNames?.count != shape.count { dimensionNames = nil }
    }
}
