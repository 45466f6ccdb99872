public import ImageCatalogs
import ImageFormats
import ImageSources

extension Catalog {
    /// Opens a catalog with all formats and stores of this package: a file, a folder with catalog files in it, or the
    /// files that a pattern such as `runs/*.yaml` stands for.
    ///
    /// No image is opened: `try await Catalog.open("lab.yaml")["exp1"].read()` opens the one that is asked for.
    /// - Parameter rules: what the texts of the catalog may ask for; nothing by default.
    /// - Throws: `notFound` if there is no such file, or none that fits; `corrupt` if it is no catalog, with line and
    ///   column.
    public static func open(_ path: String, rules: CatalogRules = CatalogRules()) async throws -> Catalog {
        try await open(path, environment: .standard, rules: rules)
    }

    /// Opens several catalogs as one, with all formats and stores of this package.
    ///
    /// - Parameter flatten: whether all entries share one space of names; else each file is a catalog in the catalog. A
    ///   name that stands in several files is reached as `file.name`.
    /// - Throws: as for one.
    public static func open(
        _ paths: [String], flatten: Bool = true, rules: CatalogRules = CatalogRules()
    ) async throws -> Catalog {
        try await open(paths, flatten: flatten, environment: .standard, rules: rules)
    }

    /// Opens all catalogs of a search path as one, with all formats and stores of this package.
    ///
    /// ```swift
    /// if let path = CatalogSearchPath.current { print(try await Catalog.open(path).names) }
    /// ```
    ///
    /// - Throws: as for several paths; `notFound` if there is no catalog anywhere on it. A place where there is none is a
    ///   warning in `diagnostics`.
    public static func open(
        _ path: CatalogSearchPath, rules: CatalogRules = CatalogRules()
    ) async throws -> Catalog {
        try await open(path, environment: .standard, rules: rules)
    }
}

extension CatalogWriter {
    /// Edits a catalog file, with the drivers of this package; nothing is opened.
    ///
    /// - Throws: `invalidArgument` for an impossible path.
    public init(_ path: String) throws {
        try self.init(path, drivers: .builtIn)
    }
}
