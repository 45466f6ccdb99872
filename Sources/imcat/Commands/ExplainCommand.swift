import ArgumentParser
import ImageIntake

/// `imcat explain`: which driver would read a target, and why.
struct ExplainCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Tell which driver reads a target, why, and whether it can.",
        usage: "imcat explain <target> [options]",
        discussion: """
            The first bytes of the file decide, then the end of its name; --driver or a catalog entry overrule both.

            Examples:
              imcat explain cells.dat
              imcat explain cells.dat --driver nrrd
              imcat explain lab.yaml#exp1 --json
            """)

    @Argument(help: "The path of an image, or an entry of a catalog as in lab.yaml#exp1.", completion: .file())
    var target: String

    @OptionGroup(title: "Opening") var opening: TargetOptions
    @OptionGroup(title: "Reporting") var output: OutputOptions

    func run() async throws {
        var report = Report(output, .object)
        let target = await Target(target)
        var failure: ImageError?
        try await report.add(target) {
            let source = try await opening.source(target)
            var explanation = try await Explanation(source, target: target, driverOption: opening.driver)
            do {
                explanation.description = try await source.discover()
            } catch let error where !(error is CancellationError) {
                failure = target.blamed(for: error)
                explanation.failure = failure
            }
            return explanation.item
        }
        if let failure { report.tell(failure) }
        try report.finish()
    }
}
