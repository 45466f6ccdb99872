import ByteStores
import ImageCodecs
import ImageCore
import ImageSources
import ImageTesting

@testable import ImageFormats

/// A KLB file put together in memory, for tests: blocks are encoded as they are given.
struct KLBBuilder {
    var header: KLBHeader
    var blocks: [[UInt8]]
    /// What follows the last block.
    var tail: [UInt8] = []

    /// A plane of 3 x 2 bytes in blocks of 2 x 2, uncompressed: the second block has one column.
    static let plane = KLBBuilder(
        header: KLBHeader(
            sizes: [3, 2, 1, 1, 1], sampling: [0.5, 0.25, 2, 1, 3], elementType: .uint8, compression: .none,
            block: [2, 2, 8, 1, 1]),
        blocks: [[1, 2, 4, 5], [3, 6]])

    var bytes: [UInt8] {
        var fields = header.encoded
        if header.version == nil { fields = Array(fields[1..<43] + fields[299...]) }
        var end = 0
        for block in blocks {
            end += block.count
            fields += (0..<8).map { UInt8(truncatingIfNeeded: end >> ($0 * 8)) }
        }
        return fields + blocks.flatMap { $0 } + tail
    }

    /// A source over the file.
    func source(_ change: (inout [UInt8]) -> Void = { _ in }) throws -> KLBSource {
        var bytes = self.bytes
        change(&bytes)
        return try klbSource(MemoryStore(["a.klb": Bytes(bytes)]))
    }
}

func klbSource(_ store: any ByteStore, limits: ReadLimits = ReadLimits(byteCount: 1 << 28)) throws -> KLBSource {
    try KLBSource(
        SourceRequest(
            Resource(store: store, key: "a.klb", location: "a.klb"),
            environment: SourceEnvironment(drivers: .builtIn, limits: limits, concurrency: 2)))
}

func encoded(_ bytes: [UInt8], _ codec: any ByteCodec) throws -> [UInt8] {
    let target = try ScatterTarget(count: codec.encodedByteCountLimit(bytes.count))
    let data = Bytes(bytes)
    let (_, count) = try target.withOutput(0..<target.count) { try codec.encode(data.span, into: &$0) }
    return target.freeze(prefix: count).array
}
