import ByteStores
import Foundation
import ImageCore
import Testing

@Suite("AtomicFolder") struct AtomicFolderTests {
    @Test("appears with everything in it, and only then") func appears() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/store"
        let folder = try AtomicFolder(path: path, mustBeNew: true)
        try folder.write("a/b/c", Bytes(utf8: "one"))
        try folder.append("a/d", Bytes(utf8: "two "))
        try folder.append("a/d", Bytes(utf8: "three"))
        #expect(!FileManager.default.fileExists(atPath: path))
        try folder.commit()
        #expect(try String(contentsOfFile: path + "/a/b/c", encoding: .utf8) == "one")
        #expect(try String(contentsOfFile: path + "/a/d", encoding: .utf8) == "two three")
        #expect(try scratch.names() == ["store"])
    }

    @Test("without commit nothing is left") func abandoned() throws {
        let scratch = try Scratch()
        do {
            let folder = try AtomicFolder(path: scratch.path + "/store")
            try folder.write("a/b", Bytes(utf8: "one"))
            #expect(try scratch.names().count == 1)
        }
        #expect(try scratch.names() == [])
    }

    @Test("replaces what stands there, a file or a folder, only if it may") func replaces() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/store"
        for _ in 0..<2 {
            let folder = try AtomicFolder(path: path)
            try folder.write("a", Bytes(utf8: "new"))
            try folder.commit()
        }
        #expect(try scratch.names() == ["store"])
        #expect(throws: ImageError.self) { _ = try AtomicFolder(path: path, mustBeNew: true) }
        // Somebody who was faster is not overwritten either.
        let other = scratch.path + "/other"
        let late = try AtomicFolder(path: other, mustBeNew: true)
        try late.write("a", Bytes(utf8: "late"))
        try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: false)
        #expect(throws: ImageError.self) { try late.commit() }
        #expect(try FileManager.default.contentsOfDirectory(atPath: other) == [])
    }
}
