/// What intake calls the drivers of things that are no images: catalogs and aliases.
enum CatalogDriver: Sendable, Hashable {
    /// One catalog file.
    case file
    /// Several catalog files, by pattern or list.
    case files
    /// A catalog written inside of an entry.
    case inline
    /// Another name of an entry.
    case alias

    private static let names: [String: CatalogDriver] = [
        "yaml_file_cat": .file, "intake.catalog.local.YAMLFileCatalog": .file,
        "yaml_files_cat": .files, "intake.catalog.local.YAMLFilesCatalog": .files,
        "catalog": .inline, "intake.catalog.Catalog": .inline, "intake.catalog.base.Catalog": .inline,
        "alias": .alias, "intake.source.derived.AliasSource": .alias,
    ]

    /// The kind that a name in a catalog means, nil if it may be an image.
    init?(_ name: String) {
        guard let known = Self.names[name.replacing(":", with: ".")] else { return nil }
        self = known
    }

    /// The names of some kinds, sorted.
    static func names(_ isWanted: (CatalogDriver) -> Bool = { _ in true }) -> [String] {
        names.filter { isWanted($0.value) }.keys.sorted()
    }

    /// Whether entries of this kind hold others.
    var isCatalog: Bool { self != .alias }

    /// The arguments that mean something; intake knows more, which say how it caches.
    var arguments: [String] {
        switch self {
        case .file: ["path", "getenv", "getshell"]
        case .files: ["path", "flatten", "getenv", "getshell"]
        case .inline: ["entries", "name", "description", "metadata", "getenv", "getshell"]
        case .alias: ["target", "mapping", "kwargs", "cat_kwargs"]
        }
    }
}
