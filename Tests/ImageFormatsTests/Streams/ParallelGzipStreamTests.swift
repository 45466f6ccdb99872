import ByteStores
import ImageCodecs
import ImageCore
import ImageSources
import Testing

@testable import ImageFormats

@Suite("One gzip stream decoded by several tasks") struct ParallelGzipStreamTests {
    /// Small enough for several rounds in a small sample.
    private static func tuning(_ segment: Int, output: Int = 1 << 18) -> ParallelGzipStream.Tuning {
        var tuning = ParallelGzipStream.Tuning()
        tuning.segmentByteCount = segment
        tuning.smallSegmentByteCount = segment / 4
        tuning.searchByteCount = segment
        tuning.outputByteCount = output
        tuning.outputLimit = output + output / 4
        tuning.markerLimit = output
        tuning.failureLimit = 1000
        tuning.ratioLimit = 10_000
        return tuning
    }

    private func parallel(
        _ gzip: [UInt8], _ expected: Int, concurrency: Int, _ tuning: ParallelGzipStream.Tuning
    ) async throws -> ParallelGzipStream {
        let store = MemoryStore(["data.gz": Bytes(gzip)])
        let object = try #require(try await store.open("data.gz"))
        return ParallelGzipStream(object, from: 0, expected: expected, concurrency: concurrency, tuning: tuning)
    }

    private func sequential(_ gzip: [UInt8], _ expected: Int) async throws -> DecodedStream {
        let store = MemoryStore(["data.gz": Bytes(gzip)])
        let object = try #require(try await store.open("data.gz"))
        return DecodedStream(object, from: 0, decoder: GzipDecoder(), name: "gzip", expected: expected)
    }

    private func read(_ stream: any PixelStream, _ count: Int, pieces: Int) async throws -> [UInt8] {
        let target = try ScatterTarget(count: count)
        var done = 0
        while done < count {
            let piece = min(pieces, count - done)
            try await stream.read(into: target, done..<done + piece)
            done += piece
        }
        return target.freeze().array
    }

    /// A member of blocks that each have so many bytes; by nature they are too large for small samples.
    private static func encode(_ bytes: [UInt8], level: Int, block: Int = 20_000) throws -> [UInt8] {
        let target = try ScatterTarget(count: GzipMember.blockByteCountLimit(bytes.count) * 2 + 1000)
        var member = GzipMember(level: level)
        let whole = Bytes(bytes)
        let (_, count) = try target.withOutput(0..<target.count) { output in
            try member.writeHeader(into: &output)
            for start in stride(from: 0, through: bytes.count, by: block) {
                let part = try whole.slice(start..<min(start + block, bytes.count))
                let isLast = start + block > bytes.count
                try part.withBytes { try member.writeBlock($0, into: &output, isLast: isLast) }
                part.withBytes { member.include($0) }
            }
            try member.writeTrailer(into: &output)
        }
        return target.freeze(prefix: count).array
    }

    /// Numbers of 16 bits with noise, as of a camera.
    private static func noise(_ count: Int, seed: UInt64 = 1) -> [UInt8] {
        var random = Numbers(state: seed)
        return (0..<count).map { $0 % 2 == 1 ? 1 : UInt8(100 + random.next(16) + random.next(16) + $0 >> 12 & 31) }
    }

    struct Numbers {
        var state: UInt64

        mutating func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
    }

    /// Not `==` in an expectation, which would print them.
    private func isEqual(_ a: [UInt8]?, _ b: [UInt8]?) -> Bool { a == b }

    @Test("all bytes, whatever the number of tasks and the size of the parts", arguments: 1...3)
    func wholes(level: Int) async throws {
        let bytes = Self.noise(2_000_000)
        let gzip = try Self.encode(bytes, level: level)
        for (concurrency, segment, pieces) in [
            (1, 1 << 16, bytes.count), (2, 1 << 16, bytes.count), (2, 1 << 17, 100_000), (3, 1 << 16, 300_001),
            (4, 1 << 15, 7000),
        ] {
            let tuning = Self.tuning(segment)
            let stream = try await parallel(gzip, bytes.count, concurrency: concurrency, tuning)
            #expect(isEqual(try await read(stream, bytes.count, pieces: pieces), bytes))
            #expect(concurrency == 1 || stream.statistics.used > 0, "\(concurrency) tasks, \(segment) bytes")
        }
    }

    @Test("blocks as ISA-L makes them, with matches that reach far back") func largeBlocks() async throws {
        let part = Self.noise(30_000)
        let bytes = (0..<100).flatMap { Self.noise(20_000, seed: UInt64($0)) + part[(100 * $0)...].prefix(10_000) }
        for level in 1...3 {
            let gzip = try Self.encode(bytes, level: level, block: bytes.count + 1)
            let stream = try await parallel(gzip, bytes.count, concurrency: 2, Self.tuning(1 << 18, output: 1 << 20))
            #expect(isEqual(try await read(stream, bytes.count, pieces: bytes.count), bytes))
            #expect(stream.statistics.used > 0)
        }
    }

