import ByteStores
import ImageCodecs
import ImageCore

extension ParallelGzipStream {
    /// Forgets what was planned for a member that has ended.
    func startMember() {
        // Members that end before a segment is of use are too short for this.
        if !starts.isEmpty { failures += 1 }
        starts = []
    }

    /// One round; what waits fits into the range.
    ///
    /// - Parameter unwanted: how many bytes are left out, with the range as room for some of them; none wait then.
    /// - Returns: how many bytes of the range were filled, or of those that are not wanted decoded.
    func advance(_ target: ScatterTarget, _ range: Range<Int>, unwanted: Int = 0) async throws -> Int {
        let start = chain.position
        if let first = starts.first, first <= start * 8 { starts = [] }
        if starts.isEmpty { end = soloEnd(start) }
        let segments = try starts.map { _ in try rooms.segment() }
        let searches = mayUseSegments && end < object.size ? planSearches() : []
        let spill = segments.isEmpty ? nil : try rooms.spill()
        let round = GzipRound(
            chain, segments, rooms.inputs(segments.count), bits: starts + [end * 8],
            searches: searches, waiting: waiting, waitingSegments: waitingSegments, spill: spill, unwanted: unwanted)
        let waitingCount = waitingByteCount
        try await round.run(target, range, limit: concurrency)

        waiting = []
        try recycle()
        if let spill, round.spillCount > 0 { waiting.append(GzipPiece(spill, count: round.spillCount)) }
        join(segments)
        adapt(compressed: chain.position - start, decoded: round.directCount + waitingByteCount)
        plan(searches)
        return waitingCount + round.directCount
    }

    /// Where a round without segments ends: soon, if the next one may have some.
    private func soloEnd(_ start: Int) -> Int {
        let next = start + segmentByteCount
        let isPossible = concurrency > 1 && object.size - next >= 2 * tuning.smallSegmentByteCount
        return isPossible && mayUseSegments ? next : object.size
    }

    private var mayUseSegments: Bool { failures < tuning.failureLimit && chain.decodedCount >= soloUntil }

    /// Divides what follows the end of this round among the tasks of the next.
    private func planSearches() -> [GzipSearch] {
        let rest = object.size - end
        let size = min(segmentByteCount, rest / concurrency)
        guard concurrency > 1, isWorthwhile, size >= tuning.smallSegmentByteCount else { return [] }
        let searches = rooms.searches(concurrency - 1)
        for number in searches.indices {
            let first = end + (number + 1) * size
            searches[number].range = first..<first + min(size, tuning.searchByteCount)
        }
        nextEnd = rest - concurrency * size < size / 2 ? object.size : end + concurrency * size
        return searches
    }

    /// Puts the segments that are proven right behind what the exact decoder has decoded.
    private func join(_ segments: [GzipSegment]) {
        guard !segments.isEmpty else { return }
        var used = 0
        while used < segments.count, segments[used].join(chain) {
            waiting.append(GzipPiece(segments[used].inflater))
            waitingSegments.append(segments[used])
            used += 1
        }
        rooms.segments += segments[used...]
        statistics.used += used
        statistics.wasted += segments.count - used
        failures = used > 0 ? 0 : failures + 1
    }

    /// Makes segments so large that they decode to about as many bytes as they should, and none where they do not pay.
    private func adapt(compressed: Int, decoded: Int) {
        guard compressed >= tuning.smallSegmentByteCount, decoded > 0 else { return }
        isWorthwhile = decoded / compressed < tuning.ratioLimit
        let size = Double(tuning.outputByteCount) * Double(compressed) / Double(decoded)
        let limits = Double(tuning.smallSegmentByteCount)...Double(tuning.segmentByteCount)
        segmentByteCount = Int(min(max(size, limits.lowerBound), limits.upperBound))
    }

    private func plan(_ searches: [GzipSearch]) {
        starts = searches.compactMap { $0.bit }
        if !searches.isEmpty, starts.isEmpty { failures += 1 }
        if failures >= tuning.failureLimit || !isWorthwhile { starts = [] }
        end = nextEnd
    }
}

/// Memory of a `ParallelGzipStream` that is used again in later rounds.
struct GzipRooms {
    private let object: any ByteObject
    private let tuning: ParallelGzipStream.Tuning
    private let snapshotInterval: Int?
    /// Segments that nobody uses.
    var segments: [GzipSegment] = []
    private var allInputs: [GzipInput] = []
    private var allSearches: [GzipSearch] = []
    /// Two, because one is still copied from while the other one is filled.
    private var spills: [ScatterTarget] = []

    /// No memory yet.
    init(_ object: any ByteObject, _ tuning: ParallelGzipStream.Tuning, snapshotInterval: Int?) {
        self.object = object
        self.tuning = tuning
        self.snapshotInterval = snapshotInterval
    }

    /// Room for a segment.
    mutating func segment() throws -> GzipSegment {
        if let free = segments.popLast() { return free }
        return try GzipSegment(tuning, snapshotInterval: snapshotInterval)
    }

    /// Room for the compressed data of segments.
    mutating func inputs(_ count: Int) -> [GzipInput] {
        while allInputs.count < count { allInputs.append(GzipInput(object)) }
        return Array(allInputs.prefix(count))
    }

    /// Searches.
    mutating func searches(_ count: Int) -> [GzipSearch] {
        while allSearches.count < count { allSearches.append(GzipSearch(object)) }
        return Array(allSearches.prefix(count))
    }

    /// Room for what the exact decoder decodes beyond what was asked for, another one than the last time.
    mutating func spill() throws -> ScatterTarget {
        let next = try spills.count < 2 ? ScatterTarget(count: tuning.outputByteCount) : spills.removeFirst()
        spills.append(next)
        return next
    }
}
