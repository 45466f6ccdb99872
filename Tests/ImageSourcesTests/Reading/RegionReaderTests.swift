import ByteStores
import ImageCore
import ImageSources
import ImageTesting
import Synchronization
import Testing

@Suite("The engine's policy") struct RegionReaderTests {
    private let image = SyntheticImage(axes: "zyx", shape: [6, 20, 30])
    private let layouts = [
        SyntheticLayout(.contiguous), SyntheticLayout(.stream), SyntheticLayout(.chunks, chunk: [1, 10, 10]),
    ]

    @Test("limits hold before anything is read or allocated") func limits() async throws {
        for layout in layouts {
            let store = SyntheticStore(image, layout)
            let source = try SyntheticSource.make(store, limits: ReadLimits(byteCount: 7199))
            let error = try await #require(throws: ImageError.self) { try await source.read() }
            #expect(error.code == .limitExceeded)
            #expect(error.message.contains("7200") && error.message.contains("7199"))
            #expect(store.chunksRead.isEmpty && store.streamsStarted == 0)
            let part = try await source.read(Selection(region: Region([.z: .range(lower: 0, upper: 5, step: 1)])))
            #expect(part.image.byteCount == 6000)
            #expect(try await source.discover().byteCount == 7200, "describing is not limited")
        }
    }

    @Test("progress counts up to the size of the result, never beyond", arguments: [1, 4])
    func progress(concurrency: Int) async throws {
        for layout in layouts {
            let source = try SyntheticSource.make(SyntheticStore(image, layout), concurrency: concurrency)
            let reports = Mutex<[(Int, Int)]>([])
            let region = Region([.z: .indices([5, 0, 1]), .y: .range(lower: 3, upper: 17, step: 2)])
            let array = try await source.read(Selection(region: region)) { done, total in
                reports.withLock { $0.append((done, total)) }
            }.image
            let list = reports.withLock { $0 }
            #expect(!list.isEmpty)
            #expect(list.allSatisfy { $0.1 == array.byteCount && $0.0 > 0 && $0.0 <= $0.1 })
            #expect(Set(list.map(\.0)).count == list.count, "each report counts something new")
            #expect(list.map(\.0).max() == array.byteCount)
            if concurrency == 1 { #expect(list.map(\.0) == list.map(\.0).sorted()) }
        }
    }

    @Test("never more chunks at once than asked for", arguments: [1, 2, 5]) func concurrency(limit: Int) async throws {
        let store = SyntheticStore(image, SyntheticLayout(.chunks, chunk: [1, 5, 5])) { _ in
            for _ in 0..<5 { await Task.yield() }
        }
        _ = try await SyntheticSource.make(store, concurrency: limit).read()
        #expect(store.maximumConcurrency <= limit)
        #expect(store.chunksRead.count == 6 * 4 * 6)
        if limit > 1 { #expect(store.maximumConcurrency > 1) }
    }

    @Test("cancelled between chunks, reported as cancellation", arguments: [1, 4]) func cancelled(limit: Int)
        async throws
    {
        let store = SyntheticStore(image, SyntheticLayout(.chunks, chunk: [1, 5, 5])) { number in
            if number == 7 { withUnsafeCurrentTask { $0?.cancel() } }
            await Task.yield()
        }
        let source = try SyntheticSource.make(store, concurrency: limit)
        await #expect(throws: CancellationError.self) { try await source.read() }
        #expect(store.chunksRead.count < 6 * 4 * 6)
    }

    @Test("a cancelled task reads nothing") func cancelledBefore() async throws {
        for layout in layouts {
            let store = SyntheticStore(image, layout)
            let source = try SyntheticSource.make(store)
            _ = try await source.discover()
            let task = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await source.read().image.count
            }
            await #expect(throws: CancellationError.self) { try await task.value }
            #expect(store.chunksRead.isEmpty)
        }
    }

    @Test("the error of a chunk reaches the caller, located, and ends the read") func chunkErrors() async throws {
        let store = SyntheticStore(image, SyntheticLayout(.chunks, chunk: [1, 5, 5])) { number in
            if number == 5 { throw ImageError.corrupt("a damaged chunk") }
        }
        let error = try await #require(throws: ImageError.self) { try await SyntheticSource.make(store).read() }
        #expect(error.code == .corrupt && error.message == "a damaged chunk")
        #expect(error.location?.resource == "synthetic/image")
        #expect(store.chunksRead.count < 50)
    }

    @Test("failing reads are errors, never zeros", arguments: 0..<6) func faults(number: Int) async throws {
        let base = MemoryStore(["image": Bytes(image.pixelBytes())])
        let store = FaultyStore(base, .failingRead(number))
        let object = try #require(try await store.open("image"))
        let source = try RawSource.make(object, image, offset: 0)
        // Every other row: a read for each plane at least.
        let region = Region([.y: .range(lower: 0, upper: 20, step: 2)])
        await #expect { try await source.read(Selection(region: region)) } throws: { ImageError.Code.io ~= $0 }
    }

    @Test("a raw image that its file is too short for is refused") func short() async throws {
        let bytes = image.pixelBytes()
        for (count, offset) in [
            (bytes.count - 1, 0), (bytes.count, 1), (bytes.count, Int.max), (bytes.count, -1), (0, 0),
        ] {
            let object = MemoryObject(location: "short", bytes: Bytes(bytes[..<count]))
            let source = try RawSource.make(object, image, offset: offset)
            await #expect { try await source.read() } throws: { ImageError.Code.corrupt ~= $0 }
            let part = Selection(region: Region([.z: .index(0)]))
            await #expect { try await source.read(part) } throws: { ImageError.Code.corrupt ~= $0 }
        }
    }
}
