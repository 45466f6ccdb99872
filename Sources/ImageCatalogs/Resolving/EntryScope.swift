import ByteStores
import ImageCore
import ImageSources

/// The values that the templates of one entry see while it is resolved.
///
/// A name means, in this order: a parameter (the value given, what the entry's name says, the default), another value
/// that was given, the folder of the catalog, an argument of the entry. Each is worked out when it is asked for, once.
final class EntryScope: TemplateValues {
    private let entry: CatalogEntry
    private let document: YAMLDocument?
    private let parameters: [String: CatalogParameter]
    let arguments: [YAMLDecoder.Field]
    let metadata: [YAMLDecoder.Field]
    private var known: [String: AttributeValue] = [:]
    /// What is being worked out, to notice circles.
    private var pending: [String] = []
    /// How deep what is being worked out lies in lists, mappings and templates, since all of them take stack.
    private var depth = 0
    /// What all values together may cost.
    private let budget: YAMLBudget
    private let limits: YAMLLimits
    /// How many levels of lists take as much stack as a template and the value that it names, and as each of its filters.
    private static let levelsPerValue = 6
    private static let levelsPerFilter = 2

    init(_ entry: CatalogEntry, _ declaration: CatalogDeclaration, _ document: YAMLDocument?) throws(ImageError) {
        self.entry = entry
        self.document = document
        limits = document?.limits ?? YAMLLimits()
        budget = YAMLBudget(limits)
        parameters = Dictionary(entry.parameters.map { ($0.name, $0) }) { $1 }
        arguments = try Self.fields(declaration.argumentsNode, document)
        metadata = try Self.fields(declaration.metadataNode, document)
    }

    var undefinedNamesAreEmpty: Bool { entry.parent.rules.undefinedNamesAreEmpty }

    /// The names that a template may use.
    var names: [String] {
        Array(parameters.keys) + arguments.map(\.name) + entry.given.keys + (entry.match?.values.keys ?? [])
            + ["CATALOG_DIR", "metadata"]
    }

    private static func fields(_ node: YAMLNode?, _ document: YAMLDocument?) throws(ImageError) -> [YAMLDecoder.Field] {
        guard let node, let document else { return [] }
        let decoder = YAMLDecoder(document)
        guard case .mapping = try decoder.resolved(node).content else { return [] }
        return try decoder.fields(of: node)
    }

    func value(of path: [String]) throws(ImageError) -> AttributeValue? {
        guard let name = path.first else { return nil }
        if path.count > 1 { return try metadataValue(path.dropFirst()) }
        if let parameter = parameters[name] { return try value(of: parameter) }
        if let value = entry.given[name] ?? entry.match?.values[name] { return value }
        if name == "CATALOG_DIR" { return .string(entry.parent.folderText) }
        if arguments.contains(where: { $0.name == name }) { return try argument(name) }
        return nil
    }

    func variable(_ name: String) throws(ImageError) -> String? {
        guard entry.parent.rules.allowsVariable(name) else {
            throw ImageError(
                .permissionDenied, "the catalog asks for the environment variable \(name)",
                hint: "allow it by name (imcat: --allow-env \(name)), if the catalog is to be trusted with it")
        }
        return MachineFacts.environmentVariable(name)
    }

    func missing(_ path: [String]) -> ImageError {
        let name = path.joined(separator: ".")
        return .notFound(
            "the template names '\(name)', which has no value",
            hint: nearestNameHint(
                to: name, among: names, else: "known are \(Set(names).sorted().joined(separator: ", "))"))
    }

    /// The value of a parameter: given, said by the name, or the default; checked.
    func value(of parameter: CatalogParameter) throws(ImageError) -> AttributeValue {
        let name = parameter.name
        return try remembered("the parameter '\(name)'") { () throws(ImageError) in
            if let value = entry.given[name] ?? entry.match?.values[name] { return try parameter.checked(value) }
            guard let value = parameter.defaultValue else {
                do throws(ImageError) {
                    return try parameter.checked(parameter.zero)
                } catch {
                    throw ImageError(
                        error.code, "the parameter '\(name)' has no default: \(error.message)",
                        hint: "give it a value" + (error.hint.map { "; " + $0 } ?? ""))
                }
            }
            let filled = try filled(value, depth: depth)
            try budget.count(filled, depth: depth)
            return try parameter.checked(filled)
        }
    }

