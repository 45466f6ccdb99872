import Testing

struct DigestCommandTests {
    /// SHA-256 of the bytes 1 to 6.
    static let checksum = "7192385c3c0605de55bb9476ce1d90748190ecb32a8eed7f5207b30cf6a1fe89"

    @Test
    func `text has checksum and statistics`() throws {
        let outcome = try Folder.sample().imcat("digest", "flat.nrrd")
        #expect(outcome.status == 0)
        #expect(
            outcome.output == """
                flat.nrrd: nrrd
                  image: uint8, yx, 2 x 3, 6 B
                    sha256  \(Self.checksum)
                    min     1
                    max     6
                    mean    3.5

                """)
    }

    @Test
    func `JSON is as documented`() throws {
        let outcome = try Folder.sample().imcat("digest", "flat.nrrd", "--json")
        #expect(
            outcome.output == """
                [
                  {
                    "location": "flat.nrrd",
                    "driver": "nrrd",
                    "images": [
                      {
                        "name": "image",
                        "axes": "yx",
                        "shape": [2, 3],
                        "dtype": "uint8",
                        "sha256": "\(Self.checksum)",
                        "min": 1,
                        "max": 6,
                        "mean": 3.5
                      }
                    ]
                  }
                ]

                """)
    }

    @Test(arguments: [
        ["--region", "z=0"], ["--partition", "0"], ["--partition=-2"], ["--set", "axes=cyx", "--region", "c=0"],
        ["--set", "axes=cyx", "--set", "coords.c=nuclei,actin", "--partition", "nuclei"],
        ["--set", "axes=cyx", "--set", "coords.c=488,561", "--partition", "488"],
    ])
    func `the same part has the same checksum`(_ options: [String]) throws {
        let folder = try Folder.sample()
        let outcome = try Tool.run(["digest", "cells.nrrd"] + options, in: folder)
        #expect(outcome.errors == "")
        #expect(outcome.output.contains("image: uint8, yx, 2 x 3, 6 B\n    sha256  \(Self.checksum)\n"))
    }

    @Test
    func `the axis order counts`() throws {
        let folder = try Folder.sample()
        try folder.writeNRRD("turned.nrrd", sizes: [2, 3], pixels: [1, 4, 2, 5, 3, 6])
        let outcome = try folder.imcat("digest", "turned.nrrd", "--set", "axes=xy")
        #expect(outcome.output.contains("uint8, yx, 2 x 3, 6 B\n    sha256  \(Self.checksum)"))
        let stored = try folder.imcat("digest", "turned.nrrd", "--set", "axes=xy", "--axes", "stored")
        #expect(stored.output.contains("uint8, xy, 3 x 2, 6 B"))
        #expect(!stored.output.contains(Self.checksum))
    }

    @Test
    func `region and partition go together on different axes only`() throws {
        let folder = try Folder.sample()
        #expect(
            try folder.imcat("digest", "cells.nrrd", "--partition", "1", "--region", "x=0").output.contains(", y, 2, "))
        let outcome = try folder.imcat("digest", "cells.nrrd", "--partition", "1", "--region", "z=0")
        #expect(outcome.status == 1)
        #expect(
            outcome.errors
                == "imcat: cells.nrrd: both the region and the partition restrict axis z; put it into the region alone\n"
        )
    }

    @Test
    func `pixels that are no numbers are counted`() throws {
        let folder = try Folder()
        // 1.5, NaN, infinity, -2.
        let pixels: [UInt8] = [0, 0, 0xC0, 0x3F, 0, 0, 0xC0, 0x7F, 0, 0, 0x80, 0x7F, 0, 0, 0, 0xC0]
        try folder.writeNRRD("a.nrrd", sizes: [2, 2], type: "float", pixels: pixels)
        let outcome = try folder.imcat("digest", "a.nrrd", "--json")
        let targets = try #require(try parseJSON(outcome.output) as? [[String: Any]])
        let image = try #require((targets[0]["images"] as? [[String: Any]])?.first)
        #expect(image["min"] as? Double == -2)
        #expect(image["max"] as? String == "inf")
        #expect(image["mean"] as? String == "inf")
        #expect(image["nan_count"] as? Int == 1)
        #expect(
            try folder.imcat("digest", "a.nrrd").output.hasSuffix(
                "min     -2\n    max     inf\n    mean    inf\n    nan     1\n"))
    }

    @Test
    func `a damaged file is a failure`() throws {
        let folder = try Folder()
        try folder.writeNRRD("short.nrrd", sizes: [3, 2], pixels: [1, 2])
        let outcome = try folder.imcat("digest", "short.nrrd", "--json")
        #expect(outcome.status == 1)
        let targets = try #require(try parseJSON(outcome.output) as? [[String: Any]])
        #expect((targets[0]["error"] as? [String: String])?["code"] == "corrupt")
    }
}
