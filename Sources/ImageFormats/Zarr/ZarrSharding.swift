import ByteStores
import ImageCodecs
import ImageCore

/// The codec `sharding_indexed` of Zarr v3: chunks in any order in one object, with an index of their places.
///
/// The index has an offset and a size, both 64-bit, for each chunk of the whole grid in C order, both all ones for a
/// chunk that is absent; it stands at the end or at the start. <https://zarr-specs.readthedocs.io/en/latest/v3/codecs/sharding-indexed>
final class ZarrSharding: Sendable {
    /// Where a chunk lies: an offset from the start of the shard and a size.
    typealias Entry = (offset: UInt64, size: UInt64)

    /// The codecs of the chunks inside.
    let inner: ZarrCodecChain
    /// The codecs of the index.
    let index: ZarrCodecChain
    let isIndexAtEnd: Bool
    /// The number of chunks along each axis of the array.
    let counts: [Int]
    /// The axes of the array in the order in which the index counts.
    let axes: [Int]

    /// The number of chunks.
    let count: Int
    /// The size of the encoded index.
    let indexByteCount: Int
    /// The most bytes that a shard is believed to have.
    let byteCountLimit: Int

    /// The most chunks in a shard; an index of them has 1 GiB.
    private static let countLimit = 1 << 26

    /// - Parameters:
    ///   - chunk: the extents of the shard along the axes of the array.
    ///   - axes: these axes in the order in which the configuration lists extents.
    init(
        _ fields: ZarrFields, chunk: [Int], axes: [Int], type: ZarrDataType, depth: Int
    ) throws(ImageError) {
        let listed = try fields.extents("chunk_shape", atLeast: 1)
        guard listed.count == axes.count else {
            throw fields.corrupt("chunk_shape", "\(listed.count) extents for \(axes.count) axes")
        }
        var extents = chunk
        for (place, axis) in axes.enumerated() { extents[axis] = listed[place] }
        guard zip(chunk, extents).allSatisfy({ $0 % $1 == 0 }) else {
            throw fields.corrupt(
                "chunk_shape",
                "shards of \(Shape.describe(chunk)) are no multiple of chunks of \(Shape.describe(extents))")
        }
        counts = zip(chunk, extents).map { $0 / $1 }
        count = try Shape.elementCount(counts)
        guard count <= Self.countLimit else { throw fields.corrupt("chunk_shape", "\(count) chunks in a shard") }
        self.axes = axes
        inner = try ZarrCodecChain(
            v3: fields, "codecs", chunk: extents, axes: axes, type: type, depth: depth + 1)
        index = try ZarrCodecChain(
            v3: fields, "index_codecs", chunk: [count, 2], axes: [0, 1], type: .number(.uint64), depth: depth + 1)
        // The reader must know where the index begins before it has read it.
        guard case .bytes = index.serializer, index.filters.isEmpty,
            index.compressors.allSatisfy({ ($0 as? Checksum)?.algorithm == .crc32c })
        else {
            throw fields.unsupported("index_codecs", "an index with other codecs than 'bytes' and 'crc32c' is not read")
        }
        indexByteCount = index.encodedByteCountLimit
        switch fields.values["index_location"]?.stringValue {
        case "end", nil: isIndexAtEnd = true
        case "start": isIndexAtEnd = false
        case let other?: throw fields.corrupt("index_location", "'\(other)' is neither start nor end")
        }
        let (bytes, overflow) = inner.encodedByteCountLimit.multipliedReportingOverflow(by: count)
        let (all, overflows) = bytes.addingReportingOverflow(indexByteCount)
        byteCountLimit = overflow || overflows ? .max : all
    }

    /// The number in the index of the chunk that begins at a place of the shard, given along the axes of the array.
    func number(of place: [Int]) -> Int {
        axes.reduce(0) { $0 * counts[$1] + place[$1] / inner.chunk[$1] }
    }

    /// Where the index lies in a shard of a size.
    ///
    /// - Throws: `corrupt` if the shard is too small for it.
    func indexRange(in size: Int) throws(ImageError) -> Range<Int> {
        guard indexByteCount <= size else {
            throw .corrupt("the shard has \(size) bytes, its index alone \(indexByteCount)")
        }
        return isIndexAtEnd ? size - indexByteCount..<size : 0..<indexByteCount
    }

    /// The decoded index: offset and size of each chunk in turn, in native byte order.
    ///
    /// - Throws: `CodecError` if its checksum does not match.
    func entries(_ encoded: Bytes) throws -> [UInt64] {
        let decoded = try index.decode(encoded)
        var cursor = ByteCursor(decoded.span, byteOrder: index.byteOrder)
        var entries: [UInt64] = []
        entries.reserveCapacity(2 * count)
        for _ in 0..<2 * count { entries.append(try cursor.read(UInt64.self)) }
        return entries
    }

    /// The bytes of a chunk in its shard, or nil if it is absent.
    ///
    /// - Throws: `corrupt` for a place outside of the shard.
    func range(_ entries: [UInt64], _ number: Int, in size: Int) throws(ImageError) -> Range<Int>? {
        guard number >= 0, 2 * number + 1 < entries.count else { throw .corrupt("the index has no chunk \(number)") }
        let (offset, length) = (entries[2 * number], entries[2 * number + 1])
        if offset == .max, length == .max { return nil }
        let (end, overflow) = offset.addingReportingOverflow(length)
        guard !overflow, end <= UInt64(size) else {
            throw .corrupt(
                "the index places chunk \(number) at byte \(offset), \(length) bytes; the shard has \(size) bytes")
        }
        return Int(offset)..<Int(end)
    }
}
