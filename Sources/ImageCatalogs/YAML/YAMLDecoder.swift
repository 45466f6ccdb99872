import ImageCore

/// Turns nodes into plain values: follows aliases, merges `<<`, refuses unknown tags and repeated keys.
///
/// One decoder serves one decoded part, whose size with all aliases expanded is limited; without that, ten lines of
/// aliases of aliases would stand for more values than there is memory.
final class YAMLDecoder {
    /// Makes something else of a text, such as a filled template; is told how deep the text lies.
    typealias TextHandler = (String, YAMLNode, Int) throws(ImageError) -> AttributeValue

    private let document: YAMLDocument
    private let budget: YAMLBudget
    /// How many aliases lead to the node that is being decoded.
    private var aliasDepth = 0
    private let onText: TextHandler?
    /// Anchored collections that were read, by their offset.
    private var readAnchors: [Int: YAMLNode] = [:]
    /// The deepest level since somebody asked, and how many texts can mean something else each time.
    private var deepest = 0
    private var openTexts = 0
    private static let nodesPerTemplate = 8
    /// How many keys `<<` may bring to one mapping, and how many mappings it may name.
    private static let mergeLimit = 1000
    /// How many levels of lists take as much stack as a merge.
    private static let levelsPerMerge = 4

    /// A key of a mapping with its value; the value may still be an alias.
    struct Field: Sendable {
        var name: String
        var key: YAMLNode
        var value: YAMLNode
    }

    /// - Parameter budget: what the part may cost, where several decoders share it.
    init(_ document: YAMLDocument, budget: YAMLBudget? = nil, onText: TextHandler? = nil) {
        self.document = document
        self.budget = budget ?? YAMLBudget(document.limits)
        self.onText = onText
    }

    // These functions call each other once for each level: what is not part of the way down is kept out of them, since
    // it would take stack on each level.

    /// The value a node stands for.
    ///
    /// - Parameter depth: how deep the node lies in others.
    func value(_ node: YAMLNode, depth: Int = 0) throws(ImageError) -> AttributeValue {
        node.isAlias ? try aliased(node, depth: depth) : try ownValue(node, depth: depth)
    }

    private func aliased(_ node: YAMLNode, depth: Int) throws(ImageError) -> AttributeValue {
        let start = try anchor(of: node).range.lowerBound
        if let known = document.known.value(at: start) { return try counted(known, node, depth: depth) }
        let target = try resolved(node, depth: depth)
        let before = (nodes: budget.nodes, bytes: budget.bytes, deepest: deepest, openTexts: openTexts)
        deepest = depth
        aliasDepth += 1
        defer {
            aliasDepth -= 1
            deepest = max(deepest, before.deepest)
        }
        let value = try ownValue(target, depth: depth)
        // What no template is in means the same wherever it is decoded.
        if openTexts == before.openTexts {
            document.known.keep(
                YAMLKnownValue(
                    value: value, nodes: budget.nodes - before.nodes, bytes: budget.bytes - before.bytes,
                    height: deepest - depth), at: start)
        }
        return value
    }

    private func counted(
        _ known: YAMLKnownValue, _ node: YAMLNode, depth: Int
    ) throws(ImageError) -> AttributeValue {
        try checkDepth(depth + known.height, node)
        deepest = max(deepest, depth + known.height)
        try budget.count(nodes: known.nodes, bytes: known.bytes, isAliased: true, at: node)
        return known.value
    }

    /// The value of a node that is no alias.
    private func ownValue(_ node: YAMLNode, depth: Int) throws(ImageError) -> AttributeValue {
        switch node.content {
        case .sequence(let items): try list(items, node, depth: depth)
        case .mapping: try mapping(node, depth: depth)
        case .scalar, .alias: try scalar(node, depth: depth)
        }
    }

    private func list(_ items: [YAMLNode], _ node: YAMLNode, depth: Int) throws(ImageError) -> AttributeValue {
        try begin(node, .sequence, depth: depth)
        var values: [AttributeValue] = []
        values.reserveCapacity(items.count)
        for item in items { values.append(try value(item, depth: depth + 1)) }
        return .array(values)
    }

