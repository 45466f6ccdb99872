import ByteStores
import ImageCore
import ImageSources

/// Catalogs made of several files.
extension Catalog {
    private static let fileLimit = 100_000

    /// Opens all files that some absolute paths stand for.
    static func openSet(_ origin: Origin, _ context: CatalogContext) async throws -> Catalog {
        let paths = origin.paths
        var diagnostics: [CatalogDiagnostic] = []
        let files = try await files(origin, context, &diagnostics)
        var inner = context
        (inner.name, inner.description, inner.metadata) = (nil, nil, Attributes())
        let shared = inner
        let results = try await mapConcurrently(files.count, limit: context.environment.concurrency) { number in
            do {
                guard !shared.ancestors.contains(where: { identity(of: $0) == identity(of: files[number]) }) else {
                    throw ImageError.corrupt("the catalog contains itself", at: .init(files[number]))
                }
                return Result<Catalog, ImageError>.success(try await openFile(files[number], shared))
            } catch let error as ImageError {
                return .failure(error)
            }
        }
        var opened: [(name: String, catalog: Catalog)] = []
        var taken: Set<String> = []
        for (file, result) in zip(files, results) {
            switch result {
            case .success(let catalog):
                var name = defaultName(file)
                // Of files of one name the first has it; others have as much of their path as tells them apart.
                var length = 1
                while !taken.insert(name).inserted {
                    length += 1
                    name = longName(file, length)
                }
                opened.append((name, catalog))
            case .failure(let error):
                diagnostics.append(CatalogDiagnostic(error, at: error.location ?? .init(file)))
            }
        }
        // Where nothing can be opened, an empty catalog would hide why.
        if opened.isEmpty, let first = diagnostics.first { throw first.error }
        let (entries, repeated, clashes) =
            origin.flatten ? merged(opened) : (opened.map { .init(file: $0.catalog, $0.name) }, [:], [])
        let location = paths.count == 1 ? paths[0] : ResourceLocation.folder(of: paths[0])
        let stem = defaultName(location)
        return Catalog(
            Body(
                name: context.name ?? (stem.isEmpty ? "catalogs" : stem), description: context.description ?? "",
                metadata: context.metadata, location: location,
                folder: ResourceLocation.folder(of: location), context: context, content: .list(entries),
                diagnostics: diagnostics + clashes, files: opened, repeated: repeated,
                origin: origin))
    }

    /// The files that some paths stand for, each once, in order.
    private static func files(
        _ origin: Origin, _ context: CatalogContext, _ diagnostics: inout [CatalogDiagnostic]
    ) async throws -> [String] {
        guard !origin.paths.isEmpty else { throw ImageError.invalidArgument("no catalog is named") }
        var files: [String] = []
        var known: Set<String> = []
        for path in origin.paths {
            do {
                files += try await Self.files(at: path, context).filter { known.insert($0).inserted }
            } catch let error as ImageError where origin.mayMiss {
                diagnostics.append(
                    CatalogDiagnostic(.warning, error.message, at: .init(path), hint: error.hint, code: error.code))
            }
            guard files.count <= fileLimit else {
                throw ImageError.limitExceeded("more than \(fileLimit) catalogs", at: .init(path))
            }
        }
        return files
    }

    private static func files(at path: String, _ context: CatalogContext) async throws -> [String] {
        switch try await kind(of: path, context) {
        case .file: return [path]
        case .folder:
            let resource = try context.environment.stores.resource(at: path)
            let found = (try await resource.store.list(resource.key) ?? []).filter(isCatalogFile).map {
                path.hasSuffix("/") ? path + $0 : path + "/" + $0
            }
            if !found.isEmpty { return found }
            throw ImageError.notFound(
                "the folder holds no catalog", at: .init(path), hint: "catalogs end with .yaml or .yml")
        case .pattern:
            let found = try await PathGlob(path).files(in: context.environment.stores)
            if !found.isEmpty { return found }
            throw ImageError.notFound("no file fits the pattern", at: .init(path))
        case .nothing:
            throw ImageError.notFound(
                "there is no such file or folder", at: .init(path),
                hint: "check the path; relative paths start where you are")
        }
    }

    private static func isCatalogFile(_ name: String) -> Bool {
        let lower = name.lowercased()
        return (lower.hasSuffix(".yaml") || lower.hasSuffix(".yml")) && !lower.hasPrefix(".")
    }

    /// The path with dots, without extension: what tells files of the same name apart.
    private static func longName(_ path: String, _ length: Int) -> String {
        let stem = path.lastIndex(of: ".").map { path[..<$0] } ?? path[...]
        let parts = stem.split(separator: "/")
        let name = parts.suffix(length).joined(separator: ".")
        return length <= parts.count ? name : "\(name)_\(length - parts.count + 1)"
    }

    /// All entries in one space of names; those that several files have get the names of their files in front.
    private static func merged(_ files: [(name: String, catalog: Catalog)]) -> (
        entries: [CatalogEntry], repeated: [String: [String]], clashes: [CatalogDiagnostic]
    ) {
        var owners: [String: [Int]] = [:]
        for (number, file) in files.enumerated() {
            for name in file.catalog.names { owners[name, default: []].append(number) }
        }
        var entries: [CatalogEntry] = []
        var repeated: [String: [String]] = [:]
        var clashes: [CatalogDiagnostic] = []
        for (number, file) in files.enumerated() {
            for var entry in file.catalog {
                let name = entry.name
                if let all = owners[name], all.count > 1 {
                    repeated[name] = all.map { files[$0].name + "." + name }
                    if all.first != number, let first = all.first.map({ files[$0].catalog }) {
                        let other = first.ownEntry(name)?.location.description ?? first.location
                        clashes.append(
                            CatalogDiagnostic(
                                .warning, "the name '\(name)' stands in \(other), too", at: entry.location,
                                hint: "write \(file.name).\(name) for this one"))
                    }
                    entry.name = file.name + "." + name
                }
                entries.append(entry)
            }
        }
        return (entries, repeated, clashes)
    }
}
