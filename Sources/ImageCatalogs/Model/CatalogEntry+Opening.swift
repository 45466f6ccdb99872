public import ImageCore
public import ImageSources

/// What an entry is in the end.
public enum EntryRole: Sendable, Hashable {
    /// An image.
    case image
    /// Another catalog.
    case catalog
    /// A pattern that serves many names.
    case pattern
}

extension CatalogEntry {
    /// What the entry is, or what it leads to if it is an alias.
    ///
    /// - Throws: as `resolved`, of an alias.
    public func role() async throws -> EntryRole {
        if isPattern { return .pattern }
        let entry = isAlias ? try await followed().entry : self
        return entry.isCatalog ? .catalog : .image
    }
}

extension Catalog {
    /// The entries of this catalog that are another name of one; an alias whose target only templates tell is none.
    public func aliases(of name: String) -> [CatalogEntry] {
        filter { $0.isAlias && (try? $0.resolver.aliasTarget().name) == name }
    }
}

extension CatalogEntry {
    private static let aliasLimit = 16

    /// The entry with everything filled in: driver, absolute location, options, overrides; of an alias, what it leads to.
    ///
    /// No image is opened; an alias may lead to another catalog, which is.
    ///
    /// - Throws: the first mistake in the declaration; `unsupported` for an unknown driver, with the nearest known one;
    ///   `invalidArgument` for a value that does not fit its parameter, or that belongs to nothing; `corrupt` for aliases
    ///   that go round in a circle.
    public func resolved() async throws -> ResolvedEntry {
        let (entry, aliases) = try await followed()
        var result = try entry.resolver.resolve()
        for alias in aliases.reversed() { result = try alias.resolver.overlay(result) }
        result.name = name
        return result
    }

    /// The source that the entry describes.
    ///
    /// - Throws: as `resolved`; `invalidArgument` for an option the driver does not have, with the nearest.
    public func source() async throws -> ImageSource {
        try await resolved().source()
    }

    /// Reads the image, or a part of it.
    public func read(_ selection: Selection = .all) async throws -> ImageDataset {
        try await source().read(selection)
    }

    /// Tells shape, axes, type and metadata from the headers.
    public func discover(_ selection: Selection = .all) async throws -> SourceDescription {
        try await source().discover(selection)
    }

    /// The catalog that the entry names, for entries of which `isCatalog` is true and aliases of such.
    ///
    /// - Throws: `invalidArgument` for others; what opening it throws; `corrupt` if it contains itself.
    public func catalog() async throws -> Catalog {
        try await openedCatalog().catalog
    }

    /// The catalog, with the aliases that led there.
    func openedCatalog() async throws -> (catalog: Catalog, trail: [String]) {
        let (entry, _) = try await followed()
        guard entry.isCatalog else {
            throw ImageError.invalidArgument("'\(name)' is an image, not a catalog", at: location)
        }
        if entry.place.isFile { return (entry.parent, entry.trail) }
        return (try await entry.parent.openNested(entry), entry.trail)
    }

    /// What an alias leads to, and the aliases on the way.
    func followed() async throws -> (entry: CatalogEntry, aliases: [CatalogEntry]) {
        var entry = self
        var aliases: [CatalogEntry] = []
        while entry.isAlias {
            let place = "\(entry.parent.location)#\(entry.name)"
            guard !entry.trail.contains(place) else {
                throw ImageError.corrupt(
                    "the alias '\(entry.name)' leads back to itself", at: entry.location,
                    hint: "the way is \((entry.trail + [place]).joined(separator: " -> "))")
            }
            guard entry.trail.count < Self.aliasLimit else {
                throw ImageError.limitExceeded(
                    "more than \(Self.aliasLimit) aliases lead on from each other", at: entry.location)
            }
            aliases.append(entry)
            entry = try await entry.target(trail: entry.trail + [place])
        }
        return (entry, aliases)
    }

    /// The entry that an alias names: of the same catalog, or of another before the last colon.
    private func target(trail: [String]) async throws -> CatalogEntry {
        let target = try resolver.aliasTarget()
        do {
            do {
                return try await parent.entry(at: target.name, with: target.values, trail: trail)
            } catch ImageError.Code.notFound where target.name.contains(":") {
                guard let colon = target.name.lastIndex(of: ":") else { throw ImageError.notFound(target.name) }
                let path = try resolver.path(String(target.name[..<colon]))
                var context = parent.body.context
                context.ancestors = []
                context.parameters = []
                (context.name, context.description, context.metadata) = (nil, nil, Attributes())
                context.given = target.catalogValues
                let catalog = try await Catalog.openFile(path, context)
                let name = String(target.name[target.name.index(after: colon)...])
                return try await catalog.entry(at: name, with: target.values, trail: trail)
            }
        } catch let error as ImageError {
            var error = error
            error.message += " (the target of the alias '\(name)')"
            throw error.inEntry(at: location)
        }
    }
}
