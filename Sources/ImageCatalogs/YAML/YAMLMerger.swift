import ImageCore

/// The pairs of a mapping, and where the values of located keys lie in them.
struct YAMLMembers: Sendable {
    var pairs = YAMLPairs()
    var fields: YAMLChildFields
}

/// Puts what `<<` names into the top level of a file and into its indexed mapping.
///
/// Nothing is decoded: the pairs that come are places in the file like the others. Each mapping that is named is passed
/// over once more, as the whole file was.
struct YAMLMerger {
    private let document: YAMLDocument
    private let keys: [String]
    /// Mappings with what they merge themselves, by their offset.
    private var known: [Int: YAMLMembers] = [:]
    /// How many pairs may still come, and how many bytes may still be passed over.
    private var pairsLeft: Int
    private var bytesLeft: Int
    /// What the entries of the mappings that were read refer to by aliases.
    private(set) var aliased = 0
    /// How many mappings may merge each other in a row.
    private static let depthLimit = 16

    /// - Parameter document: as it is written.
    init(_ document: YAMLDocument, locating keys: [String]) {
        self.document = document
        self.keys = keys
        pairsLeft = document.limits.nodes
        bytesLeft = document.limits.fileSize
    }

    /// A mapping with all that its `<<` bring, in the order of PyYAML: merged pairs come first and the mapping's own pairs
    /// win; of several mappings in a list the first wins.
    mutating func flattened(_ members: YAMLMembers, depth: Int = 0) throws(ImageError) -> YAMLMembers {
        guard members.pairs.hasMerges else { return members }
        var result = try brought(to: members, depth: depth)
        for (position, pair) in members.pairs.records.enumerated() where pair.keyForm != .merge {
            put(position, of: members, into: &result)
        }
        return result
    }

    /// What the `<<` of a mapping bring.
    mutating func brought(to members: YAMLMembers, depth: Int = 0) throws(ImageError) -> YAMLMembers {
        var result = YAMLMembers(fields: YAMLChildFields(like: members.fields))
        for pair in members.pairs.records where pair.keyForm == .merge {
            // The first of a list wins, so it comes last.
            for inner in try mappings(namedBy: pair, depth: depth + 1).reversed() {
                pairsLeft -= inner.pairs.count
                guard pairsLeft >= 0 else {
                    throw .limitExceeded(
                        "'<<' merges more than \(document.limits.nodes) keys", at: .init(line: Int(pair.line)))
                }
                for position in inner.pairs.records.indices { put(position, of: inner, into: &result) }
            }
        }
        return result
    }

    /// The pairs of the indexed mapping, whose own pair may have come by `<<`, or be an alias.
    mutating func children(of pair: YAMLPair) throws(ImageError) -> YAMLMembers {
        switch pair.valueKind {
        case .blockMapping, .flowMapping: try mapping(ofValue: pair, depth: 0)
        case .alias where !document.isScalarAlias(pair):
            try aliasedMapping(pair.value.lowerBound, document.text(pair.value), depth: 0)
        case .alias, .scalar, .blockSequence, .flowSequence: YAMLMembers(fields: YAMLChildFields(keys))
        }
    }

    private func put(_ position: Int, of members: YAMLMembers, into result: inout YAMLMembers) {
        let pair = members.pairs.records[position]
        let hash = members.pairs.hash(at: position)
        if let place = result.pairs.position(
            hash: hash, where: { document.name(of: $0) == document.name(of: pair) })
        {
            result.pairs.replace(place, with: pair)
            result.fields.take(position, of: members.fields, at: place)
        } else {
            result.pairs.append(pair, hash: hash)
            result.fields.take(position, of: members.fields)
        }
    }

    /// The mappings that a `<<` names: one, or a list.
    private mutating func mappings(namedBy pair: YAMLPair, depth: Int) throws(ImageError) -> [YAMLMembers] {
        let place = ImageError.Location(line: Int(pair.line), column: Int(pair.column) + 1)
        guard depth <= Self.depthLimit else {
            throw .limitExceeded("more than \(Self.depthLimit) mappings merge each other in a row", at: place)
        }
        switch pair.valueKind {
        case .blockMapping, .flowMapping: return [try mapping(ofValue: pair, depth: depth)]
        case .alias: return [try aliasedMapping(pair.value.lowerBound, document.text(pair.value), depth: depth)]
        case .scalar: throw Self.notMapping(at: place, depth)
        case .blockSequence, .flowSequence:
            guard case .sequence(let items) = try YAMLComposer.value(of: pair, in: document).content else { return [] }
            var result: [YAMLMembers] = []
            for item in items {
                switch item.content {
                case .alias(let name): result.append(try aliasedMapping(item.start, "*" + name, depth: depth))
                case .mapping:
                    let start = YAMLPlace(line: item.line, column: item.column - 1)
                    let range = item.start..<max(item.start, item.end)
                    result.append(try mapping(at: range, start, isBlock: !isFlow(at: item.start), depth: depth))
                case .scalar, .sequence: throw Self.notMapping(at: item.location, depth)
                }
            }
            return result
        }
    }