    private func mapping(_ node: YAMLNode, depth: Int) throws(ImageError) -> AttributeValue {
        var attributes = Attributes()
        for field in try checkedFields(of: node, depth: depth) {
            attributes[field.name] = try value(field.value, depth: depth + 1)
        }
        return .mapping(attributes)
    }

    private func begin(_ node: YAMLNode, _ shape: YAMLTag.Shape, depth: Int) throws(ImageError) {
        try count(node, depth: depth)
        try YAMLTag(node).check(shape, at: node.location)
    }

    private func checkedFields(of node: YAMLNode, depth: Int) throws(ImageError) -> [Field] {
        try begin(node, .mapping, depth: depth)
        return try fields(of: node, depth: depth)
    }

    private func scalar(_ node: YAMLNode, depth: Int) throws(ImageError) -> AttributeValue {
        try count(node, depth: depth)
        guard case .scalar(let text, let isPlain) = node.content else {
            throw .corrupt("an alias of an alias", at: node.location)
        }
        let value = try YAMLTag(node).scalar(text, isPlain: isPlain, at: node.location)
        guard case .string(let text) = value, Template.isCandidate(text) || Template.endsWithBreak(text) else {
            return value
        }
        openTexts += 1
        guard let onText else { return value }
        // A template takes as long as several values.
        if aliasDepth > 0 { try budget.count(nodes: Self.nodesPerTemplate, isAliased: true, at: node) }
        do {
            let filled = try onText(text, node, depth)
            try budget.count(filled, depth: depth)
            return filled
        } catch {
            throw error.located(atLineOf: node)
        }
    }

    /// The node itself, or the one an alias stands for.
    ///
    /// - Parameter depth: how deep it is used in others; what is read for an alias must fit below.
    func resolved(_ node: YAMLNode, depth: Int = 0) throws(ImageError) -> YAMLNode {
        guard node.isAlias else { return node }
        let anchor = try anchor(of: node)
        if let scalar = anchor.scalar { return scalar }
        let start = anchor.range.lowerBound
        if let known = readAnchors[start] ?? document.known.node(at: start) { return known }
        let target = try YAMLComposer.node(in: document, at: anchor.range, anchor.place, depth: depth)
        document.known.keep(target, of: anchor.range)
        readAnchors[start] = target
        return target
    }

    /// How many bytes of the file an alias stands for; 0 for other nodes.
    func aliasedSize(_ node: YAMLNode) throws(ImageError) -> Int {
        node.isAlias ? try anchor(of: node).range.count : 0
    }

    private func anchor(of node: YAMLNode) throws(ImageError) -> YAMLAnchors.Anchor {
        guard case .alias(let name) = node.content,
            let anchor = document.anchors.anchor(named: name, before: node.start)
        else {
            let name = if case .alias(let name) = node.content { name } else { "" }
            throw .corrupt("the alias *\(name) refers to an anchor that is not defined before it", at: node.location)
        }
        // An alias always points backwards, so this is the only way to go round in a circle.
        guard anchor.scalar != nil || anchor.range.upperBound <= node.start else {
            throw .corrupt("the alias *\(name) stands inside of what it refers to", at: node.location)
        }
        return anchor
    }

