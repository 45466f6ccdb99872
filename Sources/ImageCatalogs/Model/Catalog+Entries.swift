import ImageCore

extension Catalog: Sequence {
    /// The names of the entries in file order.
    public var names: [String] { document.children.records.map { document.name(of: $0) } }

    /// How many entries there are.
    public var count: Int { document.children.count }

    /// Whether there are no entries.
    public var isEmpty: Bool { count == 0 }

    /// `count`, for the collecting algorithms of the standard library.
    public var underestimatedCount: Int { count }

    /// Whether the file has an entry of this name.
    ///
    /// Names inside of nested catalogs are not looked for.
    public func contains(_ name: String) -> Bool { document.position(of: name, in: document.children) != nil }

    /// The entry of this name.
    ///
    /// - Throws: `notFound`, with the nearest name. Mistakes in the entry throw only when it is resolved.
    public func entry(named name: String) throws -> CatalogEntry {
        guard let position = document.position(of: name, in: document.children) else {
            throw ImageError.notFound(
                "no entry '\(name)'", at: .init(location),
                hint: nearestNameHint(to: name, among: document.children.records.lazy.map { document.name(of: $0) }))
        }
        return CatalogEntry(position, of: self)
    }

    /// The entry of this name, or `catalog.entry` for one of a nested catalog, which is opened for it.
    ///
    /// - Throws: `notFound`, with the nearest name; what opening a nested catalog throws.
    public subscript(name: String) -> CatalogEntry {
        get async throws { try await entry(at: name) }
    }

    /// Goes through the entries in file order.
    ///
    /// Entries with mistakes are there, too.
    public func makeIterator() -> Iterator { Iterator(catalog: self) }

    /// Decodes one entry after the other.
    public struct Iterator: IteratorProtocol {
        let catalog: Catalog
        private var position = 0

        init(catalog: Catalog) { self.catalog = catalog }

        /// The next entry.
        public mutating func next() -> CatalogEntry? {
            guard position < catalog.count else { return nil }
            defer { position += 1 }
            return CatalogEntry(position, of: catalog)
        }
    }
}
