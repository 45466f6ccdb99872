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
    let pairs: YAMLPairs
    /// The mapping under the indexed key; empty if there is none.
    let children: YAMLPairs
    let anchors: YAMLAnchors
    /// Where values of the located keys of the children lie.
    let childFields: YAMLChildFields
    /// What was read of the anchors.
    let known = YAMLKnownAnchors()

    /// Indexes a file.
    ///
    /// - Parameters:
    ///   - keys: the keys of the indexed mapping's children whose values are to be found without decoding.
    ///   - isPart: whether it was cut out of a file, so that aliases may refer to what is not there.
    /// - Throws: `corrupt` with line and column for text that is no YAML, for a repeated key at the top level or under
    ///   `indexedKey`, for several documents; `limitExceeded`; `unsupported`.
    init(
        _ bytes: Bytes, indexing indexedKey: String, locating keys: [String] = [], limits: YAMLLimits = YAMLLimits(),
        isPart: Bool = false
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
    }

    /// The text of a key.
    func name(of pair: YAMLPair) -> String {
        switch pair.keyForm {
        case .verbatim: text(pair.key)
        case .quoted: text(pair.key.dropFirst().dropLast())
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
