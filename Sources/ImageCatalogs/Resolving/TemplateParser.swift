import ImageCore

/// Takes a template apart.
struct TemplateParser {
    private let source: String
    /// Scalars, since a mark may combine with what stands behind it to one character.
    private var rest: Substring.UnicodeScalarView
    /// Filters of filters of filters end here, before the stack does.
    private var depthLeft = 32
    /// How many brackets are open, each of which takes much more stack than a filter.
    private var brackets = 0
    private static let bracketLimit = 8

    init(_ source: String) {
        self.source = source
        rest = Template.withoutFinalBreak(source)
    }

    mutating func parts() throws(ImageError) -> [Template.Part] {
        var parts: [Template.Part] = []
        var text = ""
        while let brace = rest.firstIndex(of: "{") {
            text.unicodeScalars += rest[..<brace]
            rest = rest[brace...].dropFirst()
            switch rest.first {
            case "{":
                rest = rest.dropFirst()
                if !text.isEmpty { parts.append(.text(text)) }
                text = ""
                parts.append(.expression(try expression()))
                skipBlanks()
                guard endsHere else { throw unfinished() }
                rest = rest.dropFirst(2)
            case "%", "#":
                let mark = String(rest.prefix(1))
                throw unsupported("'{\(mark) ... \(mark)}'")
            default: text += "{"
            }
        }
        text.unicodeScalars += rest
        if !text.isEmpty || parts.isEmpty { parts.append(.text(text)) }
        return parts
    }

    private mutating func expression() throws(ImageError) -> Template.Expression {
        depthLeft -= 1
        guard depthLeft > 0 else { throw ImageError.limitExceeded("the template '\(shown)' has too many parts") }
        var value = try primary()
        while skip("|") {
            let name = identifier()
            guard let filter = Template.Filter(rawValue: name == "d" ? "default" : name) else {
                let known = Template.Filter.allCases.map(\.rawValue)
                throw ImageError.unsupported(
                    "the template '\(shown)' uses the filter '\(name)'",
                    hint: nearestNameHint(to: name, among: known, else: "known are \(known.joined(separator: ", "))"))
            }
            let arguments = skip("(") ? try self.arguments() : []
            guard TemplateText.argumentCounts(filter).contains(arguments.count) else {
                throw ImageError.corrupt("the template '\(shown)' gives '\(name)' \(arguments.count) arguments")
            }
            value = .filter(filter, value, arguments)
            depthLeft -= 1
            guard depthLeft > 0 else { throw ImageError.limitExceeded("the template '\(shown)' has too many parts") }
        }
        return value
    }

    private mutating func arguments() throws(ImageError) -> [Template.Expression] {
        var arguments: [Template.Expression] = []
        if skip(")") { return arguments }
        brackets += 1
        defer { brackets -= 1 }
        guard brackets <= Self.bracketLimit else {
            throw ImageError.limitExceeded("the template '\(shown)' has too many brackets in each other")
        }
        while true {
            arguments.append(try expression())
            if skip(")") { return arguments }
            guard skip(",") else { throw unfinished() }
        }
    }

    private mutating func primary() throws(ImageError) -> Template.Expression {
        skipBlanks()
        guard let first = rest.first else { throw unfinished() }
        if first == "'" || first == "\"" { return .literal(.string(try quoted())) }
        if first == "-" || first.properties.numericType == .decimal { return .literal(try number()) }
        let name = identifier()
        if name.isEmpty { throw unsupportedExpression() }
        if isAhead("(") { return try call(name) }
        switch name {
        case "true", "True": return .literal(true)
        case "false", "False": return .literal(false)
        case "none", "None": return .literal(.null)
        default: break
        }
        var path = [name]
        while skip(".") {
            let key = identifier()
            guard name == "metadata", !key.isEmpty else { throw unsupportedExpression() }
            path.append(key)
        }
        skipBlanks()
        // Anything but an end here would be arithmetic, an index, or another word.
        guard rest.isEmpty || endsHere || "|,)".unicodeScalars.contains(rest.first ?? " ") else {
            throw unsupportedExpression()
        }
        return .name(path)
    }

