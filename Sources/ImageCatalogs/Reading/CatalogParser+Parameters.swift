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
                result.append(try parameter(field, place, decoder, isLax: isLax, into: &diagnostics))
            } catch {
                diagnostics.append(CatalogDiagnostic(error, at: place))
            }
        }
        return result
    }

    private func parameter(
        _ field: YAMLDecoder.Field, _ place: ImageError.Location, _ decoder: YAMLDecoder, isLax: Bool,
        into diagnostics: inout [CatalogDiagnostic]
    ) throws(ImageError) -> CatalogParameter {
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
        return try CatalogParameter(name: field.name, declaration: values, isLax: isLax)
    }
}
