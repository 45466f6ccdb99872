import CBzip2

/// bzip2, by libbz2.
///
/// Decoding accepts several streams one after the other.
public struct Bzip2: ByteCodec {
    /// The block size in units of 100 kB, 1 to 9.
    public let level: Int

    /// The codec; levels beyond 1 to 9 mean the nearest.
    public init(level: Int = 9) {
        self.level = min(max(level, 1), 9)
    }

    /// The name that formats know it by.
    public var name: String { "bzip2" }

    /// Decodes; see the protocol.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try Bzip2Decoder().decodeAll(input, into: &output, name: name)
    }

    /// Encodes; see `ByteCodec`.
    public func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        guard input.byteCount < 1 << 31 else {
            throw CodecError("bzip2: \(input.byteCount) bytes are too many at once")
        }
        var count = UInt32(min(output.freeCapacity, 1 << 31))
        var status = BZ_OK
        input.withUnsafeBytes { source in
            output.withUnsafeMutableBytes { buffer, initialized in
                var nothing: CChar = 0
                withUnsafeMutablePointer(to: &nothing) { empty in
                    let start = source.baseAddress.map {
                        UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: CChar.self))
                    }
                    let target = buffer.baseAddress.map { ($0 + initialized).assumingMemoryBound(to: CChar.self) }
                    status = BZ2_bzBuffToBuffCompress(
                        target ?? empty, &count, start ?? empty, UInt32(source.count), Int32(level), 0, 0)
                    if status == BZ_OK { initialized += Int(count) }
                }
            }
        }
        guard status == BZ_OK else { throw CodecError("bzip2: no room for the compressed data (status \(status))") }
    }

    /// The most bytes that so many bytes can become.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int {
        byteCount + byteCount / 100 + 600
    }
}
