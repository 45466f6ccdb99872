import ImageCore
import ImageSources

extension CatalogParser {
    /// The keys of an entry: those that mean something, then those that intake's own writer leaves behind.
    static let entryKeys = [
        "driver", "description", "args", "metadata", "parameters", "direct_access", "cache",
        "name", "container", "plugin", "catalog_dir", "getenv", "getshell",
    ]

    /// The declaration at a position of `sources`.
    ///
    /// - Parameter isWhole: whether `args`, `metadata` and `parameters` are decoded and checked, which aliases can make
    ///   large.
    func declaration(_ position: Int, isWhole: Bool = true) -> CatalogDeclaration {
        let pair = document.children.records[position]
        let name = document.name(of: pair)
        let path = "\(Self.sourcesKey).\(name)"
        return declaration(
            name, path: path, at: place(pair, path), isPlain: pair.keyForm == .verbatim, isWhole: isWhole
        ) { () throws(ImageError) in try YAMLComposer.value(of: pair, in: document) }
    }

    /// The declaration of an entry inside of another.
    func declaration(of field: YAMLDecoder.Field, keyPath: String, isWhole: Bool) -> CatalogDeclaration {
        let isPlain = if case .scalar(_, isPlain: true) = field.key.content { true } else { false }
        return declaration(
            field.name, path: "\(keyPath).\(field.name)", at: placeOf(field, keyPath), isPlain: isPlain,
            isWhole: isWhole
        ) { () throws(ImageError) in field.value }
    }

    private func declaration(
        _ name: String, path: String, at place: ImageError.Location, isPlain: Bool, isWhole: Bool,
        _ node: () throws(ImageError) -> YAMLNode
    ) -> CatalogDeclaration {
        var entry = CatalogDeclaration(name: name, location: place)
        if isPlain, YAMLScalar.value(of: name).stringValue == nil {
            entry.diagnostics.append(
                .init(
                    .warning, "the name '\(name)' is not a text by the rules of YAML 1.1", at: place,
                    hint: "write it in quotes, else intake refuses the whole file"))
        }
        if let mistake = EntryPattern.mistake(name) {
            entry.diagnostics.append(.init(.warning, mistake.message, at: place, hint: mistake.hint))
        }
        do throws(ImageError) {
            let decoder = YAMLDecoder(document)
            let node = try node()
            guard case .mapping = try decoder.resolved(node).content else {
                throw ImageError.corrupt(
                    "the entry is \(try decoder.kindName(node)), not a mapping",
                    hint: "write driver: and args: below it")
            }
            let fields = try decoder.fields(of: node)
            if let refusal = Self.refusal(fields) { throw refusal }
            for field in fields {
                do {
                    try read(field, path, isWhole: isWhole, into: &entry)
                } catch {
                    entry.diagnostics.append(.init(error, at: placeOf(field, path)))
                }
            }
            if entry.drivers.isEmpty, !fields.contains(where: { $0.name == "driver" }) {
                throw ImageError.corrupt("the entry has no 'driver'", hint: nearestDriverKey(fields))
            }
        } catch {
            entry.diagnostics.append(.init(error, at: place))
        }
        return entry
    }

    private func read(
        _ field: YAMLDecoder.Field, _ path: String, isWhole: Bool, into entry: inout CatalogDeclaration
    ) throws(ImageError) {
        let decoder = YAMLDecoder(document)
        switch field.name {
        case "driver": try readDrivers(field, decoder, into: &entry)
        case "description":
            entry.description = try decoder.text(field.value) ?? ""
            if isWhole, !entry.description.isEmpty, try decoder.value(field.value).stringValue == nil {
                entry.diagnostics.append(
                    .init(
                        .warning, "the description '\(entry.description)' is not a text by the rules of YAML 1.1",
                        at: placeOf(field, path), hint: "write it in quotes, else intake refuses the whole file"))
            }
        case "args":
            guard isWhole else { break }
            entry.arguments = try mapping(field, path, into: &entry.diagnostics)
            try checkArgumentNames(field.value, decoder)
            entry.argumentsNode = field.value
        case "metadata":
            guard isWhole else { break }
            entry.metadata = try mapping(field, path, into: &entry.diagnostics)
            entry.metadataNode = field.value
        case "parameters":
            entry.hasParameters = true
            guard isWhole else { break }
            entry.parameters = try parameters(
                field.value, "\(path).parameters", isLax: false, into: &entry.diagnostics)
        default:
            if Self.entryKeys.contains(field.name) { break }
            entry.diagnostics.append(
                unknown(field.name, among: Array(Self.entryKeys.prefix(7)), at: placeOf(field, path)))
        }
    }

    /// Entries that would have run code, or that only an intake server understands.
    private static func refusal(_ fields: [YAMLDecoder.Field]) -> ImageError? {
        if let field = fields.first(where: { $0.name == "cls" }) {
            return ImageError(
                .permissionDenied, "an entry with 'cls' makes intake call any Python code; it is refused",
                at: field.key.location,
                hint: "name a driver instead: driver: nrrd")
        }
        if let field = fields.first(where: { $0.name == "remote" }) {
            return .unsupported(
                "an entry with 'remote' belongs to an intake server", at: field.key.location,
                hint: "name a driver and where the data are")
        }
        return nil
    }

