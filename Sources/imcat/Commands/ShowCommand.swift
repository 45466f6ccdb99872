import ArgumentParser
import ImageIntake

/// `imcat show`: one entry as declared.
struct ShowCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Show an entry of a catalog as it is declared.",
        usage: "imcat show <catalog> <name> [options]",
        discussion: """
            Driver, arguments, parameters and metadata, as written and as resolved; no image is opened. For a name that a \
            pattern serves, which pattern it is and why.

            Examples:
              imcat show lab.yaml exp1
              imcat show lab.yaml plates.p7.A1         in a nested catalog
              imcat show lab.yaml plate7_B2            one of many that 'plate{p:d}_{well}' serves
              imcat show lab.yaml exp1 -p well=B2 --json
            """)

    @Argument(help: "The path of a catalog, or a nested one as in lab.yaml#plates.", completion: .file())
    var catalog: String

    @Argument(help: "The name of the entry.")
    var name: String

    @OptionGroup(title: "Catalog entries") var entries: EntryOptions
    @OptionGroup(title: "Reporting") var output: OutputOptions

    func run() async throws {
        var report = Report(output, .object)
        var failure: ImageError?
        try await report.add(.path(catalog)) {
            let entry = try await Catalog.open(argument: catalog, entries.rules)[name, with: entries.values]
            let declaration = await EntryText(entry, name: name, catalog: catalog)
            failure = declaration.failure
            return declaration.item
        }
        if let failure { report.tell(failure) }
        try report.finish()
    }
}
