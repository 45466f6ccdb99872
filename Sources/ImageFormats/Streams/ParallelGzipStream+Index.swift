import ByteStores
import ImageCodecs
import ImageCore
import ImageSources

extension ParallelGzipStream {
    /// Reads the next bytes by the index, several parts at the same time, if it has come so far.
    ///
    /// - Returns: whether it did; otherwise the exact decoder stands where the next bytes are.
    func readByIndex(into target: ScatterTarget, _ range: Range<Int>) async throws -> Bool {
        guard let index, !range.isEmpty else { return false }
        let wanted = delivered..<delivered + range.count
        // The exact decoder is not left for what it has passed itself.
        if let segments = index.segments(for: wanted),
            isApart || (segments.last?.point.offset ?? 0) > chain.decodedCount
        {
            if !isApart { try leaveChain() }
            if try await read(segments, wanted, into: target, at: range.lowerBound, index) { return true }
            // An index file that does not fit is as if it was not there.
            index.removeAll()
            try await startOver()
            return false
        }
        if isApart { try await rejoin(index) }
        return false
    }

    /// Reads what lies in some segments.
    ///
    /// - Returns: false if places that come from a file are wrong.
    private func read(
        _ segments: [GzipSeekIndex.Segment], _ wanted: Range<Int>, into target: ScatterTarget, at place: Int,
        _ index: GzipSeekIndex
    ) async throws -> Bool {
        let object = object
        do {
            try await forEachConcurrently(segments.count, limit: concurrency, state: { GzipSegmentReader(object) }) {
                reader, number in
                let segment = segments[number]
                let part = max(segment.point.offset, wanted.lowerBound)..<min(segment.end, wanted.upperBound)
                try await reader.read(
                    segment, part, into: target, at: place + (part.lowerBound - wanted.lowerBound), index)
            }
            return true
        } catch is GzipSegmentReader.WrongPlace {
            return false
        }
    }

    /// Brings the exact decoder to the next bytes.
    private func rejoin(_ index: GzipSeekIndex) async throws {
        guard let point = index.point(before: delivered) else { return try await startOver() }
        try restore(point)
        try await chain.skip(delivered - point.offset)
        soloUntil = delivered + tuning.outputByteCount
        isApart = false
    }
}

/// Decodes segments of an index, one after the other, with the same memory.
private final class GzipSegmentReader: @unchecked Sendable {
    // Sendable: used by one task at a time.
    private let chain: GzipChain

    /// Thrown where a place that comes from a file does not lead to what the file says.
    struct WrongPlace: Error {}

    init(_ object: any ByteObject) {
        chain = GzipChain(object, at: 0)
    }

    /// Decodes a part of a segment, and all of it where that must be compared with its checksum.
    func read(
        _ segment: GzipSeekIndex.Segment, _ part: Range<Int>, into target: ScatterTarget, at place: Int,
        _ index: GzipSeekIndex
    ) async throws {
        guard let claim = segment.claim else {
            try chain.restore(segment.point)
            return try await decode(segment, part, into: target, at: place)
        }
        do {
            try chain.restore(segment.point)
            try await decode(segment, part, into: target, at: place)
            try await chain.skip(segment.end - part.upperBound)
        } catch is CodecError {
            throw WrongPlace()
        } catch let error as ImageError where error.code == .corrupt {
            throw WrongPlace()
        }
        guard let found = chain.totalChecksum, found.value == claim.value, found.byteCount == claim.byteCount else {
            throw WrongPlace()
        }
        index.prove(segment)
    }

    private func decode(
        _ segment: GzipSeekIndex.Segment, _ part: Range<Int>, into target: ScatterTarget, at place: Int
    ) async throws {
        // All of a segment in one read, if it is not very large.
        let compressed = (segment.endPosition ?? .max) - segment.point.position
        chain.windowByteCount = min(max(compressed, 16 << 10), 512 << 10) + 16
        try await chain.skip(part.lowerBound - segment.point.offset)
        try await chain.fill(target, place..<place + part.count)
    }
}

extension GzipChain {
    /// Fills a range, across the ends of members.
    ///
    /// - Throws: `corrupt` if the data end before.
    func fill(_ target: ScatterTarget, _ range: Range<Int>) async throws {
        var done = range.lowerBound
        while done < range.upperBound {
            if !isInMember { try await advanceMember() }
            guard isInMember else {
                throw ImageError.corrupt(failure?.message ?? "gzip: the data end too early", at: .init(location))
            }
            done += try await decode(upTo: .max, into: target, done..<range.upperBound)
        }
    }

    /// Decodes bytes and throws them away.
    func skip(_ count: Int) async throws {
        guard count > 0 else { return }
        let scratch = try scratch(min(count, 128 << 10))
        var left = count
        while left > 0 {
            let piece = min(left, scratch.count)
            try await fill(scratch, 0..<piece)
            left -= piece
        }
    }
}
