import ByteStores
import ImageCodecs
import ImageCore
import ImageSources

/// Writes bytes as one gzip member whose blocks are compressed at the same time.
///
/// A few blocks per processor are in memory at once, whatever the size of the whole. The blocks refer to nothing before
/// them, which costs less than one per cent of size at 1 MiB.
struct ParallelGzipWriter {
    let level: Int
    let concurrency: Int

    private static let blockByteCount = 1 << 20

    func write(_ bytes: Bytes, to file: inout AtomicFile) async throws {
        var member = GzipMember(level: level)
        let (level, size) = (level, Self.blockByteCount)
        try file.append(try Self.make(GzipMember.headerByteCount) { [member] in try member.writeHeader(into: &$0) })
        let count = max((bytes.count + size - 1) / size, 1)
        let wave = max(concurrency, 1) * 4
        for first in stride(from: 0, to: count, by: wave) {
            let blocks = try (first..<min(first + wave, count)).map { number in
                try bytes.slice(number * size..<min((number + 1) * size, bytes.count))
            }
            let results = try await mapConcurrently(blocks.count, limit: concurrency) { number in
                let isLast = first + number == count - 1
                return try Self.make(GzipMember.blockByteCountLimit(blocks[number].count)) { output in
                    try blocks[number].withBytes { (span) throws(CodecError) in
                        try GzipMember(level: level).writeBlock(span, into: &output, isLast: isLast)
                    }
                }
            }
            for (block, result) in zip(blocks, results) {
                block.withBytes { member.include($0) }
                try file.append(result)
            }
        }
        try file.append(try Self.make(GzipMember.trailerByteCount) { [member] in try member.writeTrailer(into: &$0) })
    }

    /// The bytes that a function appends to a block of a size.
    private static func make(_ limit: Int, _ body: (inout OutputRawSpan) throws -> Void) throws -> Bytes {
        let block = try ScatterTarget(count: limit)
        let (_, count) = try block.withOutput(0..<limit, body)
        return block.freeze(prefix: count)
    }
}
