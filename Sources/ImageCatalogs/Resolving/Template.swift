import ImageCore

/// A text with `{{ name }}` in it, as catalogs have them in `args` and `metadata`.
///
/// A closed language: names stand for values, nothing is called and nothing computed. Filters, parameters and
/// environment variables are not known yet; whatever is not understood is an error, never an empty text.
struct Template {
    private enum Part {
        case text(Substring)
        case name(String)
    }

    private var parts: [Part] = []

    /// Reads a template.
    ///
    /// - Throws: `unsupported` for statements, comments and expressions; `corrupt` for a `{{` without `}}`.
    init(parsing source: String) throws(ImageError) {
        // Jinja drops one line break at the end, as a text after `|` has.
        var rest = source.last?.isNewline == true ? source.dropLast() : source[...]
        while let brace = rest.firstIndex(of: "{") {
            let next = rest.index(after: brace)
            let mark = next < rest.endIndex ? rest[next] : " "
            guard mark == "{" || mark == "%" || mark == "#" else {
                parts.append(.text(rest[...brace]))
                rest = rest[next...]
                continue
            }
            guard mark == "{" else {
                throw .unsupported(
                    "the template '\(source)' has a '{\(mark) ... \(mark)}'", hint: "templates know only {{ name }}")
            }
            parts.append(.text(rest[..<brace]))
            rest = rest[rest.index(after: next)...]
            guard let end = rest.firstRange(of: "}}") else {
                throw .corrupt("the template '\(source)' has a '{{' without '}}'")
            }
            let expression = rest[..<end.lowerBound]
            if let text = Self.literal(expression) {
                parts.append(.text(text))
            } else {
                parts.append(.name(try Self.name(expression, in: source)))
            }
            rest = rest[end.upperBound...]
        }
        parts.append(.text(rest))
    }

    /// Whether there is anything to fill in.
    var isPlainText: Bool {
        parts.allSatisfy { if case .text = $0 { true } else { false } }
    }

    /// The text with the values filled in.
    ///
    /// A folder (`CATALOG_DIR`) ends with `/`, and a `/` after it is dropped, so that both spellings that occur, with
    /// and without, mean the same.
    ///
    /// - Throws: `notFound` for a name without a value.
    func filled(with values: [String: String]) throws(ImageError) -> String {
        var result = ""
        var endsWithFolder = false
        for part in parts {
            switch part {
            case .text(let text):
                result += endsWithFolder && text.hasPrefix("/") ? text.dropFirst() : text
                if !text.isEmpty { endsWithFolder = false }
            case .name(let name):
                guard let value = values[name] else {
                    throw .notFound(
                        "the template names '\(name)', which has no value",
                        hint: nearestNameHint(to: name, among: values.keys, else: "known is CATALOG_DIR"))
                }
                result += value
                endsWithFolder = value.hasSuffix("/")
            }
        }
        return result
    }

    /// The text that an expression is which is nothing but a text in single quotes, as writers make of braces that
    /// shall be braces.
    private static func literal(_ expression: Substring) -> Substring? {
        let words = expression.drop { $0 == " " }
        guard words.first == "'", let end = words.dropFirst().firstIndex(of: "'"),
            words[words.index(after: end)...].allSatisfy({ $0 == " " })
        else { return nil }
        let text = words[words.index(after: words.startIndex)..<end]
            .replacing("\\r", with: "\r").replacing("\\n", with: "\n")
        return text.contains("\\") ? nil : text
    }

    private static func name(_ expression: Substring, in source: String) throws(ImageError) -> String {
        let words = expression.split { " \t\r\n".contains($0) }
        if words.count == 1, let word = words.first, word.first.map({ $0.isLetter || $0 == "_" }) == true,
            word.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
        {
            return String(word)
        }
        let text = words.joined(separator: " ")
        for function in ["env", "shell", "client_env", "client_shell"] where text.hasPrefix(function + "(") {
            throw ImageError(
                .permissionDenied, "the template '\(source)' calls \(function)()",
                hint: function.hasSuffix("shell")
                    ? "catalogs never run commands" : "write the value itself; environment variables are not read")
        }
        throw .unsupported("the template expression '{{ \(text) }}'", hint: "templates know only {{ name }}")
    }
}
