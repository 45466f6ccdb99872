import ImageCodecs
import ImageCore

/// A segment that is decoded ahead, from a bit where a block was found to the start of the next segment.
final class GzipSegment: @unchecked Sendable {
    // Sendable: used by one task at a time; the stream sees to it.
    let inflater: SegmentInflater
    /// Its first bit, counted from the object's start.
    private(set) var firstBit = 0
    private var isDecoded = false

    /// Room for a segment.
    ///
    /// - Parameter snapshotInterval: how far apart places to go on from are noted; nil for none.
    init(_ tuning: ParallelGzipStream.Tuning, snapshotInterval: Int?) throws {
        inflater = try SegmentInflater(byteLimit: tuning.outputLimit, markerLimit: tuning.markerLimit)
        inflater.snapshotInterval = snapshotInterval
    }

    /// Decodes from a bit to another one; both are counted from the object's start.
    func decode(_ bits: Range<Int>, _ input: GzipInput) async throws {
        firstBit = bits.lowerBound
        isDecoded = false
        let start = firstBit / 8
        // A few bytes more, because blocks that end in the last 8 bytes are not decoded without the window.
        try await input.load(start..<bits.upperBound / 8 + 16)
        isDecoded = try input.withBytes(from: start) {
            try inflater.inflate($0, firstBit: firstBit % 8, stop: bits.upperBound - start * 8)
        }
    }

    /// Lets the exact decoder go on at the segment's end, if it has come to the segment's start.
    ///
    /// - Returns: whether it had.
    func join(_ chain: GzipChain) -> Bool {
        isDecoded && chain.isAtBlock(firstBit) && chain.take(inflater, start: firstBit / 8)
    }
}

/// Decoded bytes that wait to be copied to their place.
struct GzipPiece {
    private let source: Source
    /// What is left of them.
    private(set) var range: Range<Int>

    private enum Source {
        case segment(SegmentInflater)
        case memory(ScatterTarget)
    }

    /// All bytes of a segment.
    init(_ segment: SegmentInflater) {
        source = .segment(segment)
        range = 0..<segment.byteCount
    }

    /// The first bytes of a block of memory.
    init(_ memory: ScatterTarget, count: Int) {
        source = .memory(memory)
        range = 0..<count
    }

    /// Leaves out so many bytes, or all.
    ///
    /// - Returns: how many.
    mutating func drop(_ count: Int) -> Int {
        let count = min(count, range.count)
        range = range.lowerBound + count..<range.upperBound
        return count
    }

    /// Copies as much as fits into a part of a block.
    ///
    /// - Returns: how many bytes that was.
    mutating func copy(into target: ScatterTarget, _ place: Range<Int>) throws -> Int {
        let count = min(range.count, place.count)
        let copy = StridedCopy(
            shape: [count], elementSize: 1, sourceStrides: [1], sourceOffset: range.lowerBound,
            destinationStrides: [1], destinationOffset: place.lowerBound)
        switch source {
        case .segment(let segment):
            try segment.resolve()
            try segment.output.freeze().withBytes { try target.scatter(copy, from: $0) }
        case .memory(let memory):
            try memory.freeze().withBytes { try target.scatter(copy, from: $0) }
        }
        range = range.lowerBound + count..<range.upperBound
        return count
    }
}
