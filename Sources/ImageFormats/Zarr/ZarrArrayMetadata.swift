import ImageCore

/// What the metadata of one array say, v2 or v3 alike.
struct ZarrArrayMetadata: Sendable {
    /// 2 or 3.
    var format: Int
    var shape: [Int]
    var type: ZarrDataType
    /// The extents of what is stored as one object: a chunk, or a shard.
    var storedChunk: [Int]
    var keys: ZarrChunkKeys
    var codecs: ZarrCodecChain
    /// The bytes of one element in native order; nil for text.
    var fill: Bytes?
    /// The names of the axes, nil for those without.
    var dimensionNames: [String?]?
    var attributes: Attributes

    /// The extents of what is decoded at once.
    var chunk: [Int] { codecs.innermost.chunk }

    /// The type of the elements as pixels.
    ///
    /// - Throws: `unsupported` for text.
    func elementType(_ document: String) throws(ImageError) -> ElementType {
        guard case .number(let type) = type else {
            throw .unsupported("the elements are text, not pixels", at: .init(document))
        }
        return type
    }

    /// Checks what both formats demand: as many chunk extents as axes, and chunks that can be counted in bytes.
    static func check(shape: [Int], chunk: [Int], elementSize: Int, _ fields: ZarrFields) throws(ImageError) {
        guard shape.count == chunk.count else {
            throw fields.corrupt("shape", "chunks have \(chunk.count) extents, the array has \(shape.count)")
        }
        _ = try Shape.byteCount(chunk, elementSize: max(elementSize, 1))
    }
}
