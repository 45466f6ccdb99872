import CISAL

/// The pieces of one gzip member, so that blocks of it can be compressed at the same time and written in order, as one
/// member that every reader takes.
///
/// Each block is DEFLATE data that end at a byte boundary and refer to nothing before them.
public struct GzipMember: Sendable {
    /// The size of the header.
    public static let headerByteCount = 10
    /// The size of the trailer: CRC-32 and size modulo 2^32.
    public static let trailerByteCount = 8

    private let level: Int
    private var checksum = CRC32()

    /// A member; `level` is 0 to 3.
    public init(level: Int) {
        self.level = min(max(level, 0), 3)
    }

    /// The most bytes that a block of so many bytes can become.
    ///
    /// ISA-L's level 0 codes with fixed tables, whose longest code has 15 bits, and stores nothing.
    public static func blockByteCountLimit(_ byteCount: Int) -> Int {
        2 * byteCount + 1024
    }

    /// Appends the header (RFC 1952, 2.3): no name, no time, so that equal data give equal files.
    public func writeHeader(into output: inout OutputRawSpan) throws(CodecError) {
        try append([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255], to: &output)
    }

    /// Counts bytes into checksum and size; blocks must be included in their order.
    public mutating func include(_ input: RawSpan) {
        checksum.append(input)
    }

    /// Counts a block by its checksum.
    package mutating func include(_ block: CRC32) {
        checksum.append(block)
    }

    /// Appends one compressed block.
    ///
    /// Depends on nothing but its input; blocks may be made in any order.
    public func writeBlock(_ input: RawSpan, into output: inout OutputRawSpan, isLast: Bool) throws(CodecError) {
        guard input.byteCount < 1 << 31 else {
            throw CodecError("gzip: a block of \(input.byteCount) bytes is too large")
        }
        let workSize = Int(isal_level_buffer_size(UInt32(level)))
        let work = UnsafeMutableRawPointer.allocate(byteCount: max(workSize, 1), alignment: 64)
        let stream = UnsafeMutablePointer<isal_zstream>.allocate(capacity: 1)
        defer {
            work.deallocate()
            stream.deallocate()
        }
        isal_deflate_init(stream)
        stream.pointee.level = UInt32(level)
        stream.pointee.level_buf = work.assumingMemoryBound(to: UInt8.self)
        stream.pointee.level_buf_size = UInt32(workSize)
        stream.pointee.end_of_stream = isLast ? 1 : 0
        stream.pointee.flush = isLast ? 0 : UInt16(FULL_FLUSH)
        let room = min(output.freeCapacity, 1 << 31)
        var status: Int32 = 0
        input.withUnsafeBytes { source in
            output.withUnsafeMutableBytes { buffer, initialized in
                stream.pointee.next_in = source.baseAddress.map {
                    UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: UInt8.self))
                }
                stream.pointee.avail_in = UInt32(source.count)
                stream.pointee.next_out = buffer.baseAddress.map {
                    ($0 + initialized).assumingMemoryBound(to: UInt8.self)
                }
                stream.pointee.avail_out = UInt32(room)
                status = isal_deflate(stream)
                initialized += room - Int(stream.pointee.avail_out)
            }
        }
        guard status == 0, stream.pointee.avail_in == 0, stream.pointee.avail_out > 0 else {
            throw CodecError("gzip: no room for the compressed data (status \(status))")
        }
    }

    /// Appends the trailer.
    public func writeTrailer(into output: inout OutputRawSpan) throws(CodecError) {
        let size = UInt32(truncatingIfNeeded: checksum.byteCount)
        try append(
            [checksum.value, size].flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) } },
            to: &output)
    }

    private func append(_ bytes: [UInt8], to output: inout OutputRawSpan) throws(CodecError) {
        guard output.freeCapacity >= bytes.count else { throw CodecError("gzip: no room for header or trailer") }
        for byte in bytes { output.append(byte, as: UInt8.self) }
    }
}
