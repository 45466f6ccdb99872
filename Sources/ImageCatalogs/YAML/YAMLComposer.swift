import ImageCore

/// Reads a part of a file into nodes.
///
/// The part is given to a parser of its own, put at its column by blanks, so that the indentation of what follows
/// still means the same.
struct YAMLComposer: ~Copyable {
    private var parser: YAMLParser
    private var offsets: YAMLOffsets
    private let limits: YAMLLimits
    /// Offset of the part in the file, less the blanks put in front.
    private let base: Int
    private let line: Int
    private var nodesLeft: Int

    /// The node at a range of a document that its index has found.
    static func node(in document: YAMLDocument, at range: Range<Int>, line: Int? = nil) throws(ImageError) -> YAMLNode {
        try document.bytes.withBytes { (span) throws(ImageError) in
            try span.withUnsafeBytes { (bytes) throws(ImageError) in
                let range = range.clamped(to: 0..<bytes.count)
                var column = 0
                var position = range.lowerBound
                while position > 0, !bytes[position - 1].isYAMLBreak {
                    position -= 1
                    if bytes[position] & 0xC0 != 0x80 { column += 1 }
                }
                if position == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]), column > 0 { column -= 1 }
                // A text after `|` ends with a line break only if there is one.
                var end = range.upperBound
                if end < bytes.count, bytes[end].isYAMLBreak { end += 1 }
                let before = bytes[..<range.lowerBound]
                let firstLine = line ?? 1 + before.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
                return try node(
                    in: UnsafeRawBufferPointer(rebasing: bytes[range.lowerBound..<end]), at: range.lowerBound,
                    line: firstLine, column: column, limits: document.limits)
            }
        }
    }

    /// The one node in some text that was cut out of a file.
    ///
    /// - Parameters:
    ///   - offset: where the text begins in the file, in bytes.
    ///   - line: its line there, counted from 1.
    ///   - column: its column there, in characters from 0.
    static func node(
        in text: UnsafeRawBufferPointer, at offset: Int, line: Int, column: Int, limits: YAMLLimits
    ) throws(ImageError) -> YAMLNode {
        var slice = [UInt8](repeating: 0x20, count: column)
        slice.append(contentsOf: text)
        return try slice.span.bytes.withUnsafeBytes { (bytes) throws(ImageError) in
            var composer = try YAMLComposer(bytes, base: offset - column, line: line, column: column, limits: limits)
            return try composer.document()
        }
    }

    private init(
        _ bytes: UnsafeRawBufferPointer, base: Int, line: Int, column: Int, limits: YAMLLimits
    ) throws(ImageError) {
        parser = try YAMLParser(bytes)
        offsets = YAMLOffsets(bytes)
        self.base = base
        self.line = line
        self.limits = limits
        nodesLeft = limits.nodes
    }

    private mutating func document() throws(ImageError) -> YAMLNode {
        while true {
            let event = try next()
            switch event.kind {
            case .streamStart, .documentStart: continue
            default: return try node(event, depth: 0)
            }
        }
    }

    private mutating func node(_ event: YAMLEvent, depth: Int) throws(ImageError) -> YAMLNode {
        let start = base + offsets.byteOffset(ofCharacter: event.start)
        nodesLeft -= 1
        guard depth <= limits.depth, nodesLeft >= 0 else {
            throw .limitExceeded("too many values, or too deep in each other", at: .init(line: line + event.line))
        }
        var node = YAMLNode(event, start: start, content: .sequence([]), line: line)
        switch event.kind {
        case .scalar: node.content = YAMLNode.Content(scalar: event)
        case .alias: node.content = .alias(event.anchorName)
        case .sequenceStart:
            var items: [YAMLNode] = []
            while true {
                let item = try next()
                if item.kind == .sequenceEnd { break }
                items.append(try self.node(item, depth: depth + 1))
            }
            node.content = .sequence(items)
        case .mappingStart:
            var pairs: [YAMLNode.Pair] = []
            while true {
                let key = try next()
                if key.kind == .mappingEnd { break }
                let keyNode = try self.node(key, depth: depth + 1)
                pairs.append(.init(key: keyNode, value: try self.node(try next(), depth: depth + 1)))
            }
            node.content = .mapping(pairs)
        default: throw .corrupt("a value is missing", at: .init(line: line + event.line))
        }
        return node
    }

    /// The next event; errors get the line in the file.
    private mutating func next() throws(ImageError) -> YAMLEvent {
        do {
            return try parser.next()
        } catch {
            var moved = error
            moved.location?.line = error.location?.line.map { $0 + line - 1 }
            throw moved
        }
    }
}

extension YAMLNode {
    /// A node at an event; `line` is that of the text's first line.
    init(_ event: YAMLEvent, start: Int, content: Content, line: Int = 1) {
        self.init(
            content: content, tag: event.tag.map { String(cString: $0) }, start: start, line: line + event.line,
            column: event.column + 1)
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
