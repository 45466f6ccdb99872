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
        guard case .entry(let catalog, _) = await Target(text), Target.isCatalogName(catalog) else { return text }
        return try await open(argument: text).location
    }
}
