import ArgumentParser
import ImageIntake

/// `imcat remove`: takes entries out of a catalog.
struct RemoveCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Take entries out of a catalog.",
        usage: "imcat remove <catalog> <name> ... [options]",
        discussion: """
            The images themselves are left alone, and the rest of the catalog stays as it is, comments and order included. If one of the names does not exist, \
            nothing is removed.

            Examples:
              imcat remove lab.yaml exp1
              imcat remove lab.yaml exp1 exp2 --json
            """)

    @Argument(help: "The path of a catalog, or a nested one as in lab.yaml#plates.", completion: .file())
    var catalog: String

    @Argument(help: ArgumentHelp("The names of the entries.", valueName: "name"))
    var names: [String]

    @OptionGroup(title: "Reporting") var output: OutputOptions

    func run() async throws {
        var report = Report(output, .object)
        try await report.add(.path(catalog)) {
            let file = try await Catalog.file(argument: catalog)
            let writer = try CatalogWriter(file)
            var seen: Set<String> = []
            let names = names.filter { seen.insert($0).inserted }
            try await writer.remove(names)
            let left = try? await Catalog.open(file)
            let aliases = names.flatMap { left?.aliases(of: $0).map(\.name) ?? [] }
            if !aliases.isEmpty, !output.quiet {
                Console.complain("aliases lead nowhere now: \(aliases.joined(separator: ", "))")
            }
            let fields: AttributeValue = [
                "catalog": .string(catalog), "removed": .array(names.map { .string($0) }),
                "aliases": .array(aliases.map { .string($0) }),
            ]
            let lines = names.map { "\($0.printable): removed from \(catalog.printable)\n" }
            return Report.Item(json: fields, text: output.quiet ? "" : lines.joined())
        }
        try report.finish()
    }
}
