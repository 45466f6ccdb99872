public import ImageCatalogs
import ImageFormats
import ImageSources

extension Catalog {
    /// Opens a catalog file with all formats and stores of this package.
    ///
    /// No image is opened: `try await Catalog.open("lab.yaml")["exp1"].read()` opens the one that is asked for.
    /// - Throws: `notFound` if there is no such file; `corrupt` if it is no catalog, with line and column.
    public static func open(_ path: String) async throws -> Catalog {
        try await open(path, environment: .standard)
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
