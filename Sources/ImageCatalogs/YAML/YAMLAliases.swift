import ImageCore

/// What an alias refers to, told in a way that does not change when something comes or goes elsewhere in the file.
struct YAMLAliasTarget: Equatable {
    /// Which of some pairs the anchor lies in.
    var pair: Int
    /// Where in there.
    var offset: Int
}

extension YAMLDocument {
    /// What the aliases in some pairs, none of which lies in another, refer to, in file order.
    ///
    /// If it is the same before and after an edit that leaves these pairs alone, then they mean the same as before.
    ///
    /// - Throws: `corrupt` for an alias of something that is in none of the pairs.
    func aliasTargets(in pairs: [YAMLPair]) throws(ImageError) -> [YAMLAliasTarget] {
        guard anchors.count > 0 else { return [] }
        let pairs = pairs.sorted { $0.keyStart < $1.keyStart }
        var targets: [YAMLAliasTarget] = []
        for pair in pairs where holdsStar(pair.whole) {
            var nodes = [try YAMLComposer.value(of: pair, in: self)]
            while let node = nodes.popLast() {
                switch node.content {
                case .scalar: continue
                case .sequence(let items): nodes += items
                case .mapping(let inner): for pair in inner { nodes += [pair.key, pair.value] }
                case .alias(let name):
                    guard let anchor = anchors.anchor(named: name, before: node.start)?.range.lowerBound,
                        let target = Self.target(anchor, in: pairs)
                    else { throw .corrupt("the alias *\(name) refers to what would change", at: node.location) }
                    targets.append(target)
                }
            }
        }
        return targets
    }

    /// The pair around an offset, found by halving.
    private static func target(_ offset: Int, in pairs: [YAMLPair]) -> YAMLAliasTarget? {
        var low = 0
        var high = pairs.count
        while low < high {
            let middle = (low + high) / 2
            if pairs[middle].whole.lowerBound <= offset { low = middle + 1 } else { high = middle }
        }
        guard low > 0, pairs[low - 1].whole.contains(offset) else { return nil }
        return YAMLAliasTarget(pair: low - 1, offset: offset - pairs[low - 1].whole.lowerBound)
    }

    private func holdsStar(_ range: Range<Int>) -> Bool {
        bytes.withBytes { span in
            span.withUnsafeBytes { $0[range.clamped(to: 0..<$0.count)].contains(UInt8(ascii: "*")) }
        }
    }
}
