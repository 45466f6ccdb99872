import ByteStores
public import ImageCore
public import ImageSources

/// A catalog: named images with what is needed to open them.
///
/// ```swift
/// let image = try await Catalog.open("lab.yaml")["exp1"].read()
/// ```
///
/// It is read from one file, or from several that share one space of names. A value: it shows the files as they were when
/// they were opened. Entries are decoded when they are asked for, so that a file of 100,000 opens at once; nothing that a
/// file says runs code.
public struct Catalog: Sendable {
    let body: Body

    /// The name written in the file, else the file's name without extension (for `catalog.yaml` that of its folder).
    public var name: String { body.name }
    /// The description, or an empty text.
    public var description: String { body.description }
    /// The metadata of the whole catalog.
    public var metadata: Attributes { body.metadata }
    /// The absolute path, or the URL, of the file; of several files their folder or pattern.
    public var location: String { body.location }
    /// The path of the file whose entries these are, where they can be edited; nil for several files together, and for
    /// entries that stand inside of another.
    public var file: String? { if case .file = body.content { location } else { nil } }
    /// The folder of the file, which `{{ CATALOG_DIR }}` stands for and relative paths start at.
    public var folder: String { body.folder }
    /// The drivers, stores and limits that entries are opened with.
    public var environment: SourceEnvironment { body.context.environment }
    /// What the texts of the catalog may ask for.
    public var rules: CatalogRules { body.context.rules }
    /// The parameters that every entry has, those of the catalogs around this one included.
    public var parameters: [CatalogParameter] { body.context.parameters }

    /// Everything wrong or odd in the file, in file order; of several files one after the other.
    ///
    /// Decodes all entries; where aliases make these too large together, says so instead.
    public var diagnostics: [CatalogDiagnostic] {
        if !body.files.isEmpty { return body.diagnostics + body.files.flatMap(\.catalog.diagnostics) }
        if let excess { return body.diagnostics + [CatalogDiagnostic(excess, at: .init(location))] }
        return body.diagnostics + flatMap(\.diagnostics)
    }

    /// Why nothing is done that decodes all entries, such as a search: their aliases stand for too much.
    ///
    /// Listing them, and opening one, works.
    public var excess: ImageError? { body.document?.excess?.located(in: location) }

    /// What is wrong or odd apart from the entries: in the files themselves, and between several of them.
    public var fileDiagnostics: [CatalogDiagnostic] { body.diagnostics }

    init(_ body: Body) {
        self.body = body
    }
}

/// What catalogs take over from the ones around them.
struct CatalogContext: Sendable {
    var environment: SourceEnvironment
    var rules = CatalogRules()
    /// The catalogs on the way here, outermost first.
    var ancestors: [String] = []
    /// The parameters that all entries have.
    var parameters: [CatalogParameter] = []
    /// Those of them that came from outside.
    var inherited: [CatalogParameter] = []
    /// The name and description of the entry that leads here.
    var name: String?
    var description: String?
    var metadata = Attributes()
    /// Values for parameters that a file declares for all its entries.
    var given = Attributes()

    init(environment: SourceEnvironment, rules: CatalogRules = CatalogRules()) {
        self.environment = environment
        self.rules = rules
        // Files that images name themselves, or that links lead to, are confined, too.
        if let root = rules.root { self.environment.stores = environment.stores.confined(to: root) }
    }
}

extension Catalog {
    /// What a catalog holds; shared by its entries.
    final class Body: Sendable {
        let name: String
        let description: String
        let metadata: Attributes
        let location: String
        let folder: String
        let context: CatalogContext
        let content: Content
        /// What is wrong apart from the entries.
        let diagnostics: [CatalogDiagnostic]
        /// The files of a catalog that was made of several, by their names.
        let files: [(name: String, catalog: Catalog)]
        /// The names that several files have, and what to write instead.
        let repeated: [String: [String]]
        /// The entries whose names are patterns, those that say most first.
        let patterns: [EntryPattern]
        /// Where each name is, for contents that do not know themselves.
        private let positions: [String: Int]
        /// What was asked to be opened, for reading it again.
        let origin: Origin?

        init(
            name: String, description: String, metadata: Attributes = Attributes(), location: String, folder: String,
            context: CatalogContext, content: Content, diagnostics: [CatalogDiagnostic] = [],
            files: [(name: String, catalog: Catalog)] = [], repeated: [String: [String]] = [:], origin: Origin? = nil
        ) {
            self.name = name
            self.description = description
            self.metadata = metadata
            self.location = location
            self.folder = folder
            self.context = context
            self.content = content
            self.diagnostics = diagnostics
            self.files = files
            self.repeated = repeated
            self.origin = origin
            patterns = content.patterns
            positions = content.positions
        }

        /// The position of a name.
        func position(of name: String) -> Int? {
            if case .file(let document) = content { return document.position(of: name, in: document.children) }
            return positions[name]
        }
    }

    /// What was asked to be opened.
    struct Origin: Sendable {
        var paths: [String]
        /// Whether the entries of several files share one space of names.
        var flatten: Bool
        /// Whether there may be nothing at some of the paths.
        var mayMiss = false
    }

    /// Where entries come from.
    enum Content: Sendable {
        /// The file's `sources`.
        case file(YAMLDocument)
        /// A mapping inside of a file.
        case inline(YAMLDocument, [YAMLDecoder.Field], keyPath: String)
        /// Entries of other catalogs.
        case list([CatalogEntry])

        var count: Int {
            switch self {
            case .file(let document): document.children.count
            case .inline(_, let fields, _): fields.count
            case .list(let entries): entries.count
            }
        }

        func name(_ position: Int) -> String {
            switch self {
            case .file(let document): document.name(of: document.children.records[position])
            case .inline(_, let fields, _): fields[position].name
            case .list(let entries): entries[position].name
            }
        }

        fileprivate var positions: [String: Int] {
            if case .file = self { return [:] }
            return Dictionary((0..<count).map { (name($0), $0) }) { first, _ in first }
        }

        fileprivate var patterns: [EntryPattern] {
            let places =
                switch self {
                case .file(let document): document.childrenWithBraces
                case .inline(_, let fields, _): fields.indices.filter { fields[$0].name.contains("{") }
                case .list(let entries): entries.indices.filter { entries[$0].isPattern }
                }
            // Of several that fit, the one that says most comes first.
            return places.compactMap { EntryPattern(name($0), position: $0) }.sorted {
                ($1.pattern.literalCount, $0.position) < ($0.pattern.literalCount, $1.position)
            }
        }
    }
}
