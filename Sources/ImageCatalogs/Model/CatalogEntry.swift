public import ImageCore
import ImageSources

/// One entry of a catalog, as declared: an image, another catalog, or another name of an entry.
///
/// Nothing is opened before `source`, `discover`, `read` or `catalog`. A value: opening it with other values gives a new
/// one.
public struct CatalogEntry: Sendable {
    /// Where the declaration is.
    enum Place: Sendable {
        case position(Int)
        /// A file of a catalog of several.
        case file
    }

    /// The name under which it was found; for one of many that a pattern serves, that one's.
    public internal(set) var name: String
    /// The values that it is opened with.
    public private(set) var given = Attributes()
    /// How the name led here, for one of many that a pattern serves.
    public let match: PatternMatch?
    /// The catalog it stands in; of `file`, what it opens.
    let parent: Catalog
    let place: Place
    /// Names of given values that a catalog on the way has used.
    var spent: Set<String> = []
    /// The aliases that led here.
    var trail: [String] = []

    init(_ position: Int, of catalog: Catalog, name: String? = nil, match: PatternMatch? = nil) {
        parent = catalog
        place = .position(position)
        self.match = match
        self.name = name ?? catalog.body.content.name(position)
    }

    init(file catalog: Catalog, _ name: String) {
        parent = catalog
        place = .file
        match = nil
        self.name = name
    }

    /// The same entry, to be opened with further values; a value given before is replaced.
    ///
    /// They are checked when the entry is resolved.
    public func with(_ values: Attributes) -> CatalogEntry {
        var copy = self
        for (key, value) in values.pairs { copy.given[key] = value }
        return copy
    }

    // MARK: What is written

    /// The description, or an empty text.
    public var description: String {
        located(.description) { text in YAMLScalar.value(of: text).isNull ? "" : text } ?? brief.description
    }

    /// The driver as written, or nil if there is none; of several the first that is known.
    public var driver: String? {
        if let text = located(.driver, { YAMLScalar.value(of: $0).stringValue }), !text.isEmpty { return text }
        let names = brief.drivers.map(\.driver)
        return names.first { CatalogDriver($0) != nil || environment.drivers.driver(named: $0) != nil } ?? names.first
    }

    /// The arguments as written, templates not filled in; decoded each time.
    public var arguments: Attributes { declaration.arguments }
    /// The metadata as written, templates not filled in; decoded each time.
    public var metadata: Attributes { declaration.metadata }
    /// What it can be opened with: the parameters of its catalog, then its own, which win.
    public var parameters: [CatalogParameter] {
        let own = brief.hasParameters ? declaration.parameters : []
        return parent.parameters.filter { outer in !own.contains { $0.name == outer.name } } + own
    }
    /// The tags: `tags` in the metadata, a list or a text with commas.
    public var tags: [String] {
        switch metadata["tags"] {
        case .array(let items): items.compactMap { $0.stringValue ?? $0.json() }
        case .string(let text): text.split(separator: ",").map { String($0).trimmingBlanks }
        default: []
        }
    }
    /// File, line and column of the name.
    public var location: ImageError.Location { brief.location }
    /// What is wrong or odd in the declaration; an error among them makes `resolved` throw.
    public var diagnostics: [CatalogDiagnostic] { place.isFile ? [] : declaration.diagnostics }
    /// Why nothing is done that decodes all entries of its file, such as a search: their aliases stand for too much.
    ///
    /// One at a time they can be opened.
    public var excess: ImageError? { parent.body.document?.excess?.located(in: parent.location) }
    /// Whether the entry is another catalog.
    public var isCatalog: Bool { kind?.isCatalog ?? false }
    /// Whether the entry is another name of an entry.
    public var isAlias: Bool { kind == .alias }
    /// Whether the entry itself serves many names; `instances` tells those that exist.
    public var isPattern: Bool { match == nil && EntryPattern.pattern(declaredName) != nil }

    /// The name as it is written in its own file.
    var declaredName: String {
        if case .position(let position) = place { parent.body.content.name(position) } else { name }
    }

    var kind: CatalogDriver? { driver.flatMap { CatalogDriver($0) } }

    // MARK: What the declaration is read from

    var environment: SourceEnvironment { parent.environment }

    /// Without `args`, `metadata` and `parameters`: a listing does not need them, and aliases can make them large.
    private var brief: CatalogDeclaration { declaration(isWhole: false) }

    var declaration: CatalogDeclaration { declaration(isWhole: true) }

    private func declaration(isWhole: Bool) -> CatalogDeclaration {
        switch (place, parent.body.content) {
        case (.position(let position), .file(let document)):
            return CatalogParser(document: document, location: parent.location).declaration(position, isWhole: isWhole)
        case (.position(let position), .inline(let document, let fields, let keyPath)):
            return CatalogParser(document: document, location: parent.location)
                .declaration(of: fields[position], keyPath: keyPath, isWhole: isWhole)
        case (.position(let position), .list(let entries)): return entries[position].declaration(isWhole: isWhole)
        case (.file, _):
            var declaration = CatalogDeclaration(name: name, location: .init(parent.location))
            declaration.description = parent.description
            declaration.drivers = [.init(key: "yaml_file_cat", driver: "yaml_file_cat")]
            declaration.arguments = ["path": .string(parent.location)]
            declaration.metadata = parent.metadata
            return declaration
        }
    }

    /// What a plain value in the declaration says, without decoding anything; nil if that takes more.
    private func located(_ key: CatalogParser.LocatedKey, _ value: (String) -> String?) -> String? {
        guard case .position(let position) = place, case .file(let document) = parent.body.content else { return nil }
        switch document.value(of: key.rawValue, child: position) {
        case .text(let text): return value(text)
        case .quoted(let text): return text
        case .absent: return key == .description ? "" : nil
        case .unknown, .other: return nil
        }
    }

    var resolver: CatalogResolver {
        CatalogResolver(self, declaration: declaration, document: parent.body.document)
    }
}

extension CatalogEntry.Place {
    var isFile: Bool { if case .file = self { true } else { false } }
}

extension Catalog.Body {
    /// The file that the entries stand in; nil for entries of several.
    var document: YAMLDocument? {
        switch content {
        case .file(let document), .inline(let document, _, _): document
        case .list: nil
        }
    }
}
