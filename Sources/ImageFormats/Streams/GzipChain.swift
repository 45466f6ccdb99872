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

    /// The checksum of all decoded bytes before the decoder's, or of those since a place whose checksum is not known.
    private var total = CRC32()
    /// Whether it is that of all.
    private var isFromStart = true

    private enum Part {
        case checksum(CRC32)
        /// The part of a segment that was decoded without the data before it; where it begins in decoded bytes and in
        /// compressed ones.
        case segment(SegmentInflater, offset: Int, start: Int)
        /// A place of the index, so many bytes behind what the parts before it have.
        case place(CRC32)
    }

    /// How much is fetched at once.
    var windowByteCount: Int
    private let start: Int
    private var unwanted: ScatterTarget?
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
        start = position
        self.windowByteCount = windowByteCount
        self.index = index
        input = GzipInput(object)
    }

    /// Goes to a place of an index.
    ///
    /// The checksum of the member that it lies in is not compared any more.
    ///
    /// - Throws: `CodecError` if the place comes from a file and is damaged.
    func restore(_ point: GzipSeekIndex.Point) throws(CodecError) {
        switch point.knowledge {
        case .snapshot(let snapshot): inflater.restore(snapshot)
        case .packed(let place): inflater.restore(try place.snapshot())
        }
        restart(at: point.position)
        memberStart = point.position
        isDrained = false
        isFirstMember = false
        isWhole = false
        isFromStart = point.checksum != nil
        total = point.checksum ?? CRC32()
        decodedCount = point.offset
    }

    /// Goes back to the start.
    func restart() {
        restart(at: start)
        isDrained = true
        isFirstMember = true
        isWhole = true
        isFromStart = true
        decodedCount = 0
    }

    private func restart(at position: Int) {
        self.position = position
        memberStart = nil
        memberEnd = nil
        isFinished = false
        isFollowedByOtherData = false
        failure = nil
        isTruncated = false
        parts = []
        total = CRC32()
    }

    /// The checksum of all decoded bytes, if it is known.
    var totalChecksum: CRC32? {
        guard isFromStart, parts.isEmpty else { return nil }
        var all = total
        // Of a member that has ended, the decoder's own is in it already.
        if memberStart != nil { all.append(inflater.checksum) }
        return all
    }

    /// Room for bytes that nobody wants.
    func scratch(_ count: Int) throws -> ScatterTarget {
        if let unwanted, unwanted.count >= count { return unwanted }
        let room = try ScatterTarget(count: count)
        unwanted = room
        return room
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
            // Up to where a place is of use, and from there to the start of a block, if that is not far.
            let distance = index?.distance(from: decodedCount)
            let end = min(range.upperBound, done + (index.map { $0.reach(from: decodedCount) } ?? range.count))
            inflater.stopsAtBlock = distance == 0
            let written = try inflate(upTo: stop, into: target, done..<end)
            done += written
            decodedCount += written
            if let index, failure == nil { notePlace(index) }
            if inflater.isFinished { memberEnd = position - inflater.bitsHeld / 8 }
            if inflater.isStopped { continue }
            if written == 0, position == before, memberEnd == nil, position >= min(stop, object.size) {
                isDrained = true
                isTruncated = position >= object.size
                break
            }
        }
        index?.pass(decodedCount)
        return done - range.lowerBound
    }

    /// Gives the index the place that the decoder has come to, if it is of use.
    private func notePlace(_ index: GzipSeekIndex) {
        if inflater.isStopped {
            addBlock(index)
        } else if index.distance(from: decodedCount) == 0, index.isFar(decodedCount), let snapshot = inflater.snapshot()
        {
            index.add(.init(offset: decodedCount, position: position, knowledge: .snapshot(snapshot)))
        }
    }

    /// Gives the index the start of the block at which the decoder is.
    private func addBlock(_ index: GzipSeekIndex) {
        guard index.distance(from: decodedCount) == 0 else { return }
        let first = position - (inflater.bitsHeld + 7) / 8
        index.add(
            .init(
                offset: decodedCount, position: first, knowledge: .snapshot(inflater.blockSnapshot()),
                checksum: totalChecksum))
        if !parts.isEmpty { parts.append(.place(inflater.checksum)) }
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
        if let index { addBlock(index) }
        parts.append(.checksum(inflater.checksum))
        parts.append(.segment(segment, offset: decodedCount, start: start))
        for place in segment.snapshots {
            let offset = decodedCount + place.byteCount
            guard let index, index.distance(from: offset) == 0 else { continue }
            index.add(.init(offset: offset, position: start + place.position, knowledge: .snapshot(place.snapshot)))
            parts.append(.place(place.checksum))
        }
        decodedCount += segment.byteCount
        index?.pass(decodedCount)
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
            case .checksum(let part): add(part)
            case .segment(let segment, let offset, let start):
                try segment.resolve()
                addPlaces(of: segment, offset: offset, start: start)
                add(segment.resolvedChecksum)
            case .place(let part):
                guard isFromStart, let index else { continue }
                var before = total
                before.append(part)
                index.note(before)
            }
        }
        parts = []
    }

    private func addPlaces(of segment: SegmentInflater, offset: Int, start: Int) {
        guard let index else { return }
        for place in segment.resolvedSnapshots {
            var checksum = total
            checksum.append(place.checksum)
            index.add(
                .init(
                    offset: offset + place.byteCount, position: start + place.position,
                    knowledge: .snapshot(place.snapshot), checksum: isFromStart ? checksum : nil))
        }
    }

    private func add(_ part: CRC32) {
        checksum.append(part)
        total.append(part)
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
        add(inflater.checksum)
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
        if let index { addBlock(index) }
    }
}
