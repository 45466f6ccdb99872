import ImageCore

/// A line, counted from 1, and a column in characters, counted from 0.
struct YAMLPlace: Sendable {
    var line: Int
    var column: Int

    /// Moves on by one byte.
    mutating func move(past position: Int, in bytes: UnsafeRawBufferPointer) {
        switch bytes[position] {
        case 0x0D where position + 1 < bytes.count && bytes[position + 1] == 0x0A: break
        case 0x0A, 0x0D: self = YAMLPlace(line: line + 1, column: 0)
        case 0x80...0xBF: break
        default: column += 1
        }
    }
}

extension YAMLPair {
    var keyPlace: YAMLPlace { YAMLPlace(line: Int(line), column: Int(column)) }
}

extension YAMLDocument {
    /// A pair that is the value alone, at its own place.
    func withoutKey(_ pair: YAMLPair) -> YAMLPair {
        bytes.withBytes { span in
            span.withUnsafeBytes { bytes in
                var place = pair.keyPlace
                let between = pair.key.lowerBound..<max(pair.key.lowerBound, pair.value.lowerBound)
                for position in between.clamped(to: 0..<bytes.count) { place.move(past: position, in: bytes) }
                var copy = pair
                copy.keyStart = pair.valueStart
                copy.keyEnd = pair.valueStart
                copy.line = UInt32(clamping: place.line)
                copy.column = UInt32(clamping: place.column)
                return copy
            }
        }
    }
}

/// Reads a part of a file into nodes, with a parser of its own.
struct YAMLComposer: ~Copyable {
    private var parser: YAMLParser
    private var offsets: YAMLOffsets
    private let limits: YAMLLimits
    /// Offset of the part in the file, less the blanks put in front.
    private let base: Int
    /// Line of the part in the file, and the column that is missing in its first line.
    private let place: YAMLPlace
    private var nodesLeft: Int

    /// The value of a pair.
    static func value(of pair: YAMLPair, in document: YAMLDocument) throws(ImageError) -> YAMLNode {
        try document.bytes.withBytes { (span) throws(ImageError) in
            try span.withUnsafeBytes { (bytes) throws(ImageError) in
                var place = pair.keyPlace
                let between = pair.key.lowerBound..<max(pair.key.lowerBound, pair.value.lowerBound)
                for position in between.clamped(to: 0..<bytes.count) { place.move(past: position, in: bytes) }
                let isBlock = pair.valueKind == .blockMapping || pair.valueKind == .blockSequence
                return try node(in: document, at: pair.value, place, isBlock: isBlock)
            }
        }
    }

    /// The node at a range of a document that its index has found.
    ///
    /// - Parameters:
    ///   - isBlock: whether the node may be a mapping or list in lines that begins right here, whose column then matters.
    ///     Others may stand far out in a long line.
    ///   - depth: how deep it is used in others.
    static func node(
        in document: YAMLDocument, at range: Range<Int>, _ place: YAMLPlace, isBlock: Bool = false, depth: Int = 0
    ) throws(ImageError) -> YAMLNode {
        try document.bytes.withBytes { (span) throws(ImageError) in
            try span.withUnsafeBytes { (bytes) throws(ImageError) in
                let range = range.clamped(to: 0..<bytes.count)
                // A text after `|` ends with a line break only if there is one.
                var end = range.upperBound
                if end < bytes.count, bytes[end].isYAMLBreak { end += 1 }
                return try node(
                    in: UnsafeRawBufferPointer(rebasing: bytes[range.lowerBound..<end]), at: range.lowerBound, place,
                    isBlock: isBlock, limits: document.limits, depth: depth)
            }
        }
    }

    /// The one node in some text that was cut out of a file at an offset and a place.
    static func node(
        in text: UnsafeRawBufferPointer, at offset: Int, _ place: YAMLPlace, isBlock: Bool, limits: YAMLLimits,
        depth: Int = 0
    ) throws(ImageError) -> YAMLNode {
        // Blanks put the first line at its column, so that the indentation of the others still means the same.
        let blanks = isBlock ? place.column : 0
        var slice = [UInt8](repeating: 0x20, count: blanks)
        slice.append(contentsOf: text)
        return try slice.span.bytes.withUnsafeBytes { (bytes) throws(ImageError) in
            let start = YAMLPlace(line: place.line, column: place.column - blanks)
            var composer = try YAMLComposer(bytes, base: offset - blanks, start, limits: limits)
            return try composer.document(depth: depth)
        }
    }

