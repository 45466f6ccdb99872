import ImageCore

/// Works out the few bytes to change when an entry comes, goes or is replaced in one mapping of a file.
///
/// What belongs to an entry: its lines, the comment lines right above it at its own indentation, and comment lines
/// below it that are indented deeper than it. Everything else stays as it is, blank lines included.
struct YAMLEditor {
    let document: YAMLDocument
    /// The top-level key of the mapping that is edited; it was indexed.
    let parent: String
    let lines: YAMLLines
    let emitter: YAMLEmitter

    /// How many levels of the values that are written are spread over lines.
    private let levels: Int
    /// How far parts are indented if none shows it.
    let defaultStep: Int

    /// What is put into the mapping.
    typealias Item = (name: String, value: AttributeValue)

    init(_ document: YAMLDocument, parent: String) {
        let lines = YAMLLines(bytes: document.bytes.array)
        let key = document.pair(named: parent) ?? document.pairs.records.first
        let isJSON = key.map { document.text($0.key).hasPrefix("\"") } ?? false
        let emitter = YAMLEmitter(lineBreak: lines.lineBreak, quotesAll: isJSON)
        self.init(document, lines, parent: parent, emitter: emitter, levels: 2, step: 2)
    }

    init(_ document: YAMLDocument, _ lines: YAMLLines, parent: String, emitter: YAMLEmitter, levels: Int, step: Int) {
        self.document = document
        self.lines = lines
        self.parent = parent
        self.emitter = emitter
        self.levels = levels
        defaultStep = step
    }

    /// The edits that add entries after the last one.
    ///
    /// - Throws: `unsupported` for a file in which the mapping is written in a way that cannot be extended.
    func adding(_ items: [Item]) throws(ImageError) -> [YAMLEdit] {
        if items.isEmpty { return [] }
        switch document.rootKind {
        case nil: return [try append(parentPair(items, column: 0))]
        case .scalar where ["", "~", "null", "Null", "NULL"].contains(document.text(document.root)):
            guard document.root.isEmpty else { throw refused("the file holds 'null'") }
            return [try append(parentPair(items, column: 0))]
        case .blockMapping: return try addingToBlockRoot(items)
        case .flowMapping: return try addingToFlowRoot(items)
        default: throw refused("the top level of the file is not a mapping")
        }
    }

    /// The edits that put another value in place of an entry's; the comments above it stay.
    func replacing(_ position: Int, with item: Item) -> [YAMLEdit] {
        let pair = document.children.records[position]
        guard isBlock else {
            return [YAMLEdit(range: pair.whole, replacement: flowPair(item))]
        }
        // The column of an explicit key (`? name`) is that of its mark, which goes too.
        let start = explicitMark(before: pair.key.lowerBound) ?? pair.key.lowerBound
        let column = lines.column(of: start)
        var text = emitter.pair(item.name, item.value, column: column, step: step, levels: levels)
        if !endsWithBreak(pair) { text.unicodeScalars.removeLast(emitter.lineBreak.unicodeScalars.count) }
        return [YAMLEdit(range: start..<pair.whole.upperBound, replacement: text)]
    }

    /// The edits that remove entries.
    func removing(_ positions: Set<Int>) throws(ImageError) -> [YAMLEdit] {
        isBlock ? try removingFromBlock(positions) : removingFromFlow(positions)
    }

    /// The edit that gives an entry another name, in the quotes of the old one.
    ///
    /// - Throws: `unsupported` for a key with an anchor or a tag.
    func renaming(_ position: Int, to name: String) throws(ImageError) -> YAMLEdit {
        let key = document.children.records[position].key
        let old = document.text(key)
        guard let first = old.first, first != "&", first != "!" else {
            throw refused("the name '\(old)' carries an anchor or a tag, or is empty")
        }
        return YAMLEdit(range: key, replacement: emitter.string(name, quotedAs: first))
    }

    // MARK: What both styles need

    var parentRecord: YAMLPair? { document.pair(named: parent) }

    var isBlock: Bool { parentRecord?.valueKind == .blockMapping }

    func flowPair(_ item: Item) -> String {
        "\(emitter.string(item.name)): \(emitter.flow(item.value))"
    }

    /// Entries as whole lines.
    func blockPairs(_ items: [Item], column: Int, step: Int) -> String {
        emitter.block(Attributes(items.map { ($0.name, $0.value) }), column: column, step: step, levels: levels)
    }

    /// The parent's key with entries below it, as whole lines.
    func parentPair(_ items: [Item], column: Int) -> String {
        String(repeating: " ", count: column) + emitter.string(parent) + ":" + emitter.lineBreak
            + blockPairs(items, column: column + defaultStep, step: defaultStep)
    }

    /// How far the parts of an entry are indented: as in the first entry that shows it.
    var step: Int {
        for pair in document.children.records.prefix(100) where pair.valueKind == .blockMapping {
            let start = pair.value.lowerBound
            guard lines.isFirstOnLine(start) else { continue }
            return max(1, lines.column(of: start) - column(of: pair))
        }
        return defaultStep
    }

    /// The anchor and the tag in front of a pair's value, before a place where something else begins.
    func properties(of pair: YAMLPair, before end: Int) -> [Range<Int>] {
        let end = min(end, lines.bytes.count)
        var result: [Range<Int>] = []
        var position = lines.nextToken(from: endOfColon(pair))
        while position < end, "&!".utf8.contains(lines.bytes[position]) {
            var next = position
            while next < end, !lines.bytes[next].isYAMLBreak, !lines.bytes[next].isYAMLBlank { next += 1 }
            result.append(position..<next)
            position = lines.nextToken(from: next)
        }
        return result
    }

    /// The anchor of a pair that has no value else, with a blank in front; it stays when the pair gets a value.
    func anchorText(of pair: YAMLPair) -> String {
        properties(of: pair, before: pair.value.upperBound).map { document.text($0) }.filter { $0.hasPrefix("&") }
            .map { " " + $0 }.joined()
    }

    func endOfColon(_ pair: YAMLPair) -> Int {
        let colon = lines.nextToken(from: pair.key.upperBound)
        return min(colon + 1, lines.bytes.count)
    }

    func refused(_ what: String) -> ImageError {
        .unsupported(
            what, at: .init(line: parentRecord.map { Int($0.line) }, keyPath: parent), hint: "edit the file by hand")
    }

    /// Whole lines put at the end of the file.
    func append(_ text: String) throws(ImageError) -> YAMLEdit {
        try insertion(text, at: lines.bytes.count)
    }

    /// Whole lines put before the line that starts at a position, or at the end of the file: a file without a final
    /// line break keeps having none.
    ///
    /// - Throws: `unsupported` if the file ends in a text after `|` or `>`, which a line break would belong to.
    func insertion(_ text: String, at position: Int) throws(ImageError) -> YAMLEdit {
        guard position == lines.bytes.count, lines.lacksFinalBreak, !isOnlyMark else {
            return YAMLEdit(range: position..<position, replacement: text)
        }
        if let last = document.pairs.records.last, last.endsInBlockScalar, last.whole.upperBound >= position {
            throw ImageError.unsupported(
                "the last line is part of a text and has no line break: what followed would lengthen the text",
                hint: "end the file with a line break")
        }
        var text = text
        text.unicodeScalars.removeLast(emitter.lineBreak.unicodeScalars.count)
        return YAMLEdit(range: position..<position, replacement: emitter.lineBreak + text)
    }

    private var isOnlyMark: Bool { lines.bytes == [0xEF, 0xBB, 0xBF] }
}
