import ArgumentParser
import ImageIntake

/// How a target is opened: the same for all commands.
struct TargetOptions: ParsableArguments {
    @Option(
        help: "The driver that reads it, instead of the one that fits; 'imcat formats' lists them.",
        completion: .list(SourceEnvironment.standard.drivers.names))
    var driver: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp(
            "Corrects metadata: axes=tcyx, spacing.z=0.5um, coords.c=nuclei,actin. May be repeated.",
            valueName: "key=value"))
    var assignments: [String] = []

    @Option(
        name: .customLong("option"),
        help: ArgumentHelp("An option of the driver. May be repeated.", valueName: "key=value"))
    var options: [String] = []

    @OptionGroup(title: "Catalog entries") var entries: EntryOptions

    mutating func validate() throws {
        do {
            _ = try MetadataOverrides(assignments: assignments)
        } catch {
            throw ValidationError("'--set' cannot be used: \(error)")
        }
        for text in options where text.first == "=" || !text.contains("=") {
            throw ValidationError("'--option \(text)' sets nothing; write --option KEY=VALUE")
        }
    }

    /// The source that a target names, with the options and corrections of the command line on top of a catalog's.
    ///
    /// - Throws: `notFound` for a file or entry that is not there, `unsupported` for a format nobody knows,
    ///   `invalidArgument` for options that do not fit.
    func source(_ target: Target) async throws -> ImageSource {
        let overrides = try overrides
        switch target {
        case .path(let path):
            try entries.checkUnused(path)
            do {
                return try await imopen(path, driver: driver, options: arguments, metadata: overrides)
            } catch ImageError.Code.unsupported where driver == nil && Target.isCatalogName(path) {
                throw ImageError.unsupported(
                    "it is a catalog, not an image", at: .init(path), hint: "name an entry, as in \(path)#NAME")
            }
        case .entry(let catalog, let name):
            let opened = try await Catalog.open(catalog, environment: .standard, rules: entries.rules)
            let entry = try await opened[name, with: entries.values]
            let declared = try await entry.source()
            let environment = declared.request.environment
            let type = try driver.map { try environment.drivers.requiredDriver(named: $0) } ?? type(of: declared)
            if overrides.isEmpty, arguments.isEmpty, type == Swift.type(of: declared) { return declared }
            var options = declared.request.options
            for (key, value) in arguments.pairs { options[key] = value }
            var request = try SourceRequest(
                declared.request.resource, arguments: options,
                overrides: declared.request.overrides.overlaid(by: overrides), environment: environment)
            if options["output_axis_order"] == nil { request.axisOrder = declared.request.axisOrder }
            return try type.init(request)
        }
    }

    /// The options of the driver.
    var arguments: Attributes { Self.assignments(options) }

    /// What the command line corrects.
    var overrides: MetadataOverrides { get throws { try MetadataOverrides(assignments: assignments) } }

    /// Texts of the form `key=value` as a mapping.
    static func assignments(_ texts: [String]) -> Attributes {
        Attributes(
            texts.map { text in
                let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return (String(parts[0]), .string(parts.count > 1 ? String(parts[1]) : ""))
            })
    }
}
