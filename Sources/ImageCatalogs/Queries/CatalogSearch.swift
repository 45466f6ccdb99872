import ImageCore

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
        let text = Self.text(of: entry)
        return words.allSatisfy { text.contains($0) }
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

    /// All that is looked at, as it is written, in lower case.
    private static func text(of entry: CatalogEntry) -> String {
        var text = entry.name + "\n" + entry.description + "\n"
        func add(_ value: AttributeValue) {
            switch value {
            case .array(let items): for item in items { add(item) }
            case .mapping(let map):
                for (key, item) in map.pairs {
                    text += key + "\n"
                    add(item)
                }
            default: text += (value.stringValue ?? value.json()) + "\n"
            }
        }
        add(.mapping(entry.metadata))
        return text.lowercased()
    }
}