    /// The pairs of a mapping in order, merges included, each name once.
    ///
    /// As in PyYAML, merged pairs come first and the mapping's own pairs win; of several mappings in one list the first
    /// wins.
    func fields(of node: YAMLNode, depth: Int = 0) throws(ImageError) -> [Field] {
        let isAlias = node.isAlias
        let node = try resolved(node, depth: depth)
        if isAlias { aliasDepth += 1 }
        defer { if isAlias { aliasDepth -= 1 } }
        try count(node, depth: depth)
        guard case .mapping(let pairs) = node.content else {
            throw .corrupt("a mapping is expected here", at: node.location)
        }
        var own: [Field] = []
        var lines: [String: Int] = [:]
        var merged: [[Field]] = []
        for pair in pairs {
            let key = try resolved(pair.key, depth: depth)
            guard case .scalar(let name, let isPlain) = key.content else {
                throw .unsupported("a key that is a list or a mapping", at: pair.key.location)
            }
            try budget.count(bytes: name.utf8.count, isAliased: aliasDepth > 0 || pair.key.isAlias, at: pair.key)
            if name == "<<", isPlain, key.tag == nil || key.tag == YAMLTag.merge {
                // In a list the first wins, but of several `<<` the last.
                merged += try merges(pair.value, depth: depth + Self.levelsPerMerge).reversed()
                continue
            }
            _ = try YAMLTag(key)
            if let first = lines.updateValue(pair.key.line, forKey: name) {
                throw .corrupt(
                    "the key '\(name)' stands twice, first in line \(first)", at: pair.key.location,
                    hint: "rename or remove one of them")
            }
            own.append(Field(name: name, key: pair.key, value: pair.value))
        }
        if merged.isEmpty { return own }
        var result: [Field] = []
        var positions: [String: Int] = [:]
        for field in merged.joined() + own {
            if let position = positions[field.name] {
                result[position] = field
            } else {
                positions[field.name] = result.count
                result.append(field)
            }
        }
        return result
    }

    /// The mappings that a `<<` names: one, or a list.
    private func merges(_ node: YAMLNode, depth: Int) throws(ImageError) -> [[Field]] {
        switch try resolved(node, depth: depth).content {
        case .mapping: return [try merged(node, depth: depth)]
        case .sequence(let items):
            var result: [[Field]] = []
            var count = 0
            for item in items {
                let fields = try merged(item, depth: depth + 1)
                count += 1 + fields.count
                guard count <= Self.mergeLimit else { throw Self.tooManyMerged(node) }
                result.append(fields)
            }
            return result
        default:
            throw .corrupt("'<<' merges mappings, and this is none", at: node.location, hint: "write <<: *name")
        }
    }

    private func merged(_ node: YAMLNode, depth: Int) throws(ImageError) -> [Field] {
        if case .mapping(let pairs) = try resolved(node, depth: depth).content, pairs.count > Self.mergeLimit {
            throw Self.tooManyMerged(node)
        }
        return try fields(of: node, depth: depth)
    }

    private static func tooManyMerged(_ node: YAMLNode) -> ImageError {
        .limitExceeded("'<<' merges more than \(mergeLimit) keys", at: node.location)
    }

    private func count(_ node: YAMLNode, depth: Int) throws(ImageError) {
        var nodes = 1
        var bytes = 0
        switch node.content {
        case .mapping(let pairs): nodes += pairs.count
        case .scalar(let text, _): bytes = text.utf8.count
        case .sequence, .alias: break
        }
        try checkDepth(depth, node)
        deepest = max(deepest, depth)
        try budget.count(nodes: nodes, bytes: bytes, isAliased: aliasDepth > 0, at: node)
    }

    private func checkDepth(_ depth: Int, _ node: YAMLNode) throws(ImageError) {
        guard depth <= document.limits.depth else { throw budget.tooDeep.located(atLineOf: node) }
    }
}

extension YAMLDecoder {
    /// The value of a list or mapping in brackets or braces, as somebody typed it.
    ///
    /// - Throws: `corrupt` if it is none, `limitExceeded`.
    static func value(ofFlow text: String) throws(ImageError) -> AttributeValue {
        let document = try YAMLDocument(Bytes(utf8: "value: " + text), indexing: "value")
        guard document.pairs.count == 1, let pair = document.pairs.records.first else {
            throw .corrupt("something follows the closing bracket")
        }
        return try YAMLDecoder(document).value(try YAMLComposer.value(of: pair, in: document))
    }
}

extension ImageError {
    /// The same error with line and column of a node, if it has none yet.
    func located(atLineOf node: YAMLNode) -> ImageError {
        var copy = self
        if location?.line == nil {
            copy.location = .init(
                location?.resource, line: node.line, column: node.column, keyPath: location?.keyPath)
        }
        return copy
    }
}

extension YAMLNode {
    var isAlias: Bool { if case .alias = content { true } else { false } }

    var location: ImageError.Location { .init(line: line, column: column) }
}
