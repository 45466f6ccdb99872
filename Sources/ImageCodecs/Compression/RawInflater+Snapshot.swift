import CISAL

/// What a decoder of DEFLATE data knows at some place of them, to go on from there at any time.
package struct InflaterSnapshot: Sendable {
    private let kind: Kind

    private enum Kind: Sendable {
        case block(bit: Int, window: [UInt8])
        case state([UInt8])
    }

    /// The start of a block, which takes 32 KiB: the last output.
    ///
    /// - Parameters:
    ///   - bit: how many bits of the first byte of the input belong to what comes before; 0 to 7.
    ///   - window: the last 32 KiB of output, or all if there are fewer.
    package init(bit: Int, window: [UInt8]) {
        kind = .block(bit: bit & 7, window: window)
    }

    private init(state: [UInt8]) {
        kind = .state(state)
    }

    /// The memory that it takes.
    package var byteCount: Int {
        switch kind {
        case .block(_, let window): window.count
        case .state(let bytes): bytes.count
        }
    }

    /// The bit and the output of the start of a block; nil for places inside of one.
    package var blockStart: (bit: Int, window: [UInt8])? {
        if case .block(let bit, let window) = kind { (bit, window) } else { nil }
    }

    /// Lets a decoder go on from here.
    fileprivate func restore(_ inflater: RawInflater) {
        switch kind {
        case .block(let bit, let window): window.withUnsafeBytes { inflater.start(bit: bit, window: $0) }
        case .state(let bytes): inflater.restore(bytes)
        }
    }

    /// The whole of a decoder inside of a block: about 53 KiB, with the tables of the codes.
    fileprivate init(_ state: UnsafePointer<inflate_state>) {
        // The output that was decoded last is the state's last field, and mostly half empty.
        let offset = isal_inflate_state_output_offset()
        let limit = MemoryLayout<inflate_state>.size - offset
        let count = offset + min(max(Int(state.pointee.tmp_out_valid), 0), limit)
        self.init(state: Array(UnsafeRawBufferPointer(start: state, count: count)))
    }
}

extension RawInflater {
    /// What is known now, at any place; nil where nothing was decoded yet, or nothing is left to be.
    ///
    /// The input goes on where it ended.
    package func snapshot() -> InflaterSnapshot? {
        guard !isFinished, !hasSkippedBits, !isStopping else { return nil }
        return withState { InflaterSnapshot($0) }
    }

    /// What is known at the start of a block, where the decoder must be.
    ///
    /// The input goes on at the byte of the first of the bits that are held.
    package func blockSnapshot() -> InflaterSnapshot {
        InflaterSnapshot(bit: -bitsHeld & 7, window: Array(lastBytes))
    }

    /// Goes to where a snapshot was taken; the checksum begins anew.
    package func restore(_ snapshot: InflaterSnapshot) {
        snapshot.restore(self)
    }

    fileprivate func restore(_ bytes: [UInt8]) {
        start()
        let offset = isal_inflate_state_output_offset()
        withState { state in
            UnsafeMutableRawBufferPointer(start: state, count: MemoryLayout<inflate_state>.size)
                .copyBytes(from: bytes)
            let processed = min(max(Int(state.pointee.tmp_out_processed), 0), bytes.count - offset)
            // What was handed out last is what a segment that takes over refers to.
            remember(UnsafeRawBufferPointer(start: UnsafeRawPointer(state) + offset, count: processed))
        }
    }
}
