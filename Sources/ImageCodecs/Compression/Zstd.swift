import CZstd

/// Zstandard (RFC 8878), by libzstd.
///
/// Decoding accepts several frames one after the other, skippable frames, and frames that do not say their size.
public struct Zstd: ByteCodec {
    /// The level; negative ones are faster, 0 means 3.
    public let level: Int
    /// Whether each frame ends with a checksum; decoding verifies it wherever there is one.
    public let checksum: Bool

    /// What is larger has other tables at level 3 than the library's, which keeps 16 and 17 bits of them: pixels match
    /// shortly, so that exchanging the two gains 1.7 % with the noise of a camera, and what repeats is found as far back
    /// as before.
    private static let smallByteCount = 256 << 10

    static let decoders = ContextPool(create: { ZSTD_createDCtx() }, destroy: { ZSTD_freeDCtx($0) })
    private static let encoders = ContextPool(create: { ZSTD_createCCtx() }, destroy: { ZSTD_freeCCtx($0) })

    /// The codec; levels that the library does not have mean the nearest.
    public init(level: Int = 3, checksum: Bool = false) {
        self.level = min(max(level, Int(ZSTD_minCLevel())), Int(ZSTD_maxCLevel()))
        self.checksum = checksum
    }

    /// The name that formats know it by.
    public var name: String { "zstd" }

    /// Decodes; see the protocol.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        guard input.byteCount > 0 else { throw CodecError("zstd: there are no data") }
        try Self.decoders.withContext(for: name) { (context) throws(CodecError) in
            try output.fill(from: input) { (source, room, written) throws(CodecError) in
                let result = ZSTD_decompressDCtx(
                    context, room.baseAddress, room.count, source.baseAddress, source.count)
                guard ZSTD_isError(result) == 0 else { throw Self.error(result) }
                written = result
            }
        }
    }

    /// Encodes as one frame; see `ByteCodec`.
    public func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try Self.encoders.withContext(for: name) { (context) throws(CodecError) in
            // An encoding that failed may have left its frame unfinished.
            ZSTD_CCtx_reset(context, ZSTD_reset_session_and_parameters)
            try Self.set(ZSTD_c_compressionLevel, level, in: context)
            if level == 3 || level == 0, input.byteCount > Self.smallByteCount {
                try Self.set(ZSTD_c_chainLog, 17, in: context)
                try Self.set(ZSTD_c_hashLog, 16, in: context)
            }
            if checksum { try Self.set(ZSTD_c_checksumFlag, 1, in: context) }
            try output.fill(from: input) { (source, room, written) throws(CodecError) in
                let result = ZSTD_compress2(context, room.baseAddress, room.count, source.baseAddress, source.count)
                guard ZSTD_isError(result) == 0 else { throw Self.error(result) }
                written = result
            }
        }
    }

    /// The most bytes that so many bytes can become.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int {
        guard byteCount < 1 << 62 else { return .max }
        // The bound leaves out the checksum.
        return Int(ZSTD_compressBound(byteCount)) + 4
    }

    private static func set(_ parameter: ZSTD_cParameter, _ value: Int, in context: OpaquePointer) throws(CodecError) {
        let result = ZSTD_CCtx_setParameter(context, parameter, Int32(clamping: value))
        guard ZSTD_isError(result) == 0 else { throw error(result) }
    }

    private static func error(_ result: Int) -> CodecError {
        CodecError("zstd: \(String(cString: ZSTD_getErrorName(result)))")
    }
}
