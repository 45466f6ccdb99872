import CZstd

extension Zstd: PartialByteCodec {
    /// Frames with a larger window are decoded as a whole: a part would need memory for the window besides its own.
    ///
    /// Two to the power of this; all decoders are expected to take such windows.
    private static let windowLimit: Int32 = 23

    /// All up to the end of the range; nil where that is seven eighths or more of all.
    public func usefulPart(_ range: Range<Int>, of byteCount: Int) -> Range<Int>? {
        guard range.lowerBound >= 0, range.upperBound < byteCount - byteCount / 8 else { return nil }
        return 0..<range.upperBound
    }

    /// Decodes up to the end of the part; see the protocol.
    public func decode(
        _ input: RawSpan, part: Range<Int>, of byteCount: Int, into output: inout OutputRawSpan
    ) throws(CodecError) {
        try checkPart(part, of: byteCount, room: output.freeCapacity)
        if part.lowerBound == 0, try decodePrefix(input, part.count, into: &output) { return }
        // This also finds out what is wrong with damaged data.
        try decodeWhole(input, part: part, of: byteCount, into: &output)
    }

    /// Appends the first bytes, or nothing if the library does not decode them this way.
    private func decodePrefix(
        _ input: RawSpan, _ count: Int, into output: inout OutputRawSpan
    ) throws(CodecError) -> Bool {
        try Self.decoders.withContext(for: name) { (context) throws(CodecError) in
            try output.fill(from: input) { (source, room, written) throws(CodecError) in
                // The one before may have stopped within a frame.
                ZSTD_DCtx_reset(context, ZSTD_reset_session_only)
                ZSTD_DCtx_setParameter(context, ZSTD_d_windowLogMax, Self.windowLimit)
                var source = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
                var target = ZSTD_outBuffer(dst: room.baseAddress, size: count, pos: 0)
                while target.pos < count {
                    let (used, made) = (source.pos, target.pos)
                    guard ZSTD_isError(ZSTD_decompressStream(context, &target, &source)) == 0 else { return false }
                    guard source.pos > used || target.pos > made else {
                        throw .endsEarly(name, target.pos, 0..<count)
                    }
                }
                written = count
                return true
            }
        }
    }
}
