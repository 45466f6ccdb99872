public import ImageCore

/// One step of a change to a catalog file.
public enum CatalogEdit: Sendable, Hashable {
    /// A new entry at the end; an error if the name exists.
    case add(NewEntry)
    /// An entry in the place of the one of its name, or at the end if there is none.
    case put(NewEntry)
    /// The entry of this name goes, with the comments that belong to it.
    case remove(String)
    /// The entry gets another name; its place and content stay.
    case rename(String, to: String)
    /// The entry gets another description; an empty text removes it.
    case describe(String, as: String)
    /// Keys of the entry's metadata get other values; null removes a key.
    ///
    /// Values are data: what looks like a template is read as the text that it is.
    case setMetadata(String, Attributes)

    /// Edits of one kind that do not meet in one entry are made at once.
    var kind: Int {
        switch self {
        case .add, .put: 0
        case .remove: 1
        case .rename: 2
        case .describe: 3
        case .setMetadata(_, let values): values.pairs.contains { $0.value.isNull } ? 5 : 4
        }
    }

    /// The names of entries that it is about.
    var names: [String] {
        switch self {
        case .add(let entry), .put(let entry): [entry.name]
        case .remove(let name), .describe(let name, _), .setMetadata(let name, _): [name]
        case .rename(let old, let new): [old, new]
        }
    }

    /// Edits in order, those together that are made at once.
    static func stages(_ edits: [CatalogEdit]) -> [[CatalogEdit]] {
        var stages: [[CatalogEdit]] = []
        var names: Set<String> = []
        for edit in edits {
            // Of mixed metadata, some set and some removed, each is a stage of its own.
            let parts = edit.parts
            for part in parts {
                if let last = stages.last?.last, last.kind == part.kind, names.isDisjoint(with: part.names) {
                    stages[stages.count - 1].append(part)
                    names.formUnion(part.names)
                } else {
                    stages.append([part])
                    names = Set(part.names)
                }
            }
        }
        return stages
    }

    private var parts: [CatalogEdit] {
        guard case .setMetadata(let name, let values) = self else { return [self] }
        let removed = Attributes(values.pairs.filter { $0.value.isNull }.map { ($0.key, $0.value) })
        let set = Attributes(values.pairs.filter { !$0.value.isNull }.map { ($0.key, $0.value) })
        return (removed.isEmpty ? [] : [.setMetadata(name, removed)]) + (set.isEmpty ? [] : [.setMetadata(name, set)])
    }
}
