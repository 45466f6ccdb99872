import ImageCore

/// The one pass over a file that finds where its keys and values lie.
///
/// Most of a large file is passed over: events below the indexed mapping only move the end of the last value and the
/// depth. Nothing is allocated for them.
struct YAMLIndexer {
    private let bytes: UnsafeRawBufferPointer
    /// The text after a byte order mark, which libyaml would count as a column.
    private let text: UnsafeRawBufferPointer
    private let base: Int
    private let limits: YAMLLimits
    private let indexedKey: String
    private let isPart: Bool
    /// The anchors of the whole file, and what offsets in this part of it lack to be offsets there.
    private let outer: (anchors: YAMLAnchors, shift: Int)?
    private var offsets: YAMLOffsets

    private(set) var rootKind: YAMLKind?
    private(set) var rootStart = 0
    private(set) var rootEnd = 0
    private(set) var rootPairs = YAMLPairs()
    private(set) var children = YAMLPairs()
    private(set) var anchors = YAMLAnchors()
    private(set) var childFields: YAMLChildFields

    /// What was met so far, and what the children refer to by aliases.
    private var weight = YAMLWeight()
    var aliased: Int { weight.ofChildren }

    /// The open collections: whether each is in brackets, the anchor it carries, and what was met before it.
    private var open: [(isFlow: Bool, anchor: Int?, weight: Int)] = []
    /// The character after the last scalar, alias or bracket: what the end of a block collection is taken to be.
    private var contentEnd = 0
    private var endsInBlockScalar = false
    private var isInIndexedMapping = false
    /// Whether the next node of the top level, or of the indexed mapping, is a key.
    private var expectsKey = (root: true, child: true, field: true)
    /// How deep nodes matter.
    private let depth: Int
    /// The located key whose value is read, where it begins and how it is written.
    private var field: (key: Int, start: Int, form: YAMLChildFields.Form)?

    init(
        _ bytes: UnsafeRawBufferPointer, indexing indexedKey: String, locating keys: [String], limits: YAMLLimits,
        isPart: Bool, outer: (anchors: YAMLAnchors, shift: Int)? = nil
    ) throws(ImageError) {
        self.outer = outer
        childFields = YAMLChildFields(keys)
        depth = keys.isEmpty ? 2 : 3
        self.bytes = bytes
        self.isPart = isPart
        self.indexedKey = indexedKey
        self.limits = limits
        base = try YAMLPrologue.length(of: bytes)
        text = UnsafeRawBufferPointer(rebasing: bytes[base...])
        offsets = YAMLOffsets(text)
    }

    mutating func run() throws(ImageError) {
        var parser = try YAMLParser(text)
        while true {
            let event = try parser.next()
            switch event.kind {
            case .scalar: try scalar(event)
            case .alias: try alias(event)
            case .mappingStart, .sequenceStart: try begin(event)
            case .mappingEnd, .sequenceEnd: finish(event)
            case .documentEnd: return try YAMLPrologue.checkNothingFollows(byte(event.end), in: bytes)
            case .streamEnd: return
            case .streamStart, .documentStart: break
            }
        }
    }

    private mutating func byte(_ character: Int) -> Int { base + offsets.byteOffset(ofCharacter: character) }

    private mutating func scalar(_ event: YAMLEvent) throws(ImageError) {
        guard event.text.count <= limits.scalarSize else {
            throw .limitExceeded(
                "a text of \(event.text.count) bytes; the limit is \(limits.scalarSize)", at: place(event))
        }
        // A value that is not there has its place at the next token, unless it follows a colon or dash at once.
        let isAbsent = event.start == event.end && follows(blankAt: event.start)
        if !isAbsent { contentEnd = event.end }
        endsInBlockScalar = event.isBlockScalar
        if event.isBlockScalar { trimBlockScalar(event) }
        let before = weight.met
        weight.add(text: event.text, isAnchored: event.anchor != nil)
        if let anchor = event.anchor {
            let node = YAMLNode(event, start: byte(event.start), content: YAMLNode.Content(scalar: event))
            let position = try beginAnchor(anchor, event, scalar: node)
            anchors.finish(position, at: byte(contentEnd), weight: weight.since(before))
        }
        if open.count <= depth {
            try node(event, kind: .scalar, at: isAbsent ? contentEnd : event.start)
            nodeEnded()
        }
    }

