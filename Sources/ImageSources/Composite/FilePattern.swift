public import ImageCore

/// A pattern of file names with fields in braces, such as `exp1.i_{i:02d}.c_{c}.tif`: it says what a name means, and
/// makes the name of given values.
///
/// | written | stands for |
/// |---|---|
/// | `{t}` | a whole number if all names have one there, else a text |
/// | `{t:d}`, `{t:03d}` | a whole number, of at least so many digits |
/// | `{t:x}`, `{t:04X}` | a hexadecimal number |
/// | `{c:s}` | a text; never with a `/` |
/// | `{name:**}` | a text that may cross folders |
/// | `{{`, `}}` | braces |
///
/// Names are matched from the first to the last letter. Letters outside of fields are compared without regard to case.
/// A field ends where what follows it first fits; one that occurs twice must be the same both times.
public struct FilePattern: Sendable, Hashable {
    /// What a field of a name says.
    public enum Value: Sendable, Hashable {
        case number(Int)
        case text(String)

        /// The value as text.
        public var text: String {
            switch self {
            case .number(let number): String(number)
            case .text(let text): text
            }
        }
    }

    /// What may stand in a field.
    enum Kind: Sendable, Hashable {
        case any
        case decimal(digits: Int)
        case hexadecimal(digits: Int, isUpper: Bool)
        case text
        case path
    }

    /// A field: its name and what it may hold.
    struct Field: Sendable, Hashable {
        var name: String
        var kind: Kind
    }

    enum Part: Sendable, Hashable {
        case literal([UInt8])
        case field(Field)
    }

    /// The pattern as written.
    public let text: String
    let parts: [Part]

    /// More fields are no pattern that anyone wrote.
    private static let fieldLimit = 32

    /// Reads a pattern.
    ///
    /// - Throws: `invalidArgument` for a brace without its other half, two fields side by side where it is open where the
    ///   first ends, or a kind of field that does not exist.
    public init(parsing text: String) throws(ImageError) {
        self.text = text
        var parts: [Part] = []
        var literal: [UInt8] = []
        var rest = Array(text.utf8)[...]
        func flush() {
            if !literal.isEmpty { parts.append(.literal(literal)) }
            literal = []
        }
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "{") where rest.first == byte, UInt8(ascii: "}") where rest.first == byte:
                rest.removeFirst()
                literal.append(byte)
            case UInt8(ascii: "{"):
                guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else {
                    throw .invalidArgument("the pattern '\(text)' has a '{' without '}'", hint: "write {{ for a brace")
                }
                flush()
                let field = try Self.field(String(decoding: rest[..<end], as: UTF8.self), in: text)
                if case .field(let before)? = parts.last, !before.kind.hasFixedEnd {
                    throw .invalidArgument(
                        "in the pattern '\(text)' it is open where '\(before.name)' ends and '\(field.name)' begins",
                        hint: "put a letter between them, or give the first a number of digits")
                }
                parts.append(.field(field))
                rest = rest[(end + 1)...]
            case UInt8(ascii: "}"):
                throw .invalidArgument("the pattern '\(text)' has a '}' without '{'", hint: "write }} for a brace")
            default: literal.append(byte)
            }
        }
        flush()
        self.parts = parts
        guard fields.count <= Self.fieldLimit else {
            throw .invalidArgument("the pattern '\(text)' has \(fields.count) fields, more than \(Self.fieldLimit)")
        }
    }

    /// The names of the fields in order, each once.
    public var fieldNames: [String] {
        var names: [String] = []
        for field in fields where !names.contains(field.name) { names.append(field.name) }
        return names
    }

    var fields: [Field] {
        parts.compactMap { if case .field(let field) = $0 { field } else { nil } }
    }

    /// Whether a text has fields, and is a pattern rather than a name.
    public static func isPattern(_ text: String) -> Bool {
        guard let pattern = try? FilePattern(parsing: text) else { return false }
        return !pattern.fields.isEmpty
    }

    /// The name with values in its fields.
    ///
    /// - Throws: `invalidArgument` for a field without a value, a text where a number belongs, or a text that would be
    ///   read back as another.
    public func name(_ values: [String: Value]) throws(ImageError) -> String {
        var result = ""
        for part in parts {
            switch part {
            case .literal(let bytes): result += String(decoding: bytes, as: UTF8.self)
            case .field(let field):
                guard let value = values[field.name] else {
                    throw .invalidArgument("the pattern '\(text)' needs a value for '\(field.name)'")
                }
                result += try field.kind.text(of: value, field.name)
            }
        }
        guard self.values(of: result) == values.filter({ fieldNames.contains($0.key) }) else {
            throw .invalidArgument("'\(result)' would be read back by the pattern '\(text)' with other values")
        }
        return result
    }

    private static func field(_ inside: String, in pattern: String) throws(ImageError) -> Field {
        let parts = inside.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        let name = parts.first ?? ""
        guard !name.isEmpty, name.utf8.allSatisfy({ $0.isLetterOrDigit || $0 == UInt8(ascii: "_") }) else {
            throw .invalidArgument(
                "'{\(inside)}' in the pattern '\(pattern)' names no field", hint: "write a name, as in {t} or {t:03d}")
        }
        guard parts.count == 2 else { return Field(name: name, kind: .any) }
        guard let kind = Kind(parsing: parts[1]) else {
            throw .invalidArgument(
                "'\(parts[1])' in the pattern '\(pattern)' is no kind of field",
                hint: "there are d, 03d, x, 04x, X, s and **")
        }
        return Field(name: name, kind: kind)
    }
}

