import ByteStores
import ImageCore
import ImageSources

/// Uncompressed stored numbers, scaled chunk by chunk: a chunk is some planes, or a part of one.
struct NIfTIScaledChunks: ChunkReader {
    private let pixels: NIfTIPixels

    private static let chunkByteCount = 2 << 20

    init(_ pixels: NIfTIPixels) {
        self.pixels = pixels
    }

    /// Extents of about two mebibytes, whole along the faster axes.
    static func chunkShape(_ shape: [Int], elementSize: Int) -> [Int] {
        var chunk = shape.map { _ in 1 }
        var size = elementSize
        for axis in shape.indices.reversed() {
            chunk[axis] = max(min(shape[axis], chunkByteCount / size), 1)
            size *= chunk[axis]
            if chunk[axis] < shape[axis] { break }
        }
        return chunk
    }

    func readChunk(_ request: ChunkRequest) async throws {
        let (stored, scaled) = (pixels.storedType, pixels.elementType)
        guard let scaling = pixels.scaling else { return }
        // A chunk is whole along all axes but one, so that it is one run of the file; the last one may be shorter.
        let strides = Shape.strides(request.image.shape, elementSize: stored.size)
        var start = pixels.offset
        for (axis, index) in request.index.enumerated() {
            start += index * request.image.chunkShape[axis] * strides[axis]
        }
        let needed = request.neededRange
        let elements = needed.lowerBound / scaled.size..<needed.upperBound / scaled.size
        let bytes = elements.count * stored.size
        let from = try request.scratch.block(0, count: bytes)
        try await pixels.object.read(at: start + elements.lowerBound * stored.size, into: from, 0..<bytes)
        if pixels.byteOrder != .native { try from.swapBytes(0..<bytes, width: stored.swapWidth) }
        if let place = request.directRange {
            try request.target.scale(from, of: stored, by: scaling, to: place, as: scaled)
            return try request.deliverDirect()
        }
        let to = try request.scratch.block(1, count: needed.count)
        try to.scale(from, of: stored, by: scaling, to: 0..<needed.count, as: scaled)
        let part = to.freeze(prefix: needed.count)
        try request.deliver(part: part.span, from: needed.lowerBound)
    }
}

/// Stored numbers that come one after the other, scaled.
final class NIfTIScaledStream: PixelStream {
    private let stream: any PixelStream
    private let stored: ElementType
    private let scaled: ElementType
    private let byteOrder: ByteOrder
    private let scaling: LinearScaling
    private var block: ScatterTarget?

    /// Large enough for several tasks to decode it.
    private static let pieceByteCount = 8 << 20

    init(
        _ stream: any PixelStream, _ stored: ElementType, _ byteOrder: ByteOrder, _ scaling: LinearScaling,
        as scaled: ElementType
    ) {
        self.stream = stream
        self.stored = stored
        self.byteOrder = byteOrder
        self.scaling = scaling
        self.scaled = scaled
    }

    func read(into target: ScatterTarget, _ range: Range<Int>) async throws {
        let all = range.count / scaled.size
        var done = 0
        while done < all {
            let count = min(all - done, Self.pieceByteCount / stored.size)
            let bytes = count * stored.size
            let from = try block(bytes)
            try await stream.read(into: from, 0..<bytes)
            if byteOrder != .native { try from.swapBytes(0..<bytes, width: stored.swapWidth) }
            let first = range.lowerBound + done * scaled.size
            try target.scale(from, of: stored, by: scaling, to: first..<first + count * scaled.size, as: scaled)
            done += count
        }
    }

    func skip(_ count: Int) async throws {
        try await stream.skip(count / scaled.size * stored.size)
    }

    private func block(_ count: Int) throws -> ScatterTarget {
        if let block, block.count >= count { return block }
        let block = try ScatterTarget(count: count)
        self.block = block
        return block
    }
}
