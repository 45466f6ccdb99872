import ByteStores
public import ImageCore
public import ImageSources

/// A catalog file: named images with what is needed to open them.
///
/// ```swift
/// let image = try await Catalog.open("lab.yaml")["exp1"].read()
/// ```
///
/// A value: it shows the file as it was when it was opened. Entries are decoded when they are asked for, so that a file
/// of 100,000 opens at once; nothing that a file says runs code.
public struct Catalog: Sendable {
    /// The name written in the file, else the file's name without extension (for `catalog.yaml` that of its folder).
    public let name: String
    /// The description, or an empty text.
    public let description: String
    /// The metadata of the whole catalog.
    public let metadata: Attributes
    /// The absolute path, or the URL, of the file.
    public let location: String
    /// The drivers, stores and limits that entries are opened with.
    public let environment: SourceEnvironment
    /// The catalogs this one was reached through, outermost first.
    let ancestors: [String]
    let document: YAMLDocument
    private let headerDiagnostics: [CatalogDiagnostic]

    /// Opens a catalog file.
    ///
    /// - Throws: `notFound`; `corrupt` with line and column if the file is not YAML or no catalog; `limitExceeded`. A
    ///   mistake in an entry throws when that entry is opened; `diagnostics` tells them all.
    @concurrent
    public static func open(_ path: String, environment: SourceEnvironment) async throws -> Catalog {
        try await open(path, environment: environment, ancestors: [])
    }

    static func open(_ path: String, environment: SourceEnvironment, ancestors: [String]) async throws -> Catalog {
        let resource = try environment.stores.resource(at: WorkingFolder.absolute(path))
        let object = try await resource.open()
        let limits = YAMLLimits()
        guard object.size <= limits.fileSize else {
            throw ImageError.limitExceeded(
                "the file has \(object.size) bytes, the limit is \(limits.fileSize)", at: .init(resource.location))
        }
        let bytes = try await object.read(0..<object.size)
        return try Catalog(
            bytes, location: resource.location, environment: environment, limits: limits, ancestors: ancestors)
    }

    /// A catalog from the bytes of a file.
    ///
    /// - Throws: as `open`.
    init(
        _ bytes: Bytes, location: String, environment: SourceEnvironment, limits: YAMLLimits = YAMLLimits(),
        ancestors: [String] = []
    ) throws(ImageError) {
        let header: CatalogParser.Header
        do {
            document = try YAMLDocument(bytes, indexing: CatalogParser.sourcesKey, limits: limits)
            header = try CatalogParser(document: document, location: location).header()
        } catch {
            throw error.located(in: location)
        }
        name = header.name ?? Self.defaultName(location)
        description = header.description
        metadata = header.metadata
        headerDiagnostics = header.diagnostics
        self.location = location
        self.environment = environment
        self.ancestors = ancestors
    }

    /// The folder of the file, which `{{ CATALOG_DIR }}` stands for and relative paths start at.
    public var folder: String { ResourceLocation.folder(of: location) }

    /// Everything wrong or odd in the file, in file order.
    ///
    /// Decodes all entries.
    public var diagnostics: [CatalogDiagnostic] {
        headerDiagnostics + flatMap(\.diagnostics)
    }

    var parser: CatalogParser { CatalogParser(document: document, location: location) }

    private static func defaultName(_ location: String) -> String {
        let file = ResourceLocation.name(of: location)
        let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
        let folder = ResourceLocation.name(of: ResourceLocation.folder(of: location))
        return stem.lowercased() == "catalog" && !folder.isEmpty ? folder : stem.replacing(".", with: "_")
    }
}
