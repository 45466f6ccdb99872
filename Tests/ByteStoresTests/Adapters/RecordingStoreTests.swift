import ByteStores
import ImageCore
import ImageTesting
import Testing

@Suite("RecordingStore") struct RecordingStoreTests {
    @Test("notes every read that succeeded") func reads() async throws {
        let store = RecordingStore(MemoryStore(["a": Bytes([UInt8](repeating: 0, count: 100)), "b": .empty]))
        let object = try #require(try await store.open("a"))
        #expect(store.reads.isEmpty, "opening reads nothing")
        _ = try await object.read(10..<30)
        _ = try await object.readPrefix(5)
        _ = try await store.readAll("b")
        await #expect(throws: ImageError.self) { try await object.read(50..<101) }
        #expect(store.reads.map(\.key) == ["a", "a", "b"])
        #expect(store.reads.map(\.range) == [10..<30, 0..<5, 0..<0])
        #expect(store.byteCount == 25)
        store.reset()
        #expect(store.reads.isEmpty && store.byteCount == 0)
        #expect(try await store.open("missing")?.size == nil)
    }
}
