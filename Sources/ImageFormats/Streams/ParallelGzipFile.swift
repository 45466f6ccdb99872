import ByteStores
import ImageCodecs
import ImageCore
import ImageSources
import Synchronization

/// A file, or the rest of one, that becomes a single gzip member whose blocks are compressed at the same time.
///
/// A few blocks per processor are in memory at once, whatever the size of the whole. The blocks refer to nothing before
/// them, which costs less than one per cent of size at 1 MiB.
final class ParallelGzipFile: Sendable {
    private struct Block {
        var bytes: Bytes
        var checksum: CRC32
    }

    private struct State: ~Copyable {
        var file: AtomicFile
        var member: GzipMember
        var next = 0
        /// Blocks that were ready before those in front of them.
        var waiting: [Int: Block] = [:]
        /// The blocks that were begun.
        var count = 0
    }

    private let level: Int
    private let concurrency: Int
    private let state: Mutex<State>

    private static let blockByteCount = 1 << 20

    /// Begins the member behind what the file holds already; `level` is 0 to 3.
    init(_ file: consuming AtomicFile, level: Int, concurrency: Int) throws {
        self.level = level
        self.concurrency = max(concurrency, 1)
        let member = GzipMember(level: level)
        var file = file
        try file.append(try Self.make(GzipMember.headerByteCount) { try member.writeHeader(into: &$0) })
        state = Mutex(State(file: file, member: member))
    }

    /// Compresses bytes; they become blocks of their own.
    func append(_ bytes: Bytes) async throws {
        let size = Self.blockByteCount
        let count = (bytes.count + size - 1) / size
        let first = state.withLock { state in
            defer { state.count += count }
            return state.count
        }
        let level = level
        try await forEachConcurrently(
            count, limit: concurrency, state: { ScratchBuffers() },
            { scratch, number in
                let block = try bytes.slice(number * size..<min((number + 1) * size, bytes.count))
                let limit = GzipMember.blockByteCountLimit(block.count)
                let target = try scratch.block(0, count: limit)
                var checksum = CRC32()
                block.withBytes { checksum.append($0) }
                let (_, written) = try target.withOutput(0..<limit) { output in
                    try block.withBytes { (span) throws(CodecError) in
                        try GzipMember(level: level).writeBlock(span, into: &output, isLast: false)
                    }
                }
                try self.add(Block(bytes: target.freeze(prefix: written), checksum: checksum), first + number)
            })
    }

    /// Appends a block when its turn has come; it may be overwritten afterwards.
    private func add(_ block: Block, _ number: Int) throws {
        try state.withLock { state in
            guard number == state.next else {
                let copy = try ScatterTarget(count: block.bytes.count)
                try copy.copy(block.bytes, to: 0..<block.bytes.count)
                state.waiting[number] = Block(bytes: copy.freeze(), checksum: block.checksum)
                return
            }
            var current = block
            while true {
                try state.file.append(current.bytes)
                state.member.include(current.checksum)
                state.next += 1
                guard let following = state.waiting.removeValue(forKey: state.next) else { return }
                current = following
            }
        }
    }

    /// Ends the member and gives the file its name.
    func commit() throws {
        try state.withLock { state in
            let member = state.member
            let end = try Self.make(GzipMember.blockByteCountLimit(0) + GzipMember.trailerByteCount) { output in
                try Bytes.empty.withBytes { (span) throws(CodecError) in
                    try member.writeBlock(span, into: &output, isLast: true)
                }
                try member.writeTrailer(into: &output)
            }
            try state.file.append(end)
            try state.file.commit(flushing: .beforeReplacing)
        }
    }

    /// The bytes that a function appends to a block of a size.
    private static func make(_ limit: Int, _ body: (inout OutputRawSpan) throws -> Void) throws -> Bytes {
        let block = try ScatterTarget(count: limit)
        let (_, count) = try block.withOutput(0..<limit, body)
        return block.freeze(prefix: count)
    }
}
