import ImageCore

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

extension PartialByteCodec {
    /// Makes sure that a part lies in the whole, and that there is room for it.
    func checkPart(_ part: Range<Int>, of byteCount: Int, room: Int) throws(CodecError) {
        guard part.lowerBound >= 0, part.upperBound <= byteCount else {
            throw CodecError("\(name): there are no bytes \(part) in \(byteCount)")
        }
        guard part.count <= room else { throw .noRoom(name, part.count, room) }
    }

    /// Appends a part of the decoded bytes, for which the whole is decoded.
    func decodeWhole(
        _ input: RawSpan, part: Range<Int>, of byteCount: Int, into output: inout OutputRawSpan
    ) throws(CodecError) {
        let whole: Bytes
        do {
            let target = try ScatterTarget(count: byteCount)
            let (_, written) = try target.withOutput(0..<byteCount) { try decode(input, into: &$0) }
            whole = target.freeze(prefix: written)
        } catch let error as CodecError {
            throw error
        } catch {
            throw CodecError("\(name): no memory for \(byteCount) bytes")
        }
        guard part.upperBound <= whole.count else { throw .endsEarly(name, whole.count, part) }
        try output.append(whole.span.extracting(part), for: name)
    }
}

extension CodecError {
    /// The data decode to less than is asked for.
    static func endsEarly(_ name: String, _ count: Int, _ part: Range<Int>) -> CodecError {
        CodecError("\(name): the data decode to \(count) bytes, \(part.upperBound) are needed")
    }
}
