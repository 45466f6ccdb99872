/// Reads JSON front to back; the depth of its recursion is limited, its time is linear.
struct JSONParser: ~Escapable {
    /// How deep lists and mappings may nest.
    static let depthLimit = 64

    let bytes: RawSpan
    /// The next byte to be read.
    var offset: Int = 0
    /// The bytes of a text with escapes, kept between texts for its storage.
    var scratch: [UInt8] = []
    private var depth: Int = 0

    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) {
        self.bytes = bytes
    }

    /// The byte at the offset, or nil at the end.
    var next: UInt8? {
        offset < bytes.byteCount ? bytes.unsafeLoad(fromByteOffset: offset, as: UInt8.self) : nil
    }

    mutating func document() throws(ParseError) -> AttributeValue {
        if bytes.byteCount >= 3, matches("\u{FEFF}") { offset = 3 }
        let result = try value()
        skipSpace()
        guard next == nil else { throw ParseError("something follows the JSON value", at: offset) }
        return result
    }

    private mutating func value() throws(ParseError) -> AttributeValue {
        skipSpace()
        guard let next else { throw ParseError("the JSON ends where a value is expected", at: offset) }
        switch next {
        case UInt8(ascii: "{"): return .mapping(try mapping())
        case UInt8(ascii: "["): return .array(try list())
        case UInt8(ascii: "\""): return .string(try text())
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return try number()
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        case UInt8(ascii: "N"): return try word("NaN", .double(.nan))
        case UInt8(ascii: "I"): return try word("Infinity", .double(.infinity))
        default: throw ParseError("a JSON value is expected", at: offset)
        }
    }

    private mutating func mapping() throws(ParseError) -> Attributes {
        try enter()
        var result = Attributes()
        if try closes(UInt8(ascii: "}"), isFirst: true) { return result }
        repeat {
            skipSpace()
            guard next == UInt8(ascii: "\"") else { throw ParseError("a name in quotes is expected", at: offset) }
            let key = try text()
            skipSpace()
            guard next == UInt8(ascii: ":") else { throw ParseError("a colon is expected", at: offset) }
            offset += 1
            result[key] = try value()
        } while try !closes(UInt8(ascii: "}"), isFirst: false)
        return result
    }

    private mutating func list() throws(ParseError) -> [AttributeValue] {
        try enter()
        var result: [AttributeValue] = []
        if try closes(UInt8(ascii: "]"), isFirst: true) { return result }
        repeat {
            result.append(try value())
        } while try !closes(UInt8(ascii: "]"), isFirst: false)
        return result
    }

    /// Passes the opening bracket.
    private mutating func enter() throws(ParseError) {
        guard depth < Self.depthLimit else {
            throw ParseError("JSON of more than \(Self.depthLimit) levels", at: offset)
        }
        depth += 1
        offset += 1
    }

    /// Passes the closing bracket, or else the comma before the next item.
    private mutating func closes(_ bracket: UInt8, isFirst: Bool) throws(ParseError) -> Bool {
        skipSpace()
        if next == bracket {
            offset += 1
            depth -= 1
            return true
        }
        if isFirst { return false }
        guard next == UInt8(ascii: ",") else {
            throw ParseError("a comma or \"\(Character(Unicode.Scalar(bracket)))\" is expected", at: offset)
        }
        offset += 1
        return false
    }

    /// Passes a word that stands for a value.
    mutating func word(_ word: StaticString, _ value: AttributeValue) throws(ParseError) -> AttributeValue {
        guard matches(word) else { throw ParseError("a JSON value is expected", at: offset) }
        offset += word.utf8CodeUnitCount
        return value
    }

    /// Whether these bytes come next.
    private func matches(_ word: StaticString) -> Bool {
        guard bytes.byteCount - offset >= word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { letters in
            letters.indices.allSatisfy {
                bytes.unsafeLoad(fromByteOffset: offset + $0, as: UInt8.self) == letters[$0]
            }
        }
    }

    private mutating func skipSpace() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { offset += 1 }
    }
}
