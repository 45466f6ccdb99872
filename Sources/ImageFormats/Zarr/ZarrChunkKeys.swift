import ImageCore

/// How the index of a chunk becomes the name of its object, relative to the array (Zarr v3, "Chunk key encoding").
struct ZarrChunkKeys: Sendable, Equatable {
    /// `c/` in front of the numbers, as `default` of v3 has it.
    var hasPrefix: Bool
    var separator: Character

    /// `default` of v3 and `v2`, each with its own default separator.
    init(_ fields: ZarrFields) throws(ImageError) {
        let encoding = try ZarrExtension(
            try fields.required("chunk_key_encoding"), "chunk_key_encoding", in: fields)
        switch encoding.name {
        case "default": self.init(hasPrefix: true, separator: "/")
        case "v2": self.init(hasPrefix: false, separator: ".")
        default:
            throw fields.unsupported("chunk_key_encoding", "the chunk key encoding '\(encoding.name)' is not known")
        }
        if let separator = encoding.configuration.values["separator"] {
            self.separator = try Self.separator(separator, "separator", encoding.configuration)
        }
    }

    init(hasPrefix: Bool, separator: Character) {
        self.hasPrefix = hasPrefix
        self.separator = separator
    }

    /// `.` or `/`.
    static func separator(_ value: AttributeValue, _ key: String, _ fields: ZarrFields) throws(ImageError) -> Character
    {
        switch value.stringValue {
        case "/": return "/"
        case ".": return "."
        default: throw fields.corrupt(key, "'\(key)' is \(value.json()), neither \"/\" nor \".\"")
        }
    }

    /// The key of a chunk: `c/0/3/1`, `0.3.1`; of an array without axes `c`, `0`.
    func key(_ index: [Int]) -> String {
        if index.isEmpty { return hasPrefix ? "c" : "0" }
        var key = hasPrefix ? "c\(separator)" : ""
        for (place, number) in index.enumerated() {
            if place > 0 { key.append(separator) }
            key += String(number)
        }
        return key
    }
}
