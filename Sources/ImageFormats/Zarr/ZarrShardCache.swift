import ByteStores
import ImageCore
import Synchronization

/// An opened shard with its index.
struct ZarrShard: Sendable {
    var object: any ByteObject
    /// Offset and size of each chunk.
    var entries: [UInt64]
}

/// The shards that were opened last: their chunks are mostly read one after the other.
final class ZarrShardCache: Sendable {
    private struct State {
        var shards: [String: ZarrShard] = [:]
        /// The keys, the longest known first.
        var order: [String] = []
        var entryCount = 0
    }

    private let state = Mutex(State())

    /// Open files are few, and so should be indices.
    private static let shardLimit = 32
    private static let entryLimit = 1 << 23

    /// The shard under a key, opened by a function if it is not known.
    ///
    /// - Throws: what the function throws.
    func shard(_ key: String, open: () async throws -> ZarrShard?) async throws -> ZarrShard? {
        if let known = state.withLock({ $0.shards[key] }) { return known }
        guard let shard = try await open() else { return nil }
        state.withLock { state in
            guard state.shards.updateValue(shard, forKey: key) == nil else { return }
            state.order.append(key)
            state.entryCount += shard.entries.count
            while state.order.count > 1, state.order.count > Self.shardLimit || state.entryCount > Self.entryLimit {
                let oldest = state.order.removeFirst()
                state.entryCount -= state.shards.removeValue(forKey: oldest)?.entries.count ?? 0
            }
        }
        return shard
    }
}
