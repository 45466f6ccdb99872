import ByteStores
import ImageCore

/// Looks for the files below a folder.
struct FileSearch {
    /// The folder.
    let folder: Resource
    /// How many folders deep.
    let depth: Int

    /// More files are no set.
    private static let fileLimit = 1 << 22

    /// The paths of all files relative to the folder, those of hidden files and folders left out, in natural order.
    ///
    /// - Throws: `notFound` if there is no such folder; `limitExceeded`.
    func paths() async throws -> [String] {
        guard let names = try await folder.store.list(folder.key) else {
            throw ImageError.notFound(
                "there is no such folder", at: .init(folder.location),
                hint: "check the path; relative paths start where you are, in a catalog at its folder")
        }
        var paths: [String] = []
        try await collect(
            names, "", depth,
            folder.store is LocalStore ? [WorkingFolder.real(folder.location) ?? folder.location] : [], &paths)
        return paths.sorted(by: naturallyPrecedes)
    }

    /// - Parameter around: the folders of this machine around these names, links followed; empty in other stores.
    private func collect(
        _ names: [String], _ prefix: String, _ depth: Int, _ around: [String], _ paths: inout [String]
    ) async throws {
        for name in names where !name.hasPrefix(".") {
            if name.hasSuffix("/") {
                // A folder that is an image itself is found by its name.
                paths.append(prefix + name.dropLast())
                guard depth > 0 else { continue }
                let inner = prefix + name
                let place = folder.below(String(inner.dropLast()))
                var next: [String] = []
                if !around.isEmpty {
                    // A link to a folder around it goes round in circles.
                    let real = WorkingFolder.real(place.location) ?? place.location
                    if around.contains(real) { continue }
                    next = around + [real]
                }
                try await collect(try await folder.store.list(place.key) ?? [], inner, depth - 1, next, &paths)
            } else {
                paths.append(prefix + name)
            }
            guard paths.count <= Self.fileLimit else {
                throw ImageError.limitExceeded("more than \(Self.fileLimit) files", at: .init(folder.location))
            }
        }
    }
}

extension SourceRequest {
    /// The texts of a list option.
    func texts(_ name: String) throws(ImageError) -> [String] {
        guard let items = options[name]?.arrayValue else { return [] }
        let texts = items.compactMap(\.stringValue)
        guard texts.count == items.count else {
            throw .invalidArgument("'\(name)' is a list of texts, not \(options[name]?.json() ?? "")")
        }
        return texts
    }

    /// The endings, with their points, that files of a set have: those of the option, else all that a driver knows.
    func endings() throws(ImageError) -> [String] {
        let one = options["extension"]?.stringValue.map { [$0] } ?? []
        let wanted = try (texts("extensions") + one).map { $0.lowercased() }
        return (wanted.isEmpty ? environment.drivers.descriptors.flatMap(\.extensions) : wanted).map {
            $0.hasPrefix(".") ? $0 : "." + $0
        }
    }

    /// The axis that an option names.
    func axis(_ name: String, _ otherwise: Axis) throws(ImageError) -> Axis {
        guard let text = options[name]?.stringValue else { return otherwise }
        guard text.count == 1, let letter = text.first, let axis = Axis(letter: letter) else {
            throw .invalidArgument("'\(text)' is no axis", hint: "write one of i, t, c, z, y and x")
        }
        return axis
    }

    /// How each file of a set is opened.
    func member(at resource: Resource) throws(ImageError) -> StackFile {
        StackFile(
            resource: resource, driver: options["driver"]?.stringValue,
            options: options["driver_args"]?.mappingValue ?? Attributes())
    }
}

extension OptionDescriptor {
    /// What sources over several files can be told of each.
    static let memberOptions = [
        OptionDescriptor("driver", .string, "the driver of the files; by default each is looked at"),
        OptionDescriptor("driver_args", .mapping, "options of that driver"),
    ]
}