    private func readDrivers(
        _ field: YAMLDecoder.Field, _ decoder: YAMLDecoder, into entry: inout CatalogDeclaration
    ) throws(ImageError) {
        let nothing = ImageError.corrupt("'driver' is empty", hint: "write the name of a driver, such as nrrd")
        // Thousands of entries may refer to one long list: it is not even looked at.
        guard try decoder.aliasedSize(field.value) <= Self.driverSizeLimit else { throw Self.tooManyDrivers }
        switch try decoder.resolved(field.value).content {
        case .sequence(let items):
            guard items.count <= Self.driverLimit else { throw Self.tooManyDrivers }
            var drivers: [CatalogDeclaration.Driver] = []
            for item in items {
                guard let name = try Self.name(item, decoder) else { break }
                drivers.append(.init(key: name, driver: name))
            }
            guard !drivers.isEmpty, drivers.count == items.count else {
                throw .corrupt("'driver' is a list without driver names", hint: "write the name of a driver")
            }
            entry.drivers = drivers
        case .mapping(let pairs):
            guard pairs.count <= Self.driverLimit else { throw Self.tooManyDrivers }
            entry.hasNamedDrivers = true
            for choice in try decoder.fields(of: field.value) { entry.drivers.append(try driver(choice, decoder)) }
            guard !entry.drivers.isEmpty else { throw nothing }
        case .scalar, .alias:
            switch try decoder.value(field.value) {
            case .string(let name) where !name.isEmpty: entry.drivers = [.init(key: name, driver: name)]
            case .null, .string: throw nothing
            case let other: throw .corrupt("'driver' is \(other.kindName)", hint: "write the name of a driver")
            }
        }
    }

    private static let driverLimit = 100
    private static let driverSizeLimit = 1 << 16

    private static var tooManyDrivers: ImageError {
        .limitExceeded(
            "'driver' names more than \(driverLimit) drivers, or refers to more than \(driverSizeLimit) bytes",
            hint: "write the name of one")
    }

    /// The text of a scalar, nil for anything else.
    private static func name(_ node: YAMLNode, _ decoder: YAMLDecoder) throws(ImageError) -> String? {
        guard case .scalar = try decoder.resolved(node).content else { return nil }
        return try decoder.value(node).stringValue
    }

    /// One of several named drivers: its name, or a mapping with `class` and `args`.
    private func driver(
        _ choice: YAMLDecoder.Field, _ decoder: YAMLDecoder
    ) throws(ImageError) -> CatalogDeclaration.Driver {
        if let name = try Self.name(choice.value, decoder) { return .init(key: choice.name, driver: name) }
        let fields = try decoder.fields(of: choice.value)
        guard let type = fields.first(where: { $0.name == "class" }), let name = try decoder.text(type.value) else {
            throw .corrupt(
                "the driver '\(choice.name)' has no 'class'", at: choice.key.location,
                hint: "write \(choice.name): {class: nrrd, args: {}}")
        }
        let arguments = fields.first { $0.name == "args" }?.value
        if let arguments { try checkArgumentNames(arguments, decoder) }
        return .init(key: choice.name, driver: name, arguments: arguments)
    }

    /// A mapping as written; texts in it that no template can be are noted.
    private func mapping(
        _ field: YAMLDecoder.Field, _ path: String, into diagnostics: inout [CatalogDiagnostic]
    ) throws(ImageError) -> Attributes {
        let notes = TemplateNotes(place: placeOf(field, path))
        let decoder = YAMLDecoder(document) { (text, node, _) throws(ImageError) in
            notes.check(text, node)
            return .string(text)
        }
        let value = try decoder.value(field.value)
        diagnostics += notes.diagnostics
        switch value {
        case .null: return Attributes()
        case .mapping(let attributes): return attributes
        case let other: throw .corrupt("'\(field.name)' is \(other.kindName), not a mapping")
        }
    }

    /// Argument names are texts: `1: x` would be no keyword in Python either.
    private func checkArgumentNames(_ node: YAMLNode, _ decoder: YAMLDecoder) throws(ImageError) {
        guard case .mapping = try decoder.resolved(node).content else { return }
        for field in try decoder.fields(of: node) {
            if case .scalar(let text, isPlain: true) = field.key.content, YAMLScalar.value(of: text).stringValue == nil
            {
                throw .corrupt(
                    "the argument name '\(text)' is not a text", at: field.key.location, hint: "write it in quotes")
            }
        }
    }

    func placeOf(_ field: YAMLDecoder.Field, _ path: String) -> ImageError.Location {
        .init(location, line: field.key.line, column: field.key.column, keyPath: "\(path).\(field.name)")
    }

    private func nearestDriverKey(_ fields: [YAMLDecoder.Field]) -> String {
        nearestName(to: "driver", among: fields.map(\.name)).map { "is '\($0)' meant to be 'driver'?" }
            ?? "write the name of one, such as driver: nrrd"
    }
}

/// Collects what is wrong with the templates of a mapping.
private final class TemplateNotes {
    private let place: ImageError.Location
    private(set) var diagnostics: [CatalogDiagnostic] = []
    /// Where the texts stand that were looked at: aliases lead to one many times.
    private var known: Set<Int> = []

    init(place: ImageError.Location) {
        self.place = place
    }

    func check(_ text: String, _ node: YAMLNode) {
        guard known.insert(node.start).inserted, Template.isCandidate(text) else { return }
        do {
            _ = try Template(parsing: text)
        } catch {
            diagnostics.append(CatalogDiagnostic(error.located(atLineOf: node), at: place))
        }
    }
}
