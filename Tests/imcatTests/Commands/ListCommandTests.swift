import Testing

struct ListCommandTests {
    @Test
    func `text is a table`() throws {
        let outcome = try Folder.sample().imcat("list", "lab.yaml")
        #expect(outcome.status == 0)
        #expect(
            outcome.output == """
                name    driver   description
                exp1    nrrd     GFP, day 1
                plates  catalog

                """)
    }

    @Test
    func `without a catalog the search path is listed`() throws {
        let folder = try Folder.sample()
        let outcome = try Shell.run("IMAGEINTAKE_PATH=nested.yaml:none '\(Tool.path)' list", in: folder)
        #expect(outcome.status == 0 && outcome.errors.hasSuffix("/none: there is no such file or folder\n"))
        #expect(outcome.output == "name  driver\nA1    nrrd\n")
        let nothing = try folder.imcat("list")
        #expect(nothing.status == 64 && nothing.errors.contains("IMAGEINTAKE_PATH, INTAKE_PATH"))
    }

    @Test
    func `long looks at headers, tree goes into nested catalogs`() throws {
        let outcome = try Folder.sample().imcat("list", "lab.yaml", "--long", "--tree")
        #expect(outcome.errors == "")
        #expect(
            outcome.output == """
                name       driver   axes  shape      type   spacing               size  description
                exp1       nrrd     zyx   2 x 2 x 3  uint8  z 3 \u{B5}m, y 0.5, x 0.5  12 B  GFP, day 1
                plates     catalog
                plates.A1  nrrd     yx    2 x 3      uint8                         6 B

                """)
    }

    @Test
    func `JSON has one object per entry`() throws {
        let folder = try Folder.sample()
        let entries = try #require(
            try parseJSON(try folder.imcat("list", "lab.yaml", "--json").output) as? [[String: Any]])
        #expect(entries.map { $0["name"] as? String } == ["exp1", "plates"])
        #expect(Set(entries[0].keys) == ["name", "driver", "description"])
        let long = try #require(
            try parseJSON(try folder.imcat("list", "lab.yaml", "--json", "--long").output) as? [[String: Any]])
        #expect(Set(long[0].keys) == ["name", "driver", "description", "location", "images", "series", "bytes"])
    }

    @Test(arguments: [
        ("gfp", ["exp1"]), ("DAY gfp", ["exp1"]), ("me", ["exp1"]), ("a1", ["plates.A1"]), ("gfp nix", []),
    ])
    func `search looks for all words in names, descriptions and metadata`(_ text: String, _ names: [String]) throws {
        let outcome = try Folder.sample().imcat("list", "lab.yaml", "--tree", "--json", "--search", text)
        let entries = try #require(try parseJSON(outcome.output) as? [[String: Any]])
        #expect(entries.compactMap { $0["name"] as? String } == names)
    }

    @Test
    func `a nested catalog can be listed by itself`() throws {
        #expect(try Folder.sample().imcat("list", "lab.yaml#plates").output == "name  driver\nA1    nrrd\n")
        let outcome = try Folder.sample().imcat("list", "lab.yaml#exp1")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("'exp1' is an image, not a catalog"))
    }

    @Test
    func `a tree that grows without end is refused`() throws {
        let folder = try Folder()
        for level in 0..<14 {
            let entry = "{driver: yaml_file_cat, args: {path: c\(level + 1).yaml}}"
            try folder.write("c\(level).yaml", "sources:\n  a: \(entry)\n  b: \(entry)\n")
        }
        try folder.write("c14.yaml", "sources: {}\n")
        let outcome = try folder.imcat("list", "c0.yaml", "--tree", "--search", "nix", "--json")
        #expect(outcome.status == 1)
        let object = try #require(try parseJSON(outcome.output) as? [String: [String: String]])
        #expect(object["error"]?["code"] == "limit_exceeded")
        #expect(
            outcome.errors == """
                imcat: c0.yaml: the tree has more than 10000 nested catalogs; take a nested catalog by itself, as in \
                catalog.yaml#NAME

                """)
    }

    @Test
    func `entries that do not open are listed and a failure`() throws {
        let folder = try Folder.sample()
        try folder.write(
            "lab.yaml",
            Folder.catalog + "  gone: {driver: nrrd, args: {uri: gone.nrrd}}\n  odd: {driver: nrd, args: {uri: a}}\n")
        #expect(try folder.imcat("list", "lab.yaml").status == 0)
        let outcome = try folder.imcat("list", "lab.yaml", "--long", "--json")
        #expect(outcome.status == 1)
        let entries = try #require(try parseJSON(outcome.output) as? [[String: Any]])
        #expect((entries[2]["error"] as? [String: String])?["code"] == "not_found")
        #expect((entries[3]["error"] as? [String: String])?["code"] == "unsupported")
        let lines = outcome.errors.split(separator: "\n")
        #expect(lines.count == 2)
        #expect(lines[0].hasPrefix("imcat: FOLDER/gone.nrrd: there is no such file (entry 'gone' of lab.yaml); "))
        #expect(lines[1].hasPrefix("imcat: FOLDER/lab.yaml:13:3 (sources.odd): no driver 'nrd'; did you mean 'nrrd'?"))
    }

    @Test
    func `a catalog that is none is one error`() throws {
        let folder = try Folder()
        try folder.write("a.yaml", "sources: [1, 2\n")
        let outcome = try folder.imcat("list", "a.yaml", "--json")
        #expect(outcome.status == 1)
        let object = try #require(try parseJSON(outcome.output) as? [String: Any])
        #expect((object["error"] as? [String: String])?["code"] == "corrupt")
        #expect(outcome.errors.hasPrefix("imcat: FOLDER/a.yaml:"))
        #expect(try folder.imcat("list", "b.yaml").errors.contains("there is no such file"))
    }
}