    private mutating func follows(blankAt character: Int) -> Bool {
        let position = byte(character)
        return position <= base || bytes[position - 1].isYAMLBreak || bytes[position - 1].isYAMLBlank
    }

    private mutating func alias(_ event: YAMLEvent) throws(ImageError) {
        contentEnd = event.end
        endsInBlockScalar = false
        let name = event.anchorName
        guard isPart || anchors.isDefined(name) else {
            throw .corrupt("the alias *\(name) refers to an anchor that is not defined before it", at: place(event))
        }
        let start = byte(event.start)
        let anchor =
            outer.map { $0.anchors.anchor(named: name, before: start + $0.shift) }
            ?? anchors.anchor(named: name, before: start)
        weight.add(alias: anchor?.weight ?? 0, isInChild: isInIndexedMapping)
        if open.count <= depth {
            try node(event, kind: .alias, at: event.start)
            nodeEnded()
        }
    }

    private mutating func begin(_ event: YAMLEvent) throws(ImageError) {
        guard open.count < limits.depth else {
            throw .limitExceeded(
                "lists and mappings lie more than \(limits.depth) deep in each other", at: place(event))
        }
        var anchor: Int?
        let before = weight.met
        weight.addCollection(isAnchored: event.anchor != nil)
        if let name = event.anchor { anchor = try beginAnchor(name, event, scalar: nil) }
        if open.count <= depth {
            let kind: YAMLKind =
                event.kind == .mappingStart
                ? (event.isFlow ? .flowMapping : .blockMapping) : (event.isFlow ? .flowSequence : .blockSequence)
            try node(event, kind: kind, at: event.start)
        }
        open.append((event.isFlow, anchor, before))
    }

    private mutating func finish(_ event: YAMLEvent) {
        guard let closed = open.popLast() else { return }
        // The end event of a block collection lies at the next token, after comments and blank lines.
        if closed.isFlow {
            contentEnd = event.end
            endsInBlockScalar = false
        }
        if let anchor = closed.anchor {
            anchors.finish(anchor, at: byte(contentEnd), weight: weight.since(closed.weight))
            weight.endAnchor()
        }
        if open.count <= depth { nodeEnded() }
    }

    /// A node begins that is the root, a part of it, or a part of the indexed mapping.
    private mutating func node(_ event: YAMLEvent, kind: YAMLKind, at start: Int) throws(ImageError) {
        switch open.count {
        case 0:
            rootKind = kind
            rootStart = byte(start)
        case 1 where rootKind?.isMapping == true:
            if expectsKey.root {
                let pair = try key(event, kind: kind)
                rootPairs.append(pair, hash: try hash(of: pair, event, in: rootPairs, parent: ""))
            } else {
                rootPairs.finishLast(valueStart: byte(start), valueEnd: byte(contentEnd), kind: kind)
            }
        case 2 where isInIndexedMapping:
            if expectsKey.child {
                let pair = try key(event, kind: kind)
                children.append(pair, hash: try hash(of: pair, event, in: children, parent: indexedKey + "."))
            } else {
                children.finishLast(valueStart: byte(start), valueEnd: byte(contentEnd), kind: kind)
                childFields.append(isKnown: kind.isMapping)
                expectsKey.field = true
            }
        case 3 where isInIndexedMapping: fieldNode(event, kind: kind, at: start)
        default: break
        }
    }

