import ArgumentParser
import ImageIntake

/// `imcat view`: a picture of a plane or a projection, in the terminal or as a PNG file.
struct ViewCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "view",
        abstract: "Show a plane or a projection, in the terminal or as a PNG file.",
        usage: "imcat view <target> [options]",
        discussion: """
            Along axes that the region leaves, the middle of z and the first place of the others are shown; three channels of \
            uint8 are colours, a fourth is left out. In the terminal a low resolution level is enough, where the image has such.

            Examples:
              imcat view cells.nrrd
              imcat view lab.yaml#exp1 --region t=3,c=actin
              imcat view cells.nrrd --project max:z -o cells.png
              imcat view cells.nrrd --contrast 0:4095
            """)

    @Argument(help: "The path of an image, or an entry of a catalog as in lab.yaml#exp1.", completion: .file())
    var target: String

    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp("Write this PNG file, at full resolution, instead.", valueName: "file"), completion: .file())
    var file: String?

    @Flag(help: "Replace that file if there is one.")
    var overwrite = false

    @Option(
        help: ArgumentHelp(
            "Show all places along an axis as one: max, min, mean or sum, as in max:z.", valueName: "how:axis"),
        transform: ImageProjection.init(parsing:))
    var project: ImageProjection?

    @Option(
        help: ArgumentHelp(
            "What is black and white: values as in 0:4095, or percentiles as in 1%:99%. (default: 0.1%:99.9%)",
            valueName: "low:high"),
        transform: Picture.Contrast.init(parsing:))
    var contrast: Picture.Contrast?

    @Option(
        help: ArgumentHelp("The columns in the terminal. (default: as many as there are, at most 120)", valueName: "n"))
    var width: Int?

    @OptionGroup(title: "Opening") var opening: TargetOptions
    @OptionGroup(title: "Selecting") var selecting: PartSelectionOptions
    @OptionGroup(title: "Reporting") var output: OutputOptions

    mutating func validate() throws {
        if let width, !(1...1000).contains(width) { throw ValidationError("'--width \(width)' is not from 1 to 1000") }
        if let file, !file.lowercased().hasSuffix(".png") {
            throw ValidationError("'--output \(file)' is no PNG file; end its name with .png")
        }
        if overwrite, file == nil { throw ValidationError("'--overwrite' is for a file; say with --output which") }
    }

    func run() async throws {
        var report = Report(output, .object)
        let target = await Target(target)
        let command = self
        try await report.add(target) { try await Interruption.cancelling { try await command.view(target) } }
        try report.finish()
    }

    private func view(_ target: Target) async throws -> Report.Item {
        let source = try await opening.source(target)
        var selection = try await selecting.selection(of: source)
        var view = ImageView()
        view.projection = project
        if let contrast { view.contrast = contrast }
        let columns = width ?? min(Console.width ?? 80, 120)
        if file == nil { selection = try await Self.coarser(selection, for: 2 * columns, of: source) }
        let picture = try await view.picture(of: source, selection)
        var fields: AttributeValue = [
            "location": .string(source.request.resource.location), "width": .int(picture.width),
            "height": .int(picture.height), "channels": .int(picture.channelCount), "level": .int(selection.level),
        ]
        guard let file else {
            let rows = max(1, picture.height * columns / max(picture.width, 1))
            // A very high picture is cut to a height that can be looked at.
            let height = min(rows, 4 * columns)
            let small = try picture.scaled(width: max(1, columns * height / rows), height: height)
            let text = Console.hasColours ? PictureText.coloured(small) : PictureText.plain(small)
            return Report.Item(json: fields, text: text)
        }
        do {
            try picture.savePNG(to: file, overwrite: overwrite)
        } catch ImageError.Code.invalidArgument where !overwrite {
            throw ImageError.invalidArgument(
                "there is such a file already", at: .init(file), hint: "choose another name, or add --overwrite")
        }
        if case .mapping(var map) = fields {
            map["output"] = .string(file)
            fields = .mapping(map)
        }
        return Report.Item(json: fields, text: output.quiet ? "" : "\(file.printable): written\n")
    }

    /// The coarsest level that still has so many columns, and of that so many columns and rows as are worth reading.
    private static func coarser(
        _ selection: Selection, for columns: Int, of source: ImageSource
    ) async throws -> Selection {
        var selection = selection
        guard selection.region.selections[.x] == nil, selection.region.selections[.y] == nil,
            let image = try await source.discover(selection).images.first, let x = image.axes.position(of: .x)
        else { return selection }
        var extent = image.shape[x]
        if selection.level == 0,
            let level = image.levels.lastIndex(where: { $0.indices.contains(x) && $0[x] >= columns })
        {
            selection.level = level
            extent = image.levels[level][x]
        }
        let step = extent / (4 * columns)
        if step > 1 {
            for axis in [Axis.y, .x] { selection.region.selections[axis] = .range(lower: nil, upper: nil, step: step) }
        }
        return selection
    }
}
