extension AttributeValue {
    /// The value as JSON (RFC 8259).
    ///
    /// Numbers that JSON lacks become the texts `nan`, `inf` and `-inf`. With `pretty`, mappings and lists of mappings
    /// are spread over lines, lists of plain values stay on one.
    public func json(pretty: Bool = false) -> String {
        var text = ""
        write(to: &text, JSONStyle(isPretty: pretty, indent: pretty ? 0 : nil))
        return text
    }

    private func write(to text: inout String, _ style: JSONStyle) {
        switch self {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .int(let value): text += String(value)
        case .unsigned(let value): text += String(value)
        case .double(let value): text += Self.json(value)
        case .string(let value): Self.quote(value, to: &text)
        case .array(let items):
            Self.list(items, "[", "]", items.contains { $0.isNested } ? style : style.inline, &text) {
                $0.write(to: &$1, $2)
            }
        case .mapping(let map):
            Self.list(map.pairs, "{", "}", style, &text) {
                Self.quote($0.key, to: &$1)
                $1 += style.isPretty ? ": " : ":"
                $0.value.write(to: &$1, $2)
            }
        }
    }

    private var isNested: Bool {
        switch self {
        case .array(let items): items.contains { $0.isNested }
        case .mapping: true
        default: false
        }
    }

    private static func list<T>(
        _ items: [T], _ open: String, _ close: String, _ style: JSONStyle, _ text: inout String,
        _ write: (T, inout String, JSONStyle) -> Void
    ) {
        text += open
        for (number, item) in items.enumerated() {
            if number > 0 { text += style.isPretty && style.indent == nil ? ", " : "," }
            if let indent = style.indent { text += "\n" + String(repeating: " ", count: indent + 2) }
            write(item, &text, style.deeper)
        }
        if let indent = style.indent, !items.isEmpty { text += "\n" + String(repeating: " ", count: indent) }
        text += close
    }

    private static func json(_ value: Double) -> String {
        if value.isNaN { return "\"nan\"" }
        if value.isInfinite { return value < 0 ? "\"-inf\"" : "\"inf\"" }
        return "\(value)"
    }

    private static func quote(_ value: String, to text: inout String) {
        text += "\""
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{0}"..."\u{1F}", "\u{7F}":
                let digits = String(scalar.value, radix: 16)
                text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: text.unicodeScalars.append(scalar)
            }
        }
        text += "\""
    }
}

/// How a piece of JSON is laid out: over lines from an indentation on, or on one line (nil).
private struct JSONStyle {
    var isPretty: Bool
    var indent: Int?

    var inline: JSONStyle { JSONStyle(isPretty: isPretty, indent: nil) }
    var deeper: JSONStyle { JSONStyle(isPretty: isPretty, indent: indent.map { $0 + 2 }) }
}
