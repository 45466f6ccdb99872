import Testing

struct ExplainCommandTests {
    @Test
    func `text gives driver and reason`() throws {
        let outcome = try Folder.sample().imcat("explain", "flat.nrrd")
        #expect(
            outcome.output == """
                flat.nrrd: nrrd (NRRD)
                  because: the content begins as NRRD does, and the name ends in .nrrd
                  opens: image: uint8, yx, 2 x 3, 6 B

                """)
    }

    @Test
    func `JSON lists the candidates`() throws {
        let outcome = try Folder.sample().imcat("explain", "lab.yaml#exp1", "--json")
        let object = try #require(try parseJSON(outcome.output) as? [String: Any])
        #expect(Set(object.keys) == ["location", "driver", "reason", "candidates", "opens"])
        #expect(object["reason"] as? String == "the catalog says so")
        #expect(object["opens"] as? Bool == true)
        #expect((object["candidates"] as? [[String: String]])?.first?["driver"] == "nrrd")
    }

    @Test
    func `the option overrules`() throws {
        let outcome = try Folder.sample().imcat("explain", "flat.nrrd", "--driver", "nrrd")
        #expect(outcome.output.contains("because: the option --driver says so"))
    }

    @Test
    func `a file that does not open is explained and a failure`() throws {
        let folder = try Folder()
        try folder.write("broken.nrrd", "no header at all")
        let outcome = try folder.imcat("explain", "broken.nrrd", "--json")
        #expect(outcome.status == 1)
        let object = try #require(try parseJSON(outcome.output) as? [String: Any])
        #expect(object["driver"] as? String == "nrrd")
        #expect(object["reason"] as? String == "the name ends in .nrrd")
        #expect(object["opens"] as? Bool == false)
        #expect((object["error"] as? [String: String])?["code"] == "corrupt")
        #expect(try folder.imcat("explain", "broken.nrrd").output.hasSuffix("opens: no\n"))
    }

    @Test
    func `an unknown format is a failure that lists the drivers`() throws {
        let folder = try Folder()
        try folder.write("a.dat", "what is this")
        let outcome = try folder.imcat("explain", "a.dat")
        #expect(outcome.status == 1)
        #expect(outcome.output == "")
        #expect(outcome.errors.contains("name the driver, one of nrrd"))
    }
}
