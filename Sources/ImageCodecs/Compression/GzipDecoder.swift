import CISAL

/// Decodes gzip (RFC 1952), as one or several members one after the other, with ISA-L.
///
/// Checksums and sizes of the members are verified. Zero bytes after a member (padding of tapes and archives) and
/// anything that is no further member end the data.
public final class GzipDecoder: StreamDecoder {
    private let state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
    private var isBetweenMembers = true
    private var isFirstMember = true
    /// The first byte of a member whose second one comes with the next input.
    private var magic: [UInt8] = []
    /// The header of the member, as long as it is not complete.
    ///
    /// Not read by ISA-L: that forgets between two calls which parts a header has.
    private var header: GzipHeaderReader?
    /// Whether the end of the data was reached and something else follows.
    public private(set) var isFinished = false

    /// A decoder at the start of a file.
    public init() {}

    deinit { state.deallocate() }

    /// Decodes; see the protocol.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) -> Int {
        var position = 0
        while !isFinished {
            if isBetweenMembers {
                guard position < input.byteCount else { break }
                try startMember(input, &position)
                continue
            }
            if try header?.read(input, &position) == false { break }
            header = nil
            let (used, written) = try inflate(input, from: position, into: &output)
            position += used
            if state.pointee.block_state == ISAL_BLOCK_FINISH {
                isBetweenMembers = true
                isFirstMember = false
                magic = []
            } else if used == 0, written == 0 {
                break
            }
        }
        return position
    }

    /// Whether a part is complete that may be the last.
    public var isComplete: Bool { isBetweenMembers && !isFirstMember && magic.isEmpty }

    private func startMember(_ input: RawSpan, _ position: inout Int) throws(CodecError) {
        let held = magic.count
        var start = magic
        for offset in position..<min(position + 2 - held, input.byteCount) {
            start.append(input.unsafeLoad(fromByteOffset: offset, as: UInt8.self))
        }
        if start.count < 2, start.first == 0x1F {
            // The second byte comes with the next input.
            position += start.count - held
            magic = start
            return
        }
        guard start == [0x1F, 0x8B] else { return try endOfMembers() }
        isal_inflate_init(state)
        // Without the header; checksum and size are compared.
        state.pointee.crc_flag = UInt32(ISAL_GZIP_NO_HDR_VER)
        isBetweenMembers = false
        var reader = GzipHeaderReader()
        reader.read(held: magic)
        header = reader
    }

    private func endOfMembers() throws(CodecError) {
        guard !isFirstMember else { throw CodecError("gzip: the data do not begin as gzip data do (1F 8B)") }
        isFinished = true
    }

    private func inflate(
        _ input: RawSpan, from position: Int, into output: inout OutputRawSpan
    ) throws(CodecError) -> (used: Int, written: Int) {
        // ISA-L counts in 32 bits.
        let available = min(input.byteCount - position, 1 << 30)
        let room = min(output.freeCapacity, 1 << 30)
        var status: Int32 = 0
        input.withUnsafeBytes { source in
            output.withUnsafeMutableBytes { buffer, initialized in
                let state = state
                // The library reads through a pointer that C declares as mutable; it does not write.
                state.pointee.next_in = source.baseAddress.map {
                    UnsafeMutablePointer(mutating: ($0 + position).assumingMemoryBound(to: UInt8.self))
                }
                state.pointee.avail_in = UInt32(available)
                state.pointee.next_out = buffer.baseAddress.map {
                    ($0 + initialized).assumingMemoryBound(to: UInt8.self)
                }
                state.pointee.avail_out = UInt32(room)
                status = isal_inflate(state)
                initialized += room - Int(state.pointee.avail_out)
            }
        }
        guard status >= 0 else { throw CodecError("gzip: \(Self.reason(status))") }
        return (available - Int(state.pointee.avail_in), room - Int(state.pointee.avail_out))
    }

    private static func reason(_ status: Int32) -> String {
        switch status {
        case ISAL_INVALID_BLOCK: "a block of a kind that does not exist; the data are damaged"
        case ISAL_INVALID_SYMBOL: "an invalid code; the data are damaged"
        case ISAL_INVALID_LOOKBACK: "a reference to bytes before the start; the data are damaged"
        case ISAL_INCORRECT_CHECKSUM: "the checksum does not match; the data are damaged"
        default: "the data are damaged (status \(status))"
        }
    }
}