    private mutating func call(_ name: String) throws(ImageError) -> Template.Expression {
        switch name {
        case "env":
            _ = skip("(")
            let variable = try variableName()
            var fallback: Template.Expression?
            if skip(",") { fallback = try environmentFallback() }
            guard skip(")") else { throw unsupportedExpression() }
            return .environment(variable, fallback: fallback)
        case "shell", "client_shell", "client_env":
            throw ImageError(
                .permissionDenied, "the template '\(shown)' calls \(name)()",
                hint: name == "client_env" ? "write env(NAME); the opener may allow it" : "catalogs never run commands")
        default:
            throw ImageError(
                .permissionDenied, "the template '\(shown)' calls \(name)()",
                hint: "templates call nothing but env(NAME) and filters, as in {{ name | upper }}")
        }
    }

    /// A variable's name, with or without quotes.
    private mutating func variableName() throws(ImageError) -> String {
        skipBlanks()
        let name = rest.first == "'" || rest.first == "\"" ? try quoted() : identifier()
        guard !name.isEmpty, !name.contains("=") else { throw unsupportedExpression() }
        return name
    }

    /// As in intake, a fallback needs no quotes: a word stands for itself.
    private mutating func environmentFallback() throws(ImageError) -> Template.Expression {
        skipBlanks()
        if rest.first == "'" || rest.first == "\"" { return .literal(.string(try quoted())) }
        let word = rest.prefix { !",)}'\"".unicodeScalars.contains($0) }
        rest = rest[word.endIndex...]
        return .literal(.string(String(word).trimmingBlanks))
    }

    private mutating func quoted() throws(ImageError) -> String {
        let quote = rest.removeFirst()
        var text = "".unicodeScalars
        while let scalar = rest.popFirst() {
            if scalar == quote { return String(text) }
            guard scalar == "\\" else {
                text.append(scalar)
                continue
            }
            guard let escaped = rest.popFirst() else { break }
            switch escaped {
            case "n": text.append("\n")
            case "t": text.append("\t")
            case "r": text.append("\r")
            case "\\", "'", "\"": text.append(escaped)
            default: text += ["\\", escaped]
            }
        }
        throw unfinished()
    }

    private mutating func number() throws(ImageError) -> AttributeValue {
        let digits = rest.prefix { "+-.eE_".unicodeScalars.contains($0) || $0.properties.numericType == .decimal }
        let word = String(digits)
        guard let value = Int(word).map({ AttributeValue.int($0) }) ?? Double(word).map({ .double($0) }) else {
            throw unsupportedExpression()
        }
        rest = rest[digits.endIndex...]
        skipBlanks()
        guard rest.isEmpty || endsHere || "|,)".unicodeScalars.contains(rest.first ?? " ") else {
            throw unsupportedExpression()
        }
        return value
    }

    private mutating func identifier() -> String {
        skipBlanks()
        guard let first = rest.first, first.properties.isXIDStart || first == "_" else { return "" }
        let word = rest.prefix { $0.properties.isXIDContinue }
        rest = rest[word.endIndex...]
        return String(word)
    }

    private var endsHere: Bool { rest.starts(with: "}}".unicodeScalars) }

    private func isAhead(_ mark: Unicode.Scalar) -> Bool { rest.drop { $0.properties.isWhitespace }.first == mark }

    private mutating func skipBlanks() { rest = rest.drop { $0.properties.isWhitespace } }

    private mutating func skip(_ mark: Unicode.Scalar) -> Bool {
        skipBlanks()
        guard rest.first == mark else { return false }
        rest = rest.dropFirst()
        return true
    }

    private var shown: String { source.count > 200 ? source.prefix(200) + "..." : source }

    private func unfinished() -> ImageError {
        Substring(rest).contains("}}")
            ? unsupportedExpression() : .corrupt("the template '\(shown)' has a '{{' without '}}'")
    }

    private func unsupportedExpression() -> ImageError { unsupported("an expression that catalogs do not have") }

    private func unsupported(_ what: String) -> ImageError {
        .unsupported(
            "the template '\(shown)' has \(what)",
            hint: "templates know {{ name }}, {{ metadata.KEY }}, {{ env(NAME) }} and filters such as "
                + "{{ name | upper }}")
    }
}
