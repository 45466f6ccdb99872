import ByteStores
import Foundation
import ImageCore
import Testing

@Suite("AtomicFile") struct AtomicFileTests {
    @Test("appears only when it is complete") func appears() throws {
        let scratch = try Scratch()
        var file = try AtomicFile(path: scratch.path + "/a")
        try file.append(Bytes(utf8: "one "))
        try file.append(.empty)
        try file.append(Bytes(utf8: "two"))
        #expect(file.count == 7)
        #expect(scratch.text("a") == nil)
        try file.commit()
        #expect(scratch.text("a") == "one two")
        #expect(try scratch.names() == ["a"])
    }

    @Test("bytes are written over others and beyond the end") func places() throws {
        let scratch = try Scratch()
        var file = try AtomicFile(path: scratch.path + "/a")
        try file.append(Bytes(utf8: "----"))
        try file.write(Bytes(utf8: "tail"), at: 6)
        #expect(file.count == 10)
        try file.write(Bytes(utf8: "ab"), at: 1)
        try file.write(.empty, at: 99)
        #expect(file.count == 10)
        try file.append(Bytes(utf8: "!"))
        #expect(throws: ImageError.self) { try file.write(Bytes(utf8: "x"), at: -1) }
        #expect(throws: ImageError.self) { try file.write(Bytes(utf8: "xy"), at: .max) }
        try file.commit()
        #expect(scratch.text("a") == "-ab-\0\0tail!")
    }

    @Test("given up, nothing has happened") func givenUp() throws {
        let scratch = try Scratch()
        try Data("old".utf8).write(to: URL(fileURLWithPath: scratch.path + "/a"))
        do {
            var file = try AtomicFile(path: scratch.path + "/a")
            try file.append(Bytes(utf8: "new"))
        }
        #expect(scratch.text("a") == "old")
        #expect(try scratch.names() == ["a"])
    }

    @Test("a file that had to be new does not replace one, whenever that came") func mustBeNew() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/a"
        var file = try AtomicFile(path: path, mustBeNew: true)
        try file.append(Bytes(utf8: "mine"))
        try Data("theirs".utf8).write(to: URL(fileURLWithPath: path))
        do throws(ImageError) {
            try file.commit()
            Issue.record("replaced a file")
        } catch { #expect(error.code == .invalidArgument) }
        #expect(scratch.text("a") == "theirs")
        var other = try AtomicFile(path: scratch.path + "/b", mustBeNew: true)
        try other.append(Bytes(utf8: "mine"))
        try other.commit()
        #expect(scratch.text("b") == "mine")
    }

    @Test("permissions stay, links stay links") func attributes() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/real"
        try Data("old".utf8).write(to: URL(fileURLWithPath: path))
        #expect(chmod(path, 0o640) == 0)
        #expect(symlink("real", scratch.path + "/link") == 0)
        var file = try AtomicFile(path: scratch.path + "/link")
        try file.append(Bytes(utf8: "new"))
        try file.commit()
        #expect(scratch.text("real") == "new")
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o640)
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: scratch.path + "/link") == "real")
        #expect(try scratch.names() == ["link", "real"])
    }

    @Test(
        "long names, as long as the file system has them",
        arguments: [
            String(repeating: "a", count: 250), String(repeating: "\u{6F22}", count: 80),
            String(repeating: "e\u{301}", count: 80),
        ])
    func longNames(name: String) throws {
        let scratch = try Scratch()
        var file = try AtomicFile(path: scratch.path + "/" + name)
        try file.append(Bytes(utf8: "x"))
        try file.commit()
        #expect(scratch.text(name) == "x")
    }

    @Test("a folder that does not exist is an error that names the file") func noFolder() throws {
        let scratch = try Scratch()
        let path = scratch.path + "/nothing/a"
        do throws(ImageError) {
            _ = try AtomicFile(path: path)
            Issue.record("a file in no folder")
        } catch {
            #expect(error.code == .notFound)
            #expect(error.location?.resource == path)
        }
    }

    #if os(Linux)
        @Test("a full disk is an error, and the old file stays") func fullDisk() throws {
            let scratch = try Scratch()
            var file = try AtomicFile(path: scratch.path + "/a")
            // Every write to this device says that there is no space.
            let full = open("/dev/full", O_WRONLY)
            defer { close(full) }
            // The temporary file's descriptor now means the full device.
            #expect(dup2(full, Self.descriptor(of: scratch.path)) >= 0)
            do throws(ImageError) {
                try file.append(Bytes([UInt8](repeating: 1, count: 100)))
                Issue.record("wrote to a full disk")
            } catch { #expect(error.code == .io) }
            #expect(scratch.text("a") == nil)
        }

        /// The descriptor of this process that is open in a folder.
        private static func descriptor(of folder: String) -> Int32 {
            for number in Int32(3)..<1024 {
                let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/fd/\(number)")
                if target?.hasPrefix(folder) == true { return number }
            }
            return -1
        }
    #endif
}
