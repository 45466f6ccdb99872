import ImageCore

/// One array that is written: where, how large, in which chunks.
struct ZarrArrayPlan: Sendable {
    /// The path in the store.
    var path: String
    /// 2 or 3.
    var format: Int
    /// The names of the axes, slowest first.
    var dimensions: [String]
    var shape: [Int]
    /// The extents of a chunk.
    var chunk: [Int]
    /// The extents of a shard, a multiple of the chunk's; nil without shards.
    var shard: [Int]?
    var elementType: ElementType
    var encoding: ZarrEncoding
    /// The attributes of the array.
    var attributes = Attributes()
    /// Whether the elements are texts, which are written by hand.
    var isText = false
    /// The UTF-32 units of each text, in v2.
    var textLength = 0

    /// How the chunks of an array that exists are named; nil for a new one.
    var existingKeys: ZarrChunkKeys?

    /// The extents of what is stored as one object.
    var stored: [Int] { shard ?? chunk }
    /// The number of chunks along each axis.
    var grid: [Int] { zip(shape, chunk).map { ($0 + $1 - 1) / $1 } }
    /// The number of bytes of a whole chunk.
    var chunkByteCount: Int { chunk.reduce(elementType.size, *) }
    /// How chunks are named.
    var keys: ZarrChunkKeys { existingKeys ?? ZarrChunkKeys(hasPrefix: format == 3, separator: "/") }

    /// The key of a chunk or shard in the store.
    func key(_ index: [Int]) -> String { path.isEmpty ? keys.key(index) : path + "/" + keys.key(index) }

    /// The metadata documents by their names.
    var documents: [(name: String, value: Attributes)] { format == 3 ? [("zarr.json", version3)] : version2 }

    private var version3: Attributes {
        var codecs: [AttributeValue] = [
            elementType.swapWidth > 1
                ? ["name": "bytes", "configuration": ["endian": "little"]] : ["name": "bytes"]
        ]
        if let codec = encoding.version3 { codecs.append(codec) }
        if isText { codecs = [["name": "vlen-utf8"]] }
        if shard != nil {
            codecs = [
                [
                    "name": "sharding_indexed",
                    "configuration": [
                        "chunk_shape": list(chunk), "codecs": .array(codecs),
                        "index_codecs": [
                            ["name": "bytes", "configuration": ["endian": "little"]], ["name": "crc32c"],
                        ],
                        "index_location": "end",
                    ],
                ]
            ]
        }
        return [
            "zarr_format": 3, "node_type": "array", "shape": list(shape),
            "data_type": .string(isText ? "string" : elementType.rawValue),
            "chunk_grid": ["name": "regular", "configuration": ["chunk_shape": list(stored)]],
            "chunk_key_encoding": ["name": "default", "configuration": ["separator": "/"]],
            "fill_value": fillValue, "codecs": .array(codecs),
            "dimension_names": .array(dimensions.map { .string($0) }), "attributes": .mapping(attributes),
        ]
    }

    private var version2: [(name: String, value: Attributes)] {
        var own: Attributes = ["_ARRAY_DIMENSIONS": .array(dimensions.map { .string($0) })]
        for (key, value) in attributes.pairs { own[key] = value }
        return [
            (
                ".zarray",
                [
                    "zarr_format": 2, "shape": list(shape), "chunks": list(chunk), "dtype": .string(typeString),
                    // With a number here, xarray takes all pixels of that value for missing ones.
                    "compressor": encoding.version2, "fill_value": .null, "order": "C", "filters": .null,
                    "dimension_separator": "/",
                ]
            ), (".zattrs", own),
        ]
    }

    private func list(_ numbers: [Int]) -> AttributeValue { .array(numbers.map { .int($0) }) }

    /// Zero, in the form that the type asks for.
    private var fillValue: AttributeValue {
        if isText { return "" }
        if elementType == .bool { return false }
        if elementType.isComplex { return [0.0, 0.0] }
        return elementType.isFloatingPoint ? 0.0 : 0
    }

    /// NumPy's name with the byte order.
    private var typeString: String {
        if isText { return "<U\(textLength)" }
        let kind =
            switch elementType {
            case .bool: "b"
            case .int8, .int16, .int32, .int64: "i"
            case .uint8, .uint16, .uint32, .uint64: "u"
            case .float16, .float32, .float64: "f"
            case .complex64, .complex128: "c"
            }
        return (elementType.size == 1 ? "|" : "<") + kind + String(elementType.size)
    }
}
