import ImageCore

/// Reads the declarations of a catalog out of its document: what is written, nothing filled in.
///
/// Mistakes become diagnostics, so that one bad entry does not hide the others.
struct CatalogParser {
    let document: YAMLDocument
    /// The file, for messages.
    let location: String

    static let sourcesKey = "sources"

    /// The keys of the top level besides `sources`.
    ///
    /// `version` means nothing, but is widespread.
    static let topKeys = ["name", "description", "metadata", "sources", "plugins", "version"]

    struct Header: Sendable {
        var name: String?
        var description = ""
        var metadata = Attributes()
        /// What all entries can be opened with.
        var parameters: [CatalogParameter] = []
        var diagnostics: [CatalogDiagnostic] = []
    }

    /// Keys of entries whose values a listing or search needs, and whose places are noted in the one pass over the file.
    enum LocatedKey: Int {
        case driver, description, metadata
    }

    static let locatedKeys = ["driver", "description", "metadata"]

    /// What stands at the top of the file.
    ///
    /// - Throws: `corrupt` if the file is no catalog at all.
    func header() throws(ImageError) -> Header {
        guard let kind = document.rootKind, !document.isEmpty else {
            throw .corrupt(
                "the file holds no YAML data", at: .init(location), hint: "a catalog begins with 'sources:'")
        }
        guard kind.isMapping else {
            throw .corrupt(
                "the top level is not a mapping", at: .init(location, line: 1), hint: "a catalog begins with 'sources:'"
            )
        }
        try checkSources()
        var header = Header()
        for pair in document.pairs.records {
            let key = document.name(of: pair)
            do {
                switch key {
                case "name": header.name = try text(of: pair)
                case "description": header.description = try text(of: pair) ?? ""
                case "metadata":
                    header.metadata = try mapping(of: pair, key)
                    header.parameters = try parameters(of: pair, into: &header.diagnostics)
                case "plugins":
                    header.diagnostics.append(
                        .init(
                            .warning, "'plugins' is ignored: nothing in a catalog loads code", at: place(pair, key),
                            hint: "drivers are registered by the program that opens the catalog"))
                default:
                    // An anchored value is there for the aliases and merges of entries.
                    if Self.topKeys.contains(key) || document.text(pair.value).hasPrefix("&") { break }
                    header.diagnostics.append(unknown(key, among: Self.topKeys, at: place(pair, key)))
                }
            } catch {
                header.diagnostics.append(.init(error, at: place(pair, key)))
            }
        }
        return header
    }

    /// - Throws: `corrupt` if the file cannot have entries.
    private func checkSources() throws(ImageError) {
        guard let pair = document.pair(named: Self.sourcesKey) else {
            let keys = document.pairs.records.map { document.name(of: $0) }
            throw .corrupt(
                "the file has no 'sources'", at: .init(location),
                hint: nearestName(to: Self.sourcesKey, among: keys).map { "is '\($0)' meant to be 'sources'?" }
                    ?? "a catalog lists its entries under 'sources:'")
        }
        let place = place(pair, Self.sourcesKey)
        switch pair.valueKind {
        case .blockMapping, .flowMapping: return
        case .scalar where document.isNull(pair): return
        case .blockSequence, .flowSequence:
            throw .corrupt(
                "'sources' is a list, which catalogs had long ago", at: place,
                hint: "write a mapping from names to entries: sources: {exp1: {driver: ...}}")
        // Of another collection there would be no document.
        case .alias where !document.isScalarAlias(pair) || document.isNull(pair): return
        case .alias, .scalar: throw .corrupt("'sources' is not a mapping", at: place)
        }
    }

    func unknown(_ key: String, among known: [String], at location: ImageError.Location) -> CatalogDiagnostic {
        CatalogDiagnostic(
            .warning, "the key '\(key)' means nothing here", at: location,
            hint: nearestNameHint(to: key, among: known))
    }

    func place(_ pair: YAMLPair, _ keyPath: String) -> ImageError.Location {
        .init(location, line: Int(pair.line), column: Int(pair.column) + 1, keyPath: keyPath)
    }

    private func text(of pair: YAMLPair) throws(ImageError) -> String? {
        let node = try YAMLComposer.value(of: pair, in: document)
        return try YAMLDecoder(document).text(node)
    }

    /// The parameters in the metadata of the catalog.
    private func parameters(
        of pair: YAMLPair, into diagnostics: inout [CatalogDiagnostic]
    ) throws(ImageError) -> [CatalogParameter] {
        let decoder = YAMLDecoder(document)
        let node = try YAMLComposer.value(of: pair, in: document)
        guard case .mapping = try decoder.resolved(node).content,
            let field = try decoder.fields(of: node).first(where: { $0.name == "parameters" })
        else { return [] }
        return try parameters(field.value, "metadata.parameters", isLax: true, into: &diagnostics)
    }

    private func mapping(of pair: YAMLPair, _ key: String) throws(ImageError) -> Attributes {
        switch try YAMLDecoder(document).value(try YAMLComposer.value(of: pair, in: document)) {
        case .null: return Attributes()
        case .mapping(let attributes): return attributes
        case let other: throw .corrupt("'\(key)' is \(other.kindName), not a mapping")
        }
    }
}

extension YAMLDecoder {
    /// The text of a scalar as written, whatever else it could mean; nil for null.
    func text(_ node: YAMLNode) throws(ImageError) -> String? {
        guard case .scalar(let text, _) = try resolved(node).content else {
            throw .corrupt("\(try kindName(node)) stands where a text is expected", at: node.location)
        }
        return try value(node).isNull ? nil : text
    }

    /// What kind of value a node is, without decoding what is in it.
    func kindName(_ node: YAMLNode) throws(ImageError) -> String {
        switch try resolved(node).content {
        case .sequence: AttributeValue.array([]).kindName
        case .mapping: AttributeValue.mapping(Attributes()).kindName
        case .scalar, .alias: try value(node).kindName
        }
    }
}

extension YAMLDocument {
    /// Whether there is nothing, or the document is null.
    var isEmpty: Bool {
        guard let rootKind else { return true }
        return rootKind == .scalar && ["", "~", "null", "Null", "NULL"].contains(text(root))
    }

    /// Whether the value of a pair is null, with or without an anchor or a tag.
    func isNull(_ pair: YAMLPair) -> Bool {
        guard pair.valueKind == .scalar || isScalarAlias(pair), let node = try? YAMLComposer.value(of: pair, in: self)
        else { return false }
        return (try? YAMLDecoder(self).value(node))?.isNull ?? false
    }

    /// Whether the value of a pair is an alias of a text or number.
    func isScalarAlias(_ pair: YAMLPair) -> Bool {
        guard pair.valueKind == .alias else { return false }
        return anchors.anchor(named: String(text(pair.value).dropFirst()), before: pair.value.lowerBound)?.scalar != nil
    }
}
