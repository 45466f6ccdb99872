import ImageCore

/// Edits of mappings written in lines.
extension YAMLEditor {
    func addingToBlockRoot(_ items: [Item]) throws(ImageError) -> [YAMLEdit] {
        guard let pair = parentRecord else {
            guard let last = document.pairs.records.last, let first = document.pairs.records.first else { return [] }
            let column = column(of: first)
            return [try insertion(parentPair(items, column: column), at: endOfLines(of: last, column: column))]
        }
        switch pair.valueKind {
        case .blockMapping:
            guard let last = document.children.records.last, let first = document.children.records.first else {
                return []
            }
            let column = column(of: first)
            let text = blockPairs(items, column: column, step: step)
            return [try insertion(text, at: endOfLines(of: last, column: column))]
        case .flowMapping:
            if document.text(pair.value) == "{}" { return try turningIntoBlock(pair, items) }
            return addingToFlow(pair.value, children: document.children.records, items.map(flowPair))
        case .scalar where document.isNull(pair): return try turningIntoBlock(pair, items)
        case .scalar: throw refused("'\(parent)' is a text, not a mapping")
        case .alias: throw refused("'\(parent)' is an alias")
        case .blockSequence, .flowSequence: throw refused("'\(parent)' is a list, not a mapping")
        }
    }

    /// `sources: {}  # comment` becomes `sources:  # comment` with the entry below it.
    private func turningIntoBlock(_ pair: YAMLPair, _ items: [Item]) throws(ImageError) -> [YAMLEdit] {
        let colon = endOfColon(pair)
        let end = max(colon, pair.value.upperBound)
        let isOneLine = lines.start(of: colon) == lines.start(of: end)
        let start = isOneLine ? min(colon, end) : pair.value.lowerBound
        let text = blockPairs(items, column: column(of: pair) + defaultStep, step: defaultStep)
        return [
            YAMLEdit(range: start..<end, replacement: anchorText(of: pair)),
            try insertion(text, at: lines.next(after: end)),
        ]
    }

    func removingFromBlock(_ positions: Set<Int>) throws(ImageError) -> [YAMLEdit] {
        var ranges: [Range<Int>] = []
        for position in positions.sorted() {
            let range = try linesOfEntry(at: position)
            if let last = ranges.last, last.upperBound == range.lowerBound {
                ranges[ranges.count - 1] = last.lowerBound..<range.upperBound
            } else {
                ranges.append(range)
            }
        }
        if let last = ranges.last, last.upperBound == lines.bytes.count, lines.lacksFinalBreak {
            // The file had no final line break and has none after it, unless the break belongs to the text before.
            let start = last.lowerBound > 0 ? previousLine(last.lowerBound) : 0
            let isOfText = document.children.records.contains { $0.endsInBlockScalar && $0.whole.upperBound == start }
            if !isOfText { ranges[ranges.count - 1] = start..<last.upperBound }
        }
        var edits = ranges.map { YAMLEdit(range: $0, replacement: "") }
        if positions.count == document.children.count, let pair = parentRecord {
            // Nothing under the key would be null, which intake refuses.
            let first = document.children.records.first?.key.lowerBound ?? pair.value.upperBound
            let place = properties(of: pair, before: first).last?.upperBound ?? endOfColon(pair)
            edits.insert(YAMLEdit(range: place..<place, replacement: " {}"), at: 0)
        }
        return edits
    }

    /// The lines that belong to an entry, comments included.
    private func linesOfEntry(at position: Int) throws(ImageError) -> Range<Int> {
        let pair = document.children.records[position]
        let keyStart = pair.key.lowerBound
        guard lines.isFirstOnLine(explicitMark(before: keyStart) ?? keyStart) else {
            throw refused("'\(document.name(of: pair))' shares its first line with something else")
        }
        let column = column(of: pair)
        var start = lines.start(of: keyStart)
        while start > 0 {
            let above = lines.start(of: previousLine(start))
            guard above < start, lines.isComment(lineAt: above), lines.indentation(ofLineAt: above) == column else {
                break
            }
            start = above
        }
        return start..<endOfLines(of: pair, column: column)
    }

    /// The line break before the start of a line.
    private func previousLine(_ start: Int) -> Int {
        start > 1 && lines.bytes[start - 1] == 0x0A && lines.bytes[start - 2] == 0x0D ? start - 2 : start - 1
    }

    /// The start of the line after an entry: after its last line and the deeper comments below.
    func endOfLines(of pair: YAMLPair, column: Int) -> Int {
        var end = endsWithBreak(pair) ? pair.whole.upperBound : lines.next(after: pair.whole.upperBound)
        var position = end
        while position < lines.bytes.count {
            if let indentation = lines.indentation(ofLineAt: position) {
                guard lines.isComment(lineAt: position), indentation > column else { break }
                end = lines.next(after: position)
            }
            position = lines.next(after: position)
        }
        return end
    }

    /// Whether an entry ends with a text that keeps its trailing line breaks (`|+`).
    func endsWithBreak(_ pair: YAMLPair) -> Bool {
        let end = pair.whole.upperBound
        return end > 0 && lines.bytes[end - 1].isYAMLBreak
    }

    /// The column of a pair in its mapping.
    func column(of pair: YAMLPair) -> Int {
        lines.column(of: explicitMark(before: pair.key.lowerBound) ?? pair.key.lowerBound)
    }

    /// The place of the `?` in front of an explicit key.
    func explicitMark(before key: Int) -> Int? {
        var position = key
        while position > 0, lines.bytes[position - 1].isYAMLBlank { position -= 1 }
        guard position > 0, position < key, lines.bytes[position - 1] == UInt8(ascii: "?") else { return nil }
        return lines.isFirstOnLine(position - 1) ? position - 1 : nil
    }
}
