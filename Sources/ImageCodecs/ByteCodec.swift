/// Turns bytes into other bytes and back: compression, a filter, a checksum.
///
/// A plain function of its input.
public protocol ByteCodec: Sendable {
    /// The name that formats know it by, such as `gzip`.
    var name: String { get }

    /// Appends the decoded bytes to `output`.
    ///
    /// - Throws: `CodecError` if the input is damaged, ends early, or decodes to more than `output` has room for. Never
    ///   traps, whatever the input.
    func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError)

    /// Appends the encoded bytes to `output`.
    ///
    /// - Throws: `CodecError` if `output` has less room than the result needs; `encodedByteCountLimit` is always enough.
    func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError)

    /// The most bytes that so many bytes can become.
    func encodedByteCountLimit(_ byteCount: Int) -> Int
}

/// Decodes bytes that come in parts, and gives them in parts.
public protocol StreamDecoder: AnyObject {
    /// Decodes as much as the input gives and the output has room for.
    ///
    /// - Returns: how many bytes of the input were used up.
    /// - Throws: `CodecError` if the input is damaged.
    func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) -> Int

    /// Whether the end of the encoded data was reached and something else follows it.
    var isFinished: Bool { get }

    /// Whether a part is complete that may be the last: more data may follow, but need not.
    var isComplete: Bool { get }
}

extension StreamDecoder {
    /// Decodes all of an input at once.
    ///
    /// - Throws: `CodecError` if the input is damaged, ends early, or decodes to more than the output has room for.
    func decodeAll(_ input: RawSpan, into output: inout OutputRawSpan, name: String) throws(CodecError) {
        var position = 0
        while true {
            let written = output.byteCount
            let used = try decode(input.extracting(position..<input.byteCount), into: &output)
            position += used
            if isFinished || (position == input.byteCount && isComplete) { return }
            if used == 0, output.byteCount == written {
                throw CodecError(
                    output.freeCapacity == 0
                        ? "\(name): the data decode to more than the \(written) bytes expected"
                        : "\(name): the data end before they are complete")
            }
        }
    }
}
