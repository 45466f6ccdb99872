import ByteStores
import ImageCore
import ImageSources
import ImageTesting
import Testing

/// A region costs what it needs: rows of a raw image, chunks of a chunked one.
@Suite("What a region costs") struct ReadCostTests {
    private static let shape = [4, 50, 60]
    private static let regions: [Region] = [
        .all, Region([.z: .index(2)]), Region([.z: .range(lower: nil, upper: nil, step: 2)]), Region([.y: .index(7)]),
        Region([.y: .range(lower: 3, upper: 9, step: 1)]), Region([.x: .index(0)]), Region([.x: .index(59)]),
        Region([.x: .range(lower: 10, upper: 20, step: 3), .y: .range(lower: 1, upper: 50, step: 5)]),
        Region([.z: .indices([3, 0]), .y: .indices([49, 0, 7]), .x: .range(lower: 5, upper: 6, step: 1)]),
    ]

    @Test("of a raw image no byte is read of rows that are not needed", arguments: regions, ["zyx", "xyz", "yxz"])
    func rows(region: Region, letters: String) async throws {
        let image = SyntheticImage(axes: "zyx", shape: Self.shape)
        let recording = RecordingStore(SyntheticStore(image, SyntheticLayout(.contiguous, offset: 11)))
        let object = try #require(try await recording.open("image"))
        let source = try RawSource.make(object, image, offset: 11)
        let order = try AxisOrder(parsing: letters)
        _ = try await source.read(Selection(region: region, order: .custom(order)))

        let places = try region.resolve(axes: "zyx", shape: Self.shape, coords: [:]).map { Set($0.places) }
        let rowBytes = 60 * 2
        for read in recording.reads where !read.range.isEmpty {
            for row in (read.range.lowerBound - 11) / rowBytes...(read.range.upperBound - 1 - 11) / rowBytes {
                let needed = places[0].contains(row / 50) && places[1].contains(row % 50)
                guard needed else {
                    Issue.record("bytes \(read.range) reach into row \(row), which is not needed")
                    return
                }
            }
        }
        let needed = places.reduce(2) { $0 * $1.count }
        #expect(recording.byteCount >= needed)
        #expect(recording.byteCount <= places[0].count * places[1].count * rowBytes)
    }

    @Test("whole rows that lie together are read together") func fewReads() async throws {
        let image = SyntheticImage(axes: "zyx", shape: Self.shape)
        let recording = RecordingStore(SyntheticStore(image, SyntheticLayout(.contiguous)))
        let object = try #require(try await recording.open("image"))
        let source = try RawSource.make(object, image, offset: 0)
        _ = try await source.read(Selection(region: Region([.y: .range(lower: 10, upper: 40, step: 1)])))
        #expect(recording.reads.count <= 4, "one read for each plane")
        recording.reset()
        _ = try await source.read(Selection(region: Region([.z: .range(lower: 1, upper: 3, step: 1)])))
        #expect(recording.reads.map(\.range) == [6000..<18_000])
    }

    @Test("only the chunks that a region touches are read, each once", arguments: regions)
    func chunks(region: Region) async throws {
        let chunk = [2, 16, 16]
        let image = SyntheticImage(axes: "zyx", shape: Self.shape, elementType: .uint8)
        let store = SyntheticStore(image, SyntheticLayout(.chunks, chunk: chunk))
        _ = try await SyntheticSource.make(store).read(Selection(region: region))
        let places = try region.resolve(axes: "zyx", shape: Self.shape, coords: [:])
        let along = zip(places, chunk).map { places, size in Set(places.places.map { $0 / size }) }
        let touched = along[0].flatMap { z in along[1].flatMap { y in along[2].map { x in [z, y, x] } } }
        #expect(Set(store.chunksRead) == Set(touched))
        if places.allSatisfy({ $0.runs.count == 1 }) { #expect(store.chunksRead.count == touched.count) }
    }

    @Test("describing reads no pixels") func describing() async throws {
        let image = SyntheticImage(axes: "zyx", shape: Self.shape, elementType: .uint8)
        for layout in [SyntheticLayout(.chunks, chunk: [1, 10, 10]), SyntheticLayout(.stream)] {
            let store = SyntheticStore(image, layout)
            let source = try SyntheticSource.make(store)
            #expect(try await source.discover().byteCount == image.count)
            #expect(store.chunksRead.isEmpty && store.streamsStarted == 0)
        }
    }

    @Test("a stream is decoded once for a region in one piece") func streams() async throws {
        let image = SyntheticImage(axes: "zyx", shape: Self.shape, elementType: .uint8)
        let store = SyntheticStore(image, SyntheticLayout(.stream))
        let source = try SyntheticSource.make(store)
        _ = try await source.read(Selection(region: Region([.z: .range(lower: 1, upper: 4, step: 2)])))
        #expect(store.streamsStarted == 1)
    }
}
