import ImageCore

/// The keys of a metadata document or of a part of it, taken out with a check of what they hold.
struct ZarrFields {
    /// The document, for messages: `a/zarr.json`.
    let document: String
    /// The keys that lead to the part.
    let keyPath: String
    let values: Attributes

    init(_ values: Attributes, document: String, keyPath: String = "") {
        self.values = values
        self.document = document
        self.keyPath = keyPath
    }

    /// An error at a key of this part.
    func corrupt(_ key: String, _ message: String) -> ImageError {
        .corrupt(message, at: .init(document, keyPath: keyPath.isEmpty ? key : keyPath + "." + key))
    }

    /// An error about something valid that is not read.
    func unsupported(_ key: String, _ message: String) -> ImageError {
        .unsupported(message, at: .init(document, keyPath: keyPath.isEmpty ? key : keyPath + "." + key))
    }

    func required(_ key: String) throws(ImageError) -> AttributeValue {
        guard let value = values[key] else { throw corrupt(key, "the key '\(key)' is missing") }
        return value
    }

    func string(_ key: String) throws(ImageError) -> String {
        guard let text = try required(key).stringValue else { throw corrupt(key, "'\(key)' is not a text") }
        return text
    }

    func int(_ key: String, default standard: Int? = nil) throws(ImageError) -> Int {
        guard let value = values[key], !value.isNull else {
            if let standard { return standard }
            throw corrupt(key, "the key '\(key)' is missing")
        }
        if case .double(let number) = value, let whole = Int(exactly: number) { return whole }
        guard let number = value.intValue else { throw corrupt(key, "'\(key)' is not a whole number") }
        return number
    }

    func bool(_ key: String, default standard: Bool) throws(ImageError) -> Bool {
        guard let value = values[key] else { return standard }
        guard let flag = value.boolValue else { throw corrupt(key, "'\(key)' is neither true nor false") }
        return flag
    }

    /// A list of whole numbers, none below `minimum`.
    func extents(_ key: String, atLeast minimum: Int) throws(ImageError) -> [Int] {
        guard let items = try required(key).arrayValue else { throw corrupt(key, "'\(key)' is not a list") }
        guard items.count <= 64 else { throw corrupt(key, "'\(key)' has \(items.count) numbers") }
        var numbers: [Int] = []
        for item in items {
            guard let number = item.intValue, number >= minimum else {
                throw corrupt(key, "'\(key)' holds \(item.json()), which is no number from \(minimum) on")
            }
            numbers.append(number)
        }
        return numbers
    }

    /// A mapping under a key; an empty one where it is missing or null.
    func part(_ key: String) throws(ImageError) -> ZarrFields {
        let path = keyPath.isEmpty ? key : keyPath + "." + key
        guard let value = values[key], !value.isNull else {
            return ZarrFields(Attributes(), document: document, keyPath: path)
        }
        guard let map = value.mappingValue else { throw corrupt(key, "'\(key)' is not a mapping") }
        return ZarrFields(map, document: document, keyPath: path)
    }
}

/// A name with its configuration, as Zarr v3 writes extensions: an object, or the name alone.
struct ZarrExtension {
    var name: String
    var configuration: ZarrFields

    /// - Throws: `corrupt` for anything else.
    init(_ value: AttributeValue, _ key: String, in fields: ZarrFields) throws(ImageError) {
        let path = fields.keyPath.isEmpty ? key : fields.keyPath + "." + key
        if let name = value.stringValue {
            self.name = name
            configuration = ZarrFields(Attributes(), document: fields.document, keyPath: path)
            return
        }
        guard let map = value.mappingValue, let name = map["name"]?.stringValue else {
            throw fields.corrupt(key, "'\(key)' is neither a name nor a mapping with one")
        }
        self.name = name
        configuration = try ZarrFields(map, document: fields.document, keyPath: path).part("configuration")
    }
}
