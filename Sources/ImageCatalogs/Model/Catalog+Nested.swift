import ByteStores
import ImageCore
import ImageSources

/// Catalogs in catalogs.
extension Catalog {
    static let depthLimit = 16

    /// The entry at a dotted path: a name of this file, dots included, else the shortest part in front of a dot that is
    /// a nested catalog, and the rest in there.
    ///
    /// - Parameters:
    ///   - values: for the entry, and for catalogs on the way that have parameters of these names.
    ///   - trail: the aliases that led here.
    func entry(at path: String, with values: Attributes = Attributes(), trail: [String] = []) async throws
        -> CatalogEntry
    {
        if var entry = ownEntry(path) {
            entry.trail = trail
            return values.isEmpty ? entry : entry.with(values)
        }
        for dot in path.indices where path[dot] == "." {
            let name = String(path[..<dot])
            let rest = String(path[path.index(after: dot)...])
            if let file = body.files.first(where: { $0.name == name }) {
                return try await file.catalog.entry(at: rest, with: values, trail: trail)
            }
            guard !rest.isEmpty, var outer = ownEntry(name), outer.isCatalog || outer.isAlias else { continue }
            outer.trail = trail
            let known = outer.parameters.map(\.name)
            let taken = Attributes(values.pairs.filter { known.contains($0.key) }.map { ($0.key, $0.value) })
            let (nested, nextTrail) = try await outer.with(taken).openedCatalog()
            var entry = try await nested.entry(at: rest, with: values, trail: nextTrail)
            entry.spent.formUnion(taken.keys)
            return entry
        }
        return try entry(named: path)
    }

    /// Opens the catalog that an entry of this one is.
    func openNested(_ entry: CatalogEntry) async throws -> Catalog {
        let chain = body.context.ancestors + [location]
        guard chain.count < Self.depthLimit else {
            throw ImageError.limitExceeded(
                "catalogs lie more than \(Self.depthLimit) deep in each other", at: entry.location)
        }
        let nested = try entry.resolver.nested()
        var context = body.context
        context.ancestors = chain
        context.name = entry.name
        context.description = entry.description
        context.metadata = nested.metadata
        // Values given to a catalog become the defaults of what all its entries have.
        context.parameters = body.context.parameters.map { parameter in
            entry.given[parameter.name].map { parameter.with(default: $0) } ?? parameter
        }
        context.given = entry.given
        if nested.deniesVariables { context.rules.environment = .none }
        switch nested.place {
        case .file(let path):
            let file = try environment.stores.resource(at: path, in: folder).location
            let identity = Self.identity(of: file)
            guard !chain.contains(where: { Self.identity(of: $0) == identity }) else {
                throw ImageError.corrupt(
                    "the catalog '\(file)' contains itself", at: entry.location,
                    hint: "the way here is \(chain.joined(separator: " -> "))")
            }
            return try await Catalog.openFile(file, context)
        case .files(let paths, let flatten):
            return try await Catalog.openSet(Origin(paths: paths, flatten: flatten), context)
        case .inline(let document, let fields, let keyPath, let name):
            return Catalog(
                Body(
                    name: name ?? entry.name, description: entry.description, metadata: nested.metadata,
                    location: location, folder: folder, context: context,
                    content: .inline(document, fields, keyPath: keyPath)))
        }
    }

    /// What is the same for all ways to write the path of a file: the path without links and `..`; of a URL its text.
    static func identity(of location: String) -> String {
        guard let path = try? ResourceLocation.localPath(location) else { return location }
        return WorkingFolder.real(path) ?? path
    }
}
