import Testing

struct InfoCommandTests {
    @Test
    func `text is a block per image`() throws {
        let outcome = try Folder.sample().imcat("info", "flat.nrrd", "cells.nrrd")
        #expect(outcome.status == 0)
        #expect(outcome.errors == "")
        #expect(
            outcome.output == """
                flat.nrrd: nrrd
                  image: uint8, yx, 2 x 3, 6 B
                    axis  extent
                    y          2
                    x          3

                cells.nrrd: nrrd
                  image: uint8, zyx, 2 x 2 x 3, 12 B
                    axis  extent  spacing
                    z          2  2
                    y          2  0.5
                    x          3  0.5

                """)
    }

    @Test
    func `the file's header is shown on request`() throws {
        let outcome = try Folder.sample().imcat("info", "flat.nrrd", "--verbose")
        #expect(
            outcome.output.hasSuffix(
                "    fileheader: type uint8, dimension 2, sizes 3 2, encoding raw, endian little\n"))
    }

    @Test
    func `a place may be counted from the end`() throws {
        let folder = try Folder.sample()
        let last = try folder.imcat("info", "cells.nrrd", "--partition", "-1", "--json")
        #expect(last.status == 0)
        #expect(last.output == (try folder.imcat("info", "cells.nrrd", "--partition", "1", "--json").output))
    }

    @Test
    func `credentials are not told`() throws {
        let outcome = try Folder().imcat("info", "http://u:secret@x.org/a.nrrd", "--json", "--verbose")
        #expect(outcome.status == 1)
        #expect(!(outcome.output + outcome.errors).contains("secret"))
        #expect(outcome.errors.hasPrefix("imcat: http://***@x.org/a.nrrd: no store for 'http' URLs; "))
    }

    @Test
    func `JSON has the documented keys`() throws {
        let outcome = try Folder.sample().imcat("info", "cells.nrrd", "--json")
        let targets = try #require(try parseJSON(outcome.output) as? [[String: Any]])
        #expect(Set(targets[0].keys) == ["location", "driver", "images", "series", "bytes"])
        #expect(targets[0]["location"] as? String == "cells.nrrd")
        #expect(targets[0]["bytes"] as? Int == 12)
        let image = try #require((targets[0]["images"] as? [[String: Any]])?.first)
        #expect(
            Set(image.keys) == [
                "name", "axes", "shape", "dtype", "spacing", "spacing_units", "origin", "coords", "stored_axes",
                "stored_shape", "chunks", "levels", "npartitions", "metadata", "diagnostics",
            ])
        #expect(image["shape"] as? [Int] == [2, 2, 3])
        #expect(image["spacing"] as? [String: Double] == ["z": 2, "y": 0.5, "x": 0.5])
        #expect(image["npartitions"] as? Int == 2)
    }

    @Test
    func `an error takes the target's place in JSON`() throws {
        let outcome = try Folder.sample().imcat("info", "nix.nrrd", "flat.nrrd", "--json")
        #expect(outcome.status == 1)
        let targets = try #require(try parseJSON(outcome.output) as? [[String: Any]])
        #expect(targets.count == 2)
        let error = try #require(targets[0]["error"] as? [String: String])
        #expect(error["code"] == "not_found")
        #expect(error["location"] == "nix.nrrd")
        #expect(error["message"] == "there is no such file")
        #expect(error["hint"] != nil)
        #expect(targets[1]["driver"] as? String == "nrrd")
    }

    @Test
    func `a region describes the part`() throws {
        let outcome = try Folder.sample().imcat("info", "cells.nrrd", "--region", "z=1,x=1:", "--axes", "xy")
        #expect(
            outcome.output.hasPrefix(
                """
                cells.nrrd: nrrd
                  image: uint8, xy, 2 x 2, 4 B
                    axis  extent  spacing  origin
                    x          2  0.5      0.5
                    y          2  0.5
                    stored as: zyx, 2 x 2 x 3

                """))
    }

    @Test
    func `overrides reach the description`() throws {
        let outcome = try Folder.sample().imcat(
            "info", "cells.nrrd", "--set", "axes=cyx", "--set", "coords.c=nuclei,actin", "--set", "spacing.x=0.1um")
        #expect(
            outcome.output.hasPrefix(
                """
                cells.nrrd: nrrd
                  image: uint8, cyx, 2 x 2 x 3, 12 B
                    axis  extent  spacing  places
                    c          2           nuclei, actin
                    y          2  0.5
                    x          3  0.1 \u{B5}m

                """))
    }

    @Test
    func `a target may be an entry, nested ones with dots`() throws {
        let outcome = try Folder.sample().imcat("info", "lab.yaml#exp1", "lab.yaml#plates.A1", "--json")
        #expect(outcome.errors == "")
        let targets = try #require(try parseJSON(outcome.output) as? [[String: Any]])
        #expect(targets.map { $0["bytes"] as? Int } == [12, 6])
        let image = try #require((targets[0]["images"] as? [[String: Any]])?.first)
        #expect(image["spacing"] as? [String: Double] == ["z": 3, "y": 0.5, "x": 0.5])
        #expect((image["metadata"] as? [String: Any])?["owner"] as? String == "me")
    }

    @Test
    func `options of the command line lie over those of the entry`() throws {
        let outcome = try Folder.sample().imcat("info", "lab.yaml#exp1", "--set", "spacing.z=4nm", "--json")
        let targets = try #require(try parseJSON(outcome.output) as? [[String: Any]])
        let image = try #require((targets[0]["images"] as? [[String: Any]])?.first)
        #expect((image["spacing"] as? [String: Double])?["z"] == 4)
        #expect((image["spacing_units"] as? [String: String])?["z"] == "nm")
    }

    @Test
    func `a file name may hold a hash sign`() throws {
        let folder = try Folder.sample()
        try folder.writeNRRD("a#1.nrrd", sizes: [1, 1], pixels: [0])
        #expect(try folder.imcat("info", "a#1.nrrd").status == 0)
    }

    @Test
    func `errors of targets say what to do`() throws {
        let folder = try Folder.sample()
        #expect(
            try folder.imcat("info", "lab.yaml").errors
                == "imcat: lab.yaml: it is a catalog, not an image; name an entry, as in lab.yaml#NAME\n")
        #expect(
            try folder.imcat("info", "lab.yaml#exp2").errors
                == "imcat: FOLDER/lab.yaml: no entry 'exp2'; did you mean 'exp1'?\n")
        #expect(
            try folder.imcat("info", "lab.yaml#plates").errors.contains("'plates' is a catalog, not an image"))
        #expect(
            try folder.imcat("info", "flat.nrrd", "--driver", "nrd").errors.contains("did you mean 'nrrd'?"))
    }
}
