import ArgumentParser
import ImageIntake

/// How entries of catalogs are opened: the same for all commands.
struct EntryOptions: ParsableArguments {
    @Option(
        name: [.customShort("p"), .customLong("param")],
        help: ArgumentHelp(
            "A value for a parameter or an argument of the entry, as in -p well=B2. May be repeated.",
            valueName: "name=value"))
    var parameters: [String] = []

    @Option(
        name: .customLong("allow-env"),
        help: ArgumentHelp(
            "Lets the catalog read this environment variable; without, it reads none. May be repeated.",
            valueName: "name"))
    var variables: [String] = []

    mutating func validate() throws {
        for text in parameters where text.first == "=" || !text.contains("=") {
            throw ValidationError("'-p \(text)' gives no value; write -p NAME=VALUE")
        }
    }

    /// The values, as texts: the parameters' types make them what they are.
    var values: Attributes { TargetOptions.assignments(parameters) }

    /// What catalogs may ask for.
    var rules: CatalogRules {
        CatalogRules(environment: variables.isEmpty ? .none : .named(Set(variables)))
    }

    /// - Throws: `invalidArgument` if there are values, but no entry that could take them.
    func checkUnused(_ path: String) throws(ImageError) {
        guard let first = parameters.first else { return }
        throw .invalidArgument(
            "'-p \(first)' is for entries of catalogs", at: .init(path),
            hint: "name an entry, as in lab.yaml#NAME; options of drivers are given with --option")
    }
}
