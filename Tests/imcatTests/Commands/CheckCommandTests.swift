import Testing

/// `imcat check` and `imcat schema`.
struct CheckCommandTests {
    @Test
    func `a catalog without mistakes is status 0`() throws {
        let folder = try Folder.sample()
        let outcome = try folder.imcat("check", "lab.yaml", "--deep")
        #expect(outcome.status == 0)
        #expect(outcome.output == "lab.yaml: 2 usable images in 2 catalogs, no errors, no warnings\n")
        #expect(outcome.errors == "")
        #expect(try folder.imcat("check", "lab.yaml", "--quiet").output == "")
    }

    @Test
    func `patterns, aliases of catalogs and entries inside of entries are checked as what they are`() throws {
        let folder = try Folder.sample()
        try folder.write(
            "odd.yaml",
            """
            sources:
              "fl{x}": {driver: nrrd, args: {uri: "fl{{ x }}.nrrd"}}
              to: {driver: alias, args: {target: in}}
              in: {driver: catalog, args: {entries: {a: {driver: nrrd, args: {uri: flat.nrrd}}, b: {drvr: nrrd}}}}

            """)
        let outcome = try folder.imcat("check", "odd.yaml")
        #expect(outcome.status == 1)
        let lines = outcome.output.split(separator: "\n").map(String.init)
        #expect(lines.contains { $0.contains("odd.yaml:4") && $0.contains("the entry has no 'driver'") })
        #expect(lines.last == "odd.yaml: 2 usable images, 1 error, 1 warning")
        let list = try folder.imcat("list", "odd.yaml", "--long")
        #expect(list.status == 0 && list.errors == "")
    }

    @Test
    func `all mistakes are told at once, with their places, those of nested catalogs too`() throws {
        let folder = try Folder.sample()
        try folder.write(
            "bad.yaml",
            """
            sources:
              a: {driver: nrd, args: {uri: flat.nrrd}}
              b: {args: {uri: flat.nrrd}}
              c: {driver: nrrd, args: {uri: "{{ CATALOG_DR }}/flat.nrrd"}}
              d: {driver: nrrd, args: {uri: flat.nrrd, outside_file: true}}
              e: {driver: nrrd, arg: {uri: flat.nrrd}, args: {uri: flat.nrrd}}
              f: {driver: yaml_file_cat, args: {path: inner.yaml}}
              g: {driver: yaml_file_cat, args: {path: none.yaml}}
              h: {driver: nrrd, args: {uri: flat.nrrd}, metadata: {spacing: {z: -1}}}

            """)
        try folder.write("inner.yaml", "sources:\n  x: {cls: os.system}\n  y: {driver: nrrd, args: {uri: flat.nrrd}}\n")
        let outcome = try folder.imcat("check", "bad.yaml")
        #expect(outcome.status == 1)
        #expect(outcome.errors == "")
        let lines = outcome.output.split(separator: "\n").map(String.init)
        for (line, words) in [
            (2, "error: no driver 'nrd'; did you mean 'nrrd'?"), (3, "error: the entry has no 'driver'"),
            (4, "CATALOG_DR"), (5, "did you mean 'outside_files'?"), (6, "warning: the key 'arg' means nothing here"),
            (8, "none.yaml"), (9, "'spacing.z' is a number above 0"),
        ] {
            let found = lines.filter { $0.hasPrefix("FOLDER/bad.yaml:\(line):") }
            #expect(found.count == 1 && found[0].contains(words), "\(line): \(lines)")
        }
        #expect(lines.contains { $0.hasPrefix("FOLDER/inner.yaml:2:") && $0.contains("'cls'") })
        #expect(lines.last == "bad.yaml: 2 usable images in 2 catalogs, 7 errors, 1 warning")
        #expect(lines.count == 9)
    }

    @Test
    func `deep opens the images and tells what does not fit`() throws {
        let folder = try Folder.sample()
        try folder.write("broken.nrrd", "no header at all")
        try folder.write(
            "deep.yaml",
            """
            sources:
              a: {driver: nrrd, args: {uri: broken.nrrd}}
              b: {driver: nrrd, args: {uri: none.nrrd}}
              c: {driver: nrrd, args: {uri: flat.nrrd}, metadata: {spacing: {z: 1}}}
              d: {driver: nrrd, args: {uri: flat.nrrd}, metadata: {axes: zyx}}
              e: {driver: nrrd, args: {uri: flat.nrrd}, metadata: {discovered: {axes: yx, shape: [2, 4]}}}

            """)
        #expect(try folder.imcat("check", "deep.yaml").status == 0)
        let outcome = try folder.imcat("check", "deep.yaml", "--deep", "--json")
        #expect(outcome.status == 1)
        let report = try #require(try parseJSON(outcome.output) as? [String: Any])
        let problems = try #require(report["problems"] as? [[String: Any]])
        #expect(problems.map { $0["line"] as? Int } == [2, 3, 4, 5, 6])
        #expect(problems.map { $0["severity"] as? String } == ["error", "error", "warning", "error", "warning"])
        let messages = problems.map { $0["message"] as? String ?? "" }
        #expect(messages[0].contains("broken.nrrd") && messages[1].contains("none.nrrd"))
        #expect(messages[2].contains("no axis z") && messages[3].contains("3 axes, the file has 2"))
        #expect(messages[4] == "the file has changed since it was added: shape was [2,4] and is [2,3]")
        #expect(report["errors"] as? Int == 3 && report["warnings"] as? Int == 2)
    }

    @Test
    func `what is no catalog at all is told as by every command`() throws {
        let folder = try Folder.sample()
        try folder.write("bad.yaml", "sources: {a: [}\n")
        let outcome = try folder.imcat("check", "bad.yaml")
        #expect(outcome.status == 1)
        #expect(outcome.errors.hasPrefix("imcat: FOLDER/bad.yaml:1:15: invalid YAML"))
        #expect(try folder.imcat("check", "none.yaml").status == 1)
    }

    @Test
    func `catalogs that contain each other end`() throws {
        let folder = try Folder.sample()
        try folder.write("one.yaml", "sources: {in: {driver: yaml_file_cat, args: {path: two.yaml}}}\n")
        try folder.write("two.yaml", "sources: {in: {driver: yaml_file_cat, args: {path: one.yaml}}}\n")
        let outcome = try folder.imcat("check", "one.yaml")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("FOLDER/two.yaml:1:11 (sources.in): error: "))
        #expect(outcome.output.contains("contains itself"))
    }

    @Test
    func `the schema knows keys, drivers and options`() throws {
        let outcome = try Tool.run(["schema"])
        #expect(outcome.status == 0)
        let schema = try #require(try parseJSON(outcome.output) as? [String: Any])
        #expect(schema["$schema"] as? String == "http://json-schema.org/draft-07/schema#")
        for word in [
            "\"output_axis_order\"", "\"outside_files\"", "\"spacing_units\"", "\"nrrd\"", "\"yaml_file_cat\"",
        ] {
            #expect(outcome.output.contains(word))
        }
    }
}
