import ByteStores
import ImageCore
import ImageSources

/// Catalogs in catalogs: entries whose driver is a catalog file.
extension Catalog {
    /// What intake calls the driver of a catalog file.
    static let nestedDrivers: Set<String> = [
        "yaml_file_cat", "intake.catalog.local.YAMLFileCatalog", "intake.catalog.local:YAMLFileCatalog",
    ]

    private static let depthLimit = 16

    /// The entry at a dotted path: a name of this file, dots included, else the shortest part in front of a dot that is
    /// a nested catalog, and the rest in there.
    func entry(at path: String) async throws -> CatalogEntry {
        if contains(path) { return try entry(named: path) }
        for dot in path.indices where path[dot] == "." {
            let name = String(path[..<dot])
            guard contains(name) else { continue }
            let entry = try entry(named: name)
            guard entry.isCatalog else { continue }
            return try await entry.catalog().entry(at: String(path[path.index(after: dot)...]))
        }
        return try entry(named: path)
    }

    /// Opens a catalog that an entry of this one names.
    func openNested(_ path: String, named entry: CatalogEntry) async throws -> Catalog {
        let chain = ancestors + [location]
        guard chain.count < Self.depthLimit else {
            throw ImageError.limitExceeded(
                "catalogs lie more than \(Self.depthLimit) deep in each other", at: entry.location)
        }
        let file = try environment.stores.resource(at: path, in: folder).location
        guard !chain.contains(file) else {
            throw ImageError.corrupt(
                "the catalog '\(file)' contains itself", at: entry.location,
                hint: "the way here is \(chain.joined(separator: " -> "))")
        }
        return try await Catalog.open(file, environment: environment, ancestors: chain)
    }
}
