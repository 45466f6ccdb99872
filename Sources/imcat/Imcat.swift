import ArgumentParser
import ImageIntake

/// The command line of the package: every command is a file in `Commands` and an entry in the list below.
@main
struct Imcat: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "imcat",
        abstract: "Look into microscopy images, and keep catalogs of them.",
        discussion: """
            A TARGET is the path of an image (cells.ome.tif), or an entry of a catalog after # (lab.yaml#exp1).

            Examples:
              imcat info cells.nrrd            what is in there, from headers only
              imcat digest cells.nrrd --json   checksum and statistics, for programs
              imcat view cells.nrrd            a picture of it in the terminal
              imcat convert cells.nrrd cells.zarr
              imcat add lab.yaml cells.nrrd    put it into a catalog
              imcat list lab.yaml --long       the entries, with shape, type and size
              imcat info lab.yaml#cells

            Results go to standard output, everything else to standard error. The exit status is 0 if all went well, \
            1 if something failed, 64 for wrong usage.
            """,
        version: PackageVersion.current,
        groupedSubcommands: [
            CommandGroup(
                name: "Images",
                subcommands: [
                    InfoCommand.self, DigestCommand.self, ViewCommand.self, ConvertCommand.self, ExplainCommand.self,
                    FormatsCommand.self,
                ]),
            CommandGroup(
                name: "Catalogs",
                subcommands: [
                    ListCommand.self, ShowCommand.self, AddCommand.self, RemoveCommand.self, RenameCommand.self,
                    CheckCommand.self, SchemaCommand.self,
                ]),
        ])

    /// Parses the arguments and runs the command.
    static func main() async {
        Console.prepare()
        do {
            let command = try await asyncParseAsRoot()
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                var command = command
                try command.run()
            }
        } catch {
            exit(reporting: error)
        }
    }

    /// Ends the program: help and version on standard output, failures and wrong usage as one line on standard error.
    private static func exit(reporting error: any Error) -> Never {
        if let error = error as? ImageError {
            Console.complain(error, verbose: false)
            exit(withError: ExitCode.failure)
        }
        guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
        let usage = fullMessage(for: error).split(separator: "\n").last { $0.contains("See '") }
        var hint = usage.map { String($0).trimmingBlanks } ?? "See 'imcat --help' for more information."
        if hint.hasSuffix(".") { hint.removeLast() }
        let message = message(for: error).uncapitalized.replacing(". Did you mean", with: "; did you mean")
        Console.complain(message.printable + "; " + hint.uncapitalized)
        exit(withError: ExitCode.validationFailure)
    }
}
