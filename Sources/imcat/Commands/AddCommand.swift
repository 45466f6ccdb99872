import ArgumentParser
import ImageIntake

/// `imcat add`: puts images into a catalog.
struct AddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Put images into a catalog, which is made if missing.",
        usage: "imcat add <catalog> <target> ... [options]",
        discussion: """
            The headers of each image are read, to find its driver and to be sure that it opens. The rest of the catalog \
            stays as it is, comments and order included. An entry of another catalog can be a target, too, and so can another \
            catalog.

            Examples:
              imcat add lab.yaml cells.nrrd
              imcat add lab.yaml cells.nrrd --name exp1 --description "GFP, day 1"
              imcat add lab.yaml cells.nrrd --set spacing.z=0.5um
              imcat add lab.yaml run1/*.nrrd --replace
              imcat add lab.yaml out.t_*.tif       files of one image, saved as out.t_00.tif and so on
              imcat add lab.yaml 'scan_{z:d}.tif'  files of one image, by the pattern of their names
              imcat add lab.yaml plates.yaml       as a catalog in the catalog
              imcat add lab.yaml cells.nrrd --dry-run  shows the entry, writes nothing
            """)

    @Argument(help: "The path of a catalog, or a nested one as in lab.yaml#plates.", completion: .file())
    var catalog: String

    @Argument(
        help: ArgumentHelp("Paths of images, or entries of other catalogs as in old.yaml#exp1.", valueName: "target"),
        completion: .file())
    var targets: [String]

    @Option(help: "The name of the entry. (default: the file's name without extension)")
    var name: String?

    @Option(help: ArgumentHelp("What the image shows.", valueName: "text"))
    var description: String?

    @Flag(help: "Replace an entry of the same name.")
    var replace = false

    @Flag(
        help: """
            Also write what the headers say (axes, shape, type, spacing) under metadata.discovered; 'imcat check --deep' \
            compares it.
            """)
    var discovered = false

    @Option(
        help: ArgumentHelp(
            """
            What the image was made from; written under metadata.provenance, with the time and the version of this \
            program. May be repeated.
            """, valueName: "source"))
    var madeFrom: [String] = []

    @Flag(help: "Make an entry of each file, also of those whose names say that they are parts of one image.")
    var separate = false

    @Flag(help: "Print the entry as it would be written, and leave the catalog alone.")
    var dryRun = false

    @OptionGroup(title: "Opening") var opening: TargetOptions
    @OptionGroup(title: "Reporting") var output: OutputOptions

    mutating func validate() throws {
        let count = targets.count - sets.reduce(0) { $0 + $1.paths.count - 1 }
        if count > 1, name != nil { throw ValidationError("'--name' names one image, there are \(count)") }
    }

    func run() async throws {
        var report = Report(output)
        var entries: [(target: Target, entry: Result<NewEntry, ImageError>)] = []
        for target in await images() {
            do {
                let entry = try await entry(target)
                if let other = entries.first(where: { (try? $0.entry.get())?.name == entry.name }) {
                    throw ImageError.invalidArgument(
                        "its entry would be called '\(entry.name)', as that of \(other.target.text)",
                        at: .init(target.text),
                        hint: "add them one by one, with other names by --name")
                }
                entries.append((target, .success(entry)))
            } catch let error where !(error is CancellationError) {
                entries.append((target, .failure(ImageError(describing: error))))
            }
        }
        // All in one write; where that fails, one after the other tells which.
        let good = entries.compactMap { try? $0.entry.get() }
        let lines = good.count > 1 ? try? await write(good) : nil
        for (target, entry) in entries {
            try await report.add(target) {
                let entry = try entry.get()
                if let lines { return item(entry, lines[entry.name] ?? "") }
                return item(entry, try await write([entry])[entry.name] ?? "")
            }
        }
        try report.finish()
    }

    /// The targets that are parts of one image.
    private var sets: [SplitNames] {
        separate || opening.driver != nil
            ? [] : SplitNames.sets(of: targets, drivers: SourceEnvironment.standard.drivers)
    }

    /// The targets; files that are parts of one image are one, named by their pattern.
    private func images() async -> [Target] {
        let sets = sets
        var images: [Target] = []
        for text in targets {
            if let set = sets.first(where: { $0.paths.contains(text) }) {
                if set.paths.first == text { images.append(.path(set.pattern)) }
            } else {
                images.append(await Target(text))
            }
        }
        return images
    }

    private func entry(_ target: Target) async throws -> NewEntry {
        if case .path(let path) = target, opening.driver == nil, Target.isCatalogName(path) {
            let nested = try await Catalog.open(path)
            return NewEntry(
                name: name ?? nested.name, description: description ?? nested.description, driver: "yaml_file_cat",
                uri: nested.location)
        }
        var entry = try await NewEntry(
            of: try await opening.source(target), target: target, name: name, description: description,
            discovers: discovered)
        if !madeFrom.isEmpty { entry.provenance = Provenance(madeFrom: madeFrom) }
        return entry
    }

    private func item(_ entry: NewEntry, _ lines: String) -> Report.Item {
        let fields: AttributeValue = [
            "catalog": .string(catalog), "name": .string(entry.name), "driver": .string(entry.driver),
            "location": .string(entry.uri), "written": .bool(!dryRun), "text": .string(lines),
        ]
        let done = output.quiet ? "" : "\(entry.name.printable): added to \(catalog.printable)\n"
        return Report.Item(json: fields, text: dryRun ? lines : done)
    }

    private func write(_ entries: [NewEntry]) async throws -> [String: String] {
        let writer = try CatalogWriter(try await Catalog.file(argument: catalog))
        do {
            return try await writer.apply(entries.map { replace ? .put($0) : .add($0) }, dryRun: dryRun)
        } catch var error as ImageError {
            // The library's hint, in the words of the command line.
            if error.code == .invalidArgument, error.location?.line != nil {
                error.hint = "replace it with --replace, or choose another name with --name"
            }
            throw error
        }
    }
}
