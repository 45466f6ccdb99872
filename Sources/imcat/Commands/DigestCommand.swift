import ArgumentParser
import ImageIntake

/// `imcat digest`: reads the selected pixels, prints checksum and statistics.
struct DigestCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "digest",
        abstract: "Read pixels, and print their checksum and statistics.",
        usage: "imcat digest <target> ... [options]",
        discussion: """
            The checksum (SHA-256) is taken over the pixels in the order of the axes (the last varies fastest), little-endian, \
            without gaps; so it does not depend on how the file is compressed, cut into chunks or ordered. NaN pixels are \
            left out of the statistics and counted.

            Examples:
              imcat digest cells.nrrd
              imcat digest cells.nrrd --region c=actin --axes stored
              imcat digest lab.yaml#exp1 --partition 0 --json
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
            let selection = try await selecting.selection(of: source)
            let progress = Progress(target.text, output)
            defer { progress?.end() }
            let dataset = try await source.read(selection) { progress?.show($0, $1) }
            return try Digest(dataset, of: source).item
        }
        try report.finish()
    }
}
