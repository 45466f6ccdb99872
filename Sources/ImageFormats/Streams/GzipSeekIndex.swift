import ImageCodecs
import ImageCore
import Synchronization

/// Places of a gzip file from which it can be decoded, besides its start: what streams have passed, kept for others.
///
/// Most are starts of blocks, which take 32 KiB; in blocks that are very long, places inside of them take 53 KiB. They are
/// a quarter of a mebibyte of decoded data apart, so that several tasks share what a plane needs; further in files whose
/// places would take more than the limit.
final class GzipSeekIndex: Sendable {
    /// A place.
    struct Point: Sendable {
        /// The decoded bytes before it.
        var offset: Int
        /// The next compressed byte that a decoder is given.
        var position: Int
        /// What the decoder knows.
        var knowledge: Knowledge
        /// The checksum of the decoded bytes before it, once it is known.
        var checksum: CRC32?

        /// What is known at a place.
        enum Knowledge: Sendable {
            case snapshot(InflaterSnapshot)
            /// The start of a block as an index file holds it.
            case packed(PackedPlace)
        }

        /// The memory that it takes.
        var byteCount: Int {
            switch knowledge {
            case .snapshot(let snapshot): snapshot.byteCount
            case .packed(let place): place.window.count
            }
        }
    }

    /// A place, and what lies between it and the next one.
    struct Segment: Sendable {
        /// The place.
        var point: Point
        /// The decoded bytes before the next place, or the end of what was passed.
        var end: Int
        /// The next compressed byte at the next place; nil at the end.
        var endPosition: Int?
        /// The checksum of the decoded bytes before the end that must come out, if the place was read from a file and was
        /// not tried yet.
        var claim: CRC32?
    }

    fileprivate struct State {
        /// So many times the interval is too far for the start of the next block.
        static let longBlock = 4

        var interval: Int
        var points: [Point] = []
        var byteCount = 0
        /// The decoded bytes that were passed: all between two places before it can be decoded by the first.
        var passed = 0
        /// The checksum of all decoded bytes, if they were passed by a stream that compared it, or the index was read from
        /// a file.
        var total: CRC32?
        /// The places whose segments are not proven yet, by what lies before them; nil if none came from a file.
        var unproven: Set<Int> = []
        /// Whether an index file was looked for.
        var isLoaded = false

        mutating func removeAll() {
            points = []
            byteCount = 0
            passed = 0
            total = nil
            unproven = []
        }
    }

    private let state: Mutex<State>
    private let byteLimit: Int

    /// No places yet.
    ///
    /// - Parameters:
    ///   - interval: how many decoded bytes places are apart, at least.
    ///   - byteLimit: the memory that they may take; beyond it, every second one is dropped.
    init(interval: Int = 256 << 10, byteLimit: Int = 64 << 20) {
        state = Mutex(State(interval: interval))
        self.byteLimit = byteLimit
    }

    /// How many decoded bytes places are apart, at least.
    var interval: Int { state.withLock { $0.interval } }

    /// The number of places.
    var count: Int { state.withLock { $0.points.count } }

    /// How many decoded bytes further on a place is of use: none, if so many bytes are not near another one.
    func distance(from offset: Int) -> Int { state.withLock { $0.distance(from: offset) } }

    /// How many bytes are decoded at once from so many on: up to where a place is of use, or as many as blocks may have
    /// without places inside of them.
    func reach(from offset: Int) -> Int {
        state.withLock { state in
            let distance = state.distance(from: offset)
            return distance > 0 ? distance : State.longBlock * state.interval
        }
    }

    /// Whether the last place before so many decoded bytes is so far that one inside of a block is of use.
    func isFar(_ offset: Int) -> Bool {
        state.withLock { state in
            let next = state.place(after: offset)
            return offset - (next > 0 ? state.points[next - 1].offset : 0) >= State.longBlock * state.interval
        }
    }

    /// Keeps a place, unless it is near another one.
    func add(_ point: Point) {
        state.withLock { state in
            let next = state.place(after: point.offset)
            guard state.distance(from: point.offset) == 0 else { return }
            state.points.insert(point, at: next)
            state.byteCount += point.byteCount
            guard state.byteCount > byteLimit else { return }
            state.interval *= 2
            var last: Int?
            state.points.removeAll { [interval = state.interval] point in
                if let last, point.offset - last < interval { return true }
                last = point.offset
                return false
            }
            state.byteCount = state.points.reduce(0) { $0 + $1.byteCount }
        }
    }

