import ByteStores
import ImageCodecs
import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageFormats

@Suite("A gzip file read again, from places that were passed") struct GzipSeekIndexTests {
    /// Half noise, half repetition, so that blocks of all kinds and long matches occur.
    private static func sample(_ count: Int) -> [UInt8] {
        var numbers = SeededNumbers(seed: 7)
        return (0..<count).map { place in
            place / 40_000 % 2 == 0 ? UInt8.random(in: 0...60, using: &numbers) : UInt8(truncatingIfNeeded: place / 13)
        }
    }

    /// Members one after the other, all but the last of 300,000 bytes.
    private static func gzip(_ bytes: [UInt8], members: Int) throws -> Bytes {
        var all: [UInt8] = []
        for number in 0..<members {
            let end = number == members - 1 ? bytes.count : (number + 1) * 300_000
            let part = Bytes(Array(bytes[number * 300_000..<end]))
            let target = try ScatterTarget(count: Gzip().encodedByteCountLimit(part.count))
            let (_, count) = try target.withOutput(0..<target.count) { output in
                try part.withBytes { try Gzip(level: 1).encode($0, into: &output) }
            }
            all += target.freeze(prefix: count).array
        }
        return Bytes(all)
    }

    private func open(_ gzip: Bytes) async throws -> any ByteObject {
        let store = MemoryStore(["data.gz": gzip])
        return try #require(try await store.open("data.gz"))
    }

    private func read(
        _ object: any ByteObject, _ range: Range<Int>, of count: Int, _ index: GzipSeekIndex, concurrency: Int = 2
    ) async throws -> [UInt8] {
        let stream = ParallelGzipStream(
            object, from: 0, expected: count, concurrency: concurrency, index: index, mustEndFile: true)
        try await stream.skip(range.lowerBound)
        let target = try ScatterTarget(count: range.count)
        try await stream.read(into: target, 0..<range.count)
        return target.freeze().array
    }

    @Test("every part equals that of the whole", arguments: [1, 3]) func parts(members: Int) async throws {
        let bytes = Self.sample(1_500_000)
        let object = try await open(try Self.gzip(bytes, members: members))
        let index = GzipSeekIndex(interval: 50_000)
        let whole = try await read(object, 0..<bytes.count, of: bytes.count, index)
        let isEqual = whole == bytes
        #expect(isEqual)
        // The blocks have about 160,000 bytes.
        #expect(index.count > 6)
        var numbers = SeededNumbers(seed: 3)
        for round in 0..<60 {
            let start = Int.random(in: 0..<bytes.count, using: &numbers)
            let end = min(
                bytes.count, start + 1 + Int.random(in: 0..<(round % 2 == 0 ? 2000 : 400_000), using: &numbers))
            let part = try await read(object, start..<end, of: bytes.count, index, concurrency: 1 + round % 3)
            let isSame = part == Array(bytes[start..<end])
            #expect(isSame, "\(start)..<\(end)")
        }
    }

    @Test("parts of one stream, with what lies between left out") func jumps() async throws {
        let bytes = Self.sample(2_000_000)
        let object = try await open(try Self.gzip(bytes, members: 2))
        let index = GzipSeekIndex(interval: 60_000)
        // The first stream comes to the middle only; the next ones go beyond.
        for _ in 0..<3 {
            let stream = ParallelGzipStream(object, from: 0, expected: bytes.count, concurrency: 2, index: index)
            var position = 0
            for (gap, count) in [
                (10, 1000), (500_000, 70_000), (1, 200_000), (900_000, 5), (100_000, 150_000), (0, 60_000),
            ] {
                try await stream.skip(gap)
                position += gap
                let target = try ScatterTarget(count: count)
                try await stream.read(into: target, 0..<count)
                let isSame = target.freeze().array == Array(bytes[position..<position + count])
                #expect(isSame, "\(position)")
                position += count
            }
            await #expect(throws: ImageError.self) { try await stream.skip(bytes.count) }
        }
    }

