import ImageCore
import ImageSources

/// Finds the bytes to change for edits of one kind.
struct CatalogPlan {
    private let document: YAMLDocument
    private let writer: CatalogWriter
    private let editor: YAMLEditor
    /// The entries that `<<` brings; they stand elsewhere in the file.
    private let brought: YAMLPairs

    /// - Throws: `corrupt` for a `<<` that names no mapping; `unsupported` where all entries stand elsewhere.
    init(document: YAMLDocument, writer: CatalogWriter) throws(ImageError) {
        self.document = document
        self.writer = writer
        brought = try document.brought()
        if document.pairs.hasMerges, document.pair(named: CatalogParser.sourcesKey) == nil {
            let read = try YAMLDocument(
                document.bytes, indexing: CatalogParser.sourcesKey, limits: document.limits, merging: true)
            // A key of its own would hide them all.
            if let pair = read.pair(named: CatalogParser.sourcesKey) {
                throw .unsupported(
                    "'sources' comes from '<<' at the top of the file", at: .init(line: Int(pair.line)),
                    hint: "edit the file by hand")
            }
        }
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
            case .remove(let name): removed.insert(try uniquePosition(of: name))
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
            // One of its own goes before one that `<<` brings.
            if !replace, let other = broughtEntry(entry.name) {
                throw exists(other, hint: "choose another name, or ask to replace it: what '<<' names stays as it is")
            }
            change.added.append((entry.name, declaration))
            return
        }
        guard replace else {
            throw exists(document.children.records[position], hint: "choose another name, or ask to replace it")
        }
        change.edits += editor.replacing(position, with: (entry.name, .mapping(declaration)))
        change.outcomes[position] = .written(declaration)
    }

    private func rename(_ name: String, to newName: String, in change: inout CatalogChange) throws {
        try NewEntry.check(name: newName)
        let position = try uniquePosition(of: name)
        if newName == name { return }
        if let other = document.position(of: newName, in: document.children) {
            throw exists(
                document.children.records[other], hint: "choose another name, or remove that entry first")
        }
        if let other = broughtEntry(newName) { throw exists(other, hint: "choose another name") }
        change.edits.append(try editor.renaming(position, to: newName))
        change.outcomes[position] = .renamed(newName)
    }

    private func describe(_ name: String, _ text: String, in change: inout CatalogChange) throws {
        let position = try position(of: name)
        var entry = try content(at: position)
        let value: AttributeValue? = text.isEmpty ? nil : .string(text)
        if entry["description"] == value { return }
        entry["description"] = value
        change.edits += try edits(setting: [("description", value)], in: try YAMLPart(keysOf: position, in: editor))
        change.outcomes[position] = .written(entry)
    }

    /// - Throws: `unsupported` where there is nothing to remove in the entry, since `<<` brings it.
    private func edits(
        setting items: [(name: String, value: AttributeValue?)], in part: YAMLPart
    ) throws(ImageError) -> [YAMLEdit] {
        let edits = try part.setting(items)
        guard !edits.isEmpty else {
            throw .unsupported(
                "'\(items.map(\.name).joined(separator: "', '"))' comes from '<<', and stands elsewhere in the file",
                hint: "edit the file by hand, or give it another value")
        }
        return edits
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
            change.edits += try edits(setting: [("metadata", nil)], in: try YAMLPart(keysOf: position, in: editor))
        } else {
            let part = try YAMLPart(keysOf: "metadata", inEntry: position, in: editor)
            if part.editor.parentRecord == nil, entry["metadata"]?.isNull == false, hasMerge(position) {
                throw ImageError.unsupported(
                    "'metadata' of '\(name)' comes from '<<', and stands elsewhere in the file", at: place(position),
                    hint: "edit the file by hand, or replace the entry")
            }
            entry["metadata"] = .mapping(metadata)
            change.edits += try edits(setting: items, in: part)
        }
        change.outcomes[position] = .written(entry)
    }

    private func position(of name: String) throws(ImageError) -> Int {
        guard let position = document.position(of: name, in: document.children) else {
            if let other = broughtEntry(name) {
                throw .unsupported(
                    "'\(name)' comes from '<<', and is written in a place that others use, too", at: place(other),
                    hint: "edit that place by hand, or replace the entry: one of its own goes before it")
            }
            let records = [document.children, brought].lazy.flatMap(\.records).filter { $0.keyForm != .merge }
            let known = records.map { document.name(of: $0) }
            throw .notFound("no entry '\(name)'", hint: nearestNameHint(to: name, among: known))
        }
        return position
    }

    /// The position of an entry whose name nothing else has.
    private func uniquePosition(of name: String) throws(ImageError) -> Int {
        let position = try position(of: name)
        if let other = broughtEntry(name) {
            throw .unsupported(
                "there would still be an entry '\(name)', which '<<' brings", at: place(other),
                hint: "edit the file by hand")
        }
        return position
    }

    /// Whether there is a `<<` in an entry.
    private func hasMerge(_ position: Int) -> Bool {
        (try? YAMLPart(keysOf: position, in: editor))?.editor.document.children.hasMerges ?? false
    }

    private func broughtEntry(_ name: String) -> YAMLPair? {
        document.position(of: name, in: brought).map { brought.records[$0] }
    }

    /// What an entry says now, templates as they are written.
    private func content(at position: Int) throws(ImageError) -> Attributes {
        let node = try YAMLComposer.value(of: document.children.records[position], in: document)
        guard case .mapping(let entry) = try YAMLDecoder(document).value(node) else {
            throw .corrupt("the entry is not a mapping", at: place(position))
        }
        return entry
    }

    private func place(_ position: Int) -> ImageError.Location { place(document.children.records[position]) }

    private func place(_ pair: YAMLPair) -> ImageError.Location { .init(writer.path, line: Int(pair.line)) }

    private func exists(_ pair: YAMLPair, hint: String) -> ImageError {
        .invalidArgument("there is an entry '\(document.name(of: pair))' already", at: place(pair), hint: hint)
    }
}
