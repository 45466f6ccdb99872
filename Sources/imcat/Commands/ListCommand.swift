import ArgumentParser
import ImageIntake

/// `imcat list`: the entries of a catalog.
struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the entries of a catalog.",
        usage: "imcat list [<catalog>] [options]",
        discussion: """
            Examples:
              imcat list lab.yaml                 name, driver, description
              imcat list lab.yaml --long          looks at the headers, too
              imcat list lab.yaml --tree --search "gfp day1"
              imcat list lab.yaml --where 'driver == "tif" and metadata.stain == "dapi" and shape.z > 10'
              imcat list                          all of IMAGEINTAKE_PATH
              imcat list runs/                    all catalogs of a folder; patterns such as 'runs/*.yaml', too
              imcat list lab.yaml --json | jq -r '.[].name'
            """)

    @Argument(
        help: ArgumentHelp(
            "The path of a catalog, a folder of catalogs, or a nested one as in lab.yaml#plates; without it all that "
                + "IMAGEINTAKE_PATH, or else INTAKE_PATH, names."), completion: .file()
    )
    var catalog: String?

    @Flag(help: "Add shape, type, axes, spacing and size from the headers of the images.")
    var long = false

    @Flag(help: "Add the entries of nested catalogs, under dotted names, and those that patterns stand for.")
    var tree = false

    @Option(
        help: ArgumentHelp(
            "Only entries with all these words in name, description, tags or metadata, in any case.", valueName: "text")
    )
    var search: String?

    @Option(
        name: .customLong("where"),
        help: ArgumentHelp(
            "Only entries for which this holds, as in 'metadata.stain == \"dapi\" and shape.z > 10'.",
            valueName: "query"))
    var condition: String?

    @OptionGroup(title: "Catalog entries") var entries: EntryOptions

    @OptionGroup(title: "Reporting") var output: OutputOptions

    mutating func validate() throws {
        do {
            _ = try condition.map { try CatalogQuery(parsing: $0) }
        } catch {
            throw ValidationError("'--where' cannot be used: \(error)")
        }
    }

    func run() async throws {
        let query = try condition.map { try CatalogQuery(parsing: $0) }
        var report = Report(output, .object)
        let path = catalog == nil ? CatalogSearchPath.current : nil
        guard let catalog = catalog ?? path?.places.joined(separator: ":") else {
            throw ValidationError(
                "No catalog is named, and no variable names any: \(CatalogSearchPath.variables.joined(separator: ", "))."
            )
        }
        let target = Target.path(catalog)
        var failures: [ImageError] = []
        try await report.add(target) {
            let opened =
                if let path { try await Catalog.open(path, rules: entries.rules) } else {
                    try await Catalog.open(argument: catalog, entries.rules)
                }
            var listing = try await CatalogListing(
                of: opened, at: catalog, tree: tree, search: search, query: query, values: entries.values)
            if long { try await listing.readHeaders() }
            failures = listing.failures + opened.brokenFiles
            if path != nil, !output.quiet {
                for note in opened.fileDiagnostics where note.severity == .warning {
                    Console.complain("\(note.location): \(note.message)")
                }
            }
            return listing.item(long: long)
        }
        for failure in failures { report.tell(failure) }
        try report.finish()
    }
}
