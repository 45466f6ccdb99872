import ByteStores
import ImageCore
import Synchronization

/// Takes the segments of a file from several tasks, in any order, and appends them in theirs, so that the same image
/// always gives the same file.
///
/// What comes early waits; since tasks take segments in order, that is little.
final class TIFFSegmentSink: Sendable {
    /// The place of a segment among all: by the segment of the full level that completes it, then by level.
    struct Turn: Hashable, Sendable {
        var number: Int
        var level = 0
    }

    private struct Waiting {
        var bytes: Bytes
        var slot: Int
        var isFollowed: Bool
    }

    private struct State: ~Copyable {
        var file: AtomicFile
        var places: [Int]
        var counts: [Int]
        var next = Turn(number: 0)
        var waiting: [Turn: Waiting] = [:]
    }

    private let state: Mutex<State>

    /// - Parameters:
    ///   - file: the file, which has room for its directories already.
    ///   - count: how many segments there will be.
    init(_ file: consuming AtomicFile, count: Int) {
        state = Mutex(
            State(
                file: file, places: [Int](repeating: 0, count: count), counts: [Int](repeating: 0, count: count)))
    }

    /// Takes a segment.
    ///
    /// - Parameters:
    ///   - bytes: its bytes, which may be overwritten afterwards.
    ///   - slot: its number in the tables of the file.
    ///   - turn: its place among all.
    ///   - isFollowed: whether the next one is of the next smaller level.
    func add(_ bytes: Bytes, slot: Int, turn: Turn, isFollowed: Bool) throws {
        try state.withLock { state in
            guard turn == state.next else {
                state.waiting[turn] = Waiting(bytes: try bytes.copy(), slot: slot, isFollowed: isFollowed)
                return
            }
            var current = Waiting(bytes: bytes, slot: slot, isFollowed: isFollowed)
            while true {
                state.places[current.slot] = state.file.count
                state.counts[current.slot] = current.bytes.count
                try state.file.append(current.bytes)
                state.next =
                    current.isFollowed
                    ? Turn(number: state.next.number, level: state.next.level + 1)
                    : Turn(number: state.next.number + 1)
                guard let following = state.waiting.removeValue(forKey: state.next) else { return }
                current = following
            }
        }
    }

    /// Writes pixels to their place in the file.
    func write(_ bytes: Bytes, at place: Int) throws {
        try state.withLock { try $0.file.write(bytes, at: place) }
    }

    /// Gives the file its name when a last function has written into it.
    ///
    /// - Parameter write: gets the file, and places and sizes of the segments by their slots.
    func finish(_ write: (inout AtomicFile, _ places: [Int], _ counts: [Int]) throws -> Void) throws {
        try state.withLock { state in
            try write(&state.file, state.places, state.counts)
            try state.file.commit(flushing: .beforeReplacing)
        }
    }
}

extension Bytes {
    /// The same bytes in memory of their own.
    fileprivate func copy() throws -> Bytes {
        let block = try ScatterTarget(count: count)
        let strides = [1]
        let copy = StridedCopy(shape: [count], elementSize: 1, sourceStrides: strides, destinationStrides: strides)
        try block.scatter(copy, from: span)
        return block.freeze()
    }
}
