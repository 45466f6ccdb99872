import ImageCore

/// Where a template's names get their values from.
protocol TemplateValues {
    /// The value of a name, or of a key of `metadata`; nil if there is none.
    func value(of path: [String]) throws(ImageError) -> AttributeValue?
    /// The value of an environment variable, nil if it is not set.
    ///
    /// - Throws: `permissionDenied` if the opener does not allow it.
    func variable(_ name: String) throws(ImageError) -> String?
    /// What a name without a value is said to be, for its error.
    func missing(_ path: [String]) -> ImageError
    /// Whether a name without a value is an empty text.
    var undefinedNamesAreEmpty: Bool { get }
}

extension Template {
    /// What a filled text may have at most, in bytes: filters and names can make much of little.
    static let sizeLimit = 1 << 20

    /// The value of the template: of a sole expression with its type, else the text with the values filled in.
    ///
    /// `CATALOG_DIR` ends with `/`, and a `/` after it is dropped, so that both spellings that occur, with and without,
    /// mean the same.
    ///
    /// - Throws: `notFound` for a name without a value, `permissionDenied` for a variable that is not allowed,
    ///   `invalidArgument` for a value that a filter or a text cannot take, `limitExceeded`.
    func filled(with values: some TemplateValues) throws(ImageError) -> AttributeValue {
        if parts.count == 1, case .expression(let expression)? = parts.first {
            return try expression.required(values)
        }
        var result = ""
        var endsWithFolder = false
        for part in parts {
            switch part {
            case .text(let text):
                let repeatsSlash = endsWithFolder && text.utf8.first == UInt8(ascii: "/")
                result.unicodeScalars += repeatsSlash ? text.unicodeScalars.dropFirst() : text.unicodeScalars[...]
                endsWithFolder = false
            case .expression(let expression):
                let value = try expression.required(values)
                guard let text = TemplateText.text(of: value) else {
                    throw .invalidArgument(
                        "the template '\(source)' puts \(value.kindName) into a text",
                        hint: value.arrayValue == nil ? "give it a value" : "join it, as in {{ name | join(',') }}")
                }
                result += text
                if case .name(["CATALOG_DIR"]) = expression { endsWithFolder = text.utf8.last == UInt8(ascii: "/") }
            }
            try Self.checkSize(result)
        }
        return .string(result)
    }

    /// The text with values filled in by name.
    ///
    /// - Throws: as `filled(with:)`; every environment variable is refused.
    func filled(with values: [String: String]) throws(ImageError) -> String {
        let value = try filled(with: FixedTemplateValues(values: values))
        return TemplateText.text(of: value) ?? value.json()
    }

    static func checkSize(_ text: String) throws(ImageError) { try checkSize(text.utf8.count) }

    static func checkSize(_ size: Int) throws(ImageError) {
        guard size <= sizeLimit else {
            throw .limitExceeded("a filled template has more than \(sizeLimit) bytes")
        }
    }
}

extension Template.Expression {
    fileprivate func required(_ values: some TemplateValues) throws(ImageError) -> AttributeValue {
        if let value = try value(values) { return value }
        if values.undefinedNamesAreEmpty { return "" }
        guard let path = names.first else { throw .notFound("the template has no value") }
        throw values.missing(path)
    }

    /// The value, nil for a name without one.
    private func value(_ values: some TemplateValues) throws(ImageError) -> AttributeValue? {
        switch self {
        case .literal(let value): return value
        case .name(let path): return try values.value(of: path)
        case .environment(let name, let fallback):
            if let text = try values.variable(name) { return .string(text) }
            if let fallback { return try fallback.required(values) }
            if values.undefinedNamesAreEmpty { return "" }
            throw .notFound(
                "the environment variable \(name) is not set", hint: "set it, or write env(\(name), FALLBACK)")
        case .filter(.default, let inner, let arguments):
            let fallback = try arguments.first?.required(values) ?? ""
            guard let value = try inner.value(values) else { return fallback }
            guard arguments.count > 1, try arguments[1].required(values) == true else { return value }
            return TemplateText.isEmpty(value) ? fallback : value
        case .filter(let filter, let inner, let arguments):
            let value = try inner.required(values)
            var others: [AttributeValue] = []
            for argument in arguments { others.append(try argument.required(values)) }
            return try TemplateText.apply(filter, to: value, others)
        }
    }
}

/// Names with given texts, and nothing else.
private struct FixedTemplateValues: TemplateValues {
    let values: [String: String]
    let undefinedNamesAreEmpty = false

    func value(of path: [String]) throws(ImageError) -> AttributeValue? {
        path.count == 1 ? values[path[0]].map { .string($0) } : nil
    }

    func variable(_ name: String) throws(ImageError) -> String? {
        throw ImageError(.permissionDenied, "the environment variable \(name) is not read here")
    }

    func missing(_ path: [String]) -> ImageError {
        let name = path.joined(separator: ".")
        return .notFound(
            "the template names '\(name)', which has no value",
            hint: nearestNameHint(to: name, among: values.keys, else: "known is CATALOG_DIR"))
    }
}
