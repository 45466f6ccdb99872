import ImageCore

/// The description that tifffile writes: the shape of the array as JSON.
struct ShapedDescription: Sendable, Equatable {
    /// The sizes, slowest axis first, samples of pixels included.
    var shape: [Int]
    /// The letters of the axes, one for each size, if they are given.
    var axes: String?
    /// Whether the pixels of all planes follow those of the first, which alone is described.
    var isTruncated = false
    /// Whatever else the description holds.
    var attributes = Attributes()
    /// What was wrong and could be left out.
    var diagnostics: [Diagnostic] = []

    /// The description of an array.
    init(shape: [Int], axes: String? = nil, isTruncated: Bool = false, attributes: Attributes = Attributes()) {
        self.shape = shape
        self.axes = axes
        self.isTruncated = isTruncated
        self.attributes = attributes
    }

    /// How many elements the array has.
    var elementCount: Int { shape.reduce(1) { $0 * $1 } }

    /// Parses a description; nil if it is none of this kind.
    ///
    /// - Throws: `ParseError` for a shape that is none: no list of whole numbers from 0, or more than can be counted.
    static func parse(_ text: RawSpan) throws(ParseError) -> ShapedDescription? {
        let range = content(text)
        let text = text.extracting(range)
        let start = text.withUnsafeBytes { Array($0.prefix(6)) }
        if start.starts(with: Array("shape=".utf8)) { return try early(text, at: range.lowerBound) }
        guard start.first == UInt8(ascii: "{"), let value = try? AttributeValue(parsingJSON: text),
            var map = value.mappingValue, let stored = map["shape"]
        else { return nil }
        guard let items = stored.arrayValue else {
            throw ParseError("the shape is \(stored.kindName), not a list", at: range.lowerBound)
        }
        let shape = try checked(items.map(\.intValue), at: range.lowerBound)
        var description = ShapedDescription(shape: shape)
        if let axes = map["axes"]?.stringValue {
            if axes.count == shape.count {
                description.axes = axes
            } else {
                description.diagnostics.append(
                    Diagnostic("\(axes.count) axes are named for a shape of \(shape.count); the names are left out"))
            }
        }
        description.isTruncated = map["truncated"]?.boolValue ?? false
        for key in ["shape", "axes", "truncated"] { map[key] = nil }
        description.attributes = map
        return description
    }

    /// What early versions wrote: `shape=(2, 3, 4)`.
    private static func early(_ text: RawSpan, at offset: Int) throws(ParseError) -> ShapedDescription? {
        let text = text.withUnsafeBytes { String(decoding: $0.prefix(4096), as: UTF8.self) }
        guard let open = text.firstIndex(of: "("), let close = text.firstIndex(of: ")"), open < close else {
            return nil
        }
        let items = text[text.index(after: open)..<close].split(separator: ",").map { item in
            Int(item.filter { $0 != " " })
        }
        return ShapedDescription(shape: try checked(items, at: offset))
    }

    private static func checked(_ items: [Int?], at offset: Int) throws(ParseError) -> [Int] {
        var shape: [Int] = []
        var total = 1
        for item in items {
            guard let item, item >= 0 else { throw ParseError("the shape has a size that is no number", at: offset) }
            let (product, overflows) = total.multipliedReportingOverflow(by: item)
            guard !overflows else { throw ParseError("the shape has more elements than can be counted", at: offset) }
            total = product
            shape.append(item)
        }
        return shape
    }

    /// Where the text is: without blanks and NUL bytes around it.
    private static func content(_ text: RawSpan) -> Range<Int> {
        text.withUnsafeBytes { buffer in
            let start = buffer.firstIndex { $0 > 0x20 } ?? buffer.count
            let end = buffer[start...].lastIndex { $0 > 0x20 }.map { $0 + 1 } ?? start
            return start..<end
        }
    }

    /// The description as text, as tifffile writes it.
    var text: String {
        var map: Attributes = ["shape": .array(shape.map { .int($0) })]
        if let axes { map["axes"] = .string(axes) }
        if isTruncated { map["truncated"] = true }
        for (key, value) in attributes.pairs where map[key] == nil { map[key] = value }
        // A tag holds ASCII.
        var text = ""
        for unit in AttributeValue.mapping(map).json(pretty: false).utf16 {
            if unit < 0x80 {
                text.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            } else {
                let digits = String(unit, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return text
    }
}
