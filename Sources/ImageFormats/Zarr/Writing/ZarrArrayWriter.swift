import ByteStores
import ImageCodecs
import ImageCore
import ImageSources
import Synchronization

/// Encodes the chunks of one array and puts them where they belong, into shards where there are any.
///
/// Chunks come in any order, from several tasks at once, each once.
final class ZarrArrayWriter: Sendable {
    let plan: ZarrArrayPlan
    private let sink: any ZarrSink
    /// Whether chunks that hold nothing but zeros are left out: absent ones are read as zeros.
    private let leavesOutZeros: Bool
    private let shards = Mutex<[[Int]: Shard]>([:])

    /// A shard that is being put together.
    private final class Shard: Sendable {
        struct State {
            /// Offset and size of each chunk.
            var entries: [UInt64]
            var byteCount: UInt64 = 0
            /// The chunks that are still to come.
            var missing: Int
        }

        let key: String
        let state: Mutex<State>

        init(key: String, count: Int, missing: Int) {
            self.key = key
            state = Mutex(State(entries: [UInt64](repeating: .max, count: 2 * count), missing: missing))
        }
    }

    /// - Parameter leavesOutZeros: not where chunks may be there that have to be replaced.
    init(_ plan: ZarrArrayPlan, to sink: any ZarrSink, leavesOutZeros: Bool = true) {
        self.plan = plan
        self.sink = sink
        // In v2 there is no fill value, for the sake of xarray.
        self.leavesOutZeros = leavesOutZeros && plan.format == 3
    }

    /// Writes a chunk: its elements in native byte order and C order, at its full extents also at the edges.
    func write(_ index: [Int], _ pixels: Bytes, _ scratch: ScratchBuffers) throws {
        let encoded = leavesOutZeros && pixels.isZero ? nil : try encode(pixels, scratch)
        guard let extents = plan.shard else {
            if let encoded { try sink.write(plan.key(index), encoded) }
            return
        }
        let counts = zip(extents, plan.chunk).map { $0 / $1 }
        let shard = shard(of: zip(index, counts).map { $0 / $1 }, counts)
        let number = zip(zip(index, counts).map { $0 % $1 }, counts).reduce(0) { $0 * $1.1 + $1.0 }
        try shard.state.withLock { state in
            if let encoded {
                try sink.append(shard.key, encoded)
                state.entries[2 * number] = state.byteCount
                state.entries[2 * number + 1] = UInt64(encoded.count)
                state.byteCount += UInt64(encoded.count)
            }
            state.missing -= 1
            guard state.missing == 0, state.byteCount > 0 else { return }
            try sink.append(shard.key, try Self.encodedIndex(state.entries))
            try sink.finish(shard.key)
            state.entries = []
        }
    }

    private func shard(of index: [Int], _ counts: [Int]) -> Shard {
        shards.withLock { shards in
            if let known = shards[index] { return known }
            // At the edges a shard has fewer chunks than it has room for.
            let present = zip(zip(index, counts), plan.grid).map { min($0.1, $1 - $0.0 * $0.1) }
            let shard = Shard(
                key: plan.key(index), count: counts.reduce(1, *),
                missing: present.reduce(1, *))
            shards[index] = shard
            return shard
        }
    }

    private func encode(_ pixels: Bytes, _ scratch: ScratchBuffers) throws -> Bytes {
        var pixels = pixels
        if ByteOrder.native == .big, plan.elementType.swapWidth > 1 {
            let block = try scratch.block(8, count: pixels.count)
            let copy = StridedCopy(
                shape: [pixels.count], elementSize: 1, sourceStrides: [1], destinationStrides: [1])
            try pixels.withBytes { (span) throws(ImageError) in try block.scatter(copy, from: span) }
            try block.swapBytes(0..<pixels.count, width: plan.elementType.swapWidth)
            pixels = block.freeze(prefix: pixels.count)
        }
        guard let codec = plan.encoding.codec else { return pixels }
        let limit = codec.encodedByteCountLimit(pixels.count)
        let block = try scratch.block(9, count: limit)
        let (_, written) = try block.withOutput(0..<limit) { try codec.encode(pixels.span, into: &$0) }
        return block.freeze(prefix: written)
    }

    /// The index as `bytes` (little-endian) and `crc32c` encode it.
    private static func encodedIndex(_ entries: [UInt64]) throws -> Bytes {
        let plain = Bytes(entries.flatMap { entry in (0..<8).map { UInt8(truncatingIfNeeded: entry >> ($0 * 8)) } })
        let codec = Checksum(.crc32c)
        let target = try ScatterTarget(count: codec.encodedByteCountLimit(plain.count))
        let (_, written) = try target.withOutput(0..<target.count) { try codec.encode(plain.span, into: &$0) }
        return target.freeze(prefix: written)
    }
}
