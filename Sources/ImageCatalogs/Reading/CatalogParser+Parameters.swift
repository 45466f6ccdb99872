import ImageCore

extension CatalogParser {
    /// The keys of a parameter.
    private static let parameterKeys = ["description", "type", "default", "min", "max", "allowed", "name"]

    /// The parameters that a mapping declares; mistakes become diagnostics, and the parameter is left out.
    ///
    /// - Parameter isLax: whether `description` and `type` may be missing, as in the metadata of a catalog.
    func parameters(
        _ node: YAMLNode, _ path: String, isLax: Bool, into diagnostics: inout [CatalogDiagnostic]
    ) throws(ImageError) -> [CatalogParameter] {
        let decoder = YAMLDecoder(document)
        switch try decoder.resolved(node).content {
        case .mapping: break
        case .sequence:
            throw .corrupt(
                "'parameters' is a list, which catalogs had long ago", at: node.location,
                hint: "write a mapping: parameters: {t: {description: ..., type: int}}")
        default:
            let value = try decoder.value(node)
            if value.isNull { return [] }
            throw .corrupt("'parameters' is \(value.kindName), not a mapping", at: node.location)
        }
        var result: [CatalogParameter] = []
        for field in try decoder.fields(of: node) {
            let place = placeOf(field, path)
            do {
                result.append(try parameter(field, place, isLax: isLax, into: &diagnostics))
            } catch {
                diagnostics.append(CatalogDiagnostic(error, at: place))
            }
        }
        return result
    }

    private func parameter(
        _ field: YAMLDecoder.Field, _ place: ImageError.Location, isLax: Bool,
        into diagnostics: inout [CatalogDiagnostic]
    ) throws(ImageError) -> CatalogParameter {
        let decoder = YAMLDecoder(document)
        guard let values = try decoder.value(field.value).mappingValue else {
            throw .corrupt(
                "the parameter '\(field.name)' is not a mapping", hint: "write {description: ..., type: str}")
        }
        for key in values.keys where !Self.parameterKeys.contains(key) {
            diagnostics.append(unknown(key, among: Self.parameterKeys, at: place))
        }
        if !isLax, values["description"] == nil {
            diagnostics.append(
                CatalogDiagnostic(
                    .warning,
                    "the parameter '\(field.name)' has no 'description', without which intake refuses the file",
                    at: place, hint: "write description: \"\""))
        }
        guard let description = values["description"].map({ $0.isNull ? "" : $0.stringValue }) ?? "" else {
            throw .corrupt("the description of the parameter '\(field.name)' is not a text")
        }
        let (kind, elementKind) = try type(values, field.name, isLax: isLax)
        let bare = CatalogParameter(
            name: field.name, description: description, kind: kind, elementKind: elementKind, defaultValue: nil,
            minimum: nil, maximum: nil, allowed: nil)
        let allowed = try Self.allowed(values["allowed"], bare)
        if kind == .mlist, allowed?.isEmpty ?? true {
            throw .corrupt("the parameter '\(field.name)' (mlist) has no 'allowed' values to choose from")
        }
        var parameter = CatalogParameter(
            name: field.name, description: description, kind: kind, elementKind: elementKind, defaultValue: nil,
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
        return parameter
    }

    private func type(
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
        guard text.hasSuffix("]"), [.list, .tuple, .mlist, .dict].contains(kind),
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
        if parameter.kind == .mlist { return items }
        var result: [AttributeValue] = []
        for item in items { if let item = try bound(item, "allowed", parameter) { result.append(item) } }
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
