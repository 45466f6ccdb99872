import ImageCore

/// Where the values of some keys lie, for each child of the indexed mapping: what a listing and a search need, found in
/// the one pass over the file.
struct YAMLChildFields: Sendable {
    /// How the text of a value is got from its bytes.
    enum Form: UInt8, Sendable {
        /// There is no such key.
        case absent
        /// The bytes are the text, without quotes.
        case text
        /// The bytes inside of one pair of quotes are the text.
        case quoted
        /// Only a decoder can tell.
        case other
    }

    struct Field: Sendable {
        var start: UInt32 = 0
        var end: UInt32 = 0
        var form: Form = .absent

        var range: Range<Int> { Int(start)..<max(Int(start), Int(end)) }
    }

    let keys: [[UInt8]]
    /// One after the other for each child.
    private var fields: [Field] = []
    /// Whether a child is a mapping whose keys are all its own: no alias and no merge brings others.
    private var areKnown: [Bool] = []

    init(_ keys: [String]) {
        self.keys = keys.map { Array($0.utf8) }
    }

    /// Of the same keys, with no child yet.
    init(like other: YAMLChildFields) {
        keys = other.keys
    }

    /// Begins the next child.
    mutating func append(isKnown: Bool) {
        for _ in keys { fields.append(Field()) }
        areKnown.append(isKnown)
    }

    /// Adds the next child with what is known of one of other fields, or puts it in the place of a child.
    mutating func take(_ child: Int, of other: YAMLChildFields, at place: Int? = nil) {
        let position = place ?? areKnown.count
        if place == nil { append(isKnown: false) }
        guard other.areKnown.indices.contains(child), areKnown.indices.contains(position) else { return }
        areKnown[position] = other.areKnown[child]
        for key in keys.indices {
            fields[position * keys.count + key] = other.fields[child * other.keys.count + key]
        }
    }

    /// The same fields elsewhere.
    func moved(by shift: Int) -> YAMLChildFields {
        var copy = self
        for position in copy.fields.indices where copy.fields[position].form != .absent {
            copy.fields[position].start = UInt32(clamping: Int(copy.fields[position].start) + shift)
            copy.fields[position].end = UInt32(clamping: Int(copy.fields[position].end) + shift)
        }
        return copy
    }

    mutating func markUnknown() {
        guard !areKnown.isEmpty else { return }
        areKnown[areKnown.count - 1] = false
    }

    /// Notes a value of the last child.
    mutating func set(_ key: Int, start: Int, end: Int, form: Form) {
        let place = fields.count - keys.count + key
        guard fields.indices.contains(place) else { return }
        fields[place] = Field(start: UInt32(clamping: start), end: UInt32(clamping: end), form: form)
    }

    /// The field of a child, nil if it cannot be told without decoding.
    func field(_ key: Int, child: Int) -> Field? {
        let place = child * keys.count + key
        guard areKnown.indices.contains(child), areKnown[child], fields.indices.contains(place) else { return nil }
        return fields[place]
    }
}

extension YAMLDocument {
    /// What is known about a value without decoding.
    enum LocatedValue {
        case absent
        /// A plain text, which may mean something else than a text.
        case text(String)
        case quoted(String)
        case other
        case unknown
    }

    /// The value of one of the located keys in a child.
    func value(of key: Int, child: Int) -> LocatedValue {
        guard let field = childFields.field(key, child: child) else { return .unknown }
        switch field.form {
        case .absent: return .absent
        case .text: return .text(text(field.range))
        case .quoted: return .quoted(text(field.range.dropFirst().dropLast()))
        case .other: return .other
        }
    }

    /// The positions of the children whose names hold a brace.
    var childrenWithBraces: [Int] {
        bytes.withBytes { span in
            span.withUnsafeBytes { buffer in
                children.records.indices.filter { number in
                    buffer[children.records[number].key.clamped(to: 0..<buffer.count)].contains(UInt8(ascii: "{"))
                }
            }
        }
    }
}
