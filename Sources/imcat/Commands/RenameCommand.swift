import ArgumentParser
import ImageIntake

/// `imcat rename`: gives an entry of a catalog another name.
struct RenameCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rename",
        abstract: "Give an entry of a catalog another name.",
        usage: "imcat rename <catalog> <old> <new> [options]",
        discussion: """
            Only the name changes: the entry keeps its place, and the rest of the catalog stays as it is, comments and \
            order included. The image itself is left alone.

            Examples:
              imcat rename lab.yaml exp1 control
              imcat rename lab.yaml#plates A1 B1       in a nested catalog
            """)

    @Argument(help: "The path of a catalog, or a nested one as in lab.yaml#plates.", completion: .file())
    var catalog: String

    @Argument(help: "The name of the entry.")
    var old: String

    @Argument(help: "Its new name.")
    var new: String

    @OptionGroup(title: "Reporting") var output: OutputOptions

    func run() async throws {
        var report = Report(output, .object)
        try await report.add(.path(catalog)) {
            let file = try await Catalog.file(argument: catalog)
            try await CatalogWriter(file).rename(old, to: new)
            let aliases = (try? await Catalog.open(file))?.aliases(of: old).map(\.name) ?? []
            if !aliases.isEmpty, !output.quiet {
                Console.complain("aliases still lead to '\(old)': \(aliases.joined(separator: ", "))")
            }
            let fields: AttributeValue = [
                "catalog": .string(catalog), "old": .string(old), "name": .string(new),
                "aliases": .array(aliases.map { .string($0) }),
            ]
            let done = "\(old.printable): renamed to \(new.printable) in \(catalog.printable)\n"
            return Report.Item(json: fields, text: output.quiet ? "" : done)
        }
        try report.finish()
    }
}
