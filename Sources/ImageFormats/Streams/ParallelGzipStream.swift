import ByteStores
import ImageCodecs
import ImageCore
import ImageSources

/// The decoded bytes of gzip data, where one long DEFLATE stream is decoded by several tasks at once.
///
/// The work goes in rounds. One task decodes exactly, from where the last round ended, straight into the result. The
/// others decode segments further on, from places where a block seems to begin, without the data before them
/// (`SegmentInflater`). When the first arrives exactly at the start of the second's segment, that is proven right and
/// takes its place; otherwise it is thrown away, and the exact decoder just goes on: the result is always that of a
/// sequential decoder. In the next round the segments are copied to their places, and blocks are looked for where the
/// segments of the round after it shall begin.
///
/// Data in which no blocks are found, or that have members too short for this, are soon decoded by one task.
final class ParallelGzipStream: PixelStream {
    /// Sizes, smaller ones for tests.
    struct Tuning: Sendable {
        /// The most compressed bytes of a segment.
        var segmentByteCount = 2 << 20
        /// The compressed bytes of the first segment, and the least of any.
        var smallSegmentByteCount = 256 << 10
        /// How far the start of a block is looked for.
        var searchByteCount = 512 << 10
        /// The decoded bytes that a segment should have, and at most has.
        var outputByteCount = 4 << 20
        var outputLimit = 5 << 20
        /// The most decoded bytes of a segment while they depend on unknown data.
        var markerLimit = 5 << 19
        /// The most decoded bytes for a compressed one; ISA-L decodes data that are smaller still at the speed of memory.
        var ratioLimit = 12
        /// After so many rounds in a row in which a segment was of no use, no more are tried.
        var failureLimit = 2
    }

    /// How many bytes may follow the expected ones.
    static let surplusLimit = 64 << 20

    /// Where what is left out is decoded to: little, so that it stays in the caches.
    private static let scratchByteCount = 128 << 10

    /// How many segments were of use, and how many were not.
    var statistics = (used: 0, wasted: 0)

    let object: any ByteObject
    let concurrency: Int
    let tuning: Tuning
    let chain: GzipChain
    let expected: Int
    /// Places to go on from, shared by all streams of the file; nil if nobody keeps them.
    let index: GzipSeekIndex?
    private let indexFile: GzipIndexFile?
    private let mustEndFile: Bool
    var delivered = 0
    private var isBroken = false
    /// Whether the exact decoder is not where the next bytes are: they are decoded by the index.
    var isApart = false
    /// Up to this decoded byte one task decodes alone: what is read after a jump is mostly little.
    var soloUntil = 0
    /// Whether bytes were left out by the index, so that no checksum says that all is well.
    private var hasGaps = false

    /// Decoded bytes that were not asked for yet, in order, and the segments that they lie in.
    var waiting: [GzipPiece] = []
    var waitingSegments: [GzipSegment] = []
    var rooms: GzipRooms
    /// The bits where segments of the next round begin; the exact decoder ends there.
    var starts: [Int] = []
    /// The byte where the round ends, and the next one.
    var end = 0
    var nextEnd = 0
    var segmentByteCount: Int
    var failures = 0
    /// Whether the data, by what was last decoded, are not too small for segments to pay.
    var isWorthwhile = true

    /// The members that begin at a byte of an object, which decode to `expected` bytes at least.
    ///
    /// - Parameters:
    ///   - index: places that other streams of the same file have passed; gets those that this one passes. With it,
    ///     `skip` costs little, and what was decoded once is decoded by several tasks.
    ///   - indexFile: gets the places when the data were passed from the first byte to the last.
    ///   - mustEndFile: whether bytes behind the last member are an error.
    init(
        _ object: any ByteObject, from offset: Int, expected: Int, concurrency: Int, tuning: Tuning = Tuning(),
        index: GzipSeekIndex? = nil, indexFile: GzipIndexFile? = nil, mustEndFile: Bool = false
    ) {
        self.object = object
        self.expected = expected
        self.concurrency = max(concurrency, 1)
        self.tuning = tuning
        self.index = index
        self.indexFile = indexFile
        self.mustEndFile = mustEndFile
        chain = GzipChain(object, at: offset, index: index)
        rooms = GzipRooms(object, tuning, snapshotInterval: index?.interval)
        segmentByteCount = tuning.smallSegmentByteCount
    }

    func read(into target: ScatterTarget, _ range: Range<Int>) async throws {
        guard delivered + range.count <= expected else {
            throw ImageError.invalidArgument("gzip: more than the \(expected) bytes are asked for that were announced")
        }
        guard !isBroken else { throw ImageError.invalidArgument("gzip: reading was interrupted and cannot go on") }
        // An error in between leaves things in no order.
        isBroken = true
        var done = range.lowerBound
        if try await readByIndex(into: target, range) { done = range.upperBound }
        while done < range.upperBound {
            let place = done..<range.upperBound
            if waitingByteCount >= place.count || (waitingByteCount > 0 && !chain.isInMember) {
                done += try deliver(into: target, place)
                continue
            }
            try await enterMember(delivered + done - range.lowerBound)
            done += try await advance(target, place)
        }
        delivered += range.count
        if delivered == expected, mayCheckEnd { try await checkEnd() }
        isBroken = false
    }

