import Foundation
import Testing

/// `imcat add`, `imcat remove` and `imcat rename`.
struct EditingCommandsTests {
    @Test
    func `add makes the catalog, and the entry opens`() throws {
        let folder = try Folder.sample()
        let outcome = try folder.imcat("add", "new.yaml", "flat.nrrd", "cells.nrrd", "--set", "spacing.x=0.5um")
        #expect(outcome.status == 0)
        #expect(outcome.output == "flat: added to new.yaml\ncells: added to new.yaml\n")
        #expect(outcome.errors == "")
        let list = try folder.imcat("list", "new.yaml", "--long")
        #expect(list.status == 0)
        #expect(list.output.contains("\nflat   nrrd    yx    2 x 3      uint8  x 0.5 \u{B5}m"))
        #expect(try folder.imcat("digest", "new.yaml#cells").status == 0)
    }

    @Test
    func `add and remove leave everything else as it is`() throws {
        let folder = try Folder.sample()
        #expect(try folder.imcat("add", "lab.yaml", "flat.nrrd", "--description", "flat: it is").status == 0)
        let added = try folder.text("lab.yaml")
        #expect(added.hasPrefix(Folder.catalog))
        #expect(added.contains("\n  flat:\n"))
        #expect(try folder.imcat("list", "lab.yaml", "--search", "it is").output.contains("flat  nrrd    flat: it is"))
        let outcome = try folder.imcat("remove", "lab.yaml", "flat")
        #expect(outcome.status == 0)
        #expect(outcome.output == "flat: removed from lab.yaml\n")
        #expect(try folder.text("lab.yaml") == Folder.catalog)
    }

    @Test
    func `names and options go into the entry`() throws {
        let folder = try Folder.sample()
        let outcome = try folder.imcat(
            "add", "lab.yaml", "cells.nrrd", "--name", "two words", "--set", "axes=cyx", "--option",
            "outside_files=true",
            "--json")
        #expect(outcome.status == 0)
        let results = try #require(try parseJSON(outcome.output) as? [[String: Any]])
        #expect(Set(results[0].keys) == ["catalog", "name", "driver", "location", "written", "text"])
        #expect(results[0]["written"] as? Bool == true)
        let shown = try folder.imcat("show", "lab.yaml", "two words", "--json")
        let entry = try #require(try parseJSON(shown.output) as? [String: Any])
        let arguments = try #require(entry["args"] as? [String: Any])
        #expect(arguments["uri"] as? String == "{{ CATALOG_DIR }}/cells.nrrd")
        #expect(arguments["outside_files"] as? Bool == true)
        #expect((entry["metadata"] as? [String: String])?["axes"] == "cyx")
        #expect(try folder.imcat("info", "lab.yaml#two words").output.contains(", cyx, "))
    }

    @Test
    func `an entry of another catalog can be added`() throws {
        let folder = try Folder.sample()
        #expect(try folder.imcat("add", "new.yaml", "lab.yaml#exp1").status == 0)
        let list = try folder.imcat("list", "new.yaml", "--long").output
        #expect(list == (try folder.imcat("list", "lab.yaml", "--long", "--search", "exp1").output))
    }

