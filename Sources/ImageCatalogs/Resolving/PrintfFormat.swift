import ImageCore

/// A text with `%03d`, `%s`, `%x`, `%o` and `%%` in it, as Python and C fill it in.
struct PrintfFormat {
    enum Part {
        case text(String)
        case value(kind: Character, width: Int, precision: Int?, flags: String)
    }

    private let source: String
    private(set) var parts: [Part] = []
    private static let widthLimit = 255

    /// - Throws: `unsupported` for other codes.
    init(_ source: String) throws(ImageError) {
        self.source = source
        var text = ""
        var rest = source[...]
        while let character = rest.popFirst() {
            guard character == "%" else {
                text.append(character)
                continue
            }
            if rest.first == "%" {
                rest.removeFirst()
                text.append("%")
                continue
            }
            let flags = rest.prefix { "-0+ ".contains($0) }
            rest = rest[flags.endIndex...]
            let width = try Self.number(&rest, source)
            var precision: Int?
            if rest.first == "." {
                rest.removeFirst()
                precision = try Self.number(&rest, source)
            }
            guard let kind = rest.popFirst(), "diusxXo".contains(kind), precision == nil || kind == "s" else {
                throw .unsupported(
                    "the format '\(source)'", hint: "formats know %d, %03d, %s, %x, %X, %o and %%")
            }
            if !text.isEmpty { parts.append(.text(text)) }
            text = ""
            parts.append(.value(kind: kind, width: width, precision: precision, flags: String(flags)))
        }
        if !text.isEmpty { parts.append(.text(text)) }
    }

    /// The text with the values filled in, in order.
    ///
    /// - Throws: `invalidArgument` for too many or too few values, or one of a wrong kind.
    func text(of values: [AttributeValue]) throws(ImageError) -> String {
        var rest = values[...]
        var result = ""
        for part in parts {
            switch part {
            case .text(let text): result += text
            case .value(let kind, let width, let precision, let flags):
                guard let value = rest.popFirst() else {
                    throw .invalidArgument("the format '\(source)' needs more values than \(values.count)")
                }
                result += try Self.filled(value, kind, width, precision, flags)
            }
        }
        guard rest.isEmpty else {
            throw .invalidArgument("the format '\(source)' takes fewer values than \(values.count)")
        }
        return result
    }

    private static func number(_ rest: inout Substring, _ source: String) throws(ImageError) -> Int {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        rest = rest[digits.endIndex...]
        if digits.isEmpty { return 0 }
        guard let number = Int(digits), number <= widthLimit else {
            throw .limitExceeded("the format '\(source)' is wider than \(widthLimit)")
        }
        return number
    }

    private static func filled(
        _ value: AttributeValue, _ kind: Character, _ width: Int, _ precision: Int?, _ flags: String
    ) throws(ImageError) -> String {
        var sign = ""
        var body: String
        if kind == "s" {
            guard let text = TemplateText.text(of: value) else {
                throw .invalidArgument("the format '%s' cannot take \(value.kindName)")
            }
            body = precision.map { String(text.prefix($0)) } ?? text
        } else {
            let number: (sign: Bool, magnitude: UInt)
            switch value {
            case .int(let whole): number = (whole < 0, whole.magnitude)
            case .unsigned(let whole): number = (false, whole)
            case .double(let real) where kind != "x" && kind != "X" && kind != "o":
                guard let whole = Int(exactly: real.rounded(.towardZero)) else { fallthrough }
                number = (whole < 0, whole.magnitude)
            default:
                throw .invalidArgument(
                    "the format '%\(kind)' needs a whole number, not \(value.json())",
                    hint: "give the parameter the type int, or write {{ '%03d' | format(t | int) }}")
            }
            let radix = kind == "x" || kind == "X" ? 16 : kind == "o" ? 8 : 10
            body = String(number.magnitude, radix: radix, uppercase: kind == "X")
            sign = number.sign ? "-" : flags.contains("+") ? "+" : flags.contains(" ") ? " " : ""
        }
        let missing = max(0, width - body.count - sign.count)
        if flags.contains("-") { return sign + body + String(repeating: " ", count: missing) }
        if flags.contains("0"), kind != "s" { return sign + String(repeating: "0", count: missing) + body }
        return String(repeating: " ", count: missing) + sign + body
    }
}
