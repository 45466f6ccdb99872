import ImageIntake

extension Catalog {
    /// Opens the catalog that an argument names: a file, a folder or a pattern, or behind `#` an entry that is another
    /// catalog.
    ///
    /// - Throws: as `open`; `notFound` and `invalidArgument` for an entry that is not there or no catalog.
    static func open(argument text: String, _ rules: CatalogRules = CatalogRules()) async throws -> Catalog {
        switch await Target(text) {
        case .path(let path): try await open(path, environment: .standard, rules: rules)
        case .entry(let catalog, let name):
            try await open(catalog, environment: .standard, rules: rules)[name].catalog()
        }
    }

    /// The file that an argument names, to change it: behind `#` that of an entry that is another catalog.
    ///
    /// - Throws: as `open(argument:)`; a file that is named itself need not exist.
    static func file(argument text: String) async throws -> String {
        switch await Target(text) {
        case .entry(let catalog, let name) where Target.isCatalogName(catalog):
            guard let file = try await open(argument: text).file else {
                throw ImageError.unsupported(
                    "'\(name)' is no file of its own, so it has no entries to edit", at: .init(catalog),
                    hint: "name the file that the entries stand in, or edit it by hand")
            }
            return file
        case .entry: return text
        case .path(let path):
            guard path.contains(where: { "*?[".contains($0) }), await !Target.exists(path) else { return path }
            throw ImageError.unsupported(
                "a pattern stands for several catalogs", at: .init(path), hint: "name one of them")
        }
    }
}