    /// Leaves out the next bytes: with an index that has come so far, without decoding them.
    func skip(_ count: Int) async throws {
        let (goal, overflow) = delivered.addingReportingOverflow(count)
        guard count >= 0, !overflow, goal <= expected else {
            throw ImageError.invalidArgument("gzip: more than the \(expected) bytes are left out that were announced")
        }
        guard count > 0 else { return }
        if let index {
            if let segment = index.segments(for: goal..<goal + 1)?.first {
                // An exact decoder that has not begun is left for nothing.
                if isApart || segment.point.offset > chain.decodedCount || chain.decodedCount == 0 {
                    try leaveChain()
                    delivered = goal
                    return
                }
            } else if let point = index.point(before: goal), isApart || point.offset > chain.decodedCount {
                // Far behind all that was passed: from there on as if nothing was.
                try leaveChain()
                try restore(point)
                delivered = point.offset
                isApart = false
            }
        }
        try await discard(goal - delivered)
    }

    /// Decodes bytes and throws them away.
    private func discard(_ count: Int) async throws {
        let goal = delivered + count
        if isApart {
            let scratch = try ScatterTarget(count: min(count, tuning.outputByteCount))
            while delivered < goal { try await read(into: scratch, 0..<min(goal - delivered, scratch.count)) }
            return
        }
        let scratch = try ScatterTarget(count: min(count, Self.scratchByteCount))
        isBroken = true
        while delivered < goal {
            if !waiting.isEmpty {
                drop(goal - delivered)
            } else {
                try await enterMember(delivered)
                delivered += try await advance(scratch, 0..<scratch.count, unwanted: goal - delivered)
            }
        }
        isBroken = false
        if delivered == expected, mayCheckEnd { try await checkEnd() }
    }

    /// Leaves out so many of the bytes that wait, or all, without copying them anywhere; the next round works out their
    /// checksum beside its other work.
    private func drop(_ count: Int) {
        var left = count
        while left > 0, !waiting.isEmpty {
            left -= waiting[0].drop(left)
            if waiting[0].range.isEmpty { waiting.removeFirst() }
        }
        delivered += count - left
    }

    /// Lets the exact decoder enter the next member, if it is in none.
    ///
    /// - Throws: `corrupt` if there is none behind the `count` decoded bytes.
    private func enterMember(_ count: Int) async throws {
        guard !chain.isInMember else { return }
        try await chain.advanceMember()
        if !chain.isInMember { throw endError(count) }
        startMember()
    }

    /// Brings the exact decoder to a place.
    func restore(_ point: GzipSeekIndex.Point) throws {
        do {
            try chain.restore(point)
        } catch {
            throw ImageError.corrupt(error.message, at: .init(object.location))
        }
    }

    /// Forgets what the exact decoder has prepared: the next bytes are elsewhere.
    func leaveChain() throws {
        waiting = []
        try recycle()
        startMember()
        failures = 0
        isApart = true
        hasGaps = true
    }

    /// Begins anew from the start of the data, without places; what was delivered is decoded again.
    func startOver() async throws {
        let count = delivered
        chain.restart()
        isApart = false
        hasGaps = false
        soloUntil = 0
        delivered = 0
        try await discard(count)
        isBroken = true
    }

    var waitingByteCount: Int { waiting.reduce(0) { $0 + $1.range.count } }

    /// Copies bytes that wait.
    ///
    /// - Returns: how many.
    private func deliver(into target: ScatterTarget, _ range: Range<Int>) throws -> Int {
        var done = range.lowerBound
        while done < range.upperBound, !waiting.isEmpty {
            done += try waiting[0].copy(into: target, done..<range.upperBound)
            if waiting[0].range.isEmpty { waiting.removeFirst() }
        }
        if waiting.isEmpty { try recycle() }
        return done - range.lowerBound
    }

    /// Makes segments free whose bytes are all delivered.
    func recycle() throws {
        try chain.foldChecksums()
        rooms.segments += waitingSegments
        waitingSegments = []
    }

    /// Whether the exact decoder has come to the end and has something to say there.
    private var mayCheckEnd: Bool { !hasGaps || (!isApart && indexFile != nil) }

    private func endError(_ count: Int) -> ImageError {
        .corrupt(
            chain.failure?.message ?? "gzip: the data end after \(count) decoded bytes, \(expected) are needed",
            at: .init(object.location))
    }

    /// Decodes on to the end of the data, where their checksum stands; see `DecodedStream`.
    ///
    /// - Throws: `corrupt` if the checksum is wrong, or the data end before it, or go on for very much longer.
    private func checkEnd() async throws {
        var surplus = waitingByteCount
        let scratch = try ScatterTarget(count: 1 << 16)
        while true {
            while chain.isInMember {
                surplus += try await chain.decode(upTo: .max, into: scratch, 0..<scratch.count)
                guard surplus <= max(expected, Self.surplusLimit) else {
                    throw ImageError.corrupt(
                        "gzip: the data decode to far more than the \(expected) bytes that are expected",
                        at: .init(object.location))
                }
            }
            try await chain.advanceMember()
            guard chain.isInMember else { break }
        }
        if let failure = chain.failure { throw ImageError.corrupt(failure.message, at: .init(object.location)) }
        guard chain.isComplete else {
            throw ImageError.corrupt("gzip: the data end before their checksum", at: .init(object.location))
        }
        guard !mustEndFile || !chain.isFollowedByOtherData else {
            throw ImageError.corrupt(
                "gzip: bytes that are no part of the data follow them",
                at: .init(object.location, byteOffset: chain.position))
        }
        if let index, let total = chain.totalChecksum, let places = index.complete(total) {
            await indexFile?.save(places, total: total)
        }
    }
}
