/// gzip (RFC 1952): DEFLATE (RFC 1951) with a header and a CRC-32, by ISA-L.
///
/// Decoding accepts several members one after the other. Encoding makes one member at levels 0 (fastest) to 3.
public struct Gzip: ByteCodec {
    /// The level, 0 to 3.
    public let level: Int

    /// The codec; levels beyond 0 to 3 mean the nearest.
    public init(level: Int = 2) {
        self.level = min(max(level, 0), 3)
    }

    /// The name that formats know it by.
    public var name: String { "gzip" }

    /// Decodes; see the protocol.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try GzipDecoder().decodeAll(input, into: &output, name: name)
    }

    /// Encodes; see `ByteCodec`.
    public func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        var member = GzipMember(level: level)
        try member.writeHeader(into: &output)
        try member.writeBlock(input, into: &output, isLast: true)
        member.include(input)
        try member.writeTrailer(into: &output)
    }

    /// The most bytes that so many bytes can become.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int {
        GzipMember.headerByteCount + GzipMember.blockByteCountLimit(byteCount) + GzipMember.trailerByteCount
    }
}
