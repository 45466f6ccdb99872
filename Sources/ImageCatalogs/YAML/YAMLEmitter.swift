import ImageCore

/// Writes plain values as YAML that YAML 1.1 and 1.2, and so intake and everybody else, read as the same values.
struct YAMLEmitter {
    /// The line break of the file that is written to.
    var lineBreak = "\n"
    /// Quotes every text, as a file wants that is JSON.
    var quotesAll = false

    /// The pairs of a mapping, one per line at a column; mappings in it are spread over lines to a depth of `levels`.
    func block(_ attributes: Attributes, column: Int, step: Int, levels: Int) -> String {
        var text = ""
        for (name, value) in attributes.pairs {
            text += String(repeating: " ", count: column)
            text += pair(name, value, column: column, step: step, levels: levels)
        }
        return text
    }

    /// One pair with the lines below it, without the indentation of the first line; ends with a line break.
    func pair(_ name: String, _ value: AttributeValue, column: Int, step: Int, levels: Int) -> String {
        guard levels > 0, case .mapping(let inner) = value, !inner.isEmpty else {
            return "\(string(name)): \(flow(value))\(lineBreak)"
        }
        return "\(string(name)):\(lineBreak)"
            + block(inner, column: column + step, step: step, levels: levels - 1)
    }

    /// A value on one line.
    func flow(_ value: AttributeValue) -> String {
        switch value {
        case .null: return "null"
        case .bool(let value): return value ? "true" : "false"
        case .int(let value): return String(value)
        case .unsigned(let value): return String(value)
        case .double(let value): return double(value)
        case .string(let value): return string(value)
        case .array(let items): return "[" + items.map(flow).joined(separator: ", ") + "]"
        case .mapping(let attributes):
            return "{" + attributes.pairs.map { "\(string($0.key)): \(flow($0.value))" }.joined(separator: ", ") + "}"
        }
    }

    /// YAML 1.1 wants a point and a signed exponent: `1e-05` is a text there, `1.0e-05` a number everywhere.
    private func double(_ value: Double) -> String {
        if value.isNaN { return ".nan" }
        if value.isInfinite { return value < 0 ? "-.inf" : ".inf" }
        let text = "\(value)"
        guard let e = text.firstIndex(of: "e") else { return text }
        let mantissa = text[..<e]
        var exponent = text[text.index(after: e)...]
        var sign = "+"
        if let first = exponent.first, first == "-" || first == "+" {
            sign = String(first)
            exponent.removeFirst()
        }
        return mantissa + (mantissa.contains(".") ? "" : ".0") + "e" + sign + exponent
    }

    /// A text in the quotes that another began with, if it can be: in single ones where all is printable, without where
    /// every reader takes it for a text.
    func string(_ text: String, quotedAs first: Character) -> String {
        switch first {
        case "'" where text.unicodeScalars.allSatisfy(Self.isPrintable) && !text.contains(Self.mark):
            "'" + text.replacing("'", with: "''") + "'"
        case "'", "\"": Self(lineBreak: lineBreak, quotesAll: true).string(text)
        default: string(text)
        }
    }

    /// A text, in double quotes unless every reader takes it for a text without.
    func string(_ text: String) -> String {
        if !quotesAll, Self.isPlain(text) { return text }
        var result = "\""
        let isMark = text.contains(Self.mark)
        for scalar in text.unicodeScalars {
            switch scalar {
            case "!" where isMark: result += Self.escape(scalar)
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            default:
                if Self.isPrintable(scalar) {
                    result.unicodeScalars.append(scalar)
                } else {
                    result += Self.escape(scalar)
                }
            }
        }
        return result + "\""
    }

    /// What intake cuts out of every file before it is parsed.
    private static let mark = "!template "

    /// Words that YAML 1.1 or 1.2 reads as truth values or null; compared without case.
    private static let words: Set<String> = [
        "y", "n", "yes", "no", "on", "off", "true", "false", "null", "none", "nan", "inf",
    ]

    /// Whether a text needs no quotes, in block and in flow style: it begins with a letter, so it is no number or date,
    /// has no sign that means something, and is not one of the words.
    static func isPlain(_ text: String) -> Bool {
        guard let first = text.unicodeScalars.first, let last = text.unicodeScalars.last, text.utf8.count <= 200,
            isLetter(first) || first == "_" || first == "/", last != " "
        else { return false }
        let signs = "_./+-() ;=^$@"
        guard
            text.unicodeScalars.allSatisfy({
                isLetter($0) || ("0"..."9").contains($0) || signs.unicodeScalars.contains($0)
            })
        else { return false }
        return !words.contains(text.lowercased())
    }

    private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
        ("a"..."z").contains(scalar) || ("A"..."Z").contains(scalar)
            || (scalar.value >= 0xB5 && scalar.value < 0xD800 && scalar.properties.isAlphabetic)
    }

    /// Whether YAML allows the character as it is; the byte order mark and the Unicode line breaks are better escaped.
    private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x20...0x7E, 0xA0...0x2027, 0x202A...0xD7FF, 0xE000...0xFEFE, 0xFF00...0xFFFD: true
        case 0x10000...0x10FFFF: true
        default: false
        }
    }

    /// As `\u` and four digits, which JSON knows too; what is not printable lies below U+10000.
    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "\\u" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