    /// An argument of the entry, its templates filled in.
    func argument(_ name: String) throws(ImageError) -> AttributeValue? {
        guard let field = arguments.last(where: { $0.name == name }) else { return nil }
        return try remembered("the argument '\(name)'") { () throws(ImageError) in
            try filled(field, "args.\(name)")
        }
    }

    /// All metadata, templates filled in.
    func filledMetadata() throws(ImageError) -> Attributes {
        var result = Attributes()
        for field in metadata { result[field.name] = try metadataField(field) }
        return result
    }

    private func metadataField(_ field: YAMLDecoder.Field) throws(ImageError) -> AttributeValue {
        try remembered("metadata.\(field.name)") { () throws(ImageError) in
            try filled(field, "metadata.\(field.name)")
        }
    }

    private func metadataValue(_ path: ArraySlice<String>) throws(ImageError) -> AttributeValue? {
        guard let name = path.first, let field = metadata.last(where: { $0.name == name }) else { return nil }
        var value: AttributeValue? = try metadataField(field)
        for key in path.dropFirst() { value = value?.mappingValue?[key] }
        return value
    }

    /// A value of a node with its templates filled in.
    func filled(_ field: YAMLDecoder.Field, _ keyPath: String) throws(ImageError) -> AttributeValue {
        guard let document else { return .null }
        let decoder = YAMLDecoder(document, budget: budget) { (text, _, depth) throws(ImageError) in
            try self.filled(text, depth: depth)
        }
        do {
            return try decoder.value(field.value, depth: depth)
        } catch {
            var error = error
            if error.location?.keyPath == nil, error.location?.line != nil {
                error.location?.keyPath = [entry.location.keyPath, keyPath].compactMap(\.self).joined(separator: ".")
            }
            throw error
        }
    }

    private func filled(_ text: String, depth: Int) throws(ImageError) -> AttributeValue {
        guard Template.isCandidate(text) else { return .string(String(Template.withoutFinalBreak(text))) }
        return try filled(Template(parsing: text), depth: depth)
    }

    private func filled(_ template: Template, depth: Int) throws(ImageError) -> AttributeValue {
        let outer = self.depth
        self.depth = depth + Self.levelsPerValue + template.depth * Self.levelsPerFilter
        defer { self.depth = outer }
        guard self.depth <= limits.depth else { throw budget.tooDeep }
        return try template.filled(with: self)
    }

    /// The default of a parameter with its templates filled in.
    private func filled(_ value: AttributeValue, depth: Int) throws(ImageError) -> AttributeValue {
        switch value {
        case .string(let text):
            let text = try CatalogParameter.template(ofDefault: text)
            return Template.isCandidate(text) ? try filled(Template(parsing: text), depth: depth) : value
        case .array(let items):
            var result: [AttributeValue] = []
            for item in items { result.append(try filled(item, depth: depth + 1)) }
            return .array(result)
        case .mapping(let map):
            var result = Attributes()
            for (key, item) in map.pairs { result[key] = try filled(item, depth: depth + 1) }
            return .mapping(result)
        default: return value
        }
    }

    private func remembered(
        _ what: String, _ make: () throws(ImageError) -> AttributeValue
    ) throws(ImageError) -> AttributeValue {
        if let value = known[what] { return value }
        guard !pending.contains(what) else {
            throw .corrupt(
                "\(what) is made of itself", hint: "the way is \((pending + [what]).joined(separator: " -> "))")
        }
        pending.append(what)
        defer { pending.removeLast() }
        let value = try make()
        known[what] = value
        return value
    }
}

extension Catalog {
    /// What `CATALOG_DIR` stands for: the folder with a final `/`.
    var folderText: String { folder.hasSuffix("/") ? folder : folder + "/" }
}
