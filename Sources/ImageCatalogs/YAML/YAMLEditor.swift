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

    init(_ document: YAMLDocument, parent: String) {
        self.document = document
        self.parent = parent
        lines = YAMLLines(bytes: document.bytes.array)
        let key = document.pair(named: parent) ?? document.pairs.records.first
        let isJSON = key.map { document.text($0.key).hasPrefix("\"") } ?? false
        emitter = YAMLEmitter(lineBreak: lines.lineBreak, quotesAll: isJSON)
    }

    /// The edits that add an entry after the last one.
    ///
    /// - Throws: `unsupported` for a file in which the mapping is written in a way that cannot be extended.
    func adding(_ name: String, _ value: Attributes) throws(ImageError) -> [YAMLEdit] {
        switch document.rootKind {
        case nil: return [append(parentPair(name, value, column: 0))]
        case .scalar where document.root.isEmpty || isNull(document.root):
            guard document.root.isEmpty else { throw refused("the file holds 'null'") }
            return [append(parentPair(name, value, column: 0))]
        case .blockMapping: return try addingToBlockRoot(name, value)
        case .flowMapping: return try addingToFlowRoot(name, value)
        default: throw refused("the top level of the file is not a mapping")
        }
    }

    /// The edits that put another value in place of an entry's; the comments above it stay.
    func replacing(_ position: Int, _ name: String, with value: Attributes) -> [YAMLEdit] {
        let pair = document.children.records[position]
        guard isBlock else {
            return [YAMLEdit(range: pair.whole, replacement: flowPair(name, value))]
        }
        // The column of an explicit key (`? name`) is that of its mark, which goes too.
        let start = explicitMark(before: pair.key.lowerBound) ?? pair.key.lowerBound
        let column = lines.column(of: start)
        var text = emitter.pair(name, .mapping(value), column: column, step: step, levels: 2)
        if !endsWithBreak(pair) { text.unicodeScalars.removeLast(emitter.lineBreak.unicodeScalars.count) }
        return [YAMLEdit(range: start..<pair.whole.upperBound, replacement: text)]
    }

    /// The edits that remove entries.
    func removing(_ positions: Set<Int>) throws(ImageError) -> [YAMLEdit] {
        isBlock ? try removingFromBlock(positions) : removingFromFlow(positions)
    }

    // MARK: What both styles need

    var parentRecord: YAMLPair? { document.pair(named: parent) }

    var isBlock: Bool { parentRecord?.valueKind == .blockMapping }

    func flowPair(_ name: String, _ value: Attributes) -> String {
        "\(emitter.string(name)): \(emitter.flow(.mapping(value)))"
    }

    /// The parent's key with one entry below it, as whole lines.
    func parentPair(_ name: String, _ value: Attributes, column: Int) -> String {
        let inner = Attributes([(name, .mapping(value))])
        return emitter.block(Attributes([(parent, .mapping(inner))]), column: column, step: 2, levels: 3)
    }

    func isNull(_ range: Range<Int>) -> Bool {
        ["", "~", "null", "Null", "NULL"].contains(document.text(range))
    }

    func refused(_ what: String) -> ImageError {
        .unsupported(
            what, at: .init(line: parentRecord.map { Int($0.line) }, keyPath: parent), hint: "edit the file by hand")
    }

    /// Whole lines put at the end of the file.
    func append(_ text: String) -> YAMLEdit {
        insertion(text, at: lines.bytes.count)
    }

    /// Whole lines put before the line that starts at a position, or at the end of the file: a file without a final
    /// line break keeps having none.
    func insertion(_ text: String, at position: Int) -> YAMLEdit {
        guard position == lines.bytes.count, lines.lacksFinalBreak, !isOnlyMark else {
            return YAMLEdit(range: position..<position, replacement: text)
        }
        var text = text
        text.unicodeScalars.removeLast(emitter.lineBreak.unicodeScalars.count)
        return YAMLEdit(range: position..<position, replacement: emitter.lineBreak + text)
    }

    private var isOnlyMark: Bool { lines.bytes == [0xEF, 0xBB, 0xBF] }
}
