import ImageCore

/// An entry as it is written, with its arguments not yet resolved.
struct CatalogDeclaration: Sendable {
    var name: String
    var description = ""
    /// The names in `driver`: one, or several to choose from.
    var drivers: [String] = []
    var arguments = Attributes()
    var metadata = Attributes()
    /// The nodes of `args` and `metadata`, whose lines errors name later.
    var argumentsNode: YAMLNode?
    var metadataNode: YAMLNode?
    var location: ImageError.Location
    var diagnostics: [CatalogDiagnostic] = []
}

extension CatalogParser {
    /// The keys of an entry: those that mean something, then those that intake's own writer leaves behind.
    static let entryKeys = [
        "driver", "description", "args", "metadata", "parameters", "direct_access", "cache",
        "name", "container", "plugin", "catalog_dir", "getenv", "getshell",
    ]

    /// The declaration at a position of `sources`.
    ///
    /// - Parameter isWhole: whether `args` and `metadata` are decoded and checked, which aliases can make large.
    func declaration(_ position: Int, isWhole: Bool = true) -> CatalogDeclaration {
        let pair = document.children.records[position]
        let name = document.name(of: pair)
        let path = "\(Self.sourcesKey).\(name)"
        let place = place(pair, path)
        var entry = CatalogDeclaration(name: name, location: place)
        if pair.keyForm == .verbatim, YAMLScalar.value(of: name).stringValue == nil {
            entry.diagnostics.append(
                .init(
                    .warning, "the name '\(name)' is not a text by the rules of YAML 1.1", at: place,
                    hint: "write it in quotes, else intake refuses the whole file"))
        }
        do throws(ImageError) {
            let decoder = YAMLDecoder(document)
            let node = try YAMLComposer.value(of: pair, in: document)
            guard case .mapping = try decoder.resolved(node).content else {
                let what = try decoder.value(node).kindName
                throw ImageError.corrupt(
                    "the entry is \(what), not a mapping", hint: "write driver: and args: below it")
            }
            let fields = try decoder.fields(of: node)
            if let refusal = Self.refusal(fields) { throw refusal }
            for field in fields {
                do {
                    try read(field, decoder, isWhole: isWhole, into: &entry)
                } catch {
                    entry.diagnostics.append(.init(error, at: placeOf(field, path)))
                }
            }
            if entry.drivers.isEmpty, !fields.contains(where: { $0.name == "driver" }) {
                throw ImageError.corrupt("the entry has no 'driver'", hint: nearestDriverKey(fields))
            }
        } catch {
            entry.diagnostics.append(.init(error, at: place))
        }
        return entry
    }

    private func read(
        _ field: YAMLDecoder.Field, _ decoder: YAMLDecoder, isWhole: Bool, into entry: inout CatalogDeclaration
    ) throws(ImageError) {
        switch field.name {
        case "driver": entry.drivers = try drivers(field, decoder)
        case "description": entry.description = try decoder.text(field.value) ?? ""
        case "args", "metadata":
            if isWhole { try readDetails(field, decoder, into: &entry) }
        default:
            if Self.entryKeys.contains(field.name) { break }
            let place = placeOf(field, "\(Self.sourcesKey).\(entry.name)")
            entry.diagnostics.append(unknown(field.name, among: Array(Self.entryKeys.prefix(7)), at: place))
        }
    }

    private func readDetails(
        _ field: YAMLDecoder.Field, _ decoder: YAMLDecoder, into entry: inout CatalogDeclaration
    ) throws(ImageError) {
        if field.name == "args" {
            entry.arguments = try mapping(field, decoder)
            try checkArgumentNames(field.value, decoder)
            entry.argumentsNode = field.value
        } else {
            entry.metadata = try mapping(field, decoder)
            entry.metadataNode = field.value
        }
    }

    /// Entries that would have run code, or that only an intake server understands.
    private static func refusal(_ fields: [YAMLDecoder.Field]) -> ImageError? {
        if let field = fields.first(where: { $0.name == "cls" }) {
            return ImageError(
                .permissionDenied, "an entry with 'cls' makes intake call any Python code; it is refused",
                at: field.key.location,
                hint: "name a driver instead: driver: nrrd")
        }
        if let field = fields.first(where: { $0.name == "remote" }) {
            return .unsupported(
                "an entry with 'remote' belongs to an intake server", at: field.key.location,
                hint: "name a driver and where the data are")
        }
        return nil
    }

    private func drivers(_ field: YAMLDecoder.Field, _ decoder: YAMLDecoder) throws(ImageError) -> [String] {
        switch try decoder.value(field.value) {
        case .string(let name) where !name.isEmpty: return [name]
        case .array(let items):
            let names = items.compactMap(\.stringValue)
            if !names.isEmpty, names.count == items.count { return names }
            throw .corrupt("'driver' is a list without driver names", hint: "write the name of a driver")
        case .null, .string: throw .corrupt("'driver' is empty", hint: "write the name of a driver, such as nrrd")
        case .mapping:
            throw .unsupported("several named drivers for one entry", hint: "write the name of one driver")
        case let other: throw .corrupt("'driver' is \(other.kindName)", hint: "write the name of a driver")
        }
    }

    private func mapping(_ field: YAMLDecoder.Field, _ decoder: YAMLDecoder) throws(ImageError) -> Attributes {
        switch try decoder.value(field.value) {
        case .null: return Attributes()
        case .mapping(let attributes): return attributes
        case let other: throw .corrupt("'\(field.name)' is \(other.kindName), not a mapping")
        }
    }

    /// Argument names are texts: `1: x` would be no keyword in Python either.
    private func checkArgumentNames(_ node: YAMLNode, _ decoder: YAMLDecoder) throws(ImageError) {
        guard case .mapping = try decoder.resolved(node).content else { return }
        for field in try decoder.fields(of: node) {
            if case .scalar(let text, isPlain: true) = field.key.content, YAMLScalar.value(of: text).stringValue == nil
            {
                throw .corrupt(
                    "the argument name '\(text)' is not a text", at: field.key.location, hint: "write it in quotes")
            }
        }
    }

    private func placeOf(_ field: YAMLDecoder.Field, _ path: String) -> ImageError.Location {
        .init(location, line: field.key.line, column: field.key.column, keyPath: "\(path).\(field.name)")
    }

    private func nearestDriverKey(_ fields: [YAMLDecoder.Field]) -> String {
        nearestName(to: "driver", among: fields.map(\.name)).map { "is '\($0)' meant to be 'driver'?" }
            ?? "write the name of one, such as driver: nrrd"
    }
}
