import Foundation
import Testing

/// What all commands do with entries of catalogs: parameters, patterns, queries, folders.
struct CatalogEntryTests {
    private func lab() throws -> Folder {
        let folder = try Folder.sample()
        let cells = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/cells.nrrd"))
        for name in ["p07_A1.nrrd", "p07_B2.nrrd"] {
            try cells.write(to: URL(fileURLWithPath: folder.path + "/" + name))
        }
        try folder.write(
            "plates.yaml",
            """
            metadata: {parameters: {ending: {description: e, type: str, default: nrrd}}}
            sources:
              "plate{p:d}_{well}":
                driver: nrrd
                description: one well
                args: {uri: "p{{ '%02d' | format(p) }}_{{ well }}.{{ ending }}"}
                metadata: {stain: dapi}
              "plate{p:d}_x{n:d}": {driver: nrrd, args: {uri: "x{{ p }}{{ n }}.nrrd"}}
              chosen:
                driver: nrrd
                parameters: {well: {description: position, type: str, default: A1, allowed: [A1, B2]}}
                args: {uri: "p07_{{ well }}.nrrd"}
                metadata: {stain: gfp}
              secret: {driver: nrrd, args: {uri: "{{ env(IMCAT_TEST_FOLDER) }}/cells.nrrd"}}
              current: {driver: alias, args: {target: chosen, kwargs: {well: B2}}}

            """)
        return folder
    }

    @Test
    func `every command that opens entries takes values for parameters`() throws {
        let folder = try lab()
        for command in ["info", "digest", "explain"] {
            let outcome = try folder.imcat(command, "plates.yaml#chosen", "-p", "well=B2")
            #expect(outcome.status == 0, "\(command): \(outcome.errors)")
            #expect(outcome.output.contains("p07_B2.nrrd"), "\(command)")
            let refused = try folder.imcat(command, "plates.yaml#chosen", "-p", "well=C3")
            #expect(refused.status == 1)
            #expect(refused.errors.contains("allowed are A1, B2"), "\(command)")
            let unknown = try folder.imcat(command, "plates.yaml#chosen", "-p", "wel=B2")
            #expect(unknown.errors.contains("did you mean 'well'?"), "\(command)")
        }
        let converted = try folder.imcat("convert", "plates.yaml#chosen", "out.nrrd", "--param", "well=B2")
        #expect(converted.status == 0, "\(converted.errors)")
        #expect(try folder.imcat("info", "cells.nrrd", "-p", "well=B2").status == 1)
        #expect(try folder.imcat("info", "plates.yaml#chosen", "-p", "well").status == 64)
    }

    @Test
    func `show tells which pattern serves a name, and why`() throws {
        let folder = try lab()
        let outcome = try folder.imcat("show", "plates.yaml", "plate7_B2")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("  pattern: plate{p:d}_{well}, where p = 7, well = B2\n"))
        #expect(outcome.output.contains("    not plate{p:d}_x{n:d}: 'plate7_B2' does not fit the pattern"))
        #expect(outcome.output.contains("-> FOLDER/p07_B2.nrrd\n"))
        #expect(outcome.output.contains("    ending: nrrd (str) e\n"))
        let json = try #require(
            try parseJSON(try folder.imcat("show", "plates.yaml", "plate7_x3", "--json").output) as? [String: Any])
        let match = try #require(json["match"] as? [String: Any])
        #expect(match["pattern"] as? String == "plate{p:d}_x{n:d}")
        #expect((match["others"] as? [[String: String]])?.first?["reason"]?.contains("has more text") == true)
        #expect(try folder.imcat("show", "plates.yaml", "plate7").status == 1)
        let alias = try folder.imcat("show", "plates.yaml", "current")
        #expect(alias.output.contains("  leads to: FOLDER/p07_B2.nrrd\n"))
    }

    @Test
    func `list --tree shows the files that patterns stand for, and queries choose`() throws {
        let folder = try lab()
        func names(_ arguments: String...) throws -> [String] {
            let outcome = try Tool.run(["list", "plates.yaml", "--json"] + arguments, in: folder)
            let entries = try #require(try parseJSON(outcome.output) as? [[String: Any]])
            return entries.compactMap { $0["name"] as? String }
        }
        #expect(try names("--tree").contains("plate7_B2"))
        #expect(try names("--where", "metadata.stain == 'gfp'") == ["chosen"])
        #expect(try names("--where", "name in ['chosen', 'current'] and shape.z > 1") == ["chosen", "current"])
        #expect(try names("--where", "name == 'chosen' and shape.z > 2") == [])
        #expect(try names("--search", "WELL one") == ["plate{p:d}_{well}"])
        let wrong = try folder.imcat("list", "plates.yaml", "--where", "stain == 1")
        #expect(wrong.status == 64)
        #expect(wrong.errors.contains("there is no fact 'stain'"))
    }

    @Test
    func `environment variables are read only where they are allowed by name`() throws {
        let folder = try lab()
        let outcome = try folder.imcat("info", "plates.yaml#secret")
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("--allow-env IMCAT_TEST_FOLDER"))
        let allowed = try Shell.run(
            "IMCAT_TEST_FOLDER='\(folder.path)' '\(Tool.path)' info plates.yaml#secret --allow-env IMCAT_TEST_FOLDER",
            in: folder)
        #expect(allowed.status == 0, "\(allowed.errors)")
    }

    @Test
    func `folders and patterns of catalogs are listed as one, with what is broken`() throws {
        let folder = try lab()
        try folder.write("broken.yaml", "sources: [\n")
        let outcome = try folder.imcat("list", ".")
        #expect(outcome.status == 1)
        #expect(outcome.output.contains("\nchosen "))
        #expect(outcome.errors.contains("broken.yaml:2"))
        #expect(try folder.imcat("list", "pl*.yaml").status == 0)
        #expect(try folder.imcat("info", "pl*.yaml#chosen").status == 0)
        #expect(try folder.imcat("list", "none*.yaml").errors.contains("no file fits"))
    }
}
