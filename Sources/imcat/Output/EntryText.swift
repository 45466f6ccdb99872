import ImageIntake

/// An entry of a catalog as `imcat show` shows it: as written, and as resolved.
struct EntryText {
    private let entry: CatalogEntry
    private let name: String
    private let catalog: String
    private let resolved: ResolvedEntry?
    /// Where the catalog is that the entry names.
    private let nestedLocation: String?
    /// Why the entry cannot be resolved.
    let failure: ImageError?

    /// Resolves the entry; no image is opened, but a catalog that it names.
    init(_ entry: CatalogEntry, name: String, catalog: String) async {
        self.entry = entry
        self.name = name
        self.catalog = catalog
        do {
            let nested = entry.isCatalog ? try await entry.catalog() : nil
            resolved = nested == nil && !entry.isPattern ? try await entry.resolved() : nil
            nestedLocation = nested?.location
            failure = nil
        } catch {
            resolved = nil
            nestedLocation = nil
            failure = Target.entry(catalog: catalog, name: name).blamed(for: error)
        }
    }

    /// In both forms, without credentials.
    var item: Report.Item {
        var fields = Attributes()
        fields["catalog"] = .string(catalog)
        fields["name"] = .string(name)
        fields["line"] = entry.location.line.map { .int($0) }
        fields["description"] = .string(entry.description)
        fields["driver"] = entry.driver.map { .string($0) } ?? .null
        fields["args"] = .mapping(entry.arguments)
        fields["metadata"] = .mapping(entry.metadata)
        fields["parameters"] = .array(entry.parameters.map(\.attribute))
        if let match = entry.match { fields["match"] = Self.attribute(match) }
        if entry.isPattern { fields["pattern"] = true }
        if let resolved {
            fields["resolved"] = [
                "driver": .string(resolved.driver.driver.name), "location": .string(resolved.uri),
                "options": .mapping(resolved.options), "metadata": .mapping(resolved.metadata),
                "parameters": .mapping(resolved.parameters),
                "aliases": .array(resolved.aliases.map { .string($0) }),
            ]
        }
        if let nestedLocation { fields["resolved"] = ["driver": "catalog", "location": .string(nestedLocation)] }
        fields["diagnostics"] = .array(entry.diagnostics.map { .string($0.description) })
        if let failure { fields["error"] = failure.attributes["error"] }
        return Report.Item(json: AttributeValue.mapping(fields).redacted, text: text)
    }

    private var text: String {
        let place = ResourceLocation.redacted(entry.location.description)
        var text = Console.bold(name.printable) + ": \(place.printable)\n"
        func add(_ name: String, _ value: String) {
            text += ImageText.field(name, ResourceLocation.redacted(value), indent: 2)
        }
        if !entry.description.isEmpty { add("description", entry.description) }
        addMatch(to: &text)
        let short = resolved?.driver.driver.name
        add("driver", (entry.driver ?? "none") + Self.arrow(entry.driver, short))
        if let resolved, !resolved.aliases.isEmpty { add("leads to", resolved.uri) }
        addParameters(to: &text)
        addGroup("args", entry.arguments, to: &text) { key in
            switch key {
            case _ where !entry.isAlias && resolved?.driver.driver.locationNames.contains(key) == true:
                resolved.map { .string($0.uri) }
            case "path" where entry.isCatalog: nestedLocation.map { .string($0) }
            default: resolved?.options[key]
            }
        }
        addGroup("metadata", entry.metadata, to: &text) { resolved?.metadata[$0] }
        for note in entry.diagnostics where note.severity == .warning { add("note", note.message) }
        return text
    }

    /// Which pattern serves the name, and why.
    private func addMatch(to text: inout String) {
        if entry.isPattern { text += ImageText.field("pattern", "serves all names that fit", indent: 2) }
        guard let match = entry.match else { return }
        let values = match.values.pairs.map { "\($0.key) = \(ImageText.plain($0.value))" }.joined(separator: ", ")
        text += ImageText.field("pattern", "\(match.pattern), where \(values)", indent: 2)
        for other in match.others { text += ImageText.field("not \(other.pattern)", other.reason) }
    }

    private func addParameters(to text: inout String) {
        if entry.parameters.isEmpty { return }
        text += "  parameters:\n"
        for parameter in entry.parameters {
            let value = resolved?.parameters[parameter.name] ?? parameter.defaultValue
            var line = value.map { ImageText.plain($0) } ?? "no default"
            line += " (\(parameter.type)"
            if let allowed = parameter.allowed {
                line += ", one of \(allowed.map { ImageText.plain($0) }.joined(separator: ", "))"
            }
            if let minimum = parameter.minimum { line += ", from \(ImageText.plain(minimum))" }
            if let maximum = parameter.maximum { line += ", up to \(ImageText.plain(maximum))" }
            line += ")" + (parameter.description.isEmpty ? "" : " " + parameter.description)
            text += ImageText.field(parameter.name, ResourceLocation.redacted(line))
        }
    }

    private static func attribute(_ match: PatternMatch) -> AttributeValue {
        [
            "pattern": .string(match.pattern), "values": .mapping(match.values),
            "others": .array(
                match.others.map { ["pattern": .string($0.pattern), "reason": .string($0.reason)] as AttributeValue }),
        ]
    }

    /// The values of a mapping as written, and behind an arrow as resolved where that differs.
    private func addGroup(
        _ title: String, _ values: Attributes, to text: inout String, resolved: (String) -> AttributeValue?
    ) {
        if values.isEmpty { return }
        text += "  \(title):\n"
        func plain(_ key: String, _ value: AttributeValue) -> String { ImageText.plain(value.redacted(under: key)) }
        for (key, value) in values.pairs {
            let written = plain(key, value)
            text += ImageText.field(key, written + Self.arrow(written, resolved(key).map { plain(key, $0) }))
        }
    }

    private static func arrow(_ written: String?, _ resolved: String?) -> String {
        guard let resolved, resolved != written else { return "" }
        return " -> " + resolved
    }
}

extension AttributeValue {
    /// The value without credentials: those of URLs, and all that is said to a storage.
    fileprivate var redacted: AttributeValue {
        switch self {
        case .string(let text): .string(ResourceLocation.redacted(text))
        case .array(let items): .array(items.map(\.redacted))
        case .mapping(let map): .mapping(Attributes(map.pairs.map { ($0.key, $0.value.redacted(under: $0.key)) }))
        default: self
        }
    }

    fileprivate func redacted(under key: String) -> AttributeValue {
        key == "storage_options" ? hidden : redacted
    }

    private var hidden: AttributeValue {
        guard case .mapping(let map) = self else { return "***" }
        return .mapping(Attributes(map.pairs.map { ($0.key, $0.value.hidden) }))
    }
}
