import ByteStores
import Foundation
import ImageCore
import Testing

@Suite("Local files") struct LocalFileTests {
    @Test("missing files are nil, folders and pipes are errors") func kinds() async throws {
        let scratch = try Scratch()
        #expect(try LocalFile(path: scratch.path + "/nothing") == nil)
        #expect(try LocalFile(path: scratch.path + "/nothing/below") == nil)
        #expect { _ = try LocalFile(path: scratch.path) } throws: { ImageError.Code.unsupported ~= $0 }
        #expect(mkfifo(scratch.path + "/pipe", 0o600) == 0)
        #expect { _ = try LocalFile(path: scratch.path + "/pipe") } throws: { ImageError.Code.unsupported ~= $0 }
        #expect { _ = try LocalFile(path: "/dev/zero") } throws: { ImageError.Code.unsupported ~= $0 }
    }

    @Test("a file that became shorter is an error with numbers") func shortened() async throws {
        let scratch = try Scratch()
        let path = scratch.path + "/a"
        try Data(count: 10_000).write(to: URL(fileURLWithPath: path))
        let file = try #require(try LocalFile(path: path))
        #expect(truncate(path, 5000) == 0)
        #expect(try await file.read(0..<5000).count == 5000)
        let error = try await #require(throws: ImageError.self) { try await file.read(0..<10_000) }
        #expect(error.code == .corrupt)
        #expect(error.location?.byteOffset == 5000)
    }

    @Test("an opened file stays what it was when it is replaced or removed") func replaced() async throws {
        let scratch = try Scratch()
        let store = LocalStore(folder: scratch.path)
        try await store.write("a", Bytes(utf8: "old"))
        let old = try #require(try await store.open("a"))
        try await store.write("a", Bytes(utf8: "new!"))
        #expect(try await old.read(0..<3).text == "old")
        try await store.remove("a")
        #expect(try await old.read(0..<3).text == "old")
        #expect(try await store.open("a")?.size == nil)
    }

    @Test("many tasks read one file") func concurrent() async throws {
        let scratch = try Scratch()
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
        try Data(bytes).write(to: URL(fileURLWithPath: scratch.path + "/a"))
        let file = try #require(try LocalFile(path: scratch.path + "/a"))
        let wrong = try await withThrowingTaskGroup(of: Int.self) { group in
            for task in 0..<16 {
                group.addTask {
                    let range = task * 5000..<task * 5000 + 10_000
                    return try await file.read(range).array == Array(bytes[range]) ? 0 : 1
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }

    @Test("folders are listed, links to nothing left out") func listing() async throws {
        let scratch = try Scratch()
        let store = LocalStore(folder: scratch.path)
        try Data().write(to: URL(fileURLWithPath: scratch.path + "/b"))
        try FileManager.default.createDirectory(atPath: scratch.path + "/a", withIntermediateDirectories: false)
        #expect(symlink("b", scratch.path + "/link") == 0)
        #expect(symlink("nothing", scratch.path + "/dangling") == 0)
        #expect(try await store.list("") == ["a/", "b", "link"])
        #expect(try await store.list("a") == [])
    }

    @Test("the machine") func machine() {
        #expect(MachineFacts.processorCount >= 1)
        #expect(MachineFacts.memoryByteCount > 1 << 27)
    }
}
