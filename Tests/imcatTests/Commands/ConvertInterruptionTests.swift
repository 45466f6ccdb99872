import Foundation
import Testing

/// `imcat convert` ended at many moments: nothing stands under the output's name, or all of it.
struct ConvertInterruptionTests {
    private static let (depth, rows, columns) = (24, 512, 512)

    /// A folder with an image that takes a while.
    private static func folder() throws -> Folder {
        let folder = try Folder()
        let count = depth * rows * columns
        let pixels = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            for place in 0..<count { buffer[place] = UInt8(truncatingIfNeeded: place &* 0x9E37_79B1 >> 13) }
            filled = count
        }
        try folder.writeNRRD("cells.nrrd", sizes: [columns, rows, depth], pixels: pixels)
        return folder
    }

    /// Starts a conversion, and sends a signal when so many files of the output are there; nil where it was faster.
    private static func interrupt(
        _ output: String, with number: Int32, afterFiles count: Int, in folder: Folder
    ) throws -> (status: Int32, bySignal: Bool, sent: Bool) {
        let process = Process()
        process.executableURL = Tool.program
        process.arguments = [
            "convert", "cells.nrrd", output, "-q", "--save-option", "chunks=z=4,y=64,x=64", "--save-option",
            "shards=none",
        ]
        process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        var sent = false
        while process.isRunning {
            if !sent, Self.written(in: folder) >= count {
                kill(process.processIdentifier, number)
                sent = true
            }
            usleep(500)
        }
        process.waitUntilExit()
        return (process.terminationStatus, process.terminationReason == .uncaughtSignal, sent)
    }

    /// The number of files that are there besides the image.
    private static func written(in folder: Folder) -> Int {
        guard let names = FileManager.default.enumerator(atPath: folder.path) else { return 0 }
        return names.reduce(0) { count, _ in count + 1 } - 1
    }

    @Test(arguments: ["out.zarr", "out.ozx"])
    func `killed at any moment there is nothing, or all`(_ output: String) throws {
        let folder = try Self.folder()
        let whole = try folder.imcat("digest", "--json", "cells.nrrd").output
        let sha256 = try #require(Self.sha256(whole))
        var killed = 0
        for count in [0, 1, 3, 20, 60, 150, 250, 350, 420, 450] {
            let ended = try Self.interrupt(output, with: SIGKILL, afterFiles: count, in: folder)
            killed += ended.bySignal ? 1 : 0
            if FileManager.default.fileExists(atPath: folder.path + "/" + output) {
                #expect(
                    Self.sha256(try folder.imcat("digest", "--json", output).output) == sha256, "after \(count) files")
            } else {
                #expect(ended.bySignal, "after \(count) files: the status is \(ended.status)")
            }
            for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where name != "cells.nrrd" {
                try FileManager.default.removeItem(atPath: folder.path + "/" + name)
            }
        }
        #expect(killed > 3, "it was never killed in the midst of writing")
    }

    @Test(arguments: ["out.zarr", "out.ozx"], [SIGINT, SIGTERM])
    func `interrupted it leaves nothing behind`(_ output: String, _ number: Int32) throws {
        let folder = try Self.folder()
        for count in [3, 40, 120] {
            let ended = try Self.interrupt(output, with: number, afterFiles: count, in: folder)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            #expect(ended.sent, "it ended before there were \(count) files")
            #expect(!ended.bySignal && ended.status == 128 + number, "after \(count) files: \(ended.status)")
            #expect(names == ["cells.nrrd"], "after \(count) files")
        }
    }

    @Test
    func `interrupted it leaves what stood there`() throws {
        let folder = try Folder.sample()
        #expect(try folder.imcat("convert", "flat.nrrd", "out.zarr").status == 0)
        let before = try folder.imcat("digest", "--json", "out.zarr").output
        let large = try Self.folder()
        try FileManager.default.moveItem(atPath: folder.path + "/out.zarr", toPath: large.path + "/out.zarr")
        // Not to be replaced: refused at once.
        let refused = try large.imcat("convert", "cells.nrrd", "out.zarr")
        #expect(refused.status == 1)
        #expect(Self.sha256(try large.imcat("digest", "--json", "out.zarr").output) == Self.sha256(before))
        #expect(try FileManager.default.contentsOfDirectory(atPath: large.path).sorted() == ["cells.nrrd", "out.zarr"])
    }

    private static func sha256(_ json: String) -> String? {
        let targets = (try? parseJSON(json)) as? [[String: Any]]
        return (targets?.first?["images"] as? [[String: Any]])?.first?["sha256"] as? String
    }
}
