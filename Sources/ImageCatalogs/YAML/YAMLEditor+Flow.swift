import ImageCore

/// Edits of mappings written in braces, JSON included.
extension YAMLEditor {
    func addingToFlowRoot(_ items: [Item]) throws(ImageError) -> [YAMLEdit] {
        guard let pair = parentRecord else {
            let text = "\(emitter.string(parent)): {\(items.map(flowPair).joined(separator: ", "))}"
            return addingToFlow(document.root, children: document.pairs.records, [text])
        }
        switch pair.valueKind {
        case .flowMapping: return addingToFlow(pair.value, children: document.children.records, items.map(flowPair))
        case .scalar where document.isNull(pair):
            let text = anchorText(of: pair) + " {\(items.map(flowPair).joined(separator: ", "))}"
            return [YAMLEdit(range: pair.value, replacement: pair.value.isEmpty ? text : String(text.dropFirst()))]
        case .alias: throw refused("'\(parent)' is an alias")
        default: throw refused("'\(parent)' is not a mapping")
        }
    }

    /// Puts pairs after the last one between braces, on lines of their own if the last one has one.
    func addingToFlow(_ container: Range<Int>, children: [YAMLPair], _ texts: [String]) -> [YAMLEdit] {
        let bytes = lines.bytes
        let text = texts.joined(separator: ", ")
        guard let last = children.last else {
            let brace = bytes[container].firstIndex(of: UInt8(ascii: "{")) ?? container.lowerBound
            return [YAMLEdit(range: brace + 1..<brace + 1, replacement: text)]
        }
        let end = last.whole.upperBound
        let comma = comma(after: end)
        let lineEnd = lines.end(of: comma ?? end)
        guard lines.isFirstOnLine(last.key.lowerBound), lineEnd < container.upperBound - 1 else {
            let place = comma.map { $0 + 1 } ?? end
            return [YAMLEdit(range: place..<place, replacement: comma == nil ? ", " + text : " " + text + ",")]
        }
        let indentation = String(repeating: " ", count: lines.column(of: last.key.lowerBound))
        let place = lines.next(after: lineEnd)
        var edits: [YAMLEdit] = []
        if comma == nil { edits.append(YAMLEdit(range: end..<end, replacement: ",")) }
        edits.append(
            YAMLEdit(
                range: place..<place,
                replacement: indentation + texts.joined(separator: "," + emitter.lineBreak + indentation)
                    + (comma == nil ? "" : ",") + emitter.lineBreak))
        return edits
    }

    func removingFromFlow(_ positions: Set<Int>) -> [YAMLEdit] {
        var edits: [YAMLEdit] = []
        let lastKept = (0..<document.children.count).last { !positions.contains($0) } ?? -1
        for position in positions.sorted() {
            let pair = document.children.records[position]
            let (start, end) = (pair.key.lowerBound, pair.whole.upperBound)
            let comma = comma(after: end)
            let after = comma.map { $0 + 1 } ?? end
            if comma == nil { edits += commaBefore(position, removed: positions) }
            if lines.isFirstOnLine(start), lines.isLastOnLine(after), lines.start(of: after) == lines.start(of: end) {
                edits.append(YAMLEdit(range: lines.start(of: start)..<lines.next(after: after), replacement: ""))
            } else {
                let range = withBlanks(start, after, isLast: position > lastKept)
                edits.append(YAMLEdit(range: range, replacement: ""))
            }
        }
        return edits
    }

    /// An entry amid a line with the blanks after its comma, or before it if none that stays follows.
    private func withBlanks(_ start: Int, _ after: Int, isLast: Bool) -> Range<Int> {
        var (start, end) = (start, after)
        if !isLast {
            while end < lines.bytes.count, lines.bytes[end].isYAMLBlank { end += 1 }
        } else if !lines.isFirstOnLine(start) {
            while start > 0, lines.bytes[start - 1].isYAMLBlank { start -= 1 }
        }
        return start..<end
    }

    /// The comma that separated the last entry from the one before it goes too: JSON allows none before a brace.
    private func commaBefore(_ position: Int, removed: Set<Int>) -> [YAMLEdit] {
        guard let previous = (0..<position).last(where: { !removed.contains($0) }) else { return [] }
        guard let comma = comma(after: document.children.records[previous].whole.upperBound) else { return [] }
        var end = comma + 1
        while end < lines.bytes.count, lines.bytes[end].isYAMLBlank { end += 1 }
        let isNext = end == document.children.records[previous + 1].key.lowerBound
        return [YAMLEdit(range: comma..<(isNext ? end : comma + 1), replacement: "")]
    }

    /// The comma after a pair, if there is one.
    private func comma(after end: Int) -> Int? {
        let token = lines.nextToken(from: end)
        return token < lines.bytes.count && lines.bytes[token] == UInt8(ascii: ",") ? token : nil
    }
}
