import ImageCodecs
import ImageCore

extension ZarrArrayMetadata {
    /// What v3 defines for arrays; anything else is an extension, which may say that it need not be understood.
    private static let knownKeys: Set<String> = [
        "zarr_format", "node_type", "shape", "data_type", "chunk_grid", "chunk_key_encoding", "fill_value", "codecs",
        "attributes", "dimension_names", "storage_transformers", "consolidated_metadata",
    ]

    /// The metadata of a v3 array: `zarr.json` (Zarr core specification version 3).
    ///
    /// - Throws: `corrupt` for keys that are missing or contradict each other; `unsupported`, naming it, for an extension,
    ///   a data type or a codec that is not known.
    init(v3 fields: ZarrFields) throws(ImageError) {
        try fields.checkExtensions(known: Self.knownKeys)
        shape = try fields.extents("shape", atLeast: 0)
        let grid = try ZarrExtension(try fields.required("chunk_grid"), "chunk_grid", in: fields)
        guard grid.name == "regular" else {
            throw fields.unsupported("chunk_grid", "the chunk grid '\(grid.name)' is not known")
        }
        storedChunk = try grid.configuration.extents("chunk_shape", atLeast: 1)
        type = try ZarrDataType(v3: fields)
        try Self.check(shape: shape, chunk: storedChunk, elementSize: type.size, fields)
        keys = try ZarrChunkKeys(fields)
        if let transformers = fields.values["storage_transformers"]?.arrayValue, let first = transformers.first {
            let name = try ZarrExtension(first, "storage_transformers", in: fields).name
            throw fields.unsupported("storage_transformers", "the storage transformer '\(name)' is not known")
        }
        codecs = try ZarrCodecChain(
            v3: fields, "codecs", chunk: storedChunk, axes: Array(storedChunk.indices), type: type, depth: 0)
        fill = nil
        if case .number(let number) = type {
            fill = try ZarrFillValue.bytes(try fields.required("fill_value"), number, fields)
        }
        format = 3
        attributes = try fields.part("attributes").values
        if let names = fields.values["dimension_names"], !names.isNull {
            guard let list = names.arrayValue, list.count == shape.count,
                list.allSatisfy({ $0.isNull || $0.stringValue != nil })
            else {
                throw fields.corrupt("dimension_names", "'dimension_names' does not list a name or null for each axis")
            }
            dimensionNames = list.map(\.stringValue)
        }
    }
}

extension ZarrFields {
    /// Refuses keys that nobody knows, unless they say that they need not be understood.
    func checkExtensions(known: Set<String>) throws(ImageError) {
        for (key, value) in values.pairs where !known.contains(key) {
            if value.mappingValue?["must_understand"]?.boolValue == false { continue }
            throw unsupported(key, "the extension '\(key)' is not known, and must be understood to read the data")
        }
    }
}
