import CBzip2

/// Decodes bzip2, as one or several streams one after the other, with libbz2.
public final class Bzip2Decoder: StreamDecoder {
    private let stream = UnsafeMutablePointer<bz_stream>.allocate(capacity: 1)
    private var isOpen = false
    private var isFirstStream = true
    /// Whether the end of the data was reached and something else follows.
    public private(set) var isFinished = false

    /// A decoder at the start of a file.
    public init() {
        stream.initialize(to: bz_stream())
    }

    deinit {
        if isOpen { BZ2_bzDecompressEnd(stream) }
        stream.deallocate()
    }

    /// Decodes; see the protocol.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) -> Int {
        var position = 0
        while !isFinished {
            if !isOpen {
                guard position < input.byteCount else { break }
                guard isFirstStream || input.unsafeLoad(fromByteOffset: position, as: UInt8.self) == UInt8(ascii: "B")
                else {
                    isFinished = true
                    break
                }
                stream.pointee = bz_stream()
                guard BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK else { throw CodecError("bzip2: no memory") }
                isOpen = true
            }
            let (used, written, status) = step(input, from: position, into: &output)
            position += used
            switch status {
            case BZ_STREAM_END:
                BZ2_bzDecompressEnd(stream)
                isOpen = false
                isFirstStream = false
            case BZ_OK: if used == 0, written == 0 { return position }
            case BZ_MEM_ERROR: throw CodecError("bzip2: no memory")
            case BZ_DATA_ERROR_MAGIC: throw CodecError("bzip2: the data do not begin as bzip2 data do (BZh)")
            default: throw CodecError("bzip2: the data are damaged (status \(status))")
            }
        }
        return position
    }

    /// Whether a part is complete that may be the last.
    public var isComplete: Bool { !isOpen && !isFirstStream }

    private func step(
        _ input: RawSpan, from position: Int, into output: inout OutputRawSpan
    ) -> (used: Int, written: Int, status: Int32) {
        let available = min(input.byteCount - position, 1 << 30)
        let room = min(output.freeCapacity, 1 << 30)
        var status = BZ_OK
        input.withUnsafeBytes { source in
            output.withUnsafeMutableBytes { buffer, initialized in
                // The library reads through a pointer that C declares as mutable; it does not write.
                stream.pointee.next_in = source.baseAddress.map {
                    UnsafeMutablePointer(mutating: ($0 + position).assumingMemoryBound(to: CChar.self))
                }
                stream.pointee.avail_in = UInt32(available)
                stream.pointee.next_out = buffer.baseAddress.map {
                    ($0 + initialized).assumingMemoryBound(to: CChar.self)
                }
                stream.pointee.avail_out = UInt32(room)
                status = BZ2_bzDecompress(stream)
                initialized += room - Int(stream.pointee.avail_out)
            }
        }
        return (available - Int(stream.pointee.avail_in), room - Int(stream.pointee.avail_out), status)
    }
}
