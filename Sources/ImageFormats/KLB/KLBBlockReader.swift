import ByteStores
import ImageCodecs
import ImageCore
import ImageSources

/// Reads an image block by block; each is a compressed stream of its own.
struct KLBBlockReader: ChunkReader {
    let file: KLBFile
    /// The blocks along the axes of the image, slowest first; others have one.
    let blockCounts: [Int]

    func readChunk(_ request: ChunkRequest) async throws {
        let number = zip(request.index, blockCounts).reduce(0) { $0 * $1.1 + $1.0 }
        let object = file.blocks.object
        let range: Range<Int>
        do {
            range = try await file.blocks.range(of: number)
        } catch let error as ParseError {
            throw error.imageError.located(in: object.location)
        }
        do {
            guard let codec = file.header.compression.codec else { return try await readPlain(request, object, range) }
            try await read(request, object, range, codec)
        } catch let error as CodecError {
            throw ImageError.corrupt(
                "block \(number): \(error.message)", at: .init(object.location, byteOffset: range.lowerBound))
        }
    }

    private func read(
        _ request: ChunkRequest, _ object: any ByteObject, _ range: Range<Int>, _ codec: any ByteCodec
    ) async throws {
        // A little may follow the compressed data, but not what would take memory for nothing.
        let limit = codec.encodedByteCountLimit(request.byteCount).addingReportingOverflow(1 << 16)
        guard limit.overflow || range.count <= limit.partialValue else {
            throw CodecError("\(range.count) bytes are far more than \(request.byteCount) bytes of pixels can need")
        }
        let input = try request.scratch.block(0, count: range.count)
        try await object.read(at: range.lowerBound, into: input, 0..<range.count)
        let encoded = input.freeze(prefix: range.count)
        if let place = request.directRange {
            try decode(encoded, codec, into: request.target, place)
            return try request.deliverDirect()
        }
        try request.checkBufferSize()
        let output = try request.scratch.block(1, count: request.byteCount)
        try decode(encoded, codec, into: output, 0..<request.byteCount)
        try request.deliver(output.freeze(prefix: request.byteCount).span)
    }

    private func decode(
        _ encoded: Bytes, _ codec: any ByteCodec, into target: ScatterTarget, _ place: Range<Int>
    ) throws {
        let (_, written) = try target.withOutput(place) { try codec.decode(encoded.span, into: &$0) }
        guard written == place.count else {
            throw CodecError("\(codec.name): the data decode to \(written) bytes, not \(place.count)")
        }
    }

    /// Bytes that are the pixels themselves: only those that are needed are read.
    private func readPlain(_ request: ChunkRequest, _ object: any ByteObject, _ range: Range<Int>) async throws {
        guard range.count == request.byteCount else {
            throw CodecError("it has \(range.count) bytes, its pixels \(request.byteCount)")
        }
        if let place = request.directRange {
            try await object.read(at: range.lowerBound, into: request.target, place)
            return try request.deliverDirect()
        }
        let needed = request.neededRange
        try request.checkBufferSize()
        let block = try request.scratch.block(0, count: needed.count)
        for run in request.neededRuns {
            let place = run.lowerBound - needed.lowerBound
            try await object.read(at: range.lowerBound + run.lowerBound, into: block, place..<place + run.count)
        }
        try request.deliver(part: block.freeze(prefix: needed.count).span, from: needed.lowerBound)
    }
}

extension KLBCompression {
    /// What decodes blocks; nil where they are the pixels themselves.
    var codec: (any ByteCodec)? {
        switch self {
        case .none: nil
        case .bzip2: Bzip2()
        case .zlib: Zlib()
        }
    }
}
