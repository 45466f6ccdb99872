import ByteStores
import ImageCore
import ImageTesting
import Testing

@Suite("Reading whole objects") struct ByteStoreTests {
    private let store = MemoryStore(["a": Bytes([1, 2, 3])])

    @Test("up to a limit") func limits() async throws {
        #expect(try await store.readAll("a", limit: 3)?.array == [1, 2, 3])
        #expect(try await store.readAll("b") == nil)
        let error = try await #require(throws: ImageError.self) { try await store.readAll("a", limit: 2) }
        #expect(error.code == .limitExceeded)
        #expect(error.location?.resource == "memory/a")
    }

    @Test("prefixes", arguments: [(-1, 0), (0, 0), (2, 2), (3, 3), (Int.max, 3)])
    func prefixes(count: Int, expected: Int) async throws {
        let object = try #require(try await store.open("a"))
        #expect(try await object.readPrefix(count).count == expected)
    }

    @Test(
        "injected faults are passed on, with their kind",
        arguments: [
            (FaultyStore.Fault.failingReads(from: 0), ImageError.Code.io), (.failingRead(0), .io),
            (.shortened(to: 2), .corrupt), (.closed, .permissionDenied),
        ])
    func faults(fault: FaultyStore.Fault, code: ImageError.Code) async {
        await #expect { try await FaultyStore(store, fault).readAll("a") } throws: { code ~= $0 }
    }

    @Test("only the reads that should fail do") func nthRead() async throws {
        let faulty = FaultyStore(store, .failingRead(1))
        #expect(try await faulty.readAll("a")?.count == 3)
        await #expect(throws: ImageError.self) { try await faulty.readAll("a") }
        #expect(try await faulty.readAll("a")?.count == 3)
        #expect(faulty.reads == 3)
    }
}
