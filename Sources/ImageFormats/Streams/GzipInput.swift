import ByteStores
import ImageCore

/// A part of a compressed object in memory that is used again for the next part.
final class GzipInput: @unchecked Sendable {
    // Sendable: used by one task at a time; the owner sees to it.
    private let object: any ByteObject
    private var memory: ScatterTarget?
    private var bytes = Bytes.empty
    private var start = 0

    /// A window onto an object.
    init(_ object: any ByteObject) {
        self.object = object
    }

    /// The first position that is not in memory, if `position` is.
    func end(at position: Int) -> Int? {
        position >= start && position < start + bytes.count ? start + bytes.count : nil
    }

    /// Fetches a part of the object; what is beyond its end is left out.
    func load(_ range: Range<Int>) async throws {
        let lower = min(range.lowerBound, object.size)
        let count = min(range.upperBound, object.size) - lower
        if (memory?.count ?? 0) < count { memory = try ScatterTarget(count: count) }
        start = lower
        bytes = .empty
        guard count > 0, let memory else { return }
        try await object.read(at: lower, into: memory, 0..<count)
        // The view is never handed out: it is gone before the memory is filled again.
        bytes = memory.freeze(prefix: count)
    }

    /// Calls a function with what is in memory from a position on, up to a limit.
    func withBytes<R>(from position: Int, upTo limit: Int = .max, _ body: (RawSpan) throws -> R) rethrows -> R {
        let first = min(max(position - start, 0), bytes.count)
        let last = min(max(limit - start, first), bytes.count)
        return try bytes.withBytes { try body($0.extracting(first..<last)) }
    }
}
