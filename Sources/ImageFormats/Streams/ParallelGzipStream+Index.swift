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
        if let points = index.points(for: wanted), isApart || (points.last?.offset ?? 0) > chain.decodedCount {
            if !isApart { try leaveChain() }
            try await read(points, wanted, into: target, at: range.lowerBound)
            return true
        }
        if isApart { try await rejoin(index) }
        return false
    }

    private func read(
        _ points: [GzipSeekIndex.Point], _ wanted: Range<Int>, into target: ScatterTarget, at place: Int
    ) async throws {
        let ends = points.dropFirst().map(\.offset) + [wanted.upperBound]
        let object = object
        try await forEachConcurrently(points.count, limit: concurrency) { number in
            let point = points[number]
            let chain = GzipChain(object, at: point.position, windowByteCount: 256 << 10)
            chain.restore(point)
            let start = max(point.offset, wanted.lowerBound)
            try await chain.skip(start - point.offset)
            let first = place + (start - wanted.lowerBound)
            try await chain.fill(target, first..<first + (ends[number] - start))
        }
    }

    /// Brings the exact decoder to the next bytes.
    private func rejoin(_ index: GzipSeekIndex) async throws {
        guard let point = index.point(before: delivered) else {
            throw ImageError.corrupt("gzip: no place to go on from", at: .init(object.location))
        }
        chain.restore(point)
        try await chain.skip(delivered - point.offset)
        soloUntil = delivered + tuning.outputByteCount
        isApart = false
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
        let scratch = try ScatterTarget(count: min(count, 1 << 18))
        var left = count
        while left > 0 {
            let piece = min(left, scratch.count)
            try await fill(scratch, 0..<piece)
            left -= piece
        }
    }
}
