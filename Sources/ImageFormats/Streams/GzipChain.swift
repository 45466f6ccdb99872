import ByteStores
import ImageCodecs
import ImageCore

/// The exact decoder of a gzip file: it comes from the start, knows what it needs, and proves or refutes the segments
/// that were decoded ahead of it.
final class GzipChain: @unchecked Sendable {
    // Sendable: used by one task at a time; the stream sees to it.
    private let object: any ByteObject
    private let input: GzipInput
    private var inflater = RawInflater()
    /// The next compressed byte that the decoder is given.
    private(set) var position: Int
    /// Where the member's compressed data begin; nil between members.
    private(set) var memberStart: Int?
    /// Where they end, once that is known.
    private(set) var memberEnd: Int?
    /// Whether the file holds no further member.
    private(set) var isFinished = false
    /// Whether bytes that are no member follow the last one.
    private(set) var isFollowedByOtherData = false
    /// How many bytes were decoded since the start of the first member.
    private(set) var decodedCount = 0
    /// Gets places to go on from later.
    private let index: GzipSeekIndex?
    /// Whether the member was decoded from its start, so that its checksum is known.
    private var isWhole = true
    /// Why nothing more can be decoded.
    private(set) var failure: CodecError?
    /// Whether the file ends in the middle of a member, and all before is decoded.
    private var isTruncated = false
    /// Whether all that the input up to `position` decodes to was written.
    private var isDrained = true
    private var isFirstMember = true
    private var checksum = CRC32()
    /// What is to be added to the checksum, in this order: decoders that were left, segments that took over.
    private var parts: [Part] = []

    private enum Part {
        case checksum(CRC32)
        case segment(SegmentInflater)
    }

    private let windowByteCount: Int
    private static let headerLimit = 16 << 20

    /// A decoder for the members that begin at a byte.
    ///
    /// - Parameters:
    ///   - windowByteCount: how much is fetched at once.
    ///   - index: gets places to go on from later.
    init(
        _ object: any ByteObject, at position: Int, windowByteCount: Int = 1 << 20, index: GzipSeekIndex? = nil
    ) {
        self.object = object
        self.position = position
        self.windowByteCount = windowByteCount
        self.index = index
        input = GzipInput(object)
    }

    /// Goes to a place of an index.
    ///
    /// The checksum of the member that it lies in is not compared any more.
    func restore(_ point: GzipSeekIndex.Point) {
        inflater.restore(point.snapshot)
        position = point.position
        memberStart = point.position
        memberEnd = nil
        isFinished = false
        failure = nil
        isTruncated = false
        isDrained = false
        isFirstMember = false
        isWhole = false
        parts = []
        decodedCount = point.offset
    }

    /// The object as people write it.
    var location: String { object.location }

    /// Whether more can be decoded of this member.
    var isInMember: Bool { memberStart != nil && memberEnd == nil && failure == nil && !isTruncated }

    /// Whether the last member was complete, with its checksum.
    var isComplete: Bool { isFinished && memberStart == nil }

    /// Decodes up to a compressed byte, the end of the range or the end of the member.
    ///
    /// - Returns: how many bytes were written.
    func decode(upTo stop: Int, into target: ScatterTarget, _ range: Range<Int>) async throws -> Int {
        var done = range.lowerBound
        isDrained = false
        while done < range.upperBound, isInMember {
            if input.end(at: position) == nil, position < min(stop, object.size) {
                try Task.checkCancellation()
                try await input.load(position..<min(stop, position + windowByteCount))
            }
            let before = position
            // An index wants to be asked often enough.
            let end = index.map { min(range.upperBound, done + $0.interval) } ?? range.upperBound
            let written = try inflate(upTo: stop, into: target, done..<end)
            done += written
            decodedCount += written
            if let index, written > 0, failure == nil, index.wants(decodedCount), let snapshot = inflater.snapshot() {
                index.add(.init(offset: decodedCount, position: position, snapshot: snapshot))
            }
            if inflater.isFinished { memberEnd = position - inflater.bitsHeld / 8 }
            if written == 0, position == before, memberEnd == nil, position >= min(stop, object.size) {
                isDrained = true
                isTruncated = position >= object.size
                break
            }
        }
        return done - range.lowerBound
    }

