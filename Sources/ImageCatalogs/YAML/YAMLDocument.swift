import ImageCore

/// A YAML file as its bytes and an index of where things lie in them.
///
/// Nothing is decoded but the keys of the top level and those of one mapping below it (a catalog's `sources`), and of
/// these only the places are kept: a file of 100,000 entries opens in the time of one pass of libyaml over it.
/// `YAMLComposer` reads single parts again when somebody asks for them.
struct YAMLDocument: Sendable {
    /// The whole file, byte order mark included; all offsets count from its start.
    let bytes: Bytes
    let limits: YAMLLimits
    /// What stands at the top level: a mapping, or nothing (nil) in a file without content, or a mistake.
    let rootKind: YAMLKind?
    let root: Range<Int>
    /// The top level.
    private(set) var pairs: YAMLPairs
    /// The mapping under the indexed key; empty if there is none.
    private(set) var children: YAMLPairs
    let anchors: YAMLAnchors
    /// Where values of the located keys of the children lie.
    private(set) var childFields: YAMLChildFields
    /// Why its children should not all be decoded: their aliases stand for far more than the file holds.
    private(set) var excess: ImageError?
    /// What was read of the anchors.
    let known = YAMLKnownAnchors()

    /// Indexes a file.
    ///
    /// - Parameters:
    ///   - keys: the keys of the indexed mapping's children whose values are to be found without decoding.
    ///   - isPart: whether it was cut out of a file, so that aliases may refer to what is not there.
    ///   - merging: whether the top level and the indexed mapping hold what `<<` brings to them instead of `<<`, and the
    ///     latter what an alias stands for: as they mean it, not as they are written.
    /// - Throws: `corrupt` with line and column for text that is no YAML, for a repeated key at the top level or under
    ///   `indexedKey`, for several documents; `limitExceeded`; `unsupported`.
    init(
        _ bytes: Bytes, indexing indexedKey: String, locating keys: [String] = [], limits: YAMLLimits = YAMLLimits(),
        isPart: Bool = false, merging: Bool = false
    ) throws(ImageError) {
        guard bytes.count <= min(limits.fileSize, Int(Int32.max)) else {
            throw .limitExceeded("the file has \(bytes.count) bytes, the limit is \(limits.fileSize)")
        }
        let index = try bytes.withBytes { (span) throws(ImageError) in
            try span.withUnsafeBytes { (buffer) throws(ImageError) in
                var indexer = try YAMLIndexer(
                    buffer, indexing: indexedKey, locating: keys, limits: limits, isPart: isPart)
                try indexer.run()
                return indexer
            }
        }
        self.bytes = bytes
        self.limits = limits
        rootKind = index.rootKind
        root = index.rootStart..<max(index.rootStart, index.rootEnd)
        pairs = index.rootPairs
        children = index.children
        anchors = index.anchors
        childFields = index.childFields
        let aliased = index.aliased + (merging ? try merge(under: indexedKey, locating: keys) : 0)
        let factor = limits.aliasedWeight
        guard aliased > min(factor.largest, max(factor.smallest, bytes.count * factor.perByte)) else { return }
        excess = .limitExceeded(
            "the aliases in '\(indexedKey)' stand for far more than the file holds, \(aliased >> 20) MB in all",
            hint: "write what many entries share once, as metadata of the whole file")
    }

    /// Puts in what `<<` brings.
    ///
    /// - Returns: what the children that come refer to by aliases.
    private mutating func merge(under key: String, locating keys: [String]) throws(ImageError) -> Int {
        let own = pair(named: key)
        guard pairs.hasMerges || children.hasMerges || own?.valueKind == .alias else { return 0 }
        var merger = YAMLMerger(self, locating: keys)
        pairs = try merger.flattened(YAMLMembers(pairs: pairs, fields: childFields)).pairs
        guard let parent = pair(named: key) else { return merger.aliased }
        let members =
            parent.keyStart == own?.keyStart && parent.valueKind.isMapping
            ? try merger.flattened(YAMLMembers(pairs: children, fields: childFields))
            : try merger.children(of: parent)
        (children, childFields) = (members.pairs, members.fields)
        return merger.aliased
    }

    /// What `<<` brings to the mapping under the indexed key, in a document as it is written.
    func brought() throws(ImageError) -> YAMLPairs {
        guard children.hasMerges else { return YAMLPairs() }
        var merger = YAMLMerger(self, locating: [])
        return try merger.brought(to: YAMLMembers(pairs: children, fields: YAMLChildFields([]))).pairs
    }

    /// The text of a key.
    func name(of pair: YAMLPair) -> String {
        switch pair.keyForm {
        case .verbatim, .merge: text(pair.key)
        case .quoted: text(pair.key.dropFirst().dropLast())
        case .alias: anchors.text(ofAlias: text(pair.key), at: pair.key.lowerBound) ?? text(pair.key)
        case .complex:
            if let node = try? YAMLComposer.node(in: self, at: pair.key, pair.keyPlace),
                case .scalar(let text, _) = node.content
            {
                text
            } else {
                text(pair.key)
            }
        }
    }

    /// The position of a name among the top level's pairs or the children.
    func position(of name: String, in pairs: YAMLPairs) -> Int? {
        var name = name
        let hash = name.withUTF8 { YAMLPairs.hash(of: UnsafeRawBufferPointer($0)) }
        return pairs.position(hash: hash) { self.name(of: $0) == name }
    }

    /// The pair of a top-level key.
    func pair(named name: String) -> YAMLPair? {
        position(of: name, in: pairs).map { pairs.records[$0] }
    }

    /// The start of the line that a position lies in, if only blanks stand between; else nil.
    func startOfLine(before position: Int) -> Int? {
        bytes.withBytes { span in
            span.withUnsafeBytes { buffer in
                var start = min(position, buffer.count)
                while start > 0, buffer[start - 1].isYAMLBlank { start -= 1 }
                return start == 0 || buffer[start - 1].isYAMLBreak ? start : nil
            }
        }
    }

    /// Bytes of the file as text.
    func text(_ range: Range<Int>) -> String {
        bytes.withBytes { span in
            span.withUnsafeBytes { buffer in
                String(decoding: buffer[range.clamped(to: 0..<buffer.count)], as: UTF8.self)
            }
        }
    }
}
