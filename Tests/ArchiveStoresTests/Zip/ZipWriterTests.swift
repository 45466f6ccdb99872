import ArchiveStores
import ByteStores
import Foundation
import ImageCore
import ImageTesting
import Testing

@Suite("Writing zip archives") struct ZipWriterTests {
    private func written(
        _ path: String, _ zip64: ZipWriter.Zip64, comment: String = "", _ members: [(String, Bytes)]
    ) throws -> [UInt8] {
        var writer = try ZipWriter(path: path, zip64: zip64)
        for (name, bytes) in members { try writer.add(name: name, bytes: bytes) }
        #expect(writer.memberCount == members.count)
        #expect(!FileManager.default.fileExists(atPath: path), "it appears when it is complete")
        try writer.finish(comment: comment)
        return Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }

    @Test("what is written keeps the contract of stores", arguments: [ZipWriter.Zip64.always, .whereNeeded])
    func contract(zip64: ZipWriter.Zip64) async throws {
        let scratch = try Scratch()
        let members = StoreContract.objects.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        let bytes = try written(scratch.path + "/a.zip", zip64, comment: "{\"ome\": \u{B5}}", members)
        let store = try await ZipStore(MemoryObject(location: "a.zip", bytes: Bytes(bytes)), location: "a.zip")
        try await StoreContract().checkReading(store)
        #expect(store.comment == "{\"ome\": \u{B5}}")
        #expect(try written(scratch.path + "/b.zip", zip64, comment: "{\"ome\": \u{B5}}", members) == bytes)
        #expect(try scratch.names() == ["a.zip", "b.zip"])
    }

    /// The bytes by the tables of APPNOTE 4.3, checksum by Python's zlib.crc32.
    @Test("each field is where the format wants it") func fields() throws {
        let scratch = try Scratch()
        let common: [UInt8] = [
            0, 8, 0, 0, 0, 0, 0x21, 0, 0x61, 0xD4, 0x40, 0xAB, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0,
        ]
        let small = try written(scratch.path + "/a", .whereNeeded, comment: "c", [("n", Bytes(utf8: "abd"))])
        let local: [UInt8] = [0x50, 0x4B, 3, 4, 20, 0] + common + Array("nabd".utf8)
        let entry: [UInt8] =
            [0x50, 0x4B, 1, 2, 45, 3, 20, 0] + common + [0, 0, 0, 0, 0, 0, 0, 0, 0xA4, 0x81, 0, 0, 0, 0, 0x6E]
        let end: [UInt8] = [0x50, 0x4B, 5, 6, 0, 0, 0, 0, 1, 0, 1, 0, 47, 0, 0, 0, 34, 0, 0, 0, 1, 0, 0x63]
        #expect(small == local + entry + end)
    }

    @Test("more members than 16 bits count") func manyMembers() async throws {
        let scratch = try Scratch()
        let members = (0..<65_536).map { ("c/\($0 / 256)/\($0 % 256)", Bytes([UInt8(truncatingIfNeeded: $0)])) }
        for count in [65_534, 65_535, 65_536] {
            let path = scratch.path + "/\(count).zip"
            let bytes = try written(path, .whereNeeded, Array(members.prefix(count)))
            let is64 = Array(bytes.suffix(42).prefix(4)) == [0x50, 0x4B, 6, 7]
            #expect(is64 == (count >= 65_535))
            let store = try await ZipStore(MemoryObject(location: path, bytes: Bytes(bytes)), location: path)
            let last = members[count - 1]
            #expect(try await store.readAll(last.0) == last.1)
            #expect(try await store.list("c")?.count == 256)
            #expect(try await store.list("c/7")?.count == 256)
        }
    }

    @Test("names that no archive may have, and names twice") func names() throws {
        let scratch = try Scratch()
        var writer = try ZipWriter(path: scratch.path + "/a.zip")
        try writer.add(name: "a/b", bytes: .empty)
        let names = [
            "a/b", "", "/a", "a/", "a//b", "./a", "../a", "a\\b", "C:/x", "a\0", String(repeating: "n", count: 65535),
        ]
        for name in names {
            do throws(ImageError) {
                try writer.add(name: name, bytes: .empty)
                Issue.record("'\(name)' was taken")
            } catch {
                #expect(error.code == .invalidArgument)
            }
        }
        do throws(ImageError) {
            try writer.finish(comment: String(repeating: "c", count: 65536))
            Issue.record("a comment that is too long was taken")
        } catch {
            #expect(error.code == .invalidArgument)
        }
        #expect(writer.memberCount == 1)
        try writer.finish()
        do throws(ImageError) {
            try writer.add(name: "late", bytes: .empty)
            Issue.record("a member was added to a complete archive")
        } catch {
            #expect(error.code == .invalidArgument)
        }
    }

    @Test("without the finish nothing has happened") func abandoned() throws {
        let scratch = try Scratch()
        do {
            var writer = try ZipWriter(path: scratch.path + "/a.zip", mustBeNew: true)
            try writer.add(name: "a", bytes: Bytes([1]))
        }
        #expect(try scratch.names().isEmpty)
    }
}
