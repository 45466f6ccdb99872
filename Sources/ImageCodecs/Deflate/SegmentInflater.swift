package import ImageCore

/// Decodes a segment from the middle of a DEFLATE stream before the data in front of it are known, and takes its place
/// in the stream when they are.
///
/// It begins at a bit where a block is thought to begin, with 16-bit symbols (`MarkerInflate`). As soon as the last
/// 32 KiB do not depend on the unknown data any more, ISA-L decodes the rest. The order of calls is `inflate`, `link`
/// once the decoder before has come exactly to `firstBit`, then `resolve`; `byteCount` bytes lie in `output` afterwards.
package final class SegmentInflater: @unchecked Sendable {
    // Sendable: used by one task at a time; the owner sees to it.
    /// The decoded bytes; the first ones are there only after `resolve`.
    package let output: ScatterTarget
    private var inflater = RawInflater()
    private let markers: MarkerInflate
    /// The byte that each symbol stands for: bytes for themselves, markers for what lies in the window.
    private let meanings = UnsafeMutablePointer<UInt8>.allocate(capacity: 1 << 16)
    private let window: UnsafeMutablePointer<UInt8>
    private var markerEnd = MarkerInflate.End(bit: 0)
    private var isInflaterUsed = false
    private var isResolved = false
    /// Whether everything that the used input decodes to was written; not so if there was no more room.
    package private(set) var isDrained = true
    /// What the rest of the data is damaged by, if ISA-L found that.
    package private(set) var failure: CodecError?
    /// The bytes that were decoded.
    package private(set) var byteCount = 0
    /// How many bytes of the input were used, a last one in part perhaps; a decoder that goes on is fed from there.
    package private(set) var usedByteCount = 0
    /// How far apart the snapshots are that are taken while decoding, in decoded bytes; nil for none.
    package var snapshotInterval: Int? {
        get { markers.markInterval }
        set { markers.markInterval = newValue }
    }
    /// Snapshots of the part that ISA-L decodes.
    package private(set) var snapshots: [Snapshot] = []
    /// Those of the part before it, after `resolve`; their checksums are those of all bytes of the segment before them.
    package private(set) var resolvedSnapshots: [Snapshot] = []

    /// A place of the segment to go on from.
    package struct Snapshot: Sendable {
        /// The decoded bytes before it.
        package var byteCount: Int
        /// The byte of the input that a decoder is given next.
        package var position: Int
        /// What the decoder knows.
        package var snapshot: InflaterSnapshot
        /// The checksum of the bytes before it, without those that `resolve` makes.
        package var checksum: CRC32
    }

    /// The checksum of the bytes that `resolve` made; the decoder has that of the others.
    package private(set) var resolvedChecksum = CRC32()

    /// A decoder for segments of at most `byteLimit` bytes, of which at most `markerLimit` may depend on unknown data.
    package init(byteLimit: Int, markerLimit: Int) throws(ImageError) {
        output = try ScatterTarget(count: byteLimit)
        markers = MarkerInflate(limit: min(markerLimit, byteLimit))
        window = meanings + Int(MarkerInflate.marker)
        // Symbols between the bytes and the markers do not occur.
        meanings.initialize(repeating: 0, count: 1 << 16)
        for byte in UInt8.min...UInt8.max { meanings[Int(byte)] = byte }
    }

    deinit { meanings.deallocate() }

    /// Decodes a segment.
    ///
    /// - Parameters:
    ///   - input: The compressed bytes from that of the first bit on.
    ///   - firstBit: The bit of the first byte where the block begins.
    ///   - stop: Where to stop: at the first end of a block at or after this bit as long as data are unknown, then at the
    ///     end of the byte that it falls into.
    /// - Returns: whether anything was decoded.
    package func inflate(_ input: RawSpan, firstBit: Int, stop: Int) throws -> Bool {
        failure = nil
        isDrained = true
        isInflaterUsed = false
        isResolved = false
        snapshots = []
        resolvedSnapshots = []
        resolvedChecksum = CRC32()
        try input.withUnsafeBytes { bytes in
            guard let base = bytes.assumingMemoryBound(to: UInt8.self).baseAddress else {
                markerEnd = MarkerInflate.End(bit: firstBit)
                return
            }
            markerEnd = markers.inflate(base, count: bytes.count, from: firstBit, stop: stop)
            byteCount = markerEnd.count
            usedByteCount = markerEnd.bit / 8
            guard markerEnd.isClean, !markerEnd.isFinal, markerEnd.bit < stop else { return }
            // The last 32 KiB are known: they have no markers.
            resolve(markerEnd.count - DeflateSymbols.windowByteCount..<markerEnd.count, to: window)
            inflater.start(bit: markerEnd.bit % 8, window: window)
            isInflaterUsed = true
            let end = min((stop + 7) / 8, bytes.count)
            let rest = UnsafeRawBufferPointer(rebasing: bytes[markerEnd.bit / 8..<max(end, markerEnd.bit / 8)])
            try output.withUnsafeBytes(0..<output.count) { inflateRest(rest, $0) }
        }
        return markerEnd.bit > firstBit
    }

    private func inflateRest(_ input: UnsafeRawBufferPointer, _ buffer: UnsafeMutableRawBufferPointer) {
        let start = usedByteCount
        isDrained = false
        // Here a block begins, too.
        var lastSnapshot = snapshotInterval == nil ? byteCount : take(at: start)
        while byteCount < buffer.count, !inflater.isFinished {
            let before = byteCount
            let part = UnsafeRawBufferPointer(rebasing: input[(usedByteCount - start)...])
            var limit = buffer.count
            if let snapshotInterval {
                let missing = snapshotInterval - (byteCount - lastSnapshot)
                inflater.stopsAtBlock = missing <= 0
                if missing > 0 { limit = min(limit, byteCount + missing) }
            }
            let room = UnsafeMutableRawBufferPointer(start: buffer.baseAddress, count: limit)
            let (status, used) = inflater.inflate(part, room, &byteCount)
            usedByteCount += used
            if status < 0 {
                failure = RawInflater.error(status)
                break
            }
            if inflater.isStopped {
                lastSnapshot = take(at: usedByteCount - (inflater.bitsHeld + 7) / 8)
            } else if used == 0, byteCount == before {
                isDrained = true
                break
            }
        }
        inflater.stopsAtBlock = false
    }

    /// Keeps a snapshot of the start of a block; the next byte of the input is at `position`.
    ///
    /// - Returns: the decoded bytes before it.
    private func take(at position: Int) -> Int {
        snapshots.append(
            Snapshot(
                byteCount: byteCount, position: position, snapshot: inflater.blockSnapshot(),
                checksum: inflater.checksum))
        return byteCount
    }

    /// The first byte of the input after the stream's end, if that lies in this segment.
    package var streamEnd: Int? {
        if markerEnd.isFinal { return (markerEnd.bit + 7) / 8 }
        return isInflaterUsed && inflater.isFinished ? usedByteCount - inflater.bitsHeld / 8 : nil
    }

    /// Puts the segment behind the data that another decoder, which came to its first bit, has decoded.
    ///
    /// - Returns: false if that decoder has less than 32 KiB to refer to; the segment cannot be used then.
    package func link(after previous: RawInflater) -> Bool {
        let isKnown: Void? = previous.withWindow { window.update(from: $0, count: DeflateSymbols.windowByteCount) }
        guard isKnown != nil else { return false }
        guard !isInflaterUsed else { return true }
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: DeflateSymbols.windowByteCount) { last in
            guard let base = last.baseAddress else { return }
            resolve(markerEnd.count - DeflateSymbols.windowByteCount..<markerEnd.count, to: base)
            inflater.start(bit: markerEnd.bit % 8, window: base)
        }
        return true
    }

    /// The decoder at the segment's end, in exchange for another one.
    package func exchangeInflater(_ other: RawInflater) -> RawInflater {
        defer { inflater = other }
        return inflater
    }

    /// Puts the bytes in place that depended on the data before; does nothing when called again.
    package func resolve() throws {
        guard !isResolved else { return }
        isResolved = true
        try output.withUnsafeBytes(0..<markerEnd.count) { buffer in
            guard let base = buffer.assumingMemoryBound(to: UInt8.self).baseAddress else { return }
            resolve(0..<markerEnd.count, to: base)
            var done = 0
            for mark in markers.marks where mark.count >= DeflateSymbols.windowByteCount {
                resolvedChecksum.append(UnsafeRawBufferPointer(rebasing: buffer[done..<mark.count]))
                done = mark.count
                let window = Array(buffer[(mark.count - DeflateSymbols.windowByteCount)..<mark.count])
                resolvedSnapshots.append(
                    Snapshot(
                        byteCount: mark.count, position: mark.bit / 8,
                        snapshot: InflaterSnapshot(bit: mark.bit % 8, window: window), checksum: resolvedChecksum))
            }
            resolvedChecksum.append(UnsafeRawBufferPointer(rebasing: buffer[done...]))
        }
    }

    /// Turns symbols into bytes; a range below zero means the window itself.
    private func resolve(_ range: Range<Int>, to target: UnsafeMutablePointer<UInt8>) {
        let symbols = UnsafeRawPointer(markers.result + range.lowerBound)
        let known = UnsafePointer(meanings)
        let place = UnsafeMutableRawPointer(target)
        var done = 0
        while done + 16 <= range.count {
            let part = symbols.loadUnaligned(fromByteOffset: done * 2, as: SIMD16<UInt16>.self)
            let all = unsafeBitCast(part, to: SIMD4<UInt64>.self)
            if (all[0] | all[1] | all[2] | all[3]) & Self.anyMarker == 0 {
                place.storeBytes(
                    of: SIMD16<UInt8>(truncatingIfNeeded: part), toByteOffset: done, as: SIMD16<UInt8>.self)
            } else {
                for lane in 0..<16 { target[done + lane] = known[Int(part[lane])] }
            }
            done += 16
        }
        while done < range.count {
            target[done] = known[Int(symbols.loadUnaligned(fromByteOffset: done * 2, as: UInt16.self))]
            done += 1
        }
    }

    private static let anyMarker: UInt64 = 0x8000_8000_8000_8000
}
