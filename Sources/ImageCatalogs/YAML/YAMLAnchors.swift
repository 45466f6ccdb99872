/// The anchors of a file in the order they begin, so that parts of it can be decoded on their own.
///
/// A name may be given again further down; an alias means the last one before it.
struct YAMLAnchors: Sendable {
    struct Anchor: Sendable {
        var range: Range<Int>
        var place: YAMLPlace
        /// Set for scalars: their text depends on the indentation around them, so it is kept rather than read again.
        var scalar: YAMLNode?
        /// What it takes to read it, aliases in it counted as what they stand for; see `YAMLWeight`.
        var weight = 0
    }

    private var anchors: [Anchor] = []
    private var positions: [String: [Int]] = [:]

    var count: Int { anchors.count }

    /// Notes the beginning of an anchored node; its end follows with `finish`.
    mutating func begin(_ name: String, at start: Int, _ place: YAMLPlace, scalar: YAMLNode? = nil) -> Int {
        positions[name, default: []].append(anchors.count)
        anchors.append(Anchor(range: start..<start, place: place, scalar: scalar))
        return anchors.count - 1
    }

    mutating func finish(_ position: Int, at end: Int, weight: Int) {
        let start = anchors[position].range.lowerBound
        anchors[position].range = start..<max(start, end)
        anchors[position].weight = weight
    }

    func isDefined(_ name: String) -> Bool { positions[name] != nil }

    /// The text that an alias at an offset stands for, nil if it is none.
    func text(ofAlias alias: String, at offset: Int) -> String? {
        guard case .scalar(let text, _)? = anchor(named: String(alias.dropFirst()), before: offset)?.scalar?.content
        else { return nil }
        return text
    }

    /// The anchor that an alias at an offset stands for.
    func anchor(named name: String, before offset: Int) -> Anchor? {
        guard let candidates = positions[name] else { return nil }
        var low = 0
        var high = candidates.count
        while low < high {
            let middle = (low + high) / 2
            if anchors[candidates[middle]].range.lowerBound < offset { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? anchors[candidates[low - 1]] : nil
    }
}
