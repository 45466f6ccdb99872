import ImageCore
import ImageSources

/// Finds the bytes to change for edits of one kind.
struct CatalogPlan {
    private let document: YAMLDocument
    private let writer: CatalogWriter
    private let editor: YAMLEditor

    init(document: YAMLDocument, writer: CatalogWriter) {
        self.document = document
        self.writer = writer
        editor = YAMLEditor(document, parent: CatalogParser.sourcesKey)
    }

    /// The change that edits of one kind make together.
    func change(_ edits: [CatalogEdit]) throws -> CatalogChange {
        var change = CatalogChange()
        var removed: Set<Int> = []
        for edit in edits {
            switch edit {
            case .add(let entry): try put(entry, replace: false, into: &change)
            case .put(let entry): try put(entry, replace: true, into: &change)
            case .remove(let name): removed.insert(try position(of: name))
            case .rename(let name, let newName): try rename(name, to: newName, in: &change)
            case .describe(let name, let text): try describe(name, text, in: &change)
            case .setMetadata(let name, let values): try setMetadata(name, values, in: &change)
            }
        }
        change.edits += try editor.adding(change.added.map { ($0.name, .mapping($0.value)) })
        if !removed.isEmpty { change.edits += try editor.removing(removed) }
        for position in removed { change.outcomes[position] = .removed }
        return change
    }

    private func put(_ entry: NewEntry, replace: Bool, into change: inout CatalogChange) throws {
        let descriptor = writer.drivers.driver(named: entry.driver)?.driver
        guard descriptor.map({ !$0.locationNames.isEmpty }) ?? true else {
            throw ImageError.unsupported(
                "adding entries of the driver '\(entry.driver)', which has no single place", at: .init(writer.path),
                hint: "write the entry by hand, or name the files by a pattern with the driver filepattern")
        }
        let driver = descriptor?.catalogName ?? entry.driver
        if entry.hasTemplates { try entry.checkTemplates() }
        let uri = entry.hasTemplates ? entry.uri : try CatalogPaths(catalog: writer.path).template(for: entry.uri)
        let declaration = try entry.declaration(driver: driver, uri: uri)
        guard let position = document.position(of: entry.name, in: document.children) else {
            change.added.append((entry.name, declaration))
            return
        }
        guard replace else { throw exists(entry.name, position, hint: "choose another name, or ask to replace it") }
        change.edits += editor.replacing(position, with: (entry.name, .mapping(declaration)))
        change.outcomes[position] = .written(declaration)
    }

    private func rename(_ name: String, to newName: String, in change: inout CatalogChange) throws {
        try NewEntry.check(name: newName)
        let position = try position(of: name)
        if newName == name { return }
        if let other = document.position(of: newName, in: document.children) {
            throw exists(newName, other, hint: "choose another name, or remove that entry first")
        }
        change.edits.append(try editor.renaming(position, to: newName))
        change.outcomes[position] = .renamed(newName)
    }

    private func describe(_ name: String, _ text: String, in change: inout CatalogChange) throws {
        let position = try position(of: name)
        var entry = try content(at: position)
        let value: AttributeValue? = text.isEmpty ? nil : .string(text)
        if entry["description"] == value { return }
        entry["description"] = value
        change.edits += try YAMLPart(keysOf: position, in: editor).setting([("description", value)])
        change.outcomes[position] = .written(entry)
    }

    private func setMetadata(_ name: String, _ values: Attributes, in change: inout CatalogChange) throws {
        let position = try position(of: name)
        var entry = try content(at: position)
        var metadata = Attributes()
        switch entry["metadata"] {
        case nil, .null: break
        case .mapping(let attributes): metadata = attributes
        case let other?:
            throw ImageError.corrupt("'metadata' of '\(name)' is \(other.kindName), not a mapping", at: place(position))
        }
        var items: [(name: String, value: AttributeValue?)] = []
        for (key, value) in values.asTemplates.pairs {
            let value: AttributeValue? = value.isNull ? nil : value
            if metadata[key] == value { continue }
            metadata[key] = value
            items.append((key, value))
        }
        if items.isEmpty { return }
        if metadata.isEmpty {
            // What is left would be an empty mapping.
            entry["metadata"] = nil
            change.edits += try YAMLPart(keysOf: position, in: editor).setting([("metadata", nil)])
        } else {
            entry["metadata"] = .mapping(metadata)
            let part = try YAMLPart(keysOf: "metadata", inEntry: position, in: editor)
            change.edits += try part.setting(items)
        }
        change.outcomes[position] = .written(entry)
    }

    private func position(of name: String) throws(ImageError) -> Int {
        guard let position = document.position(of: name, in: document.children) else {
            let known = document.children.records.lazy.map { document.name(of: $0) }
            throw .notFound("no entry '\(name)'", hint: nearestNameHint(to: name, among: known))
        }
        return position
    }

    /// What an entry says now, templates as they are written.
    private func content(at position: Int) throws(ImageError) -> Attributes {
        let node = try YAMLComposer.value(of: document.children.records[position], in: document)
        guard case .mapping(let entry) = try YAMLDecoder(document).value(node) else {
            throw .corrupt("the entry is not a mapping", at: place(position))
        }
        return entry
    }

    private func place(_ position: Int) -> ImageError.Location {
        .init(line: Int(document.children.records[position].line))
    }

    private func exists(_ name: String, _ position: Int, hint: String) -> ImageError {
        var place = place(position)
        place.resource = writer.path
        return .invalidArgument("there is an entry '\(name)' already", at: place, hint: hint)
    }
}
