import CISAL

/// Everything that a decoder of DEFLATE data knows at some place of them, to go on from there at any time.
///
/// About 53 KiB: code tables and the last 32 KiB of output.
package struct InflaterSnapshot: Sendable {
    fileprivate let bytes: [UInt8]

    /// The memory that it takes.
    package var byteCount: Int { bytes.count }
}

extension RawInflater {
    /// What is known now; nil where nothing was decoded yet, or nothing is left to be.
    package func snapshot() -> InflaterSnapshot? {
        guard !isFinished, !hasSkippedBits else { return nil }
        return withState { state in
            // The output that was decoded last is the state's last field, and mostly half empty.
            let valid = min(max(Int(state.pointee.tmp_out_valid), 0), Self.outputLimit)
            let count = isal_inflate_state_output_offset() + valid
            return InflaterSnapshot(bytes: Array(UnsafeRawBufferPointer(start: state, count: count)))
        }
    }

    /// Goes to where a snapshot was taken; the checksum begins anew.
    package func restore(_ snapshot: InflaterSnapshot) {
        start()
        let offset = isal_inflate_state_output_offset()
        withState { state in
            UnsafeMutableRawBufferPointer(start: state, count: MemoryLayout<inflate_state>.size)
                .copyBytes(from: snapshot.bytes)
            let processed = min(max(Int(state.pointee.tmp_out_processed), 0), snapshot.bytes.count - offset)
            // What was handed out last is what a segment that takes over refers to.
            remember(
                UnsafeRawBufferPointer(
                    start: UnsafeRawPointer(state) + offset, count: processed))
        }
    }

    private static var outputLimit: Int { MemoryLayout<inflate_state>.size - isal_inflate_state_output_offset() }
}