    @Test("the many short blocks of zlib", arguments: [1 << 10, 1 << 12]) func zlib(segment: Int) async throws {
        let bytes = ZlibSample.decoded()
        for concurrency in 2...4 {
            let stream = try await parallel(
                ZlibSample.gzip, bytes.count, concurrency: concurrency, Self.tuning(segment))
            #expect(isEqual(try await read(stream, bytes.count, pieces: 10_000), bytes))
        }
    }

    @Test("a result that is larger than expected of a segment") func compressible() async throws {
        let bytes = (0..<3_000_000).map { UInt8($0 >> 10 & 7) }
        let gzip = try Self.encode(bytes, level: 3)
        let stream = try await parallel(gzip, bytes.count, concurrency: 2, Self.tuning(1 << 10, output: 1 << 16))
        #expect(isEqual(try await read(stream, bytes.count, pieces: 50_000), bytes))
    }

    @Test("several members, long and short, and what follows them") func members() async throws {
        let parts = [700_000, 10, 0, 300_000, 1000].map { Self.noise($0, seed: UInt64($0)) }
        let bytes = parts.flatMap { $0 }
        let gzip = try parts.flatMap { try Self.encode($0, level: 1) }
        for tail in [[], [UInt8](repeating: 0, count: 300), [0x1F], Array("something else".utf8)] {
            let stream = try await parallel(gzip + tail, bytes.count, concurrency: 2, Self.tuning(1 << 15))
            #expect(isEqual(try await read(stream, bytes.count, pieces: 250_000), bytes))
        }
    }

    @Test("bytes are left out") func skipping() async throws {
        let bytes = Self.noise(1_500_000)
        let gzip = try Self.encode(bytes, level: 2)
        let stream = try await parallel(gzip, bytes.count, concurrency: 2, Self.tuning(1 << 16))
        let target = try ScatterTarget(count: 1000)
        var position = 0
        for skipped in [0, 10, 600_000, 1, 500_000] {
            try await stream.skip(skipped)
            try await stream.read(into: target, 0..<1000)
            position += skipped + 1000
            #expect(isEqual(target.freeze().array, Array(bytes[(position - 1000)..<position])))
        }
    }

    @Test("stored data are soon left to one task") func stored() async throws {
        var random = Numbers(state: 9)
        let bytes = (0..<1_000_000).map { _ in UInt8(random.next(256)) }
        var tuning = Self.tuning(1 << 15)
        tuning.failureLimit = 2
        let gzip = try Self.encode(bytes, level: 1)
        let stream = try await parallel(gzip, bytes.count, concurrency: 2, tuning)
        #expect(isEqual(try await read(stream, bytes.count, pieces: bytes.count), bytes))
        #expect(stream.statistics.used == 0)
    }

    @Test("damaged data give what the sequential decoder gives", arguments: 0..<4) func damage(kind: Int) async throws {
        let bytes = Self.noise(400_000)
        let whole = try Self.encode(bytes, level: 2)
        var random = Numbers(state: UInt64(kind) + 20)
        var failures = 0
        for _ in 0..<40 {
            var gzip = whole
            let place = random.next(gzip.count)
            switch kind {
            case 0: gzip.removeLast(place)
            case 1: gzip[place] ^= 1 << UInt8(random.next(8))
            case 2: gzip.removeSubrange(place..<min(place + 1 + random.next(9), gzip.count))
            default: for _ in 0..<9 { gzip[random.next(gzip.count)] = UInt8(random.next(256)) }
            }
            let tuning = Self.tuning(1 << 14, output: 1 << 17)
            let one = await outcome(try await sequential(gzip, bytes.count), bytes.count, pieces: bytes.count)
            let two = await outcome(
                try await parallel(gzip, bytes.count, concurrency: 2 + random.next(2), tuning), bytes.count,
                pieces: 30_000 + random.next(400_000))
            #expect(isEqual(one, two), "damage at \(place) of \(whole.count)")
            if two == nil { failures += 1 }
        }
        #expect(failures > 30)
    }

    @Test("a stream that failed fails again") func brokenStream() async throws {
        let bytes = Self.noise(300_000)
        let gzip = try Self.encode(bytes, level: 2)
        let stream = try await parallel(
            Array(gzip.prefix(gzip.count / 2)), bytes.count, concurrency: 2, Self.tuning(1 << 14))
        let target = try ScatterTarget(count: bytes.count)
        for _ in 0..<2 {
            await #expect(throws: ImageError.self) { try await stream.read(into: target, 0..<bytes.count) }
        }
    }

    /// The bytes, or nil if there was an error.
    private func outcome(_ stream: any PixelStream, _ count: Int, pieces: Int) async -> [UInt8]? {
        do { return try await read(stream, count, pieces: pieces) } catch { return nil }
    }
}
