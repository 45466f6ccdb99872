import ArgumentParser
import ImageIntake

/// `imcat check`: what is wrong with a catalog.
struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Tell everything that is wrong with a catalog.",
        usage: "imcat check <catalog> [options]",
        discussion: """
            Looks at every entry, also of the catalogs in it: whether it can be read, whether its driver, its arguments and \
            its metadata make sense. Each problem comes with its place and what to do about it. The exit status is 1 if one of \
            them is an error; warnings alone are status 0.

            Examples:
              imcat check lab.yaml
              imcat check lab.yaml --deep             opens the images, too
              imcat check lab.yaml --json | jq -r '.problems[].location'
            """)

    @Argument(help: "The path of a catalog, or a nested one as in lab.yaml#plates.", completion: .file())
    var catalog: String

    @Flag(
        help: """
            Read the headers of all images, too: which do not open, what the catalog corrects that is not there, and what \
            has changed since it was added.
            """)
    var deep = false

    @OptionGroup(title: "Reporting") var output: OutputOptions

    func run() async throws {
        var report = Report(output, .object)
        var hasErrors = false
        try await report.add(.path(catalog)) {
            let opened = try await Catalog.open(argument: catalog)
            var check = try await CatalogCheck(of: opened)
            if deep { try await check.readHeaders() }
            hasErrors = check.errorCount > 0
            return check.item(catalog, quiet: output.quiet)
        }
        try report.finish()
        if hasErrors { throw ExitCode.failure }
    }
}
