public import ImageCore

/// Words to look for in the names, descriptions, tags and metadata of entries.
public struct CatalogSearch: Sendable {
    /// The words, in lower case; all must occur.
    public let words: [String]
    private let probes: [YAMLWordProbe]

    /// The words of a text, apart by blanks; none at all occur everywhere.
    public init(_ text: String) {
        words = text.lowercased().split { $0.isWhitespace }.map(String.init)
        probes = words.map { YAMLWordProbe($0) }
    }

    /// Whether all words occur, as parts of words, in any case.
    ///
    /// Most entries are judged by their bytes in the file; only where these do not decide is one decoded.
    public func matches(_ entry: CatalogEntry) -> Bool {
        if words.isEmpty { return true }
        var isOpen = false
        for (word, probe) in zip(words, probes) {
            switch verdict(probe, entry) {
            case false?: if entry.name == entry.declaredName || !holds(word, entry) { return false }
            case true?: continue
            case nil: if !holds(word, entry) { isOpen = true }
            }
        }
        guard isOpen else { return true }
        return missing(in: entry).isEmpty
    }

    /// The entries that match, in order.
    ///
    /// - Throws: `limitExceeded` for entries of a file that must not be decoded as a whole.
    public func select(_ entries: [CatalogEntry]) throws(ImageError) -> [CatalogEntry] {
        var result: [CatalogEntry] = []
        for entry in entries {
            if let excess = entry.excess { throw excess }
            if matches(entry) { result.append(entry) }
        }
        return result
    }

    private func holds(_ word: String, _ entry: CatalogEntry) -> Bool { entry.name.lowercased().contains(word) }

    /// What the bytes say: nil if they do not decide.
    private func verdict(_ probe: YAMLWordProbe, _ entry: CatalogEntry) -> Bool? {
        guard case .position(let position) = entry.place, case .file(let document) = entry.parent.body.content else {
            return nil
        }
        guard entry.match == nil else { return nil }
        return document.holds(
            probe, child: position,
            in: [CatalogParser.LocatedKey.description.rawValue, CatalogParser.LocatedKey.metadata.rawValue])
    }

    /// The words that occur nowhere in all that is looked at, as it is written.
    private func missing(in entry: CatalogEntry) -> [String] {
        var missing = words
        var last = ""
        func look(_ text: String) {
            // A list of aliases may hold one long text thousands of times.
            guard text != last else { return }
            last = text
            let lower = text.lowercased()
            missing.removeAll { lower.contains($0) }
        }
        func look(_ value: AttributeValue) {
            if missing.isEmpty { return }
            switch value {
            case .array(let items): for item in items { look(item) }
            case .mapping(let map):
                for (key, item) in map.pairs {
                    look(key)
                    look(item)
                }
            default: look(value.stringValue ?? value.json())
            }
        }
        look(entry.name)
        look(entry.description)
        look(.mapping(entry.metadata))
        return missing
    }
}