    /// The node that began last at the current depth has ended at `contentEnd`.
    private mutating func nodeEnded() {
        switch open.count {
        case 0: rootEnd = byte(contentEnd)
        case 1 where rootKind?.isMapping == true:
            if !expectsKey.root { rootPairs.extendLast(to: byte(contentEnd), endsInBlockScalar: endsInBlockScalar) }
            expectsKey.root.toggle()
            isInIndexedMapping = !expectsKey.root && lastRootKeyIsIndexed
        case 2 where isInIndexedMapping:
            if !expectsKey.child {
                children.extendLast(to: byte(contentEnd), endsInBlockScalar: endsInBlockScalar)
                weight.endChild(isMerge: children.records.last?.keyForm == .merge)
            }
            expectsKey.child.toggle()
        case 3 where isInIndexedMapping:
            if !expectsKey.field, let field {
                childFields.set(field.key, start: field.start, end: byte(contentEnd), form: field.form)
                self.field = nil
            }
            expectsKey.field.toggle()
        default: break
        }
    }

    /// A key or a value of a child begins.
    private mutating func fieldNode(_ event: YAMLEvent, kind: YAMLKind, at start: Int) {
        guard expectsKey.field else {
            guard let key = field?.key else { return }
            let start = byte(start)
            field = (key, start, kind == .scalar ? form(event, from: start) : .other)
            return
        }
        field = nil
        guard kind == .scalar else { return childFields.markUnknown() }
        if event.text.elementsEqual("<<".utf8) { childFields.markUnknown() }
        for (number, key) in childFields.keys.enumerated() where event.text.elementsEqual(key) {
            field = (number, 0, .other)
        }
    }

    /// How the text of a scalar is got from the bytes that begin at a position.
    private mutating func form(_ event: YAMLEvent, from start: Int) -> YAMLChildFields.Form {
        let end = max(start, byte(contentEnd))
        let raw = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        if event.isPlain { return raw.elementsEqual(event.text) ? .text : .other }
        return raw.count >= 2 && raw.dropFirst().dropLast().elementsEqual(event.text) ? .quoted : .other
    }

    private var lastRootKeyIsIndexed: Bool {
        guard let pair = rootPairs.records.last else { return false }
        return name(of: pair) == indexedKey
    }

    /// The record of a key that begins, without its value.
    private mutating func key(_ event: YAMLEvent, kind: YAMLKind) throws(ImageError) -> YAMLPair {
        let start = byte(event.start)
        let end = max(start, byte(contentEnd))
        let isAlias = kind == .alias && text(ofAlias: start..<end) != nil
        guard kind == .scalar || isAlias else {
            throw .unsupported(
                "a key that is \(kind == .alias ? "an alias of something else" : "a list or a mapping")",
                at: place(event), hint: "write the name of the entry itself")
        }
        let raw = UnsafeRawBufferPointer(rebasing: bytes[start..<end])
        let form: YAMLPair.KeyForm =
            isAlias
            ? .alias
            : event.isMerge
                ? .merge
                : raw.elementsEqual(event.text)
                    ? .verbatim
                    : raw.count >= 2 && raw.dropFirst().dropLast().elementsEqual(event.text) ? .quoted : .complex
        return YAMLPair(
            keyStart: UInt32(clamping: start), keyEnd: UInt32(clamping: end), valueStart: 0, valueEnd: 0,
            line: UInt32(clamping: event.line + 1), column: UInt32(clamping: event.column), keyForm: form,
            valueKind: .scalar)
    }

    /// The hash that a key is added with; that of a `<<` is none that a name is looked up by.
    private func hash(
        of pair: YAMLPair, _ event: YAMLEvent, in pairs: YAMLPairs, parent: String
    ) throws(ImageError) -> Int {
        if pair.keyForm == .merge { return ~YAMLPairs.hash(of: event.text) }
        var name = pair.keyForm == .alias ? name(of: pair) : nil
        let hash =
            name?.withUTF8 { YAMLPairs.hash(of: UnsafeRawBufferPointer($0)) } ?? YAMLPairs.hash(of: event.text)
        let text = { name ?? String(decoding: event.text, as: UTF8.self) }
        try checkUnique(text, event, hash: hash, in: pairs, parent: parent)
        return hash
    }

