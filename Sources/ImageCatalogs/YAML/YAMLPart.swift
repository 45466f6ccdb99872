import ImageCore

/// An entry of a file taken as a document of its own, so that the keys in it are edited as entries are.
struct YAMLPart {
    /// The editor of the keys; `inFile` brings its edits to their place.
    let editor: YAMLEditor
    /// What offsets in the part lack to be offsets in the file.
    private let shift: Int

    /// The keys of an entry.
    ///
    /// - Throws: `unsupported` for an entry that cannot be taken apart.
    init(keysOf position: Int, in outer: YAMLEditor) throws(ImageError) {
        let pair = outer.document.children.records[position]
        try self.init(
            outer, pair, isWhole: true, indexing: outer.document.name(of: pair), levels: 1, step: outer.step)
    }

    /// The keys of a mapping in an entry, which need not be there.
    ///
    /// - Throws: `unsupported` for an entry that is no mapping.
    init(keysOf key: String, inEntry position: Int, in outer: YAMLEditor) throws(ImageError) {
        let pair = outer.document.children.records[position]
        try self.init(outer, pair, isWhole: false, indexing: key, levels: 0, step: outer.step)
    }

    private init(
        _ outer: YAMLEditor, _ pair: YAMLPair, isWhole: Bool, indexing key: String, levels: Int, step: Int
    ) throws(ImageError) {
        guard pair.valueKind.isMapping else { throw outer.refused("the entry is not written as a mapping") }
        var start = isWhole ? pair.key.lowerBound : pair.value.lowerBound
        var end = pair.whole.upperBound
        var before: [UInt8] = []
        var after: [UInt8] = []
        if outer.isBlock, isWhole || pair.valueKind == .blockMapping {
            if isWhole { start = outer.explicitMark(before: start) ?? start }
            // Blanks put the first line at its column, so that the indentation of the others still means the same.
            before = [UInt8](repeating: UInt8(ascii: " "), count: outer.lines.column(of: start))
            end = outer.endOfLines(of: pair, column: outer.column(of: pair))
        } else if isWhole {
            before = [UInt8(ascii: "{")]
            after = [UInt8(ascii: "}")]
        }
        let text = before + outer.lines.bytes[start..<max(start, end)] + after
        do throws(ImageError) {
            let document = try YAMLDocument(
                Bytes(text), indexing: key, limits: outer.document.limits, isPart: true)
            editor = YAMLEditor(
                document, YAMLLines(bytes: text), parent: key, emitter: outer.emitter, levels: levels, step: step)
        } catch {
            throw outer.refused("the entry cannot be taken apart: \(error.message)")
        }
        shift = start - before.count
    }

    /// Edits of the part as edits of the file.
    func inFile(_ edits: [YAMLEdit]) -> [YAMLEdit] {
        edits.map {
            YAMLEdit(
                range: $0.range.lowerBound + shift..<$0.range.upperBound + shift, replacement: $0.replacement)
        }
    }

    /// The position of a key.
    func position(of name: String) -> Int? {
        editor.document.position(of: name, in: editor.document.children)
    }

    /// The edits that give keys their values, or remove those whose value is nil.
    func setting(_ values: [(name: String, value: AttributeValue?)]) throws(ImageError) -> [YAMLEdit] {
        var edits: [YAMLEdit] = []
        var new: [YAMLEditor.Item] = []
        var removed: Set<Int> = []
        for (name, value) in values {
            switch (position(of: name), value) {
            case (let position?, let value?): edits += editor.replacing(position, with: (name, value))
            case (let position?, nil): removed.insert(position)
            case (nil, let value?): new.append((name, value))
            case (nil, nil): break
            }
        }
        // Both at once could meet at a comma: the caller does one after the other.
        edits += removed.isEmpty ? try editor.adding(new) : try editor.removing(removed)
        return inFile(edits)
    }
}
