import ImageIntake

/// What a TARGET on the command line names.
enum Target: Sendable {
    /// A file or URL.
    case path(String)
    /// An entry of a catalog; nested ones with dots.
    case entry(catalog: String, name: String)

    /// What the text names: `#` starts the name of an entry behind a catalog file, and wherever no file is called so.
    init(_ text: String) async {
        self = .path(text)
        let places = text.indices.filter { text[$0] == "#" }
        if let place = places.first(where: { Self.isCatalogName(text[..<$0]) }) {
            self = .entry(catalog: String(text[..<place]), name: String(text[text.index(after: place)...]))
        } else if let place = places.last, await !Self.exists(text) {
            self = .entry(catalog: String(text[..<place]), name: String(text[text.index(after: place)...]))
        }
    }

    /// As it is written on the command line.
    var text: String {
        switch self {
        case .path(let path): path
        case .entry(let catalog, let name): catalog + "#" + name
        }
    }

    /// Whether files of this name are catalogs.
    static func isCatalogName(_ path: some StringProtocol) -> Bool {
        let lower = path.lowercased()
        return lower.hasSuffix(".yaml") || lower.hasSuffix(".yml")
    }

    /// An error of this target: what has no place gets it, and what fails in a file that an entry names tells the entry.
    func blamed(for error: any Error) -> ImageError {
        let error = ImageError(describing: error)
        guard case .entry(let catalog, let name) = self else { return error.located(in: text) }
        guard let resource = error.location?.resource, !resource.hasSuffix(ResourceLocation.name(of: catalog)) else {
            return error.located(in: text)
        }
        var copy = error
        copy.message += " (entry '\(name)' of \(catalog))"
        return copy
    }

    static func exists(_ path: String) async -> Bool {
        guard let resource = try? SourceEnvironment.standard.stores.resource(at: path) else { return false }
        do { return try await resource.store.open(resource.key) != nil } catch { return true }
    }
}
