import ImageCore
import Testing

@testable import ImageCodecs

@Suite("DEFLATE decoded from block to block") struct RawInflaterTests {
    private struct Stop {
        var offset: Int
        var bit: Int
        var snapshot: InflaterSnapshot
    }

    private let raw = Array(ZlibSample.gzip[10...])
    private let decoded = ZlibSample.decoded()

    /// Decodes from a bit on, in pieces, and notes where the decoder stops.
    private func decode(
        _ inflater: RawInflater, from start: Int = 0, input: Int, room: Int
    ) throws -> (bytes: [UInt8], stops: [Stop]) {
        let target = try ScatterTarget(count: decoded.count)
        let source = Bytes(raw)
        inflater.stopsAtBlock = true
        var (position, done) = (start, 0)
        var stops: [Stop] = []
        while !inflater.isFinished, done < target.count || position < raw.count {
            let (used, written) = try target.withOutput(done..<min(done + room, target.count)) { output in
                try source.withBytes {
                    try inflater.inflate($0.extracting(position..<min(position + input, raw.count)), into: &output)
                }
            }
            position += used
            done += written
            if inflater.isStopped {
                let bit = position * 8 - inflater.bitsHeld
                stops.append(Stop(offset: done, bit: bit, snapshot: inflater.blockSnapshot()))
            } else if used == 0, written == 0 {
                break
            }
        }
        return (target.freeze(prefix: done).array, stops)
    }

    @Test(
        "it stops at the end of every block that it is in, whatever the parts",
        arguments: [(1, 1 << 20), (7, 13), (20, 1000), (200, 1 << 20), (3, 1)])
    func stops(input: Int, room: Int) throws {
        let inflater = RawInflater()
        let (bytes, stops) = try decode(inflater, input: input, room: room)
        let isEqual = bytes == decoded
        #expect(isEqual && inflater.isFinished)
        // Those of dynamic blocks are known; of the others some may be passed in one call.
        let starts = Set(ZlibSample.blockStarts().map { $0 - 80 })
        let found = Set(stops.map(\.bit))
        #expect(input > 20 ? found.intersection(starts).count > 20 : found.isSuperset(of: starts))
    }

    @Test("from every stop the rest can be decoded") func restored() throws {
        let (_, stops) = try decode(RawInflater(), input: 1, room: 1 << 20)
        #expect(stops.count > 30)
        for stop in stops {
            let inflater = RawInflater()
            inflater.restore(stop.snapshot)
            let (bytes, _) = try decode(inflater, from: stop.bit / 8, input: 5000, room: 3000)
            let isEqual = bytes == Array(decoded[stop.offset...])
            #expect(isEqual && inflater.isFinished, "\(stop.offset)")
            #expect(stop.snapshot.byteCount == min(stop.offset, 32 << 10))
        }
    }
}
