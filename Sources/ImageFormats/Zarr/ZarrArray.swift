import ByteStores
import ImageCodecs
import ImageCore
import ImageSources

/// One array of a store: its metadata, and the way to its chunks.
final class ZarrArray: ChunkReader {
    let metadata: ZarrArrayMetadata
    /// The folder of the array.
    let folder: Resource
    private let shards = ZarrShardCache()

    init(_ metadata: ZarrArrayMetadata, in folder: Resource) {
        self.metadata = metadata
        self.folder = folder
    }

    func readChunk(_ request: ChunkRequest) async throws {
        try await readChunk(request.index, request)
    }

    /// Reads the chunk with an index in this array for a request that may count otherwise.
    func readChunk(_ index: [Int], _ request: ChunkRequest) async throws {
        let chain = metadata.codecs.innermost
        let start = zip(index, chain.chunk).map { $0 * $1 }
        let key = metadata.keys.key(zip(start, metadata.storedChunk).map { $0 / $1 })
        do {
            guard let (object, range) = try await locate(start, key) else { return try request.deliverFill() }
            guard range.count <= Self.plausibleLimit(chain.encodedByteCountLimit) else {
                throw ImageError.corrupt("the chunk has \(range.count) bytes, far more than it can need")
            }
            if chain.capacities.isEmpty {
                return try await readPlain(request, object, range)
            }
            let block = try request.scratch.block(0, count: range.count)
            try await object.read(at: range.lowerBound, into: block, 0..<range.count)
            try chain.decode(block.freeze(prefix: range.count).span, for: request)
        } catch let error as CodecError {
            throw error.imageError.located(in: folder.below(key).location)
        } catch let error as ParseError {
            throw error.imageError.located(in: folder.below(key).location)
        } catch let error as ImageError {
            throw error.located(in: folder.below(key).location)
        }
    }

    /// All elements of an array along one axis or none, chunk after chunk: for the names and positions along an axis.
    ///
    /// - Throws: `limitExceeded` for more than `limit` elements.
    func decodedChunks(limit: Int) async throws -> [Bytes?] {
        let (count, chain) = (metadata.shape.first ?? 1, metadata.codecs.innermost)
        guard metadata.shape.count <= 1, count <= limit, chain.encodedByteCountLimit <= 1 << 30 else {
            throw ImageError.limitExceeded("too many coordinates", at: .init(folder.location))
        }
        var chunks: [Bytes?] = []
        let extent = chain.chunk.first ?? 1
        for place in stride(from: 0, to: count, by: extent) {
            let start = metadata.shape.isEmpty ? [] : [place]
            let key = metadata.keys.key(zip(start, metadata.storedChunk).map { $0 / $1 })
            guard let (object, range) = try await locate(start, key) else {
                chunks.append(nil)
                continue
            }
            guard range.count <= Self.plausibleLimit(chain.encodedByteCountLimit) else {
                throw ImageError.corrupt("the chunk has \(range.count) bytes", at: .init(folder.below(key).location))
            }
            chunks.append(try chain.decode(try await object.read(range)))
        }
        return chunks
    }

    /// Compressed data may be followed by a little that is not theirs.
    private static func plausibleLimit(_ limit: Int) -> Int {
        let (sum, overflow) = limit.addingReportingOverflow(1 << 16)
        return overflow ? .max : sum
    }

    /// Bytes that are the chunk itself: only those that are needed are read.
    private func readPlain(_ request: ChunkRequest, _ object: any ByteObject, _ range: Range<Int>) async throws {
        guard range.count == request.byteCount else {
            throw ImageError.corrupt("the chunk has \(range.count) bytes, not \(request.byteCount)")
        }
        if let place = request.directRange {
            try await object.read(at: range.lowerBound, into: request.target, place)
            return try request.deliverDirect()
        }
        let needed = request.neededRange
        let block = try request.scratch.block(0, count: needed.count)
        for run in request.neededRuns {
            let place = run.lowerBound - needed.lowerBound
            try await object.read(at: range.lowerBound + run.lowerBound, into: block, place..<place + run.count)
        }
        try request.deliver(part: block.freeze(prefix: needed.count).span, from: needed.lowerBound)
    }

    /// Where the encoded chunk lies that begins at a place of the array; nil if it is absent.
    private func locate(_ start: [Int], _ key: String) async throws -> (any ByteObject, Range<Int>)? {
        let name = folder.below(key).key
        guard case .sharding(let outer) = metadata.codecs.serializer else {
            guard let object = try await folder.store.open(name) else { return nil }
            return (object, 0..<object.size)
        }
        var sharding = outer
        var shardKey = key
        guard var shard = try await shards.shard(key, open: { try await openShard(name) }) else { return nil }
        var place = zip(start, metadata.storedChunk).map { $0 % $1 }
        while true {
            let number = sharding.number(of: place)
            guard let range = try sharding.range(shard.entries, number, in: shard.object.size) else { return nil }
            guard case .sharding(let next) = sharding.inner.serializer else { return (shard.object, range) }
            let window = try ConcatenatedObject(
                location: shard.object.location, [ConcatenatedObject.Part(shard.object, range)])
            shardKey += "#\(number)"
            let (chain, size) = (sharding.inner, sharding.inner.chunk)
            guard let inside = try await shards.shard(shardKey, open: { try await Self.open(window, chain, next) })
            else { return nil }
            place = zip(place, size).map { $0 % $1 }
            shard = inside
            sharding = next
        }
    }

    private func openShard(_ name: String) async throws -> ZarrShard? {
        guard case .sharding(let sharding) = metadata.codecs.serializer,
            let object = try await folder.store.open(name)
        else { return nil }
        return try await Self.open(object, metadata.codecs, sharding)
    }

    private static func open(
        _ object: any ByteObject, _ chain: ZarrCodecChain, _ sharding: ZarrSharding
    ) async throws -> ZarrShard {
        var object = object
        if !chain.capacities.isEmpty {
            // A shard that is compressed as a whole, which nobody should write, has to be decoded as a whole.
            guard chain.capacities.allSatisfy({ $0 <= 1 << 31 }), object.size <= 1 << 31 else {
                throw ImageError.limitExceeded("a shard that is compressed as a whole is too large to be decoded")
            }
            let decoded = try chain.decode(try await object.read(0..<object.size))
            object = MemoryObject(location: object.location, bytes: decoded)
        }
        let range = try sharding.indexRange(in: object.size)
        return ZarrShard(object: object, entries: try sharding.entries(try await object.read(range)))
    }
}
