public import ImageCore
import ImageSources

/// The entries of a catalog and of the catalogs in it.
public struct CatalogWalk: Sendable {
    /// The entries in order, each nested catalog before its own entries; names are dotted.
    public internal(set) var entries: [CatalogEntry] = []
    /// What could not be opened or listed, by the dotted name.
    public internal(set) var failures: [(name: String, error: ImageError)] = []
}

extension Catalog {
    /// How many nested catalogs are opened, since a few files that name each other make a tree without end.
    private static let nestedLimit = 10_000
    /// How many entries of them are looked at.
    private static let entryLimit = 1_000_000

    /// All entries, those of nested catalogs under dotted names, and those of pattern entries for which there are files.
    ///
    /// A nested catalog that cannot be opened is among the failures, and does not hide the others.
    /// - Parameter depth: how many levels; 1 is this catalog alone.
    /// - Throws: `limitExceeded` for more than 10,000 nested catalogs or a million entries; `CancellationError`.
    public func walk(depth: Int = .max) async throws -> CatalogWalk {
        var walk = CatalogWalk()
        var opened = 0
        try await collect("", depth: depth, &opened, into: &walk)
        return walk
    }

    private func collect(_ prefix: String, depth: Int, _ opened: inout Int, into walk: inout CatalogWalk) async throws {
        for var entry in self {
            let own = entry.name
            entry.name = prefix + own
            walk.entries.append(entry)
            guard walk.entries.count <= Self.entryLimit else { throw Self.tooMany(Self.entryLimit, "entries") }
            guard depth > 1 || entry.isPattern else { continue }
            do {
                if entry.isPattern {
                    for var instance in try await entry.instances() {
                        instance.name = prefix + instance.name
                        walk.entries.append(instance)
                    }
                } else if entry.isCatalog {
                    opened += 1
                    guard opened <= Self.nestedLimit else { throw Self.tooMany(Self.nestedLimit, "nested catalogs") }
                    let nested = try await entry.catalog()
                    try await nested.collect(entry.name + ".", depth: depth - 1, &opened, into: &walk)
                }
            } catch let error as ImageError where !Self.isTooMany(error) {
                walk.failures.append((entry.name, error))
            }
        }
    }

    private static let manyMessage = "the tree has more than "

    private static func tooMany(_ limit: Int, _ what: String) -> ImageError {
        .limitExceeded(
            "\(manyMessage)\(limit) \(what)", hint: "take a nested catalog by itself, as in catalog.yaml#NAME")
    }

    private static func isTooMany(_ error: ImageError) -> Bool {
        error.code == .limitExceeded && error.message.hasPrefix(manyMessage)
    }

    /// The same catalog with some of its entries, or with those of nested ones; everything else is kept.
    func selecting(_ entries: [CatalogEntry], _ notes: [CatalogDiagnostic] = []) -> Catalog {
        Catalog(
            Body(
                name: name, description: description, metadata: metadata, location: location, folder: folder,
                context: body.context, content: .list(entries), diagnostics: body.diagnostics + notes))
    }

    /// A catalog with the entries that fulfil a condition; nothing is opened, and everything else is kept.
    public func filter(_ isIncluded: (CatalogEntry) throws -> Bool) rethrows -> Catalog {
        var entries: [CatalogEntry] = []
        for entry in self where try isIncluded(entry) { entries.append(entry) }
        return selecting(entries)
    }

    /// A catalog with the entries for which a query holds, as in `driver == "tif" and shape.z > 10`.
    ///
    /// Images are opened only where the query asks for what headers say and the rest has not decided already. An image
    /// that cannot be opened is left out and among the diagnostics.
    /// - Parameter depth: how many levels of nested catalogs; 1 is this catalog alone.
    /// - Throws: `limitExceeded` as `walk`, and for a catalog with `excess`; `CancellationError`.
    public func filter(_ query: CatalogQuery, depth: Int = 1) async throws -> Catalog {
        let (all, failures) = try await reached(depth)
        let (entries, more) = try await query.select(all, concurrency: environment.concurrency)
        return selecting(
            entries, (failures + more).map { CatalogDiagnostic($0.error, at: $0.error.location ?? .init()) })
    }

    /// A catalog with the entries in whose name, description, tags and metadata all words of a text occur, in any case.
    ///
    /// - Parameter depth: how many levels of nested catalogs; 1 is this catalog alone. What cannot be opened is among the
    ///   diagnostics.
    /// - Throws: `limitExceeded` as `walk`, and for a catalog with `excess`; `CancellationError`.
    public func search(_ text: String, depth: Int = 1) async throws -> Catalog {
        let (all, failures) = try await reached(depth)
        return selecting(
            try CatalogSearch(text).select(all),
            failures.map { CatalogDiagnostic($0.error, at: $0.error.location ?? .init()) })
    }

    private func reached(_ depth: Int) async throws -> ([CatalogEntry], [(name: String, error: ImageError)]) {
        if depth <= 1 { return (Array(self), []) }
        let walk = try await walk(depth: depth)
        return (walk.entries, walk.failures)
    }
}
