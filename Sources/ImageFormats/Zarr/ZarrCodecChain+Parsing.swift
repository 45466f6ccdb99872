import ImageCodecs
import ImageCore

extension ZarrCodecChain {
    /// Shards in shards in shards are possible; nobody needs more.
    private static let depthLimit = 4

    /// The codecs of a v2 array: `filters` and `compressor`.
    init(
        v2 fields: ZarrFields, chunk: [Int], type: ZarrDataType, byteOrder: ByteOrder, isFortran: Bool
    ) throws(ImageError) {
        let names = ZarrCodecNames(type: type, byteOrder: byteOrder, isVersion3: false)
        var filters: [any ByteCodec] = []
        var isText = false
        func configuration(_ value: AttributeValue, _ key: String) throws(ImageError) -> (String, ZarrFields) {
            guard let map = value.mappingValue, let id = map["id"]?.stringValue else {
                throw fields.corrupt(key, "'\(key)' holds \(value.json()), which has no 'id'")
            }
            return (id, ZarrFields(map, document: fields.document, keyPath: key))
        }
        let list = fields.values["filters"] ?? .null
        guard list.isNull || list.arrayValue != nil else { throw fields.corrupt("filters", "'filters' is not a list") }
        guard list.arrayValue?.count ?? 0 <= 16 else { throw fields.corrupt("filters", "too many filters") }
        for value in list.arrayValue ?? [] {
            let (id, own) = try configuration(value, "filters")
            if id == "vlen-utf8", type == .text, filters.isEmpty {
                isText = true
            } else {
                filters.append(try names.codec(id, own).codec)
            }
        }
        if type == .text, !isText {
            throw fields.unsupported("filters", "objects (dtype |O) are only read as text, with the filter vlen-utf8")
        }
        var compressors: [any ByteCodec] = []
        // Some writers leave the key out where there is no compressor.
        if let value = fields.values["compressor"], !value.isNull {
            let (id, own) = try configuration(value, "compressor")
            compressors.append(try names.codec(id, own).codec)
        }
        let axes = Array(chunk.indices)
        try self.init(
            chunk: chunk, axes: isFortran ? axes.reversed() : axes, filters: isText ? [] : filters,
            serializer: isText ? .text : .bytes(byteOrder), compressors: (isText ? filters : []) + compressors,
            elementSize: type.size)
    }

    /// The codecs of a v3 array or of the chunks in a shard.
    ///
    /// - Parameter axes: the axes of the array in the order in which they come in.
    init(
        v3 fields: ZarrFields, _ key: String, chunk: [Int], axes: [Int], type: ZarrDataType, depth: Int
    ) throws(ImageError) {
        guard depth < Self.depthLimit else {
            throw fields.corrupt(key, "shards in shards, more than \(Self.depthLimit)")
        }
        guard let items = try fields.required(key).arrayValue, items.count <= 16 else {
            throw fields.corrupt(key, "'\(key)' is not a list of at most 16 codecs")
        }
        var list: [ZarrExtension] = []
        for (place, item) in items.enumerated() {
            let codec = try ZarrExtension(item, "\(key)[\(place)]", in: fields)
            if let map = item.mappingValue {
                try ZarrFields(map, document: fields.document, keyPath: "\(key)[\(place)]")
                    .checkExtensions(known: ["name", "configuration", "must_understand"])
            }
            list.append(codec)
        }
        // Filters see numbers in the byte order in which they are written.
        var order = ByteOrder.little
        if let codec = list.first(where: { $0.name == "bytes" || $0.name == "endian" }) {
            order = try Self.byteOrder(codec, type)
        }
        let names = ZarrCodecNames(type: type, byteOrder: order, isVersion3: true)
        var axes = axes
        var filters: [any ByteCodec] = []
        var serializer: Serializer?
        var compressors: [any ByteCodec] = []
        for codec in list {
            let own = codec.configuration
            switch codec.name {
            case "transpose":
                guard serializer == nil, filters.isEmpty else {
                    throw own.unsupported("order", "'transpose' is only read before all other codecs")
                }
                axes = try Self.transposed(axes, own)
            case "bytes", "endian", "sharding_indexed", "vlen-utf8":
                guard serializer == nil else { throw own.corrupt("name", "two codecs that make bytes of elements") }
                serializer = try Self.serializer(codec, chunk, axes, type, order, depth)
            default:
                let (codec, isFilter) = try names.codec(codec.name, own)
                guard isFilter == (serializer == nil) else {
                    throw own.corrupt("name", "the codec '\(codec.name)' does not fit at its place in the list")
                }
                if isFilter, codec is PackBits, codec.name == "packbits" {
                    serializer = .bytes(.little)
                    filters.append(codec)
                } else if isFilter {
                    filters.append(codec)
                } else {
                    compressors.append(codec)
                }
            }
        }
        guard let serializer else { throw fields.corrupt(key, "no codec makes bytes of the elements") }
        try self.init(
            chunk: chunk, axes: axes, filters: filters, serializer: serializer, compressors: compressors,
            elementSize: type.size)
    }

    private static func byteOrder(_ codec: ZarrExtension, _ type: ZarrDataType) throws(ImageError) -> ByteOrder {
        let value = codec.configuration.values["endian"]
        switch value?.stringValue {
        case "little": return .little
        case "big": return .big
        case nil where value == nil || value?.isNull == true:
            let width: Int
            if case .number(let number) = type { width = number.swapWidth } else { width = 4 }
            guard width == 1 else {
                throw codec.configuration.corrupt("endian", "'endian' is missing, which these elements need")
            }
            return .little
        default: throw codec.configuration.corrupt("endian", "'endian' is neither little nor big")
        }
    }

    private static func serializer(
        _ codec: ZarrExtension, _ chunk: [Int], _ axes: [Int], _ type: ZarrDataType, _ order: ByteOrder, _ depth: Int
    ) throws(ImageError) -> Serializer {
        switch codec.name {
        case "sharding_indexed":
            return .sharding(
                try ZarrSharding(codec.configuration, chunk: chunk, axes: axes, type: type, depth: depth))
        case "vlen-utf8":
            guard type == .text else { throw codec.configuration.corrupt("name", "'vlen-utf8' for what is no text") }
            return .text
        default:
            guard type != .text else { throw codec.configuration.corrupt("name", "'bytes' for text of any length") }
            return .bytes(order)
        }
    }

    /// The axes in the order of a `transpose` codec: axis i of the encoded chunk is axis `order[i]` of the one before.
    private static func transposed(_ axes: [Int], _ fields: ZarrFields) throws(ImageError) -> [Int] {
        switch fields.values["order"]?.stringValue {
        case "C": return axes
        case "F": return axes.reversed()
        default: break
        }
        let order = try fields.extents("order", atLeast: 0)
        guard order.sorted() == Array(axes.indices) else {
            throw fields.corrupt("order", "'order' (\(order)) does not name each of \(axes.count) axes once")
        }
        return order.map { axes[$0] }
    }
}
