import Foundation
import ImageCore
import Testing

@testable import ByteStores

/// Files that appear together, or not at all.
@Suite struct AtomicFilesTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.path + "/files-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(path)
    }

    private func write(_ text: String, _ path: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

    @Test("new ones and ones that replace files and folders") func together() throws {
        try withFolder { folder in
            try write("old", folder + "/a")
            try FileManager.default.createDirectory(atPath: folder + "/b/in", withIntermediateDirectories: true)
            do {
                let files = try AtomicFiles(in: folder, mustBeNew: false)
                for name in ["a", "b", "c"] { try write("new", files.temporaryPath + "/" + name) }
                #expect(try text(folder + "/a") == "old")
                try files.commit()
            }
            for name in ["a", "b", "c"] { #expect(try text(folder + "/" + name) == "new") }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == 3)
        }
    }

    @Test("one that cannot take its place: everything is as it was") func failure() throws {
        try withFolder { folder in
            try write("old", folder + "/a")
            do {
                let files = try AtomicFiles(in: folder, mustBeNew: false)
                try write("new", files.temporaryPath + "/a")
                try write("new", files.temporaryPath + "/b")
                // The last in order is a link to nothing that replaces a file: it cannot be flushed.
                try FileManager.default.createSymbolicLink(
                    atPath: files.temporaryPath + "/c", withDestinationPath: "/nowhere")
                try write("old", folder + "/c")
                #expect(throws: ImageError.self) { try files.commit() }
            }
            #expect(try text(folder + "/a") == "old" && text(folder + "/c") == "old")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["a", "c"])
        }
    }

    @Test("what stands there is listed, and stays") func standing() throws {
        try withFolder { folder in
            for number in 0..<10 { try write("old", folder + "/f\(number)") }
            let files = try AtomicFiles(in: folder, mustBeNew: true)
            let error = try #require(throws: ImageError.self) {
                try files.check((0..<10).map { "f\($0)" } + ["new"])
            }
            #expect(error.message.contains("f0, f1") && error.message.hasSuffix(", ...") && error.hint != nil)
        }
    }
}
