import Testing

struct ShowCommandTests {
    @Test
    func `text shows what is written and what it means`() throws {
        let outcome = try Folder.sample().imcat("show", "lab.yaml", "exp1")
        #expect(outcome.status == 0)
        #expect(
            outcome.output == """
                exp1: FOLDER/lab.yaml:4:3 (sources.exp1)
                  description: GFP, day 1
                  driver: nrrd
                  args:
                    uri: {{ CATALOG_DIR }}/cells.nrrd -> FOLDER/cells.nrrd
                  metadata:
                    spacing: z 3
                    spacing_units: z um
                    owner: me

                """)
    }

    @Test
    func `JSON has both`() throws {
        let outcome = try Folder.sample().imcat("show", "lab.yaml", "exp1", "--json")
        let entry = try #require(try parseJSON(outcome.output) as? [String: Any])
        #expect(
            Set(entry.keys) == [
                "catalog", "name", "line", "description", "driver", "args", "metadata", "parameters", "resolved",
                "diagnostics",
            ])
        #expect((entry["args"] as? [String: String])?["uri"] == "{{ CATALOG_DIR }}/cells.nrrd")
        let resolved = try #require(entry["resolved"] as? [String: Any])
        #expect(resolved["location"] as? String == "FOLDER/cells.nrrd")
        #expect(resolved["driver"] as? String == "nrrd")
    }

    @Test
    func `nothing is opened`() throws {
        let folder = try Folder()
        try folder.write("a.yaml", "sources:\n  gone: {driver: nrrd, args: {uri: gone.nrrd}}\n")
        let outcome = try folder.imcat("show", "a.yaml", "gone")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("uri: gone.nrrd -> FOLDER/gone.nrrd"))
    }

    @Test
    func `an entry with a mistake is shown and a failure`() throws {
        let folder = try Folder()
        try folder.write("a.yaml", "sources:\n  odd: {driver: nrd, args: {uri: a.nrrd}}\n")
        let outcome = try folder.imcat("show", "a.yaml", "odd")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("  driver: nrd\n"))
        #expect(outcome.errors.contains("a.yaml:2:3 (sources.odd): no driver 'nrd'"))
    }

    @Test
    func `a miss suggests the nearest`() throws {
        let outcome = try Folder.sample().imcat("show", "lab.yaml", "Exp1")
        #expect(outcome.status == 1)
        #expect(outcome.output == "")
        #expect(outcome.errors == "imcat: FOLDER/lab.yaml: no entry 'Exp1'; did you mean 'exp1'?\n")
    }

    @Test
    func `a nested catalog is shown with its path`() throws {
        let folder = try Folder.sample()
        let outcome = try folder.imcat("show", "lab.yaml", "plates")
        #expect(outcome.status == 0)
        #expect(
            outcome.output == """
                plates: FOLDER/lab.yaml:9:3 (sources.plates)
                  driver: yaml_file_cat
                  args:
                    path: nested.yaml -> FOLDER/nested.yaml

                """)
        let entry = try #require(
            try parseJSON(try folder.imcat("show", "lab.yaml", "plates", "--json").output) as? [String: Any])
        #expect(entry["resolved"] as? [String: String] == ["driver": "catalog", "location": "FOLDER/nested.yaml"])
    }

    @Test(arguments: [
        ("{driver: yaml_file_cat, args: {}}", "the entry has no 'path' in its 'args'"),
        ("{driver: yaml_file_cat, description: [1], args: {path: nested.yaml}}", "where a text is expected"),
        ("{driver: yaml_file_cat, args: {path: gone.yaml}}", "there is no such file"),
    ])
    func `a nested catalog with a mistake is shown and a failure`(_ entry: String, _ message: String) throws {
        let folder = try Folder.sample()
        try folder.write("a.yaml", "sources:\n  odd: \(entry)\n")
        let outcome = try folder.imcat("show", "a.yaml", "odd")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("  driver: yaml_file_cat\n"))
        #expect(outcome.errors.contains(message))
    }

    @Test
    func `credentials are not shown`() throws {
        let folder = try Folder()
        try folder.write(
            "a.yaml",
            """
            sources:
              far:
                driver: nrrd
                description: from ftp://u:secret1@x.org
                args:
                  uri: http://u:secret2@x.org/a.nrrd
                  storage_options: {key: secret3, client: {token: [secret4]}}
                metadata: {links: ["http://secret5@x.org"]}

            """)
        let text = try folder.imcat("show", "a.yaml", "far")
        let json = try folder.imcat("show", "a.yaml", "far", "--json")
        #expect(!(text.output + text.errors + json.output + json.errors).contains("secret"))
        #expect(text.output.contains("    uri: http://***@x.org/a.nrrd\n"))
        #expect(text.output.contains("  description: from ftp://***@x.org\n"))
        let entry = try #require(try parseJSON(json.output) as? [String: Any])
        let arguments = try #require(entry["args"] as? [String: Any])
        let options = try #require(arguments["storage_options"] as? [String: Any])
        #expect(options["key"] as? String == "***")
        #expect(options["client"] as? [String: String] == ["token": "***"])
    }

    @Test
    func `control characters of names are shown as escapes`() throws {
        let folder = try Folder()
        try folder.write("a.yaml", "sources:\n  \"a\\e[31m\\u202Eb\": {driver: nrrd, args: {uri: a.nrrd}}\n")
        let outcome = try folder.imcat("show", "a.yaml", "a\u{1B}[31m\u{202E}b")
        #expect(outcome.status == 0)
        #expect(
            outcome.output.hasPrefix(
                "a\\u{1b}[31m\\u{202e}b: FOLDER/a.yaml:2:3 (sources.a\\u{1b}[31m\\u{202e}b)\n"))
    }
}
