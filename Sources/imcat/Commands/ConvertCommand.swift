import ArgumentParser
import ImageIntake

/// `imcat convert`: reads an image and saves it in another format.
struct ConvertCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert",
        abstract: "Save an image in another format.",
        usage: "imcat convert <target> <output> [options]",
        discussion: """
            The extension of the output names the format; without one it is a Zarr store, which gets smaller levels for \
            viewers. Images are written part by part, so that those larger than memory can be converted. The output appears \
            under its name only when it is complete: an interrupted conversion leaves nothing behind. What one file of the \
            format cannot hold becomes several, such as exp1.i_00.tif and exp1.i_01.tif.

            Examples:
              imcat convert cells.nrrd cells.zarr
              imcat convert lab.yaml#exp1 exp1.ozx --compression zstd:5
              imcat convert big.zarr part.zarr --region t=0:10,c=actin
              imcat convert cells.nrrd cells.zarr --save-option chunks=z=32,y=256,x=256 --save-option version=0.4
              imcat convert cells.nrrd cells.zarr --add lab.yaml --name exp1
              imcat convert lab.yaml#exp1 exp1.tif --partition tyx     one file for each place along z and c
            """)

    @Argument(help: "The path of an image, or an entry of a catalog as in lab.yaml#exp1.", completion: .file())
    var target: String

    @Argument(help: "The path to save to.", completion: .file())
    var output: String

    @Option(
        help: ArgumentHelp(
            "none, auto, or an algorithm and its level as in zstd:5; 'imcat formats --long' lists them. (default: auto)",
            valueName: "compression"),
        transform: Compression.init(parsing:))
    var compression: Compression = .automatic

    @Option(
        name: .customLong("save-option"),
        help: ArgumentHelp(
            "A setting of the output's format; 'imcat formats --long' lists them. May be repeated.",
            valueName: "key=value"))
    var settings: [String] = []

    @Option(
        help: ArgumentHelp(
            "The axes that each file shall have, in this order, as in tyx: one file for each place along the others. "
                + "(default: as many as the format holds)", valueName: "axes"),
        transform: { try PartitionAxes.parse($0) })
    var partition: AxisOrder?

    @Flag(help: "Replace what stands at the output's path, and with --add the entry.")
    var overwrite = false

    @Option(help: ArgumentHelp("Put the output into this catalog.", valueName: "catalog"), completion: .file())
    var add: String?

    @Option(help: "The name of the entry in that catalog. (default: the output's name without extension)")
    var name: String?

    @Flag(
        help: """
            With --add: also write under metadata.provenance what it was made from, when, and by which version of this \
            program.
            """)
    var provenance = false

    @OptionGroup(title: "Opening") var opening: TargetOptions
    @OptionGroup(title: "Selecting") var selecting: SelectionOptions
    @OptionGroup(title: "Reporting") var reporting: OutputOptions

    mutating func validate() throws {
        for text in settings where text.first == "=" || !text.contains("=") {
            throw ValidationError("'--save-option \(text)' sets nothing; write --save-option KEY=VALUE")
        }
        if provenance, add == nil {
            throw ValidationError("'--provenance' is part of an entry; say with --add in which catalog")
        }
        if name != nil, add == nil { throw ValidationError("'--name' names an entry; say with --add in which catalog") }
    }

    func run() async throws {
        var report = Report(reporting, .object)
        let target = await Target(target)
        let command = self
        try await report.add(target) { try await Interruption.cancelling { try await command.convert(target) } }
        try report.finish()
    }

    private func convert(_ target: Target) async throws -> Report.Item {
        let source = try await opening.source(target)
        let progress = Progress(target.text, reporting)
        let name = add == nil ? nil : try name ?? Self.entryName(output)
        let saved: SavedImage
        do {
            defer { progress?.end() }
            saved = try await convert(source, target, as: name, progress)
        }
        var fields: AttributeValue = [
            "location": .string(source.request.resource.location), "output": .string(saved.location),
            "diagnostics": .array(saved.diagnostics.map { .string($0.message) }),
        ]
        var text = reporting.quiet ? "" : "\(saved.location.printable): written\n"
        if !reporting.quiet {
            for note in saved.diagnostics { text += ImageText.field("note", note.message, indent: 2) }
        }
        if let add, let name {
            if !reporting.quiet { text += "\(name.printable): added to \(add.printable)\n" }
            if case .mapping(var map) = fields {
                map["catalog"] = .string(add)
                map["name"] = .string(name)
                fields = .mapping(map)
            }
        }
        return Report.Item(json: fields, text: text)
    }

    private func convert(
        _ source: ImageSource, _ target: Target, as name: String?, _ progress: Progress?
    ) async throws -> SavedImage {
        do {
            var entry = name.map { NewEntry(name: $0, driver: "zarr", uri: output) }
            if provenance { entry?.provenance = Provenance(madeFrom: [target.text]) }
            let catalog: String? = if let add { try await Catalog.file(argument: add) } else { nil }
            return try await savedImage(
                of: source, selecting.selection, to: output, as: entry, in: catalog, partition: partition,
                compression: compression, overwrite: overwrite, options: TargetOptions.assignments(settings),
                progress: { progress?.show($0, $1) })
        } catch var error as ImageError {
            // The library's hint, in the words of the command line.
            if error.code == .invalidArgument, error.location?.line != nil {
                error.hint = "replace it with --overwrite, or choose another name with --name"
            }
            throw error
        }
    }

    /// The output's name without its extension.
    private static func entryName(_ output: String) throws(ImageError) -> String {
        let file = ResourceLocation.name(of: output)
        let drivers = SourceEnvironment.standard.drivers
        let driver =
            try file.contains(".") ? drivers.driver(writingFileName: file) : drivers.requiredDriver(named: "zarr")
        return NewEntry.stem(file, driver.driver)
    }
}

/// The axes of `--partition`; elsewhere it is a place, which is said.
private enum PartitionAxes {
    static func parse(_ text: String) throws -> AxisOrder {
        do { return try AxisOrder(parsing: text) } catch {
            throw ValidationError("\(error.message); to convert one place write --region, as in --region t=0")
        }
    }
}
