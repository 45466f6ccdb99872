import ByteStores
import ImageCodecs
import ImageCore
import ImageSources

/// What the tasks of one round of a `ParallelGzipStream` do, and what comes out of it.
final class GzipRound: @unchecked Sendable {
    // Sendable: each job writes to what no other job touches.
    private let chain: GzipChain
    private let segments: [GzipSegment]
    private let inputs: [GzipInput]
    /// The starts of the segments, and the end of the last one, in bits.
    private let bits: [Int]
    private let searches: [GzipSearch]
    private var waiting: [GzipPiece]
    private let waitingSegments: [GzipSegment]
    private let spill: ScatterTarget?
    /// How many bytes are decoded into the same block again and again, because nobody wants them.
    private let unwanted: Int
    /// The bytes that the exact decoder wrote into the result, or that nobody wanted.
    private(set) var directCount = 0
    /// Those that had no room there.
    private(set) var spillCount = 0

    /// A round.
    ///
    /// - Parameters:
    ///   - chain: The exact decoder; it decodes up to the first segment's start.
    ///   - segments: Room for the segments, one for each of `inputs`.
    ///   - bits: Where the segments begin, and where the last one ends; the end alone if there are no segments.
    ///   - searches: For starts of segments of the next round.
    ///   - waiting: Bytes to be copied to the begin of the range.
    ///   - waitingSegments: Segments of the last round, whose checksums are needed even if their bytes are not.
    ///   - spill: Where the exact decoder goes on when the range is full; without it, it stops.
    ///   - unwanted: How many bytes are left out; the range is room for some of them then.
    init(
        _ chain: GzipChain, _ segments: [GzipSegment], _ inputs: [GzipInput], bits: [Int], searches: [GzipSearch],
        waiting: [GzipPiece], waitingSegments: [GzipSegment], spill: ScatterTarget?, unwanted: Int
    ) {
        self.chain = chain
        self.segments = segments
        self.inputs = inputs
        self.bits = bits
        self.searches = searches
        self.waiting = waiting
        self.waitingSegments = waitingSegments
        self.spill = spill
        self.unwanted = unwanted
    }

    /// Runs the jobs; the long ones first, the short ones go to whoever is done.
    func run(_ target: ScatterTarget, _ range: Range<Int>, limit: Int) async throws {
        let place = range.lowerBound + waiting.reduce(0) { $0 + $1.range.count }
        let deliverNumber = segments.count + 1
        let delivers = !waiting.isEmpty || !waitingSegments.isEmpty
        let count = deliverNumber + (delivers ? 1 : 0) + searches.count
        // Changing the thread costs more than a short member.
        guard count > 1 else { return try await decode(into: target, place..<range.upperBound) }
        try await forEachConcurrently(count, limit: limit) { [self] number in
            if number < segments.count {
                try await segments[number].decode(bits[number]..<bits[number + 1], inputs[number])
            } else if number == segments.count {
                try await decode(into: target, place..<range.upperBound)
            } else if number == deliverNumber, delivers {
                try deliver(into: target, range.lowerBound..<place)
            } else {
                try await searches[count - 1 - number].run()
            }
        }
    }

    private func decode(into target: ScatterTarget, _ range: Range<Int>) async throws {
        let stop = bits[0] == .max ? .max : (bits[0] + 7) / 8
        let count = unwanted > 0 ? unwanted : range.count
        var last = 0
        repeat {
            let part = range.lowerBound..<range.lowerBound + min(range.count, count - directCount)
            last = try await chain.decode(upTo: stop, into: target, part)
            directCount += last
        } while last == range.count && directCount < count
        guard directCount == count, let spill else { return }
        spillCount = try await chain.decode(upTo: stop, into: spill, 0..<spill.count)
    }

    private func deliver(into target: ScatterTarget, _ range: Range<Int>) throws {
        var place = range.lowerBound
        for number in waiting.indices { place += try waiting[number].copy(into: target, place..<range.upperBound) }
        for segment in waitingSegments { try segment.inflater.resolve() }
    }
}

/// Looks for the start of a block.
final class GzipSearch: @unchecked Sendable {
    // Sendable: used by one task at a time; the stream sees to it.
    private let input: GzipInput
    private let finder = DeflateBlockFinder()
    /// Where it looks, in bytes.
    var range = 0..<0
    /// The bit that was found, counted from the object's start.
    private(set) var bit: Int?

    /// A search in an object.
    init(_ object: any ByteObject) {
        input = GzipInput(object)
    }

    /// Looks.
    func run() async throws {
        bit = nil
        try await input.load(range)
        bit = input.withBytes(from: range.lowerBound) { finder.firstBlock(in: $0) }.map { range.lowerBound * 8 + $0 }
    }
}