    @Test("memory stays within its limit") func limit() async throws {
        let bytes = Self.sample(1_500_000)
        let object = try await open(try Self.gzip(bytes, members: 1))
        let index = GzipSeekIndex(interval: 20_000, byteLimit: 160 << 10)
        let whole = try await read(object, 0..<bytes.count, of: bytes.count, index)
        #expect(whole.count == bytes.count)
        #expect(index.interval > 20_000)
        #expect(index.count <= 5)
        let part = try await read(object, 1_000_000..<1_000_100, of: bytes.count, index)
        #expect(part == Array(bytes[1_000_000..<1_000_100]))
    }

    @Test("where blocks begin, a place takes a window, and inside of long ones more") func kinds() async throws {
        let bytes = Self.sample(1_500_000)
        let object = try await open(try Self.gzip(bytes, members: 1))
        for (interval, hasLong) in [(100_000, false), (20_000, true)] {
            let index = GzipSeekIndex(interval: interval)
            _ = try await read(object, 0..<bytes.count, of: bytes.count, index, concurrency: 1)
            let segments = try #require(index.segments(for: 0..<bytes.count))
            let sizes = segments.map(\.point.byteCount)
            #expect(sizes[0] == 0, "the start of the data")
            #expect(sizes.contains(32 << 10) && sizes.contains { $0 > 40 << 10 } == hasLong, "\(sizes)")
            let distances = segments.map { $0.end - $0.point.offset }
            #expect(distances.dropLast().allSatisfy { $0 >= interval })
            #expect(distances.allSatisfy { $0 <= 4 * interval + 200_000 })
        }
    }

    @Test("a whole pass knows the checksum before every place") func checksums() async throws {
        let bytes = Self.sample(1_500_000)
        for (members, concurrency) in [(1, 1), (1, 3), (3, 2)] {
            let object = try await open(try Self.gzip(bytes, members: members))
            let index = GzipSeekIndex(interval: 50_000)
            _ = try await read(object, 0..<bytes.count, of: bytes.count, index, concurrency: concurrency)
            for segment in try #require(index.segments(for: 0..<bytes.count)) {
                var expected = CRC32()
                Bytes(Array(bytes[..<segment.point.offset])).withBytes { expected.append($0) }
                let checksum = try #require(
                    segment.point.checksum ?? (segment.point.byteCount > 40 << 10 ? expected : nil))
                #expect(checksum.value == expected.value && checksum.byteCount == expected.byteCount)
            }
        }
    }

    @Test("bytes behind the data are noticed, zeros are not") func trailing() async throws {
        let bytes = Self.sample(10_000)
        let gzip = try Self.gzip(bytes, members: 1)
        let padded = try await open(Bytes(gzip.array + [0, 0, 0]))
        #expect(try await read(padded, 0..<bytes.count, of: bytes.count, GzipSeekIndex()) == bytes)
        let garbage = try await open(Bytes(gzip.array + [7, 7, 7]))
        await #expect(throws: ImageError.self) {
            try await read(garbage, 0..<bytes.count, of: bytes.count, GzipSeekIndex())
        }
    }

    @Test("the head of a file costs little of it") func head() async throws {
        let bytes = Self.sample(1_000_000)
        let store = RecordingStore(MemoryStore(["data.gz": try Self.gzip(bytes, members: 1)]))
        let object = try #require(try await store.open("data.gz"))
        #expect(try await GzipHead.read(object, count: 544).array == Array(bytes[..<544]))
        #expect(store.byteCount <= 4096)
        #expect(try await GzipHead.read(object, count: 300_000).array == Array(bytes[..<300_000]))
        let short = try await open(try Self.gzip(Array(bytes[..<100]), members: 1))
        #expect(try await GzipHead.read(short, count: 544).array == Array(bytes[..<100]))
    }
}
