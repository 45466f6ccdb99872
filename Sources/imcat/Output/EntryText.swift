import ImageIntake

/// An entry of a catalog as `imcat show` shows it: as written, and as resolved.
struct EntryText {
    private let entry: CatalogEntry
    private let name: String
    private let catalog: String
    private let resolved: ResolvedEntry?
    /// Why the entry cannot be resolved.
    let failure: ImageError?

    /// Resolves the entry; nothing is opened.
    init(_ entry: CatalogEntry, name: String, catalog: String) {
        self.entry = entry
        self.name = name
        self.catalog = catalog
        do {
            resolved = entry.isCatalog ? nil : try entry.resolved()
            failure = nil
        } catch {
            resolved = nil
            failure = Target.entry(catalog: catalog, name: name).blamed(for: error)
        }
    }

    /// In both forms.
    var item: Report.Item {
        var fields = Attributes()
        fields["catalog"] = .string(catalog)
        fields["name"] = .string(name)
        fields["line"] = entry.location.line.map { .int($0) }
        fields["description"] = .string(entry.description)
        fields["driver"] = entry.driver.map { .string($0) } ?? .null
        fields["args"] = .mapping(entry.arguments)
        fields["metadata"] = .mapping(entry.metadata)
        if let resolved {
            fields["resolved"] = [
                "driver": .string(resolved.driver.driver.name), "location": .string(resolved.uri),
                "options": .mapping(resolved.options), "metadata": .mapping(resolved.metadata),
            ]
        }
        fields["diagnostics"] = .array(entry.diagnostics.map { .string($0.description) })
        if let failure { fields["error"] = failure.attributes["error"] }
        return Report.Item(json: .mapping(fields), text: text)
    }

    private var text: String {
        var text = Console.bold(name.printable) + ": \(entry.location)\n"
        func add(_ name: String, _ value: String) { text += ImageText.field(name, value, indent: 2) }
        if !entry.description.isEmpty { add("description", entry.description) }
        let short = resolved?.driver.driver.name
        add("driver", (entry.driver ?? "none") + Self.arrow(entry.driver, short))
        addGroup("args", entry.arguments, to: &text) { key in
            key == "uri" ? resolved.map { .string($0.uri) } : resolved?.options[key]
        }
        addGroup("metadata", entry.metadata, to: &text) { resolved?.metadata[$0] }
        for note in entry.diagnostics where note.severity == .warning { add("note", note.message) }
        return text
    }

    /// The values of a mapping as written, and behind an arrow as resolved where that differs.
    private func addGroup(
        _ title: String, _ values: Attributes, to text: inout String, resolved: (String) -> AttributeValue?
    ) {
        if values.isEmpty { return }
        text += "  \(title):\n"
        for (key, value) in values.pairs {
            let written = ImageText.plain(value)
            text += ImageText.field(key, written + Self.arrow(written, resolved(key).map(ImageText.plain)))
        }
    }

    private static func arrow(_ written: String?, _ resolved: String?) -> String {
        guard let resolved, resolved != written else { return "" }
        return " -> " + resolved
    }
}
