import CISAL

/// zlib (RFC 1950): DEFLATE with a header and an Adler-32, by ISA-L.
///
/// Bytes after the end of the data are ignored.
public struct Zlib: ByteCodec {
    /// The level, 0 (fastest) to 3.
    public let level: Int

    private static let decoders = ContextPool(
        create: { OpaquePointer(UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)) },
        destroy: { UnsafeMutablePointer<inflate_state>($0).deallocate() })
    private static let streamByteCount = (MemoryLayout<isal_zstream>.size + 63) / 64 * 64
    private static let encoders = ContextPool(
        create: {
            // The buffers of level 3 are the largest.
            let count = streamByteCount + Int((0...3).map { isal_level_buffer_size($0) }.max() ?? 0)
            return OpaquePointer(UnsafeMutableRawPointer.allocate(byteCount: count, alignment: 64))
        },
        destroy: { UnsafeMutableRawPointer($0).deallocate() })

    /// The codec; levels beyond 0 to 3 mean the nearest.
    public init(level: Int = 2) {
        self.level = min(max(level, 0), 3)
    }

    /// The name that formats know it by.
    public var name: String { "zlib" }

    /// Decodes; see the protocol.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try Self.decoders.withContext(for: name) { (context) throws(CodecError) in
            try output.fill(from: input) { (source, room, written) throws(CodecError) in
                try inflate(UnsafeMutablePointer<inflate_state>(context), source, room, &written)
            }
        }
    }

    private func inflate(
        _ state: UnsafeMutablePointer<inflate_state>, _ source: UnsafeRawBufferPointer,
        _ room: UnsafeMutableRawBufferPointer, _ written: inout Int
    ) throws(CodecError) {
        guard let start = source.baseAddress, let target = room.baseAddress else { return }
        isal_inflate_init(state)
        state.pointee.crc_flag = UInt32(ISAL_ZLIB)
        var position = 0
        while true {
            // ISA-L counts in 32 bits.
            let available = min(source.count - position, 1 << 30)
            let free = min(room.count - written, 1 << 30)
            // The library reads through a pointer that C declares as mutable; it does not write.
            state.pointee.next_in = UnsafeMutablePointer(
                mutating: (start + position).assumingMemoryBound(to: UInt8.self))
            state.pointee.avail_in = UInt32(available)
            state.pointee.next_out = (target + written).assumingMemoryBound(to: UInt8.self)
            state.pointee.avail_out = UInt32(free)
            let status = isal_inflate(state)
            let used = available - Int(state.pointee.avail_in)
            let made = free - Int(state.pointee.avail_out)
            position += used
            written += made
            guard status == 0 else { throw Self.error(status) }
            if state.pointee.block_state == ISAL_BLOCK_FINISH { return }
            if used == 0, made == 0 {
                // All is decoded where only the checksum is missing, although there is no room for more either.
                guard state.pointee.block_state != ISAL_CHECKSUM_CHECK else {
                    throw CodecError("zlib: the data end before their checksum")
                }
                throw CodecError(
                    written == room.count
                        ? "zlib: the data decode to more than the \(written) bytes expected"
                        : "zlib: the data end before they are complete")
            }
        }
    }

    /// Encodes; see `ByteCodec`.
    public func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        guard input.byteCount < 1 << 31 else {
            throw CodecError("zlib: \(input.byteCount) bytes are too many at once")
        }
        try Self.encoders.withContext(for: name) { (context) throws(CodecError) in
            try output.fill(from: input) { (source, room, written) throws(CodecError) in
                let work = UnsafeMutableRawPointer(context)
                let stream = work.assumingMemoryBound(to: isal_zstream.self)
                isal_deflate_init(stream)
                stream.pointee.gzip_flag = UInt16(IGZIP_ZLIB)
                stream.pointee.level = UInt32(level)
                stream.pointee.level_buf = (work + Self.streamByteCount).assumingMemoryBound(to: UInt8.self)
                stream.pointee.level_buf_size = isal_level_buffer_size(UInt32(level))
                stream.pointee.end_of_stream = 1
                stream.pointee.next_in = source.baseAddress.map {
                    UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: UInt8.self))
                }
                stream.pointee.avail_in = UInt32(source.count)
                stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
                stream.pointee.avail_out = UInt32(clamping: room.count)
                let status = isal_deflate(stream)
                guard status == 0, stream.pointee.internal_state.state == ZSTATE_END else {
                    throw CodecError("zlib: no room for the compressed data (status \(status))")
                }
                written = Int(stream.pointee.total_out)
            }
        }
    }

    /// The most bytes that so many bytes can become.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int {
        // Level 0 codes with fixed tables, whose longest code has 15 bits; header and trailer have 6 bytes.
        byteCount.multipliedClamped(by: 2).addingClamped(1024 + 6)
    }

    private static func error(_ status: Int32) -> CodecError {
        switch status {
        case ISAL_NEED_DICT: CodecError("zlib: the data need a dictionary, which is not there")
        case ISAL_UNSUPPORTED_METHOD: CodecError("zlib: the data do not begin as zlib data do")
        case ISAL_INCORRECT_CHECKSUM: CodecError("zlib: the checksum does not match; the data are damaged")
        default: CodecError("zlib: the data are damaged (status \(status))")
        }
    }
}