    private func isFlow(at position: Int) -> Bool { document.text(position..<position + 1) == "{" }

    private static func notMapping(at place: ImageError.Location, _ depth: Int) -> ImageError {
        depth == 0
            ? .corrupt("this is not a mapping, but entries are to be in it", at: place)
            : .corrupt("'<<' merges mappings, and this is none", at: place, hint: "write <<: *name")
    }

    private mutating func mapping(ofValue pair: YAMLPair, depth: Int) throws(ImageError) -> YAMLMembers {
        try mapping(
            at: pair.value, document.withoutKey(pair).keyPlace, isBlock: pair.valueKind == .blockMapping, depth: depth)
    }

    /// - Parameter text: the alias, as `*name`.
    private mutating func aliasedMapping(
        _ start: Int, _ text: String, depth: Int
    ) throws(ImageError) -> YAMLMembers {
        let name = String(text.dropFirst())
        guard let anchor = document.anchors.anchor(named: name, before: start), anchor.range.upperBound <= start else {
            throw .corrupt("the alias *\(name) stands inside of what it refers to")
        }
        if anchor.scalar != nil {
            throw Self.notMapping(at: .init(line: anchor.place.line, column: anchor.place.column + 1), depth)
        }
        return try mapping(at: anchor.range, anchor.place, isBlock: false, depth: depth)
    }

    // MARK: Mappings elsewhere in the file

    /// The pairs of a mapping with what it merges.
    ///
    /// - Parameter isBlock: whether the first key stands right at its beginning, so that its column matters.
    private mutating func mapping(
        at range: Range<Int>, _ place: YAMLPlace, isBlock: Bool, depth: Int
    ) throws(ImageError) -> YAMLMembers {
        if let known = known[range.lowerBound] { return known }
        let result = try flattened(try written(at: range, place, isBlock: isBlock, depth: depth), depth: depth)
        known[range.lowerBound] = result
        return result
    }

    /// The pairs of a mapping as they are written.
    private mutating func written(
        at range: Range<Int>, _ place: YAMLPlace, isBlock: Bool, depth: Int
    ) throws(ImageError) -> YAMLMembers {
        // A text after `|` ends with a line break only if there is one.
        let next = document.text(range.upperBound..<range.upperBound + 1).utf8.first
        let end = range.upperBound + (next?.isYAMLBreak == true ? 1 : 0)
        // Blanks put the first line at its column, so that the indentation of the others still means the same.
        let head = "k:" + (isBlock ? "\n" + String(repeating: " ", count: place.column) : " ")
        bytesLeft -= head.utf8.count + end - range.lowerBound
        guard bytesLeft >= 0 else {
            throw .limitExceeded("what '<<' merges is larger than a file may be", at: .init(line: place.line))
        }
        let shift = range.lowerBound - head.utf8.count
        let text = Array(head.utf8) + document.text(range.lowerBound..<end).utf8
        let lines = place.line - (isBlock ? 2 : 1)
        let keys = keys
        let document = document
        let index: YAMLIndexer
        do throws(ImageError) {
            index = try text.span.bytes.withUnsafeBytes { (bytes) throws(ImageError) in
                var indexer = try YAMLIndexer(
                    bytes, indexing: "k", locating: keys, limits: document.limits, isPart: true,
                    outer: (document.anchors, shift))
                try indexer.run()
                return indexer
            }
        } catch {
            var error = error
            error.location = .init(line: (error.location?.line ?? 1) + lines)
            throw error
        }
        guard index.rootPairs.records.first?.valueKind.isMapping == true else {
            throw Self.notMapping(at: .init(line: place.line, column: place.column + 1), depth)
        }
        aliased += index.aliased
        let columns = isBlock ? 0 : place.column - head.utf8.count
        return YAMLMembers(
            pairs: index.children.moved { pair in
                var pair = pair
                if pair.line == 1 { pair.column = UInt32(clamping: Int(pair.column) + columns) }
                pair.line = UInt32(clamping: Int(pair.line) + lines)
                pair.keyStart = UInt32(clamping: Int(pair.keyStart) + shift)
                pair.keyEnd = UInt32(clamping: Int(pair.keyEnd) + shift)
                pair.valueStart = UInt32(clamping: Int(pair.valueStart) + shift)
                pair.valueEnd = UInt32(clamping: Int(pair.valueEnd) + shift)
                return pair
            }, fields: index.childFields.moved(by: shift))
    }
}
