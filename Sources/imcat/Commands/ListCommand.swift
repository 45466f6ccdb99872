import ArgumentParser
import ImageIntake

/// `imcat list`: the entries of a catalog.
struct ListCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the entries of a catalog.",
        usage: "imcat list <catalog> [options]",
        discussion: """
            Examples:
              imcat list lab.yaml                 name, driver, description
              imcat list lab.yaml --long          looks at the headers, too
              imcat list lab.yaml --tree --search gfp
              imcat list lab.yaml --json | jq -r '.[].name'
            """)

    @Argument(help: "The path of a catalog, or a nested one as in lab.yaml#plates.", completion: .file())
    var catalog: String

    @Flag(help: "Add shape, type, axes, spacing and size from the headers of the images.")
    var long = false

    @Flag(help: "Add the entries of nested catalogs, under dotted names.")
    var tree = false

    @Option(
        help: ArgumentHelp(
            "Only entries with this text in name, driver or description, in any case.", valueName: "text"))
    var search: String?

    @OptionGroup(title: "Reporting") var output: OutputOptions

    func run() async throws {
        var report = Report(output, .object)
        let target = Target.path(catalog)
        var failures: [ImageError] = []
        try await report.add(target) {
            let opened = try await Catalog.open(argument: catalog)
            var listing = try await CatalogListing(of: opened, at: catalog, tree: tree, search: search)
            if long { try await listing.readHeaders() }
            failures = listing.failures
            return listing.item(long: long)
        }
        for failure in failures { report.tell(failure) }
        try report.finish()
    }
}
