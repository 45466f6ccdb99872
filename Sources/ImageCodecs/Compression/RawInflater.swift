import CISAL
import ImageCore

/// Decodes a DEFLATE stream (RFC 1951) with ISA-L, from any bit at which a block begins, and knows to the bit where it
/// is and which 32 KiB it decoded last.
package final class RawInflater: @unchecked Sendable {
    // Sendable: used by one task at a time; the owner sees to it.
    private let state = UnsafeMutablePointer<inflate_state>.allocate(capacity: 1)
    private let window = UnsafeMutablePointer<UInt8>.allocate(capacity: windowLimit)
    private var windowCount = 0
    /// Bits of the next input byte that belong to what comes before.
    private var skippedBits = 0
    /// Whether to stop where the next block begins, if the decoder is inside of one.
    package var stopsAtBlock = false
    /// Whether the last call stopped for that: everything before the held bits is decoded, and they are the start of a
    /// block.
    package private(set) var isStopped = false
    /// Whether the library was told that this block is the last one.
    private(set) var isStopping = false
    /// The checksum of the bytes decoded since the start.
    package private(set) var checksum = CRC32()

    private static let windowLimit = DeflateSymbols.windowByteCount
    /// Input for one call, so that the output is still in the cache when its checksum is made.
    private static let pieceByteCount = 256 << 10

    /// A decoder at the start of a stream.
    package init() {
        start()
    }

    deinit {
        state.deallocate()
        window.deallocate()
    }

    /// Goes to the start of a stream.
    package func start() {
        isal_inflate_init(state)
        state.pointee.crc_flag = UInt32(ISAL_DEFLATE)
        windowCount = 0
        skippedBits = 0
        isStopped = false
        isStopping = false
        checksum = CRC32()
    }

    /// Goes to the start of a block, `bit` bits after the start of the input that follows, with the bytes before it.
    func start(bit: Int, window bytes: UnsafePointer<UInt8>) {
        start(bit: bit, window: UnsafeRawBufferPointer(start: bytes, count: Self.windowLimit))
    }

    /// The same where there may be fewer bytes before it, as near the start of a stream.
    func start(bit: Int, window bytes: UnsafeRawBufferPointer) {
        start()
        skippedBits = bit
        remember(bytes)
        if windowCount > 0 { isal_inflate_set_dict(state, window, UInt32(windowCount)) }
    }

    /// Whether the stream's last block is complete.
    package var isFinished: Bool { state.pointee.block_state == ISAL_BLOCK_FINISH && !isStopping }

    /// How many bits of the input so far are not used yet; negative for those that are to be left out.
    package var bitsHeld: Int {
        Int(state.pointee.read_in_length) + 8 * Int(state.pointee.tmp_in_size) - skippedBits
    }

    /// Whether everything before the held bits is decoded and they are the start of a block.
    ///
    /// Holds only if all input was used and there was room for more output.
    package var isAtBlockStart: Bool {
        state.pointee.block_state == ISAL_BLOCK_NEW_HDR || state.pointee.block_state == ISAL_BLOCK_HDR
    }

    /// The last 32 KiB, or all bytes if there are fewer.
    var lastBytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: window, count: windowCount) }

    /// Calls a function with the last 32 KiB, nil if there are fewer.
    func withWindow<R>(_ body: (UnsafePointer<UInt8>) throws -> R) rethrows -> R? {
        windowCount == Self.windowLimit ? try body(UnsafePointer(window)) : nil
    }

    /// Decodes as much as the input gives and the output has room for, or a part of it.
    ///
    /// - Returns: how many bytes of the input were used; if none, and nothing was written, there is no more to be had.
    /// - Throws: `CodecError` if the input is damaged; what was written before is right.
    package func inflate(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) -> Int {
        guard !isFinished else { return 0 }
        var used = 0
        var status: Int32 = 0
        input.withUnsafeBytes { source in
            output.withUnsafeMutableBytes { buffer, initialized in
                (status, used) = inflate(source, buffer, &initialized)
            }
        }
        guard status >= 0 else { throw Self.error(status) }
        return used
    }

    /// The same with addresses; `written` counts the bytes of the buffer that are filled.
    func inflate(
        _ source: UnsafeRawBufferPointer, _ buffer: UnsafeMutableRawBufferPointer, _ written: inout Int
    ) -> (status: Int32, used: Int) {
        isStopped = false
        guard let target = buffer.baseAddress else { return (0, 0) }
        // The library asks for addresses even where it has nothing to read.
        var none: UInt8 = 0
        return withUnsafeMutablePointer(to: &none) { empty in
            var next =
                source.baseAddress.map {
                    UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: UInt8.self))
                } ?? empty
            var available = min(source.count, Self.pieceByteCount)
            let all = available
            if skippedBits > 0 {
                guard available > 0 else { return (0, 0) }
                state.pointee.read_in = UInt64(next.pointee) >> UInt64(skippedBits)
                state.pointee.read_in_length = Int32(8 - skippedBits)
                skippedBits = 0
                next += 1
                available -= 1
            }
            let start = target + written
            let room = min(buffer.count - written, 1 << 30)
            state.pointee.next_in = next
            state.pointee.avail_in = UInt32(available)
            state.pointee.next_out = start.assumingMemoryBound(to: UInt8.self)
            state.pointee.avail_out = UInt32(room)
            let isInBlock =
                state.pointee.block_state == ISAL_BLOCK_TYPE0 || state.pointee.block_state == ISAL_BLOCK_CODED
            // The library stops only at the end of the stream: let it take this block for the last.
            if stopsAtBlock, isInBlock, state.pointee.bfinal == 0 { isStopping = true }
            if isStopping { state.pointee.bfinal = 1 }
            let status = isal_inflate(state)
            let count = room - Int(state.pointee.avail_out)
            let part = UnsafeRawBufferPointer(start: start, count: count)
            checksum.append(part)
            remember(part)
            written += count
            if isStopping { endStop() }
            return (status, all - Int(state.pointee.avail_in))
        }
    }

    /// Lets the library go on behind a block that it took for the last, if that has ended.
    private func endStop() {
        // Its end is known, but some of it waits for room.
        if state.pointee.block_state == ISAL_BLOCK_INPUT_DONE { return }
        isStopping = false
        state.pointee.bfinal = 0
        guard state.pointee.block_state == ISAL_BLOCK_FINISH else { return }
        state.pointee.block_state = ISAL_BLOCK_NEW_HDR
        // It does not keep what it decoded before the end.
        if windowCount > 0 { isal_inflate_set_dict(state, window, UInt32(windowCount)) }
        isStopped = true
    }

    /// Calls a function with the library's state.
    func withState<R>(_ body: (UnsafeMutablePointer<inflate_state>) throws -> R) rethrows -> R { try body(state) }

    /// Whether the first bits of the next input are to be left out.
    var hasSkippedBits: Bool { skippedBits > 0 }

    func remember(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else { return }
        let fresh = min(bytes.count, Self.windowLimit)
        let kept = min(windowCount, Self.windowLimit - fresh)
        if kept > 0, fresh > 0 { window.update(from: window + (windowCount - kept), count: kept) }
        (window + kept).update(from: base + (bytes.count - fresh), count: fresh)
        windowCount = kept + fresh
    }

    /// What a negative status of the library means.
    static func error(_ status: Int32) -> CodecError {
        switch status {
        case ISAL_INVALID_BLOCK:
            CodecError("gzip: a block of a kind that does not exist; the data are damaged")
        case ISAL_INVALID_SYMBOL: CodecError("gzip: an invalid code; the data are damaged")
        case ISAL_INVALID_LOOKBACK:
            CodecError("gzip: a reference to bytes before the start; the data are damaged")
        default: CodecError("gzip: the data are damaged (status \(status))")
        }
    }
}