    @Test
    func `a dry run writes nothing`() throws {
        let folder = try Folder.sample()
        let outcome = try folder.imcat("add", "new.yaml", "flat.nrrd", "--dry-run")
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("uri: \"{{ CATALOG_DIR }}/flat.nrrd\"\n"))
        #expect(try folder.imcat("list", "new.yaml").errors.contains("there is no such file"))
    }

    @Test
    func `an existing entry is replaced on request only`() throws {
        let folder = try Folder.sample()
        let refused = try folder.imcat("add", "lab.yaml", "flat.nrrd", "--name", "exp1")
        #expect(refused.status == 1)
        #expect(
            refused.errors == """
                imcat: FOLDER/lab.yaml:4: there is an entry 'exp1' already; replace it with --replace, or choose \
                another name with --name

                """)
        #expect(try folder.text("lab.yaml") == Folder.catalog)
        #expect(try folder.imcat("add", "lab.yaml", "flat.nrrd", "--name", "exp1", "--replace", "--quiet").output == "")
        #expect(try folder.imcat("info", "lab.yaml#exp1").output.contains(", yx, 2 x 3, "))
        #expect(try folder.text("lab.yaml").hasPrefix("# The lab's images.\nsources:\n  # The first one.\n  exp1:\n"))
    }

    @Test
    func `what does not open is not added, the others are`() throws {
        let folder = try Folder.sample()
        try folder.write("broken.nrrd", "no header at all")
        let outcome = try folder.imcat("add", "new.yaml", "broken.nrrd", "nix.nrrd", "flat.nrrd", "--json")
        #expect(outcome.status == 1)
        let results = try #require(try parseJSON(outcome.output) as? [[String: Any]])
        #expect(results.map { $0["error"] != nil } == [true, true, false])
        #expect(try folder.imcat("list", "new.yaml").output == "name  driver\nflat  nrrd\n")
    }

    @Test
    func `a nested catalog is changed in its own file`() throws {
        let folder = try Folder.sample()
        #expect(try folder.imcat("add", "lab.yaml#plates", "cells.nrrd").output == "cells: added to lab.yaml#plates\n")
        #expect(try folder.imcat("list", "nested.yaml").output == "name   driver\nA1     nrrd\ncells  nrrd\n")
        #expect(try folder.imcat("remove", "lab.yaml#plates", "A1").status == 0)
        #expect(try folder.imcat("list", "lab.yaml#plates").output == "name   driver\ncells  nrrd\n")
        #expect(try folder.text("lab.yaml") == Folder.catalog)
        let refused = try folder.imcat("add", "lab.yaml#exp1", "cells.nrrd")
        #expect(refused.status == 1)
        #expect(refused.errors.contains("'exp1' is an image, not a catalog"))
        #expect(try Shell.run("ls", in: folder).output == "cells.nrrd\nflat.nrrd\nlab.yaml\nnested.yaml\n")
    }

    @Test
    func `a catalog's name may hold a hash sign`() throws {
        let folder = try Folder.sample()
        #expect(try folder.imcat("add", "new#1.yaml", "flat.nrrd").status == 0)
        #expect(try folder.text("new#1.yaml").contains("flat.nrrd"))
    }

    @Test
    func `a name that is given twice is removed once`() throws {
        let outcome = try Folder.sample().imcat("remove", "lab.yaml", "exp1", "exp1", "--json")
        #expect(outcome.status == 0)
        let object = try #require(try parseJSON(outcome.output) as? [String: Any])
        #expect(object["removed"] as? [String] == ["exp1"])
    }

    @Test
    func `remove takes all or nothing`() throws {
        let folder = try Folder.sample()
        let outcome = try folder.imcat("remove", "lab.yaml", "exp1", "exp2", "--json")
        #expect(outcome.status == 1)
        let object = try #require(try parseJSON(outcome.output) as? [String: [String: String]])
        #expect(object["error"]?["code"] == "not_found")
        #expect(outcome.errors == "imcat: FOLDER/lab.yaml: no entry 'exp2'; did you mean 'exp1'?\n")
        #expect(try folder.text("lab.yaml") == Folder.catalog)
        #expect(try folder.imcat("remove", "lab.yaml", "exp1", "plates").status == 0)
        #expect(try folder.imcat("list", "lab.yaml").output == "")
        #expect(try folder.text("lab.yaml").hasPrefix("# The lab's images.\n"))
    }

    @Test
    func `rename changes the name alone`() throws {
        let folder = try Folder.sample()
        let outcome = try folder.imcat("rename", "lab.yaml", "exp1", "control: 1")
        #expect(outcome.status == 0)
        #expect(outcome.output == "exp1: renamed to control: 1 in lab.yaml\n")
        #expect(try folder.text("lab.yaml") == Folder.catalog.replacing("  exp1:", with: "  \"control: 1\":"))
        #expect(try folder.imcat("rename", "lab.yaml", "control: 1", "exp1", "--quiet").output == "")
        #expect(try folder.text("lab.yaml") == Folder.catalog.replacing("  exp1:", with: "  \"exp1\":"))
        #expect(try folder.imcat("rename", "lab.yaml#plates", "A1", "B1", "--json").status == 0)
        #expect(try folder.text("nested.yaml") == "sources:\n  B1: {driver: nrrd, args: {uri: flat.nrrd}}\n")
    }

    @Test
    func `files of one image become one entry`() throws {
        let folder = try Folder.sample()
        #expect(try folder.imcat("convert", "cells.nrrd", "out.tif", "--partition", "yx").status == 0)
        let files = ["out.z_00.tif", "out.z_01.tif"]
        #expect(
            try folder.imcat("add", "new.yaml", files[0], files[1], "flat.nrrd").output
                == "out: added to new.yaml\nflat: added to new.yaml\n")
        #expect(try folder.text("new.yaml").contains("uri: \"{{ CATALOG_DIR }}/out.z_{z:d}.tif\""))
        #expect(try folder.imcat("add", "new.yaml", "out.z_{z}.tif", "--name", "again").status == 0)
        for name in ["out", "again"] {
            let digest = try folder.imcat("digest", "new.yaml#\(name)")
            let sum = try folder.imcat("digest", "cells.nrrd").output.split(separator: " ").first { $0.count >= 64 }
            #expect(digest.output.contains(try #require(sum)))
        }
        let part = try folder.imcat("convert", "cells.nrrd", "more.tif", "--region", "z=0:1", "--partition", "yx")
        #expect(part.output == "more.z_{z:02d}.tif: written\n")
        #expect(try folder.imcat("convert", "cells.nrrd", "part.tif", "--partition", "0").status == 64)
        try folder.write("out.z_02.tif", folder.text("flat.nrrd"))
        let incomplete = try folder.imcat("add", "other.yaml", files[0], files[1])
        #expect(incomplete.status == 1 && incomplete.errors.contains("out.z_02.tif; name them all; --separate makes"))
        try FileManager.default.removeItem(atPath: folder.path + "/out.z_02.tif")
        #expect(try folder.imcat("add", "other.yaml", files[0], "./" + files[1], "--driver", "tif").status == 0)
        #expect(try folder.text("other.yaml").contains("driver: tif\n"))
        let apart = try folder.imcat("add", "new.yaml", files[0], files[1], "--separate")
        #expect(apart.output == "out.z_00: added to new.yaml\nout.z_01: added to new.yaml\n")
        #expect(try folder.imcat("add", "new.yaml", files[0], files[1], "--name", "x", "--replace").status == 0)
    }

    @Test
    func `convert adds what it wrote, with what the files cannot say`() throws {
        let folder = try Folder.sample()
        let outcome = try folder.imcat(
            "convert", "lab.yaml#exp1", "out.tif", "--set", "axes=cyx", "--set", "coords.c=a,b", "--partition", "yx",
            "--add", "lab.yaml")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(
            outcome.output
                == "out.c_{c}.tif: written\nout: added to lab.yaml\n")
        let info = try folder.imcat("info", "lab.yaml#out", "--json").output
        #expect(info.contains("\"c\": [\"a\", \"b\"]"))
        let again = try folder.imcat("convert", "cells.nrrd", "x.tif", "--add", "lab.yaml", "--name", "out")
        #expect(again.status == 1 && again.errors.contains("replace it with --overwrite"))
        #expect(!FileManager.default.fileExists(atPath: folder.path + "/x.tif"))
    }

    @Test
    func `only files of their own are edited`() throws {
        let folder = try Folder.sample()
        let text = """
            sources:
              A1: {driver: nrrd, args: {uri: flat.nrrd}}
              in: {driver: catalog, args: {entries: {A1: {driver: nrrd, args: {uri: flat.nrrd}}}}}
              set: {driver: yaml_files_cat, args: {path: neste*.yaml}}

            """
        try folder.write("outer.yaml", text)
        for words in [
            ["remove", "outer.yaml#in", "A1"], ["rename", "outer.yaml#in", "A1", "B"],
            ["add", "outer.yaml#in", "flat.nrrd"], ["add", "outer.yaml#set", "flat.nrrd"],
            ["add", "neste*.yaml", "flat.nrrd"],
        ] {
            let outcome = try Tool.run(words, in: folder)
            #expect(outcome.status == 1 && !outcome.errors.isEmpty, "\(words)")
        }
        #expect(try folder.text("outer.yaml") == text)
        #expect(try !FileManager.default.contentsOfDirectory(atPath: folder.path).contains { $0.contains("*") })
    }

    @Test
    func `targets that would be one entry are told apart or refused`() throws {
        let folder = try Folder.sample()
        let pixels = try folder.text("flat.nrrd")
        for name in ["run1", "run2"] {
            try FileManager.default.createDirectory(
                atPath: folder.path + "/" + name, withIntermediateDirectories: true)
            try folder.write("\(name)/cells.nrrd", pixels)
        }
        let outcome = try folder.imcat("add", "new.yaml", "run1/cells.nrrd", "run2/cells.nrrd", "--replace")
        #expect(outcome.status == 1)
        #expect(outcome.output == "cells: added to new.yaml\n")
        #expect(
            outcome.errors.contains("run2/cells.nrrd: its entry would be called 'cells', as that of run1/cells.nrrd"))
        #expect(try folder.text("new.yaml").contains("run1/cells.nrrd"))
    }

    @Test
    func `aliases that lead nowhere any more are told`() throws {
        let folder = try Folder.sample()
        let text = "sources:\n  a: {driver: nrrd, args: {uri: flat.nrrd}}\n  b: {driver: alias, args: {target: a}}\n"
        try folder.write("aliases.yaml", text)
        let renamed = try folder.imcat("rename", "aliases.yaml", "a", "c")
        #expect(renamed.status == 0)
        #expect(renamed.errors == "imcat: aliases still lead to 'a': b\n")
        let removed = try folder.imcat("remove", "aliases.yaml", "c", "--json")
        #expect(removed.errors == "" && removed.output.contains("\"aliases\": []"))
        try folder.write("aliases.yaml", text)
        #expect(try folder.imcat("remove", "aliases.yaml", "a").errors == "imcat: aliases lead nowhere now: b\n")
    }

    @Test
    func `rename refuses names that are taken or missing`() throws {
        let folder = try Folder.sample()
        let taken = try folder.imcat("rename", "lab.yaml", "exp1", "plates")
        #expect(taken.status == 1)
        #expect(
            taken.errors == """
                imcat: FOLDER/lab.yaml:9: there is an entry 'plates' already; choose another name, or remove that entry \
                first

                """)
        let missing = try folder.imcat("rename", "lab.yaml", "exp2", "x")
        #expect(missing.status == 1)
        #expect(missing.errors == "imcat: FOLDER/lab.yaml: no entry 'exp2'; did you mean 'exp1'?\n")
        #expect(try folder.text("lab.yaml") == Folder.catalog)
    }

    @Test
    func `discovered facts and provenance are written on request`() throws {
        let folder = try Folder.sample()
        let outcome = try folder.imcat(
            "add", "lab.yaml", "cells.nrrd", "--discovered", "--made-from", "lab.yaml#exp1", "--set", "spacing.z=7")
        #expect(outcome.status == 0)
        let shown = try folder.imcat("show", "lab.yaml", "cells", "--json")
        let entry = try #require(try parseJSON(shown.output) as? [String: Any])
        let metadata = try #require(entry["metadata"] as? [String: Any])
        let discovered = try #require(metadata["discovered"] as? [String: Any])
        #expect(discovered["axes"] as? String == "zyx")
        #expect(discovered["shape"] as? [Int] == [2, 2, 3])
        #expect((discovered["spacing"] as? [String: Double])?["z"] == 2)
        #expect((metadata["spacing"] as? [String: Double])?["z"] == 7)
        let provenance = try #require(metadata["provenance"] as? [String: Any])
        #expect(provenance["made_from"] as? [String] == ["lab.yaml#exp1"])
        #expect((provenance["software"] as? String)?.hasPrefix("ImageIntake ") == true)
        let info = try folder.imcat("info", "lab.yaml#cells", "--json").output
        #expect(info.contains("\"z\": 7"))
    }

    @Test
    func `many images are one write, and one that is taken does not stop the others`() throws {
        let folder = try Folder.sample()
        for number in 0..<20 { try folder.writeNRRD("i\(number).nrrd", sizes: [2], pixels: [1, 2]) }
        let names = (0..<20).map { "i\($0).nrrd" }
        #expect(try Tool.run(["add", "lab.yaml"] + names, in: folder).status == 0)
        let list = try parseJSON(try folder.imcat("list", "lab.yaml", "--json").output) as? [[String: Any]]
        #expect(list?.count == 22)
        #expect(try folder.imcat("remove", "lab.yaml", "i3", "i4").status == 0)
        let again = try folder.imcat("add", "lab.yaml", "i2.nrrd", "i3.nrrd", "i4.nrrd")
        #expect(again.status == 1)
        #expect(again.output == "i3: added to lab.yaml\ni4: added to lab.yaml\n")
    }

    @Test
    func `a converted image says what it was made from`() throws {
        let folder = try Folder.sample()
        let outcome = try folder.imcat(
            "convert", "lab.yaml#exp1", "out.nrrd", "--add", "lab.yaml", "--provenance")
        #expect(outcome.status == 0)
        #expect(try folder.text("lab.yaml").contains("provenance: {made_from: [\"lab.yaml#exp1\"], date: \"20"))
        #expect(try folder.imcat("convert", "cells.nrrd", "more.nrrd", "--provenance").status == 64)
    }

    @Test
    func `a catalog can be put into another`() throws {
        let folder = try Folder.sample()
        #expect(try folder.imcat("add", "all.yaml", "nested.yaml", "--name", "p7").output == "p7: added to all.yaml\n")
        #expect(
            try folder.text("all.yaml")
                == "sources:\n  p7:\n    driver: yaml_file_cat\n    args:\n      path: \"{{ CATALOG_DIR }}/nested.yaml\"\n"
        )
        #expect(try folder.imcat("digest", "all.yaml#p7.A1").status == 0)
        try folder.write("broken.yaml", "sources: [")
        #expect(try folder.imcat("add", "all.yaml", "broken.yaml").status == 1)
    }
}
