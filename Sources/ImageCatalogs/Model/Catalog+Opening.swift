import ByteStores
import ImageCore
public import ImageSources

extension Catalog {
    /// Opens a catalog: a file, a folder with catalog files (`.yaml`, `.yml`) in it, or the files that a pattern such as
    /// `runs/*.yaml` or `data/**/*.yml` stands for.
    ///
    /// - Parameters:
    ///   - path: a path or URL; relative ones start at the working directory.
    ///   - environment: the drivers, stores and limits that entries are opened with.
    ///   - rules: what the texts of the catalog may ask for.
    /// - Throws: `notFound` if there is nothing, or nothing that fits; `corrupt` with line and column if the file is not
    ///   YAML or no catalog; `limitExceeded`. A mistake in an entry throws when that entry is opened, and one of several
    ///   files does not hinder the others; `diagnostics` tells them all.
    @concurrent
    public static func open(
        _ path: String, environment: SourceEnvironment, rules: CatalogRules = CatalogRules()
    ) async throws -> Catalog {
        try await open(WorkingFolder.absolute(path), CatalogContext(environment: environment, rules: rules))
    }

    /// Opens several catalogs as one: files, folders, patterns.
    ///
    /// - Parameters:
    ///   - flatten: whether all entries share one space of names; else each file is a catalog in the catalog. A name that
    ///     stands in several files is reached as `file.name`.
    /// - Throws: as for one; `invalidArgument` for no path at all.
    @concurrent
    public static func open(
        _ paths: [String], flatten: Bool = true, environment: SourceEnvironment, rules: CatalogRules = CatalogRules()
    ) async throws -> Catalog {
        let context = CatalogContext(environment: environment, rules: rules)
        let absolute = paths.map { WorkingFolder.absolute($0) }
        if flatten, let only = absolute.first, absolute.count == 1 { return try await open(only, context) }
        return try await openSet(Origin(paths: absolute, flatten: flatten), context)
    }

    private static func open(_ path: String, _ context: CatalogContext) async throws -> Catalog {
        switch try await kind(of: path, context) {
        case .file, .nothing: try await openFile(path, context)
        case .folder, .pattern: try await openSet(Origin(paths: [path], flatten: true), context)
        }
    }

    /// Opens one file.
    static func openFile(_ path: String, _ context: CatalogContext) async throws -> Catalog {
        do throws(ImageError) { try context.rules.check(path) } catch { throw error.located(in: path) }
        let resource = try context.environment.stores.resource(at: path)
        let object = try await resource.open()
        let limits = YAMLLimits()
        guard object.size <= limits.fileSize else {
            throw ImageError.limitExceeded(
                "the file has \(object.size) bytes, the limit is \(limits.fileSize)", at: .init(resource.location))
        }
        let bytes = try await object.read(0..<object.size)
        return try Catalog(bytes, location: resource.location, context: context, limits: limits)
    }

    /// A catalog from the bytes of a file.
    ///
    /// - Throws: as `open`.
    init(
        _ bytes: Bytes, location: String, context: CatalogContext, limits: YAMLLimits = YAMLLimits()
    ) throws(ImageError) {
        let document: YAMLDocument
        let header: CatalogParser.Header
        do {
            document = try YAMLDocument(
                bytes, indexing: CatalogParser.sourcesKey, locating: CatalogParser.locatedKeys, limits: limits,
                merging: true)
            header = try CatalogParser(document: document, location: location).header()
        } catch {
            throw error.located(in: location)
        }
        var context = context
        let own = header.parameters.map { parameter in
            context.given[parameter.name].map { parameter.with(default: $0) } ?? parameter
        }
        context.inherited = context.parameters
        context.parameters = context.parameters.filter { outer in !own.contains { $0.name == outer.name } } + own
        var metadata = context.metadata
        for (key, value) in header.metadata.pairs { metadata[key] = value }
        self.init(
            Body(
                name: context.name ?? header.name ?? Self.defaultName(location),
                description: context.description.flatMap { $0.isEmpty ? nil : $0 } ?? header.description,
                metadata: metadata, location: location, folder: ResourceLocation.folder(of: location),
                context: context, content: .file(document), diagnostics: header.diagnostics,
                origin: Origin(paths: [location], flatten: true)))
    }

    /// The file's name without extension and with `_` for dots; for `catalog.yaml` the name of its folder.
    static func defaultName(_ location: String) -> String {
        let file = ResourceLocation.name(of: location)
        let stem = file.lastIndex(of: ".").map { String(file[..<$0]) } ?? file
        let folder = ResourceLocation.name(of: ResourceLocation.folder(of: location))
        return stem.lowercased() == "catalog" && !folder.isEmpty ? folder : stem.replacing(".", with: "_")
    }

    enum PathKind {
        case file, folder, pattern, nothing
    }

    /// What is at a path: a file goes before a pattern of the same text.
    static func kind(of path: String, _ context: CatalogContext) async throws -> PathKind {
        let resource = try context.environment.stores.resource(at: path)
        do {
            if try await resource.store.open(resource.key) != nil { return .file }
        } catch let error as ImageError where error.code == .unsupported {
            if try await resource.store.list(resource.key) == nil { throw error }
        }
        if try await resource.store.list(resource.key) != nil { return .folder }
        return PathGlob.isGlob(path) ? .pattern : .nothing
    }
}
