public import ImageCore

extension Catalog: Sequence {
    /// The names of the entries in file order.
    public var names: [String] { (0..<count).map { body.content.name($0) } }

    /// How many entries there are.
    public var count: Int { body.content.count }

    /// Whether there are no entries.
    public var isEmpty: Bool { count == 0 }

    /// `count`, for the collecting algorithms of the standard library.
    public var underestimatedCount: Int { count }

    /// Whether the subscript finds an entry of this name: in this catalog, by a pattern, or in a nested one.
    ///
    /// - Throws: what opening a nested catalog throws.
    public func contains(_ name: String) async throws -> Bool {
        do {
            _ = try await entry(at: name)
            return true
        } catch ImageError.Code.notFound {
            return false
        }
    }

    /// The entry of this name, which may be one of many that a pattern entry serves.
    ///
    /// - Throws: `notFound`, with the nearest name. Mistakes in the entry throw only when it is resolved.
    public func entry(named name: String) throws -> CatalogEntry {
        if let entry = ownEntry(name) { return entry }
        if let choices = body.repeated[name] {
            throw ImageError.notFound(
                "'\(name)' stands in several files", at: .init(location),
                hint: "write \(choices.joined(separator: " or "))")
        }
        throw ImageError.notFound(
            "no entry '\(name)'", at: .init(location),
            hint: refusedByPattern(name)
                ?? nearestNameHint(to: name, among: (0..<count).lazy.map { body.content.name($0) }))
    }

    /// The entry that stands under a name, or whose pattern fits it.
    func ownEntry(_ name: String) -> CatalogEntry? {
        if let position = body.position(of: name) { return entry(position) }
        return body.patterns.isEmpty ? nil : patternEntry(name)
    }

    func entry(_ position: Int) -> CatalogEntry {
        if case .list(let entries) = body.content { return entries[position] }
        return CatalogEntry(position, of: self)
    }

    /// The entry of this name, or `catalog.entry` for one of a nested catalog, which is opened for it.
    ///
    /// - Throws: `notFound`, with the nearest name; what opening a nested catalog throws.
    public subscript(name: String) -> CatalogEntry {
        get async throws { try await entry(at: name) }
    }

    /// The entry of this name, to be opened with values for its parameters and arguments:
    /// `lab["exp1", with: ["well": "B2", "t": 3]]`.
    ///
    /// The values are checked when the entry is resolved. Those that a catalog on the way has parameters for are used
    /// there. The catalog stays as it is.
    /// - Throws: as without values.
    public subscript(name: String, with values: Attributes) -> CatalogEntry {
        get async throws { try await entry(at: name, with: values) }
    }

    /// The entry at a path of names through nested catalogs; dots in the names are parts of them.
    ///
    /// - Throws: `notFound`, with the nearest name; what opening a nested catalog throws.
    public subscript(first: String, second: String, others: String...) -> CatalogEntry {
        get async throws {
            var entry = try entry(named: first)
            for name in [second] + others { entry = try await entry.catalog().entry(named: name) }
            return entry
        }
    }

    /// Goes through the entries in file order.
    ///
    /// Entries with mistakes are there, too; a pattern entry is one.
    public func makeIterator() -> Iterator { Iterator(catalog: self) }

    /// Gives one entry after the other.
    public struct Iterator: IteratorProtocol {
        let catalog: Catalog
        private var position = 0

        init(catalog: Catalog) { self.catalog = catalog }

        /// The next entry.
        public mutating func next() -> CatalogEntry? {
            guard position < catalog.count else { return nil }
            defer { position += 1 }
            return catalog.entry(position)
        }
    }
}