    private init(
        _ bytes: UnsafeRawBufferPointer, base: Int, _ place: YAMLPlace, limits: YAMLLimits
    ) throws(ImageError) {
        parser = try YAMLParser(bytes)
        offsets = YAMLOffsets(bytes)
        self.base = base
        self.place = place
        self.limits = limits
        nodesLeft = limits.nodes
    }

    private mutating func document(depth: Int) throws(ImageError) -> YAMLNode {
        while true {
            let event = try next()
            switch event.kind {
            case .streamStart, .documentStart: continue
            // Nothing is null: `metadata:` with nothing behind it.
            case .streamEnd: return YAMLNode(event, start: base, content: .scalar("", isPlain: true), from: place)
            default: return try node(event, depth: depth)
            }
        }
    }

    // What nests takes stack for each level: these functions leave what they can to others.

    private mutating func node(_ event: YAMLEvent, depth: Int) throws(ImageError) -> YAMLNode {
        var node = try beginning(event, depth: depth)
        if event.kind == .sequenceStart { try readItems(into: &node, event, depth: depth + 1) }
        if event.kind == .mappingStart { try readPairs(into: &node, event, depth: depth + 1) }
        return node
    }

    /// A scalar, an alias, or a collection without what is in it.
    private mutating func beginning(_ event: YAMLEvent, depth: Int) throws(ImageError) -> YAMLNode {
        nodesLeft -= 1
        guard depth <= limits.depth, nodesLeft >= 0 else {
            throw .limitExceeded("too many values, or too deep in each other", at: .init(line: place.line + event.line))
        }
        let content: YAMLNode.Content
        switch event.kind {
        case .scalar: content = YAMLNode.Content(scalar: event)
        case .alias: content = .alias(event.anchorName)
        case .sequenceStart, .mappingStart: content = .sequence([])
        default: throw .corrupt("a value is missing", at: .init(line: place.line + event.line))
        }
        var node = YAMLNode(
            event, start: base + offsets.byteOffset(ofCharacter: event.start), content: content, from: place)
        node.end = base + offsets.byteOffset(ofCharacter: event.end)
        return node
    }

    private mutating func readItems(into node: inout YAMLNode, _ start: YAMLEvent, depth: Int) throws(ImageError) {
        var items: [YAMLNode] = []
        var event = try next()
        while event.kind != .sequenceEnd {
            items.append(try self.node(event, depth: depth))
            event = try next()
        }
        node.end = end(of: start, closedBy: event, last: items.last?.end)
        node.content = .sequence(items)
    }

    private mutating func readPairs(into node: inout YAMLNode, _ start: YAMLEvent, depth: Int) throws(ImageError) {
        var pairs: [YAMLNode.Pair] = []
        var event = try next()
        while event.kind != .mappingEnd {
            let key = try self.node(event, depth: depth)
            pairs.append(.init(key: key, value: try self.node(try next(), depth: depth)))
            event = try next()
        }
        node.end = end(of: start, closedBy: event, last: pairs.last?.value.end)
        node.content = .mapping(pairs)
    }

    /// The end of a collection: the end event of one in lines lies at the next token, after comments and blank lines.
    private mutating func end(of event: YAMLEvent, closedBy last: YAMLEvent, last end: Int?) -> Int {
        guard let end, !event.isFlow else { return base + offsets.byteOffset(ofCharacter: last.end) }
        return end
    }

    /// The next event; errors get the line in the file.
    private mutating func next() throws(ImageError) -> YAMLEvent {
        do {
            return try parser.next()
        } catch {
            var moved = error
            if error.location?.line == 1 { moved.location?.column = error.location?.column.map { $0 + place.column } }
            moved.location?.line = error.location?.line.map { $0 + place.line - 1 }
            throw moved
        }
    }
}

extension YAMLNode {
    /// A node at an event of a text that begins at a place.
    init(_ event: YAMLEvent, start: Int, content: Content, from place: YAMLPlace = YAMLPlace(line: 1, column: 0)) {
        self.init(
            content: content, tag: event.tag.map { String(cString: $0) }, start: start, line: place.line + event.line,
            column: event.column + 1 + (event.line == 0 ? place.column : 0))
    }
}

extension YAMLNode.Content {
    init(scalar event: YAMLEvent) {
        self = .scalar(String(decoding: event.text, as: UTF8.self), isPlain: event.isPlain)
    }
}

extension YAMLEvent {
    var anchorName: String { anchor.map { String(cString: $0) } ?? "" }
}
