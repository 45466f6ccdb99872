import ArgumentParser
import ImageIntake

/// `imcat add`: puts images into a catalog.
struct AddCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Put images into a catalog, which is made if missing.",
        usage: "imcat add <catalog> <target> ... [options]",
        discussion: """
            The headers of each image are read, to find its driver and to be sure that it opens; of files that are one image \
            those of the first. The rest of the catalog \
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
        var known: [String: String] = [:]
        for (target, set) in await images() {
            do {
                let entry = if let set { try await entry(set) } else { try await entry(target) }
                if let other = known[entry.name] {
                    throw ImageError.invalidArgument(
                        "its entry would be called '\(entry.name)', as that of \(other)", at: .init(target.text),
                        hint: "add them one by one, with other names by --name")
                }
                known[entry.name] = target.text
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
        let drivers = SourceEnvironment.standard.drivers
        // A driver of several files says itself which.
        let isComposite = opening.driver.flatMap { drivers.driver(named: $0) }?.driver.extensions.isEmpty ?? false
        return separate || isComposite ? [] : SplitNames.sets(of: targets, drivers: drivers)
    }

    /// The targets, each once; files that are parts of one image are one, named by their pattern.
    private func images() async -> [(target: Target, set: SplitNames?)] {
        let sets = sets
        let owners = Dictionary(
            sets.enumerated().flatMap { number, set in set.paths.map { ($0, number) } }, uniquingKeysWith: { a, _ in a }
        )
        var images: [(target: Target, set: SplitNames?)] = []
        var seen: Set<String> = []
        for text in targets where seen.insert(text).inserted {
            if let number = owners[text] {
                let set = sets[number]
                if set.paths.first == text { images.append((.path(set.pattern), set)) }
            } else {
                images.append((await Target(text), nil))
            }
        }
        return images
    }

    /// The entry of files that are parts of one image.
    private func entry(_ set: SplitNames) async throws -> NewEntry {
        do {
            let others = try await set.others(in: SourceEnvironment.standard.stores)
            if let first = others.first {
                throw ImageError.invalidArgument(
                    "\(others.count) files belong to the same image and are not named, such as \(first)",
                    hint: "name them all")
            }
            var options = Attributes()
            options["driver"] = opening.driver.map { .string($0) }
            if !opening.arguments.isEmpty { options["driver_args"] = .mapping(opening.arguments) }
            let source = try await imopen(
                set.pattern, driver: "filepattern", options: options, metadata: try opening.overrides)
            return try await entry(of: source, .path(set.pattern), name: name ?? set.base)
        } catch var error as ImageError {
            error.hint = (error.hint.map { $0 + "; " } ?? "") + "--separate makes an entry of each file"
            throw error
        }
    }

    private func entry(_ target: Target) async throws -> NewEntry {
        if case .path(let path) = target, opening.driver == nil, Target.isCatalogName(path) {
            let nested = try await Catalog.open(path)
            return NewEntry(
                name: name ?? nested.name, description: description ?? nested.description, driver: "yaml_file_cat",
                uri: nested.location)
        }
        return try await entry(of: try await opening.source(target), target, name: name)
    }

    private func entry(of source: ImageSource, _ target: Target, name: String?) async throws -> NewEntry {
        var entry = try await NewEntry(
            of: source, target: target, name: name, description: description, discovers: discovered)
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
