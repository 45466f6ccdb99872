import ImageCodecs
import ImageCore

/// What the elements of a Zarr array are.
enum ZarrDataType: Sendable, Equatable {
    case number(ElementType)
    /// Text of so many UTF-32 code units, filled up with zeros.
    case fixedText(Int)
    /// Bytes, filled up with zeros.
    case fixedBytes(Int)
    /// Text of any length, by the codec `vlen-utf8`.
    case text

    /// The bytes of one element; those of text of any length are none.
    var size: Int {
        switch self {
        case .number(let type): type.size
        case .fixedText(let count): count * 4
        case .fixedBytes(let count): count
        case .text: 0
        }
    }

    /// A data type of Zarr v3: the core types, and text for the names of channels.
    ///
    /// - Throws: `unsupported`, naming the type.
    init(v3 fields: ZarrFields) throws(ImageError) {
        let type = try ZarrExtension(try fields.required("data_type"), "data_type", in: fields)
        if let number = ElementType(rawValue: type.name) {
            self = .number(number)
            return
        }
        switch type.name {
        case "string": self = .text
        case "fixed_length_utf32", "null_terminated_bytes":
            let bytes = try type.configuration.int("length_bytes")
            guard bytes >= 0, bytes < 1 << 20 else { throw fields.corrupt("data_type", "a text of \(bytes) bytes") }
            self = type.name == "null_terminated_bytes" ? .fixedBytes(bytes) : .fixedText(bytes / 4)
        default: throw fields.unsupported("data_type", "the data type '\(type.name)' is not read as an image")
        }
    }

    /// A data type of Zarr v2: NumPy's type strings.
    ///
    /// - Throws: `unsupported`, naming the type.
    static func v2(_ fields: ZarrFields) throws(ImageError) -> (ZarrDataType, ByteOrder) {
        let value = try fields.required("dtype")
        guard let text = value.stringValue else {
            throw fields.unsupported("dtype", "structured elements (\(value.json())) are not read as an image")
        }
        let order: ByteOrder = text.hasPrefix(">") ? .big : .little
        guard let first = text.first, "<>|=".contains(first) else {
            throw fields.unsupported("dtype", "the data type '\(text)' is not known")
        }
        let name = text.dropFirst()
        let count = Int(name.dropFirst())
        if name == "O" { return (.text, order) }
        if let count, count >= 0, count < 1 << 18 {
            if name.first == "U" { return (.fixedText(count), order) }
            if name.first == "S" || name.first == "a" { return (.fixedBytes(count), order) }
        }
        guard let stored = try? StoredType(numpy: text) else {
            throw fields.unsupported("dtype", "the data type '\(text)' is not read as an image")
        }
        return (.number(stored.elementType), stored.byteOrder)
    }
}
