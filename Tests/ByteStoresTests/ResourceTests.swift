import ByteStores
import ImageCore
import Testing

@Suite("Resource") struct ResourceTests {
    private let store = MemoryStore(["data/a.nhdr": Bytes([1]), "data/raw/a.raw": Bytes([2]), "other/b": Bytes([3])])

    private func resource(_ key: String) -> Resource {
        Resource(store: store, key: key, location: "memory/" + key)
    }

    @Test(
        "companions beside it",
        arguments: [
            ("b.raw", "data/b.raw"), ("raw/a.raw", "data/raw/a.raw"), ("./x//y", "data/x/y"), ("../other/b", "other/b"),
            ("raw/../c", "data/c"),
        ])
    func siblings(relative: String, key: String) throws {
        #expect(try resource("data/a.nhdr").sibling(relative).key == key)
    }

    @Test("nothing outside of the store", arguments: ["/etc/passwd", "../../x", "raw/../../../x", "..//../x"])
    func outside(relative: String) {
        #expect { _ = try resource("data/a.nhdr").sibling(relative) } throws: { ImageError.Code.permissionDenied ~= $0 }
    }

    @Test("names") func names() {
        #expect(resource("data/a.nhdr").name == "a.nhdr")
        #expect(resource("").name == "memory/")
    }

    @Test("a missing object is an error that names it") func missing() async throws {
        #expect(try await resource("data/a.nhdr").open().size == 1)
        let error = try await #require(throws: ImageError.self) { try await resource("data/nothing").open() }
        #expect(error.code == .notFound)
        #expect(error.location?.resource == "memory/data/nothing")
    }
}

@Suite("StoreRegistry") struct StoreRegistryTests {
    @Test("paths and file URLs are files") func files() throws {
        let registry = StoreRegistry()
        for location in ["/tmp/x/a.nrrd", "file:///tmp/x/a.nrrd", "/tmp//x/./a.nrrd"] {
            let resource = try registry.resource(at: location)
            #expect(resource.key == "a.nrrd")
            #expect(resource.store.location == "/tmp/x")
            #expect(resource.location == "/tmp/x/a.nrrd")
        }
        #expect(try registry.resource(at: "a.nrrd").store.location == ".")
        #expect(try registry.resource(at: "a.nrrd", in: "/data").location == "/data/a.nrrd")
        #expect(try registry.resource(at: "/a.nrrd").store.location == "/")
    }

    @Test("other schemes must be registered") func schemes() throws {
        var registry = StoreRegistry()
        let error = try #require(throws: ImageError.self) { try registry.resource(at: "mem://x/a") }
        #expect(error.code == .unsupported)
        #expect(error.hint?.contains("file") == true)
        let hidden = try #require(throws: ImageError.self) { try registry.resource(at: "mem://u:p@x/a") }
        #expect(hidden.location?.resource == "mem://***@x/a")
        registry.register(scheme: "MEM") { Resource(store: MemoryStore(), key: "k", location: $0) }
        #expect(try registry.resource(at: "mem://x/a").location == "mem://x/a")
        #expect(try registry.resource(at: "mem://u:p@x/a").location == "mem://***@x/a")
        #expect(registry.schemes == ["file", "mem"])
        #expect(throws: ImageError.self) { try registry.resource(at: "") }
    }
}
