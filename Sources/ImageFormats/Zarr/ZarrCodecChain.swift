import ImageCodecs
import ImageCore
import ImageSources

/// The codecs of an array in the order in which a chunk is encoded: the axes are put in an order, filters change the
/// elements, one codec makes bytes of them, and others compress these.
///
/// The order of the axes costs nothing: the engine reads a decoded chunk with the strides that it has.
struct ZarrCodecChain: Sendable {
    /// What makes bytes out of elements.
    enum Serializer: Sendable {
        /// Number after number.
        case bytes(ByteOrder)
        /// Text after text, each with its length.
        case text
        /// Chunks of their own, with an index.
        case sharding(ZarrSharding)
    }

    /// The extents of the chunk along the axes of the array.
    let chunk: [Int]
    /// The axes of the array in the order in which the chunk lies in memory, slowest first.
    let axes: [Int]
    /// What changes elements, in the order of encoding.
    let filters: [any ByteCodec]
    let serializer: Serializer
    /// What changes bytes, in the order of encoding.
    let compressors: [any ByteCodec]
    /// The size of the decoded chunk; 0 for text, whose size only decoding shows.
    let decodedByteCount: Int
    /// For filters and compressors, in the order of decoding: how many bytes come out at most.
    let capacities: [Int]
    /// The most bytes that an encoded chunk can have.
    let encodedByteCountLimit: Int
    /// The only codec, if it can decode parts.
    private let partial: (any PartialByteCodec)?
    /// The codecs in the order of decoding.
    private let stages: [any ByteCodec]

    /// - Throws: `limitExceeded` if the sizes cannot be counted.
    init(
        chunk: [Int], axes: [Int], filters: [any ByteCodec], serializer: Serializer, compressors: [any ByteCodec],
        elementSize: Int
    ) throws(ImageError) {
        self.chunk = chunk
        self.axes = axes
        self.filters = filters
        self.serializer = serializer
        self.compressors = compressors
        decodedByteCount = try Shape.byteCount(chunk, elementSize: elementSize)
        var size = decodedByteCount
        var capacities: [Int] = []
        for codec in filters {
            capacities.append(size)
            size = codec.encodedByteCountLimit(size)
        }
        switch serializer {
        case .bytes: break
        // A length and up to 64 KiB for each text: names, not books.
        case .text: size = min(try Shape.byteCount(chunk, elementSize: 4 + 1 << 16), .max - 4) + 4
        case .sharding(let sharding): size = sharding.byteCountLimit
        }
        for codec in compressors {
            capacities.append(size)
            size = codec.encodedByteCountLimit(size)
        }
        self.capacities = capacities.reversed()
        stages = compressors.reversed() + filters.reversed()
        partial = stages.count == 1 ? stages[0] as? any PartialByteCodec : nil
        encodedByteCountLimit = size
    }

    /// The codecs of what is decoded at once: those inside of all shards.
    var innermost: ZarrCodecChain {
        if case .sharding(let sharding) = serializer { return sharding.inner.innermost }
        return self
    }

    /// The byte order of the decoded numbers.
    var byteOrder: ByteOrder {
        if case .bytes(let order) = innermost.serializer { return order }
        return .native
    }
}

extension ZarrCodecChain {
    /// Decodes a chunk that is not sharded and delivers it: straight into the result where it lies there as it comes.
    ///
    /// - Throws: `CodecError` for damaged data, `corrupt` for a chunk of another size.
    func decode(_ encoded: RawSpan, for request: ChunkRequest) throws {
        guard !capacities.isEmpty else {
            try checkSize(encoded.byteCount)
            return try request.deliver(encoded)
        }
        if let range = request.directRange {
            try checkSize(try decode(encoded, request.scratch, into: request.target, range))
            return try request.deliverDirect()
        }
        try request.checkBufferSize()
        if let codec = partial, let part = codec.usefulPart(request.neededRange, of: decodedByteCount) {
            let block = try request.scratch.block(1, count: part.count)
            let (_, written) = try block.withOutput(0..<part.count) { output in
                try codec.decode(encoded, part: part, of: decodedByteCount, into: &output)
            }
            return try request.deliver(part: block.freeze(prefix: written).span, from: part.lowerBound)
        }
        let block = try request.scratch.block(1, count: decodedByteCount)
        let written = try decode(encoded, request.scratch, into: block, 0..<decodedByteCount)
        try checkSize(written)
        try request.deliver(block.freeze(prefix: written).span)
    }

    /// All bytes of a decoded chunk, for arrays that are no images: names, positions, the index of a shard.
    ///
    /// - Throws: as the other.
    func decode(_ encoded: Bytes) throws -> Bytes {
        guard let last = capacities.last else { return encoded }
        let target = try ScatterTarget(count: last)
        let written = try encoded.withBytes { try decode($0, ScratchBuffers(), into: target, 0..<last) }
        return target.freeze(prefix: written)
    }

    private func decode(
        _ encoded: RawSpan, _ scratch: ScratchBuffers, into target: ScatterTarget, _ range: Range<Int>
    ) throws -> Int {
        guard stages.count > 1 else {
            guard let codec = stages.first else { return 0 }
            return try target.withOutput(range) { try codec.decode(encoded, into: &$0) }.1
        }
        // Two blocks in turn: each stage reads what the one before it wrote.
        var input = try decode(encoded, stages[0], capacities[0], scratch.block(2, count: capacities[0]))
        for number in 1..<stages.count - 1 {
            let block = try scratch.block(2 + number % 2, count: capacities[number])
            input = try decode(input.span, stages[number], capacities[number], block)
        }
        return try target.withOutput(range) { try stages[stages.count - 1].decode(input.span, into: &$0) }.1
    }

    private func decode(
        _ input: RawSpan, _ codec: any ByteCodec, _ capacity: Int, _ block: ScatterTarget
    ) throws -> Bytes {
        let written = try block.withOutput(0..<capacity) { try codec.decode(input, into: &$0) }.1
        return block.freeze(prefix: written)
    }

    private func checkSize(_ count: Int) throws(ImageError) {
        guard count == decodedByteCount else {
            throw .corrupt("the chunk decodes to \(count) bytes, not \(decodedByteCount)")
        }
    }
}