    /// Notes that all decoded bytes up to one were passed.
    func pass(_ offset: Int) {
        state.withLock { $0.passed = max($0.passed, offset) }
    }

    /// Notes the checksum of the bytes before a place, if that is kept.
    func note(_ checksum: CRC32) {
        state.withLock { state in
            let next = state.place(after: checksum.byteCount)
            guard next > 0, state.points[next - 1].offset == checksum.byteCount else { return }
            state.points[next - 1].checksum = checksum
        }
    }

    /// The last place that lies not behind so many decoded bytes and does not come from a file; one before it, if the
    /// checksum is known there, so that what comes next has one, too.
    func point(before offset: Int) -> Point? {
        state.withLock { state in
            let next = state.place(after: offset)
            guard next > 0, state.unproven.isEmpty else { return nil }
            let near = state.points[max(next - 8, 0)..<next]
            return near.last { $0.checksum != nil } ?? near.last
        }
    }

    /// What a range of decoded bytes can be decoded by: the segments that have a part of it.
    ///
    /// - Returns: nil where not all of it was passed yet.
    func segments(for range: Range<Int>) -> [Segment]? {
        state.withLock { state in
            let first = state.place(after: range.lowerBound) - 1
            let end = state.place(after: range.upperBound - 1)
            guard first >= 0, first < end, range.upperBound <= state.passed else { return nil }
            return (first..<end).map { number in
                let point = state.points[number]
                let next = number + 1 < state.points.count ? state.points[number + 1] : nil
                return Segment(
                    point: point, end: next?.offset ?? state.passed, endPosition: next?.position,
                    claim: state.unproven.contains(point.offset) ? next.map(\.checksum) ?? state.total : nil)
            }
        }
    }

    // MARK: Files

    /// Reads the places of an index file, when called the first time.
    ///
    /// - Parameter expected: the decoded bytes that the data have at least.
    func load(_ file: GzipIndexFile, expected: Int) async {
        let isFirst = state.withLock { state in
            defer { state.isLoaded = true }
            return !state.isLoaded
        }
        guard isFirst, let (points, total) = await file.read(expected: expected) else { return }
        load(points, total: total)
    }

    /// Takes the places of an index file, if none are known yet; each is tried when it is used first.
    func load(_ points: [Point], total: CRC32) {
        state.withLock { state in
            guard state.points.isEmpty else { return }
            state.points = points
            state.byteCount = points.reduce(0) { $0 + $1.byteCount }
            state.passed = total.byteCount
            state.total = total
            state.unproven = Set(points.map(\.offset))
        }
    }

    /// Notes that the segment of a place decodes to what its file says.
    func prove(_ segment: Segment) {
        _ = state.withLock { $0.unproven.remove(segment.point.offset) }
    }

    /// Forgets all places: one that was read from a file is wrong.
    func removeAll() {
        state.withLock { $0.removeAll() }
    }

    /// Notes the checksum of all decoded bytes, which were compared with that of the file.
    ///
    /// - Returns: the places whose checksums are known, unless they come from a file.
    func complete(_ total: CRC32) -> [Point]? {
        state.withLock { state in
            guard state.total == nil else { return nil }
            state.total = total
            return state.points.filter { $0.checksum != nil }
        }
    }
}

extension GzipSeekIndex.State {
    /// The number of the first place behind so many decoded bytes.
    fileprivate func place(after offset: Int) -> Int {
        var (low, high) = (0, points.count)
        while low < high {
            let middle = (low + high) / 2
            if points[middle].offset > offset { high = middle } else { low = middle + 1 }
        }
        return low
    }

    /// How many decoded bytes further on a place is of use.
    fileprivate func distance(from offset: Int) -> Int {
        let next = place(after: offset)
        if next < points.count, points[next].offset - offset < interval / 2 {
            return points[next].offset - offset + interval
        }
        guard next > 0 else { return offset == 0 ? 0 : max(interval - offset, 0) }
        return max(interval - (offset - points[next - 1].offset), 0)
    }
}
