public import ImageCore
public import ImageSources

/// One image of a catalog, as declared.
///
/// Nothing is opened before `source`, `discover` or `read`.
public struct CatalogEntry: Sendable {
    private let catalog: Catalog
    private let position: Int
    /// Without `args` and `metadata`: a listing does not need them, and aliases can make them large.
    private let declaration: CatalogDeclaration

    init(_ position: Int, of catalog: Catalog) {
        self.catalog = catalog
        self.position = position
        declaration = catalog.parser.declaration(position, isWhole: false)
    }

    /// The name.
    public var name: String { declaration.name }
    /// The description, or an empty text.
    public var description: String { declaration.description }
    /// The driver as written, or nil if there is none; of several the first that is known.
    public var driver: String? {
        declaration.drivers.first { Catalog.nestedDrivers.contains($0) || drivers.driver(named: $0) != nil }
            ?? declaration.drivers.first
    }
    /// The arguments as written, templates not filled in; decoded each time.
    public var arguments: Attributes { wholeDeclaration.arguments }
    /// The metadata as written, templates not filled in; decoded each time.
    public var metadata: Attributes { wholeDeclaration.metadata }
    /// File, line and column of the name.
    public var location: ImageError.Location { declaration.location }
    /// What is wrong or odd in the declaration; an error among them makes `resolved` throw.
    public var diagnostics: [CatalogDiagnostic] { wholeDeclaration.diagnostics }
    /// Whether the entry is another catalog file.
    public var isCatalog: Bool { driver.map { Catalog.nestedDrivers.contains($0) } ?? false }

    /// The entry with everything filled in: driver, absolute location, options, overrides.
    ///
    /// Nothing is opened.
    ///
    /// - Throws: the first mistake in the declaration; `unsupported` for an unknown driver, with the nearest known one.
    public func resolved() throws -> ResolvedEntry {
        try resolver.resolve(driver: driver)
    }

    /// The source that the entry describes.
    ///
    /// - Throws: as `resolved`; `invalidArgument` for an option the driver does not have, with the nearest.
    public func source() async throws -> ImageSource {
        try resolved().source()
    }

    /// Reads the image, or a part of it.
    public func read(_ selection: Selection = .all) async throws -> ImageDataset {
        try await source().read(selection)
    }

    /// Tells shape, axes, type and metadata from the headers.
    public func discover(_ selection: Selection = .all) async throws -> SourceDescription {
        try await source().discover(selection)
    }

    /// The catalog that the entry names, for entries of which `isCatalog` is true.
    ///
    /// - Throws: `invalidArgument` for others; what opening it throws; `corrupt` if it contains itself.
    public func catalog() async throws -> Catalog {
        guard isCatalog else {
            throw ImageError.invalidArgument("'\(name)' is an image, not a catalog", at: location)
        }
        return try await catalog.openNested(try resolver.catalogPath(), named: self)
    }

    private var drivers: DriverRegistry { catalog.environment.drivers }

    private var wholeDeclaration: CatalogDeclaration { catalog.parser.declaration(position) }

    private var resolver: CatalogResolver {
        CatalogResolver(
            declaration: wholeDeclaration, document: catalog.document, folder: catalog.folder,
            environment: catalog.environment)
    }
}
