public import ImageCore

extension CatalogParameter {
    /// A parameter for an entry that is to be written.
    ///
    /// - Parameters:
    ///   - type: as catalogs write it: `int`, `str`, `list[float]`, ....
    ///   - value: the default; a text may be a template, which is filled in when the entry is opened.
    /// - Throws: `corrupt` for a type that does not exist; `invalidArgument` for values that do not fit it, or each other.
    public init(
        name: String, type: String, description: String = "", default value: AttributeValue? = nil,
        minimum: AttributeValue? = nil, maximum: AttributeValue? = nil, allowed: [AttributeValue]? = nil
    ) throws(ImageError) {
        var values: Attributes = ["description": .string(description), "type": .string(type)]
        values["default"] = value
        values["min"] = minimum
        values["max"] = maximum
        values["allowed"] = allowed.map { .array($0) }
        try self.init(name: name, declaration: values, isLax: false)
    }

    /// The parameter as an entry declares it.
    var declaration: Attributes {
        var values: Attributes = ["description": .string(description), "type": .string(type)]
        values["default"] = defaultValue
        values["min"] = minimum
        values["max"] = maximum
        values["allowed"] = allowed.map { .array($0) }
        return values
    }

    /// A parameter from what a catalog says of it.
    ///
    /// - Parameter isLax: whether `description` and `type` may be missing, as in the metadata of a catalog.
    /// - Throws: what is wrong with it.
    init(name: String, declaration values: Attributes, isLax: Bool) throws(ImageError) {
        guard let description = values["description"].map({ $0.isNull ? "" : $0.stringValue }) ?? "" else {
            throw .corrupt("the description of the parameter '\(name)' is not a text")
        }
        let (kind, elementKind) = try Self.type(values, name, isLax: isLax)
        let bare = CatalogParameter(
            name: name, description: description, kind: kind, elementKind: elementKind, defaultValue: nil,
            minimum: nil, maximum: nil, allowed: nil)
        let allowed = try Self.allowed(values["allowed"], bare)
        if kind == .mlist, allowed?.isEmpty ?? true {
            throw .corrupt("the parameter '\(name)' (mlist) has no 'allowed' values to choose from")
        }
        var parameter = CatalogParameter(
            name: name, description: description, kind: kind, elementKind: elementKind, defaultValue: nil,
            minimum: try Self.bound(values["min"], "min", bare), maximum: try Self.bound(values["max"], "max", bare),
            allowed: allowed)
        if let value = values["default"], !value.isNull {
            parameter = parameter.with(default: value)
            if try !CatalogParameter.isComputed(value) {
                do {
                    _ = try parameter.checked(value)
                } catch {
                    throw ImageError(error.code, "the default of \(error.message)", hint: error.hint)
                }
            }
        }
        self = parameter
    }

    private static func type(
        _ values: Attributes, _ name: String, isLax: Bool
    ) throws(ImageError) -> (CatalogParameter.Kind, CatalogParameter.Kind?) {
        let known = CatalogParameter.Kind.allCases.map(\.rawValue)
        guard let value = values["type"] else {
            guard isLax else {
                throw .corrupt(
                    "the parameter '\(name)' has no 'type'", hint: "known are \(known.joined(separator: ", "))")
            }
            switch values["default"] {
            case .bool: return (.bool, nil)
            case .int, .unsigned: return (.int, nil)
            case .double: return (.float, nil)
            case .array: return (.list, nil)
            case .mapping: return (.dict, nil)
            default: return (.str, nil)
            }
        }
        let text = value.stringValue ?? value.json()
        let bracket = text.firstIndex(of: "[")
        let outer = String(text[..<(bracket ?? text.endIndex)])
        guard let kind = CatalogParameter.Kind(rawValue: outer) else {
            throw .corrupt(
                "the parameter '\(name)' has the unknown type '\(text)'",
                hint: nearestNameHint(to: outer, among: known, else: "known are \(known.joined(separator: ", "))"))
        }
        guard let bracket else { return (kind, nil) }
        let inner = text[text.index(after: bracket)...].dropLast()
        guard text.hasSuffix("]"), containers.contains(kind),
            let element = CatalogParameter.Kind(rawValue: String(inner))
        else {
            throw .corrupt(
                "the parameter '\(name)' has the unknown type '\(text)'", hint: "write list[int], dict[str] and so on")
        }
        return (kind, element)
    }

    private static func bound(
        _ value: AttributeValue?, _ key: String, _ parameter: CatalogParameter
    ) throws(ImageError) -> AttributeValue? {
        guard let value, !value.isNull else { return nil }
        do {
            return try parameter.coerced(value)
        } catch {
            throw ImageError(error.code, "'\(key)' of \(error.message)", hint: error.hint)
        }
    }

    private static func allowed(
        _ value: AttributeValue?, _ parameter: CatalogParameter
    ) throws(ImageError) -> [AttributeValue]? {
        guard let value, !value.isNull else { return nil }
        guard let items = value.arrayValue else {
            throw .corrupt(
                "'allowed' of the parameter '\(parameter.name)' is \(value.kindName), not a list",
                hint: "write allowed: [a, b]")
        }
        var result: [AttributeValue] = []
        for item in items {
            do {
                if parameter.kind == .mlist {
                    result.append(try parameter.coercedElement(item))
                } else if !item.isNull {
                    result.append(try parameter.coerced(item))
                }
            } catch {
                throw ImageError(error.code, "'allowed' of \(error.message)", hint: error.hint)
            }
        }
        return result
    }
}

extension CatalogParameter {
    /// Whether a default holds templates, which are filled in when the entry is opened.
    ///
    /// - Throws: what is wrong with them.
    static func isComputed(_ value: AttributeValue) throws(ImageError) -> Bool {
        switch value {
        case .string(let text): return try !Template(parsing: template(ofDefault: text)).isPlainText
        case .array(let items):
            for item in items { if try isComputed(item) { return true } }
            return false
        case .mapping(let map):
            for (_, item) in map.pairs { if try isComputed(item) { return true } }
            return false
        default: return false
        }
    }

    /// intake's form `env(NAME)`, without braces, as the template that it means.
    ///
    /// - Throws: `permissionDenied` for `shell(...)`; `unsupported` for text behind the bracket, which intake drops.
    static func template(ofDefault text: String) throws(ImageError) -> String {
        guard text.hasPrefix("env(") || text.hasPrefix("shell(") || text.hasPrefix("client_") && text.contains("(")
        else { return text }
        guard let end = text.lastIndex(of: ")"), text.index(after: end) == text.endIndex else {
            throw .unsupported(
                "the default '\(text)' has something behind the bracket, which intake drops",
                hint: "write it as a template: {{ env(NAME) }}/rest")
        }
        return "{{ \(text) }}"
    }
}
