import ImageCore
import Testing

@testable import ImageCodecs

@Suite("Segments of a DEFLATE stream") struct SegmentInflaterTests {
    /// Decodes up to a bit where a block begins with the exact decoder, and from there as a segment.
    private func decode(
        _ bytes: [UInt8], split bit: Int, count: Int, markerLimit: Int = 1 << 20
    ) throws -> (bytes: [UInt8], isAtEnd: Bool) {
        let head = RawInflater()
        let target = try ScatterTarget(count: count + 64)
        var done = try inflate(head, Array(bytes[..<((bit + 7) / 8)]), into: target, 0)
        #expect(head.isAtBlockStart)
        #expect((bit + 7) / 8 * 8 - head.bitsHeld == bit)
        let segment = try SegmentInflater(byteLimit: 1 << 20, markerLimit: markerLimit)
        let tail = Array(bytes[(bit / 8)...])
        let isDecoded = try Bytes(tail).withBytes {
            try segment.inflate($0, firstBit: bit % 8, stop: tail.count * 8)
        }
        guard isDecoded, segment.link(after: head) else { return ([], false) }
        try segment.resolve()
        let resolved = segment.output.freeze(prefix: segment.byteCount).array
        var result = target.freeze(prefix: done).array + resolved
        // What the segment left is the business of a decoder that goes on.
        if segment.streamEnd == nil {
            let rest = segment.exchangeInflater(RawInflater())
            let more = try inflate(rest, Array(tail[segment.usedByteCount...]), into: target, 0)
            result += target.freeze(prefix: more).array
            done = more
            return (result, rest.isFinished)
        }
        return (result, true)
    }

    private func inflate(_ inflater: RawInflater, _ bytes: [UInt8], into target: ScatterTarget, _ start: Int) throws
        -> Int
    {
        var done = start
        var position = 0
        let input = Bytes(bytes)
        while true {
            let (used, written) = try target.withOutput(done..<target.count) { output in
                try input.withBytes { try inflater.inflate($0.extracting(position..<$0.byteCount), into: &output) }
            }
            position += used
            done += written
            if used == 0, written == 0 { return done - start }
        }
    }

    /// Not `==` in an expectation, which would print them.
    private func isEqual(_ a: [UInt8], _ b: [UInt8]) -> Bool { a == b }

    @Test("from every block of zlib on") func zlib() throws {
        let decoded = ZlibSample.decoded()
        let raw = Array(ZlibSample.gzip[10...])
        var joined = 0
        for start in ZlibSample.blockStarts().map({ $0 - 80 }) {
            let (bytes, isAtEnd) = try decode(raw, split: start, count: decoded.count)
            if bytes.isEmpty { continue }
            #expect(isEqual(bytes, decoded))
            #expect(isAtEnd)
            joined += 1
        }
        // Segments that begin before 32 KiB are decoded cannot be used.
        #expect(joined > 10)
    }

    @Test("with little room for unknown data, a decoder goes on") func limitedMarkers() throws {
        let decoded = ZlibSample.decoded()
        let raw = Array(ZlibSample.gzip[10...])
        let starts = ZlibSample.blockStarts().map { $0 - 80 }
        let (bytes, isAtEnd) = try decode(
            raw, split: starts[starts.count * 3 / 4], count: decoded.count, markerLimit: 5000)
        #expect(isEqual(bytes, decoded))
        #expect(isAtEnd)
    }

    @Test("kinds of blocks in a row", arguments: 0..<4) func mixed(first: Int) throws {
        var samples = DeflateSamples(seed: 77)
        var bytes: [UInt8] = []
        var decoded: [UInt8] = []
        var starts: [Int] = []
        for turn in 0..<16 {
            starts.append(bytes.count * 8)
            let part = (turn + first) % 4 == 1 ? samples.random(9000) : samples.noise(9000)
            decoded += part
            switch (turn + first) % 4 {
            case 1: bytes += DeflateSamples.stored(part)
            case 2: bytes += DeflateSamples.fixed(part)
            default: bytes += try DeflateSamples.blocks(part, level: turn % 4)
            }
        }
        bytes += try DeflateSamples.blocks([1, 2, 3], isLast: true)
        decoded += [1, 2, 3]
        // Not from the last one, whose end lies in the last 8 bytes.
        for start in starts[5..<15] {
            let (result, isAtEnd) = try decode(bytes, split: start, count: decoded.count)
            #expect(isEqual(result, decoded))
            #expect(isAtEnd)
        }
    }

    @Test("nothing traps on random bytes, at any bit") func random() throws {
        var samples = DeflateSamples(seed: 3)
        let segment = try SegmentInflater(byteLimit: 100_000, markerLimit: 50_000)
        for _ in 0..<2000 {
            let bytes = samples.random(samples.next(300))
            let bit = samples.next(8)
            _ = try Bytes(bytes).withBytes { try segment.inflate($0, firstBit: bit, stop: $0.byteCount * 8) }
            #expect(segment.byteCount <= 100_000)
        }
    }

    @Test("nothing traps on damaged blocks") func damaged() throws {
        var samples = DeflateSamples(seed: 4)
        let segment = try SegmentInflater(byteLimit: 100_000, markerLimit: 50_000)
        let raw = Array(ZlibSample.gzip[10...])
        for _ in 0..<1000 {
            var bytes = raw
            for _ in 0..<3 { bytes[samples.next(samples.next(bytes.count) + 1)] = UInt8(samples.next(256)) }
            bytes.removeLast(samples.next(bytes.count))
            _ = try Bytes(bytes).withBytes { try segment.inflate($0, firstBit: 0, stop: $0.byteCount * 8) }
            #expect(segment.byteCount <= 100_000)
        }
    }
}
