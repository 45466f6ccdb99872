import ArchiveStores
import ByteStores
import ImageCore
import ImageTesting
import Testing

@Suite("Zip archives") struct ZipStoreTests {
    private func store(_ bytes: [UInt8]) async throws -> ZipStore {
        try await ZipStore(MemoryObject(location: "a.zip", bytes: Bytes(bytes)), location: "a.zip")
    }

    @Test(
        "archives of Python keep the contract of stores",
        arguments: [("stored", Archives.stored), ("64-bit", Archives.zip64)])
    func contract(name: String, bytes: [UInt8]) async throws {
        try await StoreContract().checkReading(try await store(bytes))
        #expect(Bytes(bytes).prefix(4) == ZipStore.signature)
    }

    @Test("deflated members, folders and a comment") func deflated() async throws {
        let store = try await store(Archives.deflated)
        for (key, bytes) in StoreContract.objects { #expect(try await store.readAll(key) == bytes, "\(key)") }
        #expect(try await store.list("") == ["a.bin", "empty", "folder/", "void/", "with space \u{B5}"])
        #expect(try await store.list("folder") == ["b", "deep/"])
        #expect(try await store.list("void") == [])
        #expect(try await store.list("voi") == nil)
        for key in ["folder", "folder/", "void/", "void", "", "/", "a.bin/"] {
            #expect(try await store.open(key) == nil, "\(key)")
        }
        #expect(store.comment == "a comment" && store.location == "a.zip")
    }

    @Test("of members of one name the last counts") func duplicates() async throws {
        let store = try await store(Archives.duplicates)
        #expect(try await store.readAll("x")?.text == "third")
        #expect(try await store.readAll("y")?.text == String(repeating: "other", count: 20))
        #expect(try await store.list("") == ["x", "y"])
    }

    @Test("members whose sizes follow their data") func streamed() async throws {
        let store = try await store(Archives.streamed)
        #expect(try await store.readAll("s")?.text == "streamed")
        #expect(try await store.readAll("d")?.text == String(repeating: "streamed ", count: 30))
    }

    @Test("bytes before the archive, counted or not") func prefix() async throws {
        #expect(try await store(Archives.appended).readAll("n")?.text == "data")
        for bytes in [Archives.stored, Archives.zip64, Archives.deflated] {
            let store = try await store([UInt8](repeating: 0x20, count: 1000) + bytes)
            for (key, bytes) in StoreContract.objects { #expect(try await store.readAll(key) == bytes, "\(key)") }
        }
    }

    @Test("the longest comment, one that looks like an end, and bytes after the end") func comments() async throws {
        let plain = Archives.stored.dropLast(2)
        let long = [UInt8](repeating: 0x63, count: 65535)
        #expect(try await store(plain + [0xFF, 0xFF] + long).comment.utf8.count == 65535)
        let end = [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 16) + [9, 0]
        let store = try await store(plain + [UInt8(end.count), 0] + end)
        #expect(try await store.readAll("folder/b")?.text == "bee")
        #expect(try await self.store(Archives.stored + [0, 0, 0]).readAll("folder/b")?.text == "bee")
    }

    @Test("an empty archive") func empty() async throws {
        let bytes = [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 18)
        let store = try await store(bytes)
        #expect(try await store.list("") == [])
        #expect(try await store.list("a") == nil)
        #expect(try await store.open("a") == nil)
        #expect(Bytes(bytes).prefix(4) == ZipStore.emptySignature)
    }

    @Test("what cannot be decoded leaves the others readable") func unsupported() async throws {
        let encrypted = try await store(Archives.encrypted)
        #expect(try await encrypted.readAll("p.txt")?.text == "plain")
        #expect(try await encrypted.list("") == ["p.txt", "s.txt"])
        let other = try await store(Archives.otherMethod)
        #expect(try await other.readAll("s")?.text == "plain")
        for (store, key) in [(encrypted, "s.txt"), (other, "b")] {
            do {
                _ = try await store.open(key)
                Issue.record("\(key) was opened")
            } catch ImageError.Code.unsupported {}
        }
    }

    @Test("names that are not UTF-8 are Latin-1") func latin() async throws {
        var bytes = Archives.appended
        for place in bytes.indices where bytes[place...].starts(with: [0x6E, 0x64, 0x61, 0x74, 0x61]) {
            bytes[place] = 0xB5
        }
        // In the directory as well: its last 23 bytes are the name and the end.
        bytes[bytes.count - 23] = 0xB5
        let store = try await store(bytes)
        #expect(try await store.list("") == ["\u{B5}"])
        #expect(try await store.readAll("\u{B5}")?.text == "data")
    }

    @Test("a listing shows each folder once, in order") func listing() async throws {
        let names = ["b/x/1", "b.c", "b-d/2", "b/x/2", "b/y", "b0", "a/a/a/a", "b/x-1/3", "\u{E9}/4", "b/x0"]
        let scratch = try Scratch()
        var writer = try ZipWriter(path: scratch.path + "/a.zip")
        for name in names { try writer.add(name: name, bytes: .empty) }
        try writer.finish()
        let file = try #require(try LocalFile(path: scratch.path + "/a.zip"))
        let store = try await ZipStore(file, location: "a.zip")
        let expected = MemoryStore(Dictionary(uniqueKeysWithValues: names.map { ($0, Bytes.empty) }))
        for folder in ["", "a", "a/a", "a/a/a", "a/a/a/a", "b", "b/x", "b/x-1", "b-d", "b.c", "\u{E9}", "c"] {
            #expect(try await store.list(folder) == (try await expected.list(folder)), "\(folder)")
        }
    }

    @Test("small members take one read, large ones are windows") func reads() async throws {
        let scratch = try Scratch()
        var writer = try ZipWriter(path: scratch.path + "/a.zip", zip64: .always)
        let large = Bytes((0..<200_000).map { UInt8(truncatingIfNeeded: $0 / 7) })
        try writer.add(name: "small", bytes: large.prefix(1000))
        try writer.add(name: "large", bytes: large)
        try writer.finish()
        let recording = RecordingStore(LocalStore(folder: scratch.path))
        let object = try #require(try await recording.open("a.zip"))
        let store = try await ZipStore(object, location: "a.zip")
        recording.reset()
        #expect(try await store.readAll("small") == large.prefix(1000))
        #expect(recording.reads.count == 1 && recording.byteCount < 1200)
        recording.reset()
        let member = try #require(try await store.open("large"))
        #expect(recording.byteCount == 30)
        #expect(try await member.read(150_000..<150_010) == large.slice(150_000..<150_010))
        #expect(recording.reads.count == 2 && recording.byteCount == 40)
        #expect(try await member.read(0..<200_000) == large)
        for range in [0..<200_001, -1..<0, Int.max - 1..<Int.max] {
            await #expect(throws: ImageError.self) { try await member.read(range) }
        }
    }
}
