import ByteStores
import ImageCore
import ImageSources

/// Directories that are expected at equal distances, as in files that were written page by page.
///
/// That they are there is checked for each, but by several tasks at once: none waits for another to say where it is.
struct TIFFStrides: Sendable {
    let object: any ByteObject
    let template: TIFFTemplate
    /// The first place where one is expected, and the distance to the next.
    let start: Int
    let stride: Int
    /// Where its segment is expected, and the distance to the segment of the next.
    let segment: Int
    let segmentStride: Int

    /// How many were found as expected, one behind the other, and where the last of them says the next one is.
    struct Found: Sendable {
        var count = 0
        var next = 0
    }

    /// What is read at once where directories lie close together.
    private static let windowByteCount = 256 << 10
    /// Farther apart, each is read alone.
    private static let closeByteCount = 8 << 10
    /// Fewer than this are not worth tasks.
    private static let pieceCount = 1024

    /// How many may be there before the end of the file.
    var limit: Int {
        guard stride >= template.byteCount, start >= 0, start <= object.size - template.byteCount else { return 0 }
        return (object.size - template.byteCount - start) / stride + 1
    }

    /// Looks for the first `count`, which must be no more than `limit`.
    ///
    /// - Throws: what reading throws.
    func find(_ count: Int) async throws -> Found {
        let pieceCount = max(Self.pieceCount, count / (2 * MachineFacts.processorCount))
        let pieces = (count - 1) / pieceCount + 1
        let results = try await mapConcurrently(pieces, limit: MachineFacts.processorCount) { piece in
            try await find(piece * pieceCount..<min((piece + 1) * pieceCount, count))
        }
        var all = Found()
        for (piece, found) in results.enumerated() where found.count > 0 {
            all = Found(count: all.count + found.count, next: found.next)
            guard all.count == (piece + 1) * pieceCount, found.next == start &+ all.count &* stride else { break }
        }
        return all
    }

    private func find(_ range: Range<Int>) async throws -> Found {
        let together = stride > Self.closeByteCount ? 1 : Self.windowByteCount / stride
        let buffer = try ScatterTarget(count: (min(together, range.count) - 1) * stride + template.byteCount)
        var all = Found()
        while all.count < range.count {
            let first = range.lowerBound + all.count
            let count = min(together, range.upperBound - first)
            let bytes = 0..<(count - 1) * stride + template.byteCount
            try await object.read(at: start + first * stride, into: buffer, bytes)
            let found = try buffer.withMutableBytes(bytes) { compare($0.bytes, first, count) }
            guard found.count > 0 else { break }
            all = Found(count: all.count + found.count, next: found.next)
            guard found.count == count, found.next == start &+ (first + count) &* stride else { break }
        }
        return all
    }

    /// Compares directories with what is expected, from number `first` on, with which the window begins.
    private func compare(_ window: RawSpan, _ first: Int, _ count: Int) -> Found {
        var found = Found()
        for number in first..<first + count {
            let place = (number - first) * stride
            guard template.matches(window, at: place),
                template.segment(window, at: place) == segment &+ number &* segmentStride
            else { break }
            found = Found(count: found.count + 1, next: template.next(window, at: place))
            guard found.next == start &+ (number + 1) &* stride else { break }
        }
        return found
    }
}