    /// The text that an alias at some bytes stands for.
    private func text(ofAlias range: Range<Int>) -> String? {
        let alias = String(decoding: bytes[range], as: UTF8.self)
        return (outer?.anchors ?? anchors).text(ofAlias: alias, at: range.lowerBound + (outer?.shift ?? 0))
    }

    /// - Throws: `corrupt` if one of the pairs with the key's hash has its name, too.
    private func checkUnique(
        _ text: () -> String, _ event: YAMLEvent, hash: Int, in pairs: YAMLPairs, parent: String
    ) throws(ImageError) {
        guard let first = pairs.position(hash: hash, where: { name(of: $0) == text() }) else { return }
        throw .corrupt(
            "the key '\(text())' stands twice, first in line \(pairs.records[first].line)",
            at: place(event, keyPath: parent + text()), hint: "rename or remove one of them")
    }

    /// The name of a key that was met before.
    private func name(of pair: YAMLPair) -> String {
        switch pair.keyForm {
        case .verbatim, .merge: return String(decoding: bytes[pair.key], as: UTF8.self)
        case .quoted: return String(decoding: bytes[pair.key].dropFirst().dropLast(), as: UTF8.self)
        case .alias: return text(ofAlias: pair.key) ?? ""
        case .complex:
            let node = try? YAMLComposer.node(
                in: UnsafeRawBufferPointer(rebasing: bytes[pair.key]), at: Int(pair.keyStart), pair.keyPlace,
                isBlock: false, limits: limits)
            if case .scalar(let text, _)? = node?.content { return text }
            return ""
        }
    }

    private mutating func beginAnchor(_ name: UnsafePointer<UInt8>, _ event: YAMLEvent, scalar: YAMLNode?)
        throws(ImageError) -> Int
    {
        guard anchors.count < limits.anchors else {
            throw .limitExceeded("more than \(limits.anchors) anchors", at: place(event))
        }
        return anchors.begin(
            event.anchorName, at: byte(event.start), YAMLPlace(line: event.line + 1, column: event.column),
            scalar: scalar)
    }

    /// The event of `|` and `>` texts ends after the blank lines that follow.
    ///
    /// They belong to the text only if it keeps its trailing line breaks (`|+`), that is if it has more than one.
    private mutating func trimBlockScalar(_ event: YAMLEvent) {
        if event.text.suffix(2).elementsEqual([0x0A, 0x0A]) { return }
        let start = byte(event.start)
        let limit = byte(contentEnd)
        var end = limit
        while end > start, bytes[end - 1].isYAMLBreak || bytes[end - 1].isYAMLBlank {
            var line = end
            while line > start, bytes[line - 1].isYAMLBlank { line -= 1 }
            guard line > start, bytes[line - 1].isYAMLBreak else { break }
            end = line - 1
        }
        contentEnd -= limit - end
    }

    private func place(_ event: YAMLEvent, keyPath: String? = nil) -> ImageError.Location {
        .init(line: event.line + 1, column: event.column + 1, keyPath: keyPath)
    }
}

extension YAMLEvent {
    /// Whether the scalar is `<<` as a key that merges, rather than a name.
    fileprivate var isMerge: Bool {
        guard isPlain, text.elementsEqual("<<".utf8) else { return false }
        return tag == nil || tag.map { String(cString: $0) } == YAMLTag.merge
    }
}

extension UInt8 {
    var isYAMLBreak: Bool { self == 0x0A || self == 0x0D }
    var isYAMLBlank: Bool { self == 0x20 || self == 0x09 }
}
