import Foundation
import Testing

/// `imcat view`.
struct ViewCommandTests {
    @Test
    func `a plane is shown in characters`() throws {
        let folder = try Folder()
        try folder.writeNRRD("ramp.nrrd", sizes: [10, 2], pixels: (0..<20).map { UInt8($0 % 10 * 25) })
        let outcome = try folder.imcat("view", "ramp.nrrd", "--width", "10", "--contrast", "0:225")
        #expect(outcome.status == 0 && outcome.errors == "")
        #expect(outcome.output == " .:-=+*#%@\n")
        let wide = try folder.imcat("view", "ramp.nrrd", "--width", "20", "--contrast", "0:225")
        #expect(wide.output == "  ..::--==++**##%%@@\n  ..::--==++**##%%@@\n")
    }

    @Test
    func `the file is a PNG with the pixels of the projection`() throws {
        let folder = try Folder.sample()
        let arguments = ["--project", "max:z", "--contrast", "0:255", "-o", "max.png"]
        let outcome = try Tool.run(["view", "cells.nrrd"] + arguments, in: folder)
        #expect(outcome.status == 0 && outcome.output == "max.png: written\n")
        let file = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/max.png"))
        #expect(
            file.prefix(24)
                == Data([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 3, 0, 0, 0, 2]))
        #expect(try Tool.run(["view", "cells.nrrd"] + arguments, in: folder).status == 1)
        #expect(try Tool.run(["view", "cells.nrrd", "--overwrite"] + arguments, in: folder).status == 0)
    }

    @Test(
        arguments: [
            (["--project", "max"], 64), (["--project", "max:q"], 64), (["--contrast", "5:1"], 64),
            (["--contrast", "1%:5"], 64), (["--width", "0"], 64), (["--overwrite"], 64), (["--project", "max:t"], 1),
            (["--region", "y=0"], 1),
        ] as [([String], Int32)])
    func `what cannot be shown`(options: [String], status: Int32) throws {
        let outcome = try Tool.run(["view", "cells.nrrd"] + options, in: try Folder.sample())
        #expect(outcome.status == status && !outcome.errors.isEmpty)
    }
}