    private func inflate(upTo stop: Int, into target: ScatterTarget, _ range: Range<Int>) throws -> Int {
        let (used, written) = try target.withOutput(range) { output in
            input.withBytes(from: position, upTo: stop) { bytes in
                do throws(CodecError) {
                    return try inflater.inflate(bytes, into: &output)
                } catch {
                    failure = error
                    return 0
                }
            }
        }
        position += used
        return written
    }

    /// Whether the decoder stands exactly at a bit, counted from the object's start, and a block begins there.
    func isAtBlock(_ bit: Int) -> Bool {
        isInMember && isDrained && inflater.isAtBlockStart && position * 8 - inflater.bitsHeld == bit
    }

    /// Goes on at the end of a segment that begins where the decoder stands; `start` is the byte of its first bit.
    ///
    /// - Returns: false if the segment cannot be used; nothing changed then.
    func take(_ segment: SegmentInflater, start: Int) -> Bool {
        guard segment.link(after: inflater) else { return false }
        parts.append(.checksum(inflater.checksum))
        parts.append(.segment(segment))
        for (count, used, snapshot) in segment.snapshots where index?.wants(decodedCount + count) == true {
            index?.add(.init(offset: decodedCount + count, position: start + used, snapshot: snapshot))
        }
        decodedCount += segment.byteCount
        inflater = segment.exchangeInflater(inflater)
        position = start + segment.usedByteCount
        memberEnd = segment.streamEnd.map { start + $0 }
        failure = segment.failure
        isDrained = segment.isDrained
        return true
    }

    /// Adds the segments taken so far to the checksum; they may be used for something else afterwards.
    func foldChecksums() throws {
        for part in parts {
            switch part {
            case .checksum(let part): checksum.append(part)
            case .segment(let segment):
                try segment.resolve()
                checksum.append(segment.resolvedChecksum)
            }
        }
        parts = []
    }

    /// Checks the end of a complete member and reads the header of the next, if there is one.
    func advanceMember() async throws {
        guard failure == nil, !isFinished, !isInMember else { return }
        do {
            repeat {
                try Task.checkCancellation()
                if let end = memberEnd { try await endMember(end) }
                if failure == nil, memberStart == nil { try await startMember() }
            } while passesNothing()
        } catch let error as CodecError {
            failure = error
        }
    }

    /// Goes to the end of a member that was just started if it has no data, in the form that encoders give it: there may be
    /// very many of them in a row.
    private func passesNothing() -> Bool {
        guard isInMember, input.withBytes(from: position, { $0.byteCount >= 2 && Self.isEmptyBlock($0) }) else {
            return false
        }
        memberEnd = position + 2
        return true
    }

    /// Whether the last block of a stream begins here, coded with fixed tables and ended at once.
    private static func isEmptyBlock(_ bytes: RawSpan) -> Bool {
        bytes.unsafeLoadUnaligned(as: UInt16.self).littleEndian == 0x0003
    }

    private func endMember(_ end: Int) async throws {
        try foldChecksums()
        checksum.append(inflater.checksum)
        position = end
        let next = end + GzipHeader.trailerByteCount
        guard next <= object.size else {
            isFinished = true
            return
        }
        if (input.end(at: end) ?? 0) < next { try await input.load(end..<end + windowByteCount) }
        if isWhole { try input.withBytes(from: end) { try GzipHeader.checkTrailer($0, checksum) } }
        position = next
        memberStart = nil
        memberEnd = nil
    }

    private func startMember() async throws {
        var window = 1 << 10
        while true {
            let count = min(window, object.size - position)
            if (input.end(at: position) ?? 0) < position + count {
                try await input.load(position..<position + max(window, windowByteCount))
            }
            guard input.withBytes(from: position, GzipHeader.isMember) else {
                isFinished = true
                // Zeros fill up blocks of tapes.
                isFollowedByOtherData = input.withBytes(from: position) { bytes in
                    (0..<bytes.byteCount).contains { bytes.unsafeLoad(fromByteOffset: $0, as: UInt8.self) != 0 }
                }
                guard isFirstMember, object.size - position >= 2 else { return }
                throw CodecError("gzip: the data do not begin as gzip data do (1F 8B)")
            }
            if let header = try input.withBytes(from: position, { try GzipHeader.byteCount($0) }) {
                position += header
                break
            }
            guard count == window, window < Self.headerLimit else {
                isFinished = true
                return
            }
            window *= 16
        }
        inflater.start()
        checksum = CRC32()
        isWhole = true
        memberStart = position
        isFirstMember = false
        isDrained = true
    }
}
