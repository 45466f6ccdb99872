import ImageCore
import Synchronization

/// A value that an alias stands for, and what it counts for where it is used.
struct YAMLKnownValue: Sendable {
    var value: AttributeValue
    var nodes: Int
    var bytes: Int
    /// How many levels lie in it.
    var height: Int
}

/// What was read of the anchors of a file, so that a list that thousands of entries refer to is read once.
final class YAMLKnownAnchors: Sendable {
    private struct State {
        var nodes: [Int: YAMLNode] = [:]
        var nodesSize = 0
        var values: [Int: YAMLKnownValue] = [:]
        var valuesSize = 0
    }

    private let state = Mutex(State())
    /// How much is kept: bytes of the file, and values.
    private static let sizeLimit = 1 << 18

    func node(at start: Int) -> YAMLNode? { state.withLock { $0.nodes[start] } }

    func value(at start: Int) -> YAMLKnownValue? { state.withLock { $0.values[start] } }

    /// Keeps what was read at a range; makes room if need be.
    func keep(_ node: YAMLNode, of range: Range<Int>) {
        guard range.count <= Self.sizeLimit else { return }
        state.withLock { state in
            if state.nodesSize + range.count > Self.sizeLimit { (state.nodes, state.nodesSize) = ([:], 0) }
            state.nodesSize += range.count
            state.nodes[range.lowerBound] = node
        }
    }

    /// Keeps the value of what begins at an offset; makes room if need be.
    func keep(_ value: YAMLKnownValue, at start: Int) {
        guard value.nodes <= Self.sizeLimit else { return }
        state.withLock { state in
            if state.valuesSize + value.nodes > Self.sizeLimit { (state.values, state.valuesSize) = ([:], 0) }
            state.valuesSize += value.nodes
            state.values[start] = value
        }
    }
}
