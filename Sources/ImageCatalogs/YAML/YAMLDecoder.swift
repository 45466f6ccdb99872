import ImageCore

/// Turns nodes into plain values: follows aliases, merges `<<`, refuses unknown tags and repeated keys.
///
/// One decoder serves one decoded part, whose size with all aliases expanded is limited; without that, ten lines of
/// aliases of aliases would stand for more values than there is memory.
final class YAMLDecoder {
    private let document: YAMLDocument
    private var nodesLeft: Int
    private var aliasedNodesLeft: Int
    /// How many aliases lead to the node that is being decoded.
    private var aliasDepth = 0
    /// Makes something else of each text, such as a filled template.
    private let onText: ((String, YAMLNode) throws(ImageError) -> AttributeValue)?
    /// Anchored collections that were read, by their offset.
    private var readAnchors: [Int: YAMLNode] = [:]

    /// A key of a mapping with its value; the value may still be an alias.
    struct Field: Sendable {
        var name: String
        var key: YAMLNode
        var value: YAMLNode
    }

    init(
        _ document: YAMLDocument, onText: ((String, YAMLNode) throws(ImageError) -> AttributeValue)? = nil
    ) {
        self.document = document
        self.onText = onText
        nodesLeft = document.limits.nodes
        aliasedNodesLeft = document.limits.aliasedNodes
    }

    /// The value a node stands for.
    func value(_ node: YAMLNode, depth: Int = 0) throws(ImageError) -> AttributeValue {
        let isAlias = node.isAlias
        let node = try resolved(node)
        if isAlias { aliasDepth += 1 }
        defer { if isAlias { aliasDepth -= 1 } }
        try count(node, depth: depth)
        let tag = try YAMLTag(node)
        switch node.content {
        case .scalar(let text, let isPlain):
            let value = try tag.scalar(text, isPlain: isPlain, at: node.location)
            guard let onText, case .string(let text) = value else { return value }
            do { return try onText(text, node) } catch { throw error.located(atLineOf: node) }
        case .sequence(let items):
            try tag.check(.sequence, at: node.location)
            var values: [AttributeValue] = []
            values.reserveCapacity(items.count)
            for item in items { values.append(try value(item, depth: depth + 1)) }
            return .array(values)
        case .mapping:
            try tag.check(.mapping, at: node.location)
            var attributes = Attributes()
            for field in try fields(of: node, depth: depth) {
                attributes[field.name] = try value(field.value, depth: depth + 1)
            }
            return .mapping(attributes)
        case .alias: throw .corrupt("an alias of an alias", at: node.location)
        }
    }

    /// The node itself, or the one an alias stands for.
    func resolved(_ node: YAMLNode) throws(ImageError) -> YAMLNode {
        guard case .alias(let name) = node.content else { return node }
        guard let anchor = document.anchors.anchor(named: name, before: node.start) else {
            throw .corrupt("the alias *\(name) refers to an anchor that is not defined before it", at: node.location)
        }
        if let scalar = anchor.scalar { return scalar }
        // An alias always points backwards, so this is the only way to go round in a circle.
        guard anchor.range.upperBound <= node.start else {
            throw .corrupt("the alias *\(name) stands inside of what it refers to", at: node.location)
        }
        if let known = readAnchors[anchor.range.lowerBound] { return known }
        let target = try YAMLComposer.node(in: document, at: anchor.range, anchor.place)
        readAnchors[anchor.range.lowerBound] = target
        return target
    }

    /// The pairs of a mapping in order, merges included, each name once.
    ///
    /// As in PyYAML, merged pairs come first and the mapping's own pairs win; of several merged mappings the first wins.
    func fields(of node: YAMLNode, depth: Int = 0) throws(ImageError) -> [Field] {
        let isAlias = node.isAlias
        let node = try resolved(node)
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
            let key = try resolved(pair.key)
            guard case .scalar(let name, let isPlain) = key.content else {
                throw .unsupported("a key that is a list or a mapping", at: pair.key.location)
            }
            if name == "<<", isPlain, key.tag == nil {
                merged.append(contentsOf: try merges(pair.value, depth: depth + 1))
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
        for field in merged.reversed().joined() + own {
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
        let target = try resolved(node)
        switch target.content {
        case .mapping: return [try fields(of: target, depth: depth)]
        case .sequence(let items):
            var result: [[Field]] = []
            for item in items { result.append(try fields(of: item, depth: depth + 1)) }
            return result
        default:
            throw .corrupt("'<<' merges mappings, and this is none", at: node.location, hint: "write <<: *name")
        }
    }

    private func count(_ node: YAMLNode, depth: Int) throws(ImageError) {
        var size = 1
        if case .mapping(let pairs) = node.content { size += pairs.count }
        nodesLeft -= size
        if aliasDepth > 0 { aliasedNodesLeft -= size }
        guard nodesLeft >= 0, aliasedNodesLeft >= 0 else {
            throw .limitExceeded("too many values once the aliases are expanded", at: node.location)
        }
        guard depth <= document.limits.depth else {
            throw .limitExceeded(
                "lists and mappings lie more than \(document.limits.depth) deep in each other", at: node.location)
        }
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
