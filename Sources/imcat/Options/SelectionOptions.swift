import ArgumentParser
import ImageIntake

/// Which part of an image is meant, and in what order its axes come: the same for all commands.
struct SelectionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The part of the image: ranges without their end, numbers or names by axis, as in z=0:10,y=100:356,c=actin.",
            valueName: "region"),
        transform: Region.init(parsing:))
    var region: Region?

    @Option(
        help: ArgumentHelp(
            "The order of the axes, as in tczyx; 'stored' keeps the file's. (default: itczyx)", valueName: "axes"),
        transform: { try OutputOrder(parsing: .string($0)) })
    var axes: OutputOrder?

    @Option(help: ArgumentHelp("The series or scene of the file. (default: the first)", valueName: "n|name"))
    var series: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("The resolution level; 0 is the full resolution.", valueName: "n"))
    var level = 0

    mutating func validate() throws {
        if level < 0 { throw ValidationError("'--level \(level)' is no level; levels are counted from 0") }
    }

    /// The selection as the library takes it.
    var selection: Selection { Selection(region: region ?? .all, order: axes, series: series, level: level) }
}

/// The same with one partition, for commands that look at a part.
struct PartSelectionOptions: ParsableArguments {
    @OptionGroup var whole: SelectionOptions

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "One place along the first axis, by number or name; the axis is gone then.", valueName: "n|label"))
    var partition: String?

    /// The selection as the library takes it; a partition needs the headers, because it follows the axes.
    ///
    /// - Throws: `invalidArgument` if region and partition restrict the same axis, `notFound` for an unknown name.
    func selection(of source: ImageSource) async throws -> Selection {
        let selection = whole.selection
        guard let partition else { return selection }
        let image = try await source.discover(
            Selection(order: selection.order, series: selection.series, level: selection.level)
        ).images.first
        return try await source.selection(ofPartition: place(partition, image), in: selection)
    }

    /// A number is an index if there is such a place, else the name of a channel such as `488`.
    private func place(_ text: String, _ image: ImageDescription?) -> AxisSelection {
        guard let index = Int(text), let image, let axis = image.axes.first else { return .label(text) }
        let isInside = index < image.partitionCount && index >= -image.partitionCount
        return isInside || image.metadata.coords[axis]?.position(of: text) == nil ? .index(index) : .label(text)
    }

    /// What the source holds of the selected part, from headers only.
    ///
    /// - Throws: as `selection(of:)` and `discover`.
    func description(of source: ImageSource) async throws -> SourceDescription {
        try await source.discover(try await selection(of: source))
    }
}
