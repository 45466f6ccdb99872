import CBlosc

extension Blosc: PartialByteCodec {
    /// The range, widened to whole elements; nil for more than three quarters of all.
    public func usefulPart(_ range: Range<Int>, of byteCount: Int) -> Range<Int>? {
        guard range.lowerBound >= 0, range.upperBound <= byteCount else { return nil }
        let rest = range.upperBound % typeSize
        let end = rest == 0 ? range.upperBound : range.upperBound.addingClamped(typeSize - rest)
        let part = range.lowerBound - range.lowerBound % typeSize..<min(end, byteCount)
        return part.count > byteCount - byteCount / 4 ? nil : part
    }

    /// Decodes the blocks that the part touches; see the protocol.
    public func decode(
        _ input: RawSpan, part: Range<Int>, of byteCount: Int, into output: inout OutputRawSpan
    ) throws(CodecError) {
        try checkPart(part, of: byteCount, room: output.freeCapacity)
        let header = try BloscHeader(input)
        guard header.byteCount == byteCount else {
            throw CodecError("blosc: the data decode to \(header.byteCount) bytes, not \(byteCount)")
        }
        if part.isEmpty { return }
        try header.checkCompressor()
        // The data have an element size of their own, and the library counts in that.
        let size = header.typeSize
        guard part.lowerBound % size == 0, part.upperBound % size == 0 else {
            return try decodeWhole(input, part: part, of: byteCount, into: &output)
        }
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            let result = blosc_getitem(
                source.baseAddress, Int32(part.lowerBound / size), Int32(part.count / size), room.baseAddress)
            guard Int(result) == part.count else {
                throw CodecError("blosc: the data are damaged (status \(result))")
            }
            written = part.count
        }
    }
}
