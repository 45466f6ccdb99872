/// A codec that can decode a part of its data for less than the whole.
public protocol PartialByteCodec: ByteCodec {
    /// The part that is best decoded to have a range of the decoded bytes, or nil where the whole costs no more.
    ///
    /// - Parameter byteCount: the size of the whole, decoded.
    func usefulPart(_ range: Range<Int>, of byteCount: Int) -> Range<Int>?

    /// Appends a part of the decoded bytes, as `usefulPart` gave it, to `output`.
    ///
    /// What lies behind the part is not looked at.
    /// - Throws: as `decode`.
    func decode(
        _ input: RawSpan, part: Range<Int>, of byteCount: Int, into output: inout OutputRawSpan
    ) throws(CodecError)
}
