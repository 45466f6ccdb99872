import ImageCore

/// What the decoding of one part may cost: values and bytes of text, those that aliases and templates bring included.
///
/// Decoders that belong together share one.
final class YAMLBudget {
    private let limits: YAMLLimits
    /// What was spent.
    private(set) var nodes = 0
    private(set) var bytes = 0
    private var aliasedNodes = 0
    private var aliasedBytes = 0

    init(_ limits: YAMLLimits) {
        self.limits = limits
    }

    /// Counts what a node holds.
    ///
    /// - Throws: `limitExceeded` if that is too much.
    func count(nodes: Int = 0, bytes: Int = 0, isAliased: Bool, at node: YAMLNode) throws(ImageError) {
        self.nodes += nodes
        self.bytes += bytes
        if isAliased {
            aliasedNodes += nodes
            aliasedBytes += bytes
        }
        if let problem { throw problem.located(atLineOf: node) }
    }

    /// Counts a value that stands in place of a text.
    ///
    /// - Throws: `limitExceeded` if it is too much, or too deep.
    func count(_ value: AttributeValue, depth: Int) throws(ImageError) {
        guard add(value, depth: depth) else { throw problem ?? tooDeep }
    }

    var tooDeep: ImageError {
        .limitExceeded(
            "values lie more than \(limits.depth) deep in each other, counting aliases and what templates fill in")
    }

    /// Adds a value until it is too much.
    private func add(_ value: AttributeValue, depth: Int) -> Bool {
        nodes += 1
        guard depth <= limits.depth, !isSpent else { return false }
        switch value {
        case .string(let text):
            bytes += text.utf8.count
            return !isSpent
        case .array(let items): return items.allSatisfy { add($0, depth: depth + 1) }
        case .mapping(let map):
            return map.pairs.allSatisfy {
                bytes += $0.key.utf8.count
                return add($0.value, depth: depth + 1)
            }
        default: return true
        }
    }

    private var isSpent: Bool {
        nodes > limits.nodes || aliasedNodes > limits.aliasedNodes || bytes > limits.textSize
            || aliasedBytes > limits.aliasedTextSize
    }

    private var problem: ImageError? {
        guard isSpent else { return nil }
        let isText = nodes <= limits.nodes && aliasedNodes <= limits.aliasedNodes
        return .limitExceeded(
            isText
                ? "too much text once aliases and templates are expanded"
                : "too many values once the aliases are expanded")
    }
}
