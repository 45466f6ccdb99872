import ArgumentParser
import ImageIntake

/// `imcat schema`: a JSON Schema of catalog files.
struct SchemaCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "schema",
        abstract: "Print a JSON Schema of catalog files, for editors.",
        usage: "imcat schema",
        discussion: """
            With it, an editor completes keys, drivers and options, and marks mistakes while you type. Made from the same \
            tables that catalogs are read with. Editors that use the YAML language server take it from a line of the catalog:

              # yaml-language-server: $schema=catalog.schema.json

            Examples:
              imcat schema > catalog.schema.json
            """)

    func run() async throws {
        let schema = CatalogSchema(drivers: SourceEnvironment.standard.drivers)
        try Console.write(schema.attribute.json(pretty: true) + "\n")
    }
}
