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
                "catalog", "name", "line", "description", "driver", "args", "metadata", "resolved", "diagnostics",
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
}
