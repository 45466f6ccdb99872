import ImageCodecs
import Synchronization

/// Places of a gzip file from which it can be decoded, besides its start: what streams have passed, kept for others.
///
/// A place takes about 53 KiB. They are a mebibyte of decoded data apart, further in files of more than a gigabyte.
final class GzipSeekIndex: Sendable {
    /// A place.
    struct Point: Sendable {
        /// The decoded bytes before it.
        var offset: Int
        /// The next compressed byte that a decoder is given.
        var position: Int
        /// What the decoder knows.
        var snapshot: InflaterSnapshot
    }

    fileprivate struct State {
        var interval: Int
        var points: [Point] = []
        var byteCount = 0
    }

    private let state: Mutex<State>
    private let byteLimit: Int

    /// No places yet.
    ///
    /// - Parameters:
    ///   - interval: how many decoded bytes places are apart, at least.
    ///   - byteLimit: the memory that they may take; beyond it, every second one is dropped.
    init(interval: Int = 1 << 20, byteLimit: Int = 64 << 20) {
        state = Mutex(State(interval: interval))
        self.byteLimit = byteLimit
    }

    /// How many decoded bytes places are apart, at least.
    var interval: Int { state.withLock { $0.interval } }

    /// The number of places.
    var count: Int { state.withLock { $0.points.count } }

    /// Whether a place behind so many decoded bytes is not near another one.
    func wants(_ offset: Int) -> Bool {
        state.withLock { state in
            let next = state.place(after: offset)
            let isApart = offset - (next > 0 ? state.points[next - 1].offset : 0) >= state.interval
            return isApart && (next == state.points.count || state.points[next].offset - offset >= state.interval / 2)
        }
    }

    /// Keeps a place.
    func add(_ point: Point) {
        state.withLock { state in
            let next = state.place(after: point.offset)
            guard next == 0 || state.points[next - 1].offset < point.offset else { return }
            state.points.insert(point, at: next)
            state.byteCount += point.snapshot.byteCount
            guard state.byteCount > byteLimit else { return }
            state.interval *= 2
            var last = 0
            state.points.removeAll { point in
                let isNear = point.offset - last < state.interval
                if !isNear { last = point.offset }
                return isNear
            }
            state.byteCount = state.points.reduce(0) { $0 + $1.snapshot.byteCount }
        }
    }

    /// The last place that lies not behind so many decoded bytes.
    func point(before offset: Int) -> Point? {
        state.withLock { state in
            let next = state.place(after: offset)
            return next > 0 ? state.points[next - 1] : nil
        }
    }

    /// The places by which a range of decoded bytes can be decoded: the one before it, and those inside.
    ///
    /// - Returns: nil where so much lies without a place that it was not passed yet.
    func points(for range: Range<Int>) -> [Point]? {
        state.withLock { state in
            let first = state.place(after: range.lowerBound) - 1
            let end = state.place(after: range.upperBound - 1)
            guard first >= 0, first < end else { return nil }
            let points = Array(state.points[first..<end])
            // Places of segments that were decoded ahead are up to three times as far apart.
            let ends = points.dropFirst().map(\.offset) + [range.upperBound]
            let isKnown = zip(points, ends).allSatisfy { $1 - $0.offset <= 4 * state.interval }
            return isKnown ? points : nil
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
}