extension FilePattern.Kind {
    init?(parsing text: String) {
        switch text {
        case "s", "": self = .text
        case "**": self = .path
        default:
            guard let letter = text.last, text.utf8.count <= 3, text.dropLast().utf8.allSatisfy(\.isDigit) else {
                return nil
            }
            let digits = Int(text.dropLast()) ?? 1
            switch letter {
            case "d": self = .decimal(digits: digits)
            case "x", "X": self = .hexadecimal(digits: digits, isUpper: letter == "X")
            default: return nil
            }
        }
    }

    /// Whether what is in such a field tells by itself where it ends.
    var hasFixedEnd: Bool {
        switch self {
        case .decimal(let digits), .hexadecimal(let digits, _): digits > 1
        case .any, .text, .path: false
        }
    }

    func allows(_ byte: UInt8) -> Bool {
        switch self {
        case .decimal: byte.isDigit
        case .hexadecimal: byte.isHexDigit
        case .any, .text: byte != UInt8(ascii: "/")
        case .path: true
        }
    }

    /// The fewest bytes of such a field.
    var leastCount: Int {
        switch self {
        case .decimal(let digits), .hexadecimal(let digits, _): max(digits, 1)
        case .any, .text, .path: 1
        }
    }

    /// What bytes in such a field mean; nil for a number that is too large.
    func value(_ bytes: ArraySlice<UInt8>) -> FilePattern.Value? {
        let text = String(decoding: bytes, as: UTF8.self)
        switch self {
        case .decimal: return Int(text).map { .number($0) }
        case .hexadecimal: return Int(text, radix: 16).map { .number($0) }
        case .any: return bytes.allSatisfy(\.isDigit) && Int(text) != nil ? .number(Int(text) ?? 0) : .text(text)
        case .text, .path: return .text(text)
        }
    }

    func text(of value: FilePattern.Value, _ name: String) throws(ImageError) -> String {
        switch (self, value) {
        case (.decimal(let digits), .number(let number)) where number >= 0: return padded(String(number), digits)
        case (.hexadecimal(let digits, let isUpper), .number(let number)) where number >= 0:
            return padded(String(number, radix: 16, uppercase: isUpper), digits)
        case (.any, .number(let number)) where number >= 0: return String(number)
        case (.any, .text(let text)), (.text, .text(let text)), (.path, .text(let text)):
            if !text.isEmpty { return text }
        default: break
        }
        throw .invalidArgument("'\(value.text)' cannot stand in the field '\(name)'")
    }

    private func padded(_ text: String, _ digits: Int) -> String {
        String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}

extension UInt8 {
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
    var isHexDigit: Bool { isDigit || (lowerCase >= UInt8(ascii: "a") && lowerCase <= UInt8(ascii: "f")) }
    var isLetterOrDigit: Bool { isDigit || (lowerCase >= UInt8(ascii: "a") && lowerCase <= UInt8(ascii: "z")) }
    /// The lower-case letter of an ASCII letter, everything else as it is.
    var lowerCase: UInt8 { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self + 32 : self }
}
