import ImageCore

/// The lines of a large file that an edit must be compared in.
///
/// A parser of YAML in lines knows nothing at the start of an entry but how far the mappings around it are indented, and
/// which anchors there are. So if the entry before the edit and the one after it read in the lines cut out for
/// themselves as they did in the whole file, and read the same after the edit, then everything after them does, too:
/// the same bytes, met in the same state. The cost of an edit is then that of reading the file once.
struct CatalogWindow {
    /// The lines around the edits, below a `sources:` of their own.
    let document: YAMLDocument
    /// The change of them.
    let change: CatalogChange

    /// Smaller files are compared as a whole.
    static let smallestSize = 1 << 16

    /// The lines around the edits, or nil where only the whole file can tell.
    init?(of whole: YAMLDocument, around change: CatalogChange, smallestSize: Int = Self.smallestSize) {
        let records = whole.children.records
        guard whole.bytes.count >= smallestSize, whole.anchors.count == 0, whole.rootKind == .blockMapping,
            let parent = whole.pair(named: CatalogParser.sourcesKey), parent.valueKind == .blockMapping,
            let firstEdit = change.edits.map(\.range.lowerBound).min(),
            let lastEdit = change.edits.map(\.range.upperBound).max()
        else { return nil }
        // One entry that stays before the first edit, and one after the last, if there are such.
        let first = max(0, Self.count(records) { $0.whole.upperBound <= firstEdit } - 1)
        let next = Self.count(records) { $0.key.lowerBound < lastEdit } + 1
        guard first < records.count else { return nil }
        let start = whole.startOfLine(before: records[first].key.lowerBound)
        let end = next < records.count ? whole.startOfLine(before: records[next].key.lowerBound) : whole.bytes.count
        guard let start, let end, start <= firstEdit, end >= lastEdit, start < end else { return nil }

        let head = String(repeating: " ", count: Int(parent.column)) + CatalogParser.sourcesKey + ":\n"
        let shift = start - head.utf8.count
        guard let part = try? whole.bytes.slice(start..<end),
            let document = try? YAMLDocument(
                Bytes(Array(head.utf8) + part.array), indexing: CatalogParser.sourcesKey, limits: whole.limits)
        else { return nil }
        let expected = records[first..<min(next, records.count)]
        guard expected.count == document.children.count,
            zip(expected, document.children.records).allSatisfy({
                $0.whole == $1.whole.lowerBound + shift..<$1.whole.upperBound + shift && $0.valueKind == $1.valueKind
            })
        else { return nil }
        self.document = document
        self.change = CatalogChange(
            edits: change.edits.map {
                YAMLEdit(
                    range: $0.range.lowerBound - shift..<$0.range.upperBound - shift, replacement: $0.replacement)
            },
            outcomes: Dictionary(uniqueKeysWithValues: change.outcomes.map { ($0 - first, $1) }), added: change.added)
    }

    /// How many of the first entries have a property that those after them lack.
    private static func count(_ records: [YAMLPair], where has: (YAMLPair) -> Bool) -> Int {
        var (low, high) = (0, records.count)
        while low < high {
            let middle = (low + high) / 2
            if has(records[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
