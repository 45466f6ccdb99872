import ArgumentParser
import ImageIntake

/// `imcat info`: what is there, from headers only.
struct InfoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "info",
        abstract: "Tell what is in images, from their headers.",
        usage: "imcat info <target> ... [options]",
        discussion: """
            Axes, shape, type, spacing, channels; no pixel is read. With a region or a partition, the part is described instead of the whole image.

            Examples:
              imcat info cells.nrrd
              imcat info lab.yaml#exp1 lab.yaml#plates.p7.A1
              imcat info cells.nrrd --region z=0:10,c=actin --axes cyx
              imcat info *.nrrd --json | jq '.[].images[0].shape'
            """)

    @Argument(
        help: ArgumentHelp("Paths of images, or entries of catalogs as in lab.yaml#exp1.", valueName: "target"),
        completion: .file())
    var targets: [String]

    @OptionGroup(title: "Opening") var opening: TargetOptions
    @OptionGroup(title: "Selecting") var selecting: PartSelectionOptions
    @OptionGroup(title: "Reporting") var output: OutputOptions

    func run() async throws {
        var report = Report(output)
        try await report.add(each: targets) { target in
            let source = try await opening.source(target)
            let description = try await selecting.description(of: source)
            let text = ImageText.info(description, verbose: output.verbose)
            return Report.Item(json: description.attribute, text: text)
        }
        try report.finish()
    }
}
