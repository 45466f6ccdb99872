import ByteStores
import Foundation
import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageCatalogs

@Suite("Editing catalogs")
struct CatalogWriterTests {
    private let scratch: Scratch
    private let writer: CatalogWriter

    init() throws {
        scratch = try Scratch()
        writer = try CatalogWriter(scratch.path("lab.yaml"), drivers: standIns)
    }

    private func entry(_ name: String) -> NewEntry {
        NewEntry(name: name, driver: "tif", uri: scratch.path("sub/\(name).tif"))
    }

    /// What an entry of two fields looks like in lines.
    private func lines(_ name: String, _ indentation: String = "  ", _ step: String = "  ") -> String {
        """
        \(indentation)\(name):
        \(indentation)\(step)driver: intake_io.source.tif.TifSource
        \(indentation)\(step)args:
        \(indentation)\(step)\(step)uri: "{{ CATALOG_DIR }}/sub/\(name).tif"

        """
    }

    @Test("creates the file") func created() async throws {
        let text = try await writer.add(entry("a"))
        #expect(try scratch.text("lab.yaml") == "sources:\n" + lines("a"))
        #expect(text == lines("a"))
        #expect(try scratch.names == ["lab.yaml"])
    }

    @Test("a new entry comes after the last one, and goes again without a trace") func blockStyle() async throws {
        let before = """
            # Our catalog
            name: "lab"   # quoted

            sources:      # all of them
               # the first
               one:
                  driver: tif # a comment
                  unknown: 'kept'
                  args: {uri: x}
                  # still one

               # standing alone

            # metadata follow
            metadata: {version: 1}

            """
        try scratch.write("lab.yaml", before)
        try await writer.add(entry("two"))
        #expect(
            try scratch.text("lab.yaml")
                == before.replacing("# still one\n", with: "# still one\n" + lines("two", "   ", "   ")))
        try await writer.remove(["two"])
        #expect(try scratch.text("lab.yaml") == before)
        try await writer.remove(["one"])
        let start = try #require(before.firstRange(of: "   # the first")),
            end = try #require(before.firstRange(of: "still one\n"))
        var rest = before
        rest.replaceSubrange(start.lowerBound..<end.upperBound, with: "")
        #expect(try scratch.text("lab.yaml") == rest.replacing("sources:  ", with: "sources: {}  "))
    }

    @Test(
        "every layout is extended in its own style and restored",
        arguments: [
            ("sources: {}  # c\nname: x\n", "sources:  # c\n@name: x\n"),
            ("name: x\nsources: {}", "name: x\nsources:\n@"),
            ("sources:\r\n    a: {driver: tif}\r\nz: 1\r\n", "sources:\r\n    a: {driver: tif}\r\n@z: 1\r\n"),
            ("\u{FEFF}sources:\n  a: {driver: tif}", "\u{FEFF}sources:\n  a: {driver: tif}\n@"),
            ("sources:\n  ? a\n  : driver: tif\n...\n", "sources:\n  ? a\n  : driver: tif\n@...\n"),
            ("sources: {a: {driver: tif}}\n", "sources: {a: {driver: tif}, @}\n"),
            ("sources: {a: {driver: tif}, }\n", "sources: {a: {driver: tif}, @, }\n"),
            ("sources: {\n  a: {driver: tif} # c\n}\n", "sources: {\n  a: {driver: tif}, # c\n  @\n}\n"),
            ("sources: {\n  a: {driver: tif}, # c\n}\n", "sources: {\n  a: {driver: tif}, # c\n  @,\n}\n"),
            (
                "{\n \"sources\": {\n  \"a\": {\"driver\": \"tif\"}\n }\n}\n",
                "{\n \"sources\": {\n  \"a\": {\"driver\": \"tif\"},\n  @\n }\n}\n"
            ),
        ])
    func layouts(before: String, after: String) async throws {
        try scratch.write("lab.yaml", before)
        let text = try await writer.add(entry("new"))
        let written = try scratch.text("lab.yaml")
        let parts = after.split(separator: "@", omittingEmptySubsequences: false)
        #expect(written.unicodeScalars.starts(with: parts[0].unicodeScalars), "\(written)")
        #expect(written.hasSuffix(parts[1]), "\(written)")
        #expect(text.last?.isNewline == true && written.contains(text.dropLast()), "\(text)")
        try await writer.remove(["new"])
        #expect(try Array(scratch.text("lab.yaml").utf8) == Array(before.utf8))
    }

    @Test(
        "anchors and tags of the mapping stay where they mean something",
        arguments: [
            ("sources: &s\n  a: {driver: tif}\n", "sources: &s {}\n"),
            ("sources: !!map &s # c\n  # about a\n  a: {driver: tif}\nz: 1\n", "sources: !!map &s {} # c\nz: 1\n"),
            ("sources: # c\n  &s\n  &k a: {driver: tif}\n", "sources: # c\n  &s {}\n"),
            ("sources:\n  &k a: {driver: tif}\n", "sources: {}\n"),
        ])
    func properties(before: String, after: String) async throws {
        try scratch.write("lab.yaml", before)
        try await writer.remove(["a"])
        #expect(try scratch.text("lab.yaml") == after)
        try await writer.add(entry("new"))
        #expect(
            try await Catalog.open(scratch.path("lab.yaml"), environment: .init(drivers: standIns)).names == ["new"])
    }

    @Test(
        "nothing is a mapping without entries, with an anchor or a tag, too",
        arguments: [
            ("sources: &s\n", "sources: &s\n@"), ("sources: !!null\nz: 1\n", "sources:\n@z: 1\n"),
            ("sources: &s ~ # c\n", "sources: &s # c\n@"), ("sources: !!null &s null\n", "sources: &s\n@"),
            ("{sources: &s , z: 1}\n", nil), ("{sources: !!null '', z: 1}\n", nil), ("{\"sources\": &s ~}\n", nil),
        ] as [(String, String?)])
    func nothing(before: String, after: String?) async throws {
        try scratch.write("lab.yaml", before)
        let environment = SourceEnvironment(drivers: standIns)
        #expect(try await Catalog.open(scratch.path("lab.yaml"), environment: environment).isEmpty)
        let text = try await writer.add(entry("new"))
        if let after { #expect(try scratch.text("lab.yaml") == after.replacing("@", with: text)) }
        #expect(try await Catalog.open(scratch.path("lab.yaml"), environment: environment).names == ["new"])
        #expect(try scratch.text("lab.yaml").contains("&s") == before.contains("&s"))
    }

    @Test("an existing name is replaced only when asked to") func replaced() async throws {
        let before = "sources:\n  # about a\n  a: {driver: tif}   # gone with it?\n  b: {driver: tif}\n"
        try scratch.write("lab.yaml", before)
        await expectFailure(.invalidArgument) { try await writer.add(entry("a")) }
        #expect(try scratch.text("lab.yaml") == before)
        try await writer.add(entry("a"), replace: true)
        let text = lines("a").dropLast() + "   # gone with it?\n"
        #expect(try scratch.text("lab.yaml") == before.replacing("  a: {driver: tif}   # gone with it?\n", with: text))
    }

    @Test("a dry run changes nothing") func dryRun() async throws {
        let text = try await writer.add(entry("a"), dryRun: true)
        #expect(text == lines("a"))
        #expect(try scratch.names.isEmpty)
    }

    @Test("names and values of every kind survive") func values() async throws {
        let metadata = Attributes([
            ("spacing", .mapping(Attributes([("z", 1e-5), ("y", 0.2)]))), ("note", "yes"),
            ("list", .array(["010", 1, .null])),
        ])
        for name in ["yes", "010", "a: b", "é 'q' \"d\"", "x.y", "- z", "~"] {
            try await writer.add(
                NewEntry(
                    name: name, description: "#1: \n", driver: "tif", uri: "/d/\(name)",
                    options: ["raw": true].attributes,
                    metadata: metadata))
        }
        let catalog = try await Catalog.open(writer.path, environment: SourceEnvironment(drivers: standIns))
        #expect(catalog.names == ["yes", "010", "a: b", "é 'q' \"d\"", "x.y", "- z", "~"])
        #expect(catalog.allSatisfy { $0.metadata == metadata && $0.description == "#1: \n" })
        #expect(catalog.diagnostics.isEmpty)
        #expect(try await catalog.entry(named: "- z").resolved().uri == "/d/- z")
    }

    @Test(
        "what cannot be edited safely is refused, and left alone",
        arguments: [
            "a: &a {}\nsources: *a\n", "sources: [a]\n", "sources: text\n", "- a\n", "sources: {a: 1, a: 2}\n",
            "---\n...\n",
            "sources: {}\n---\nsources: {}\n", "sources:\n  a: {driver: tif}\nx: [\n",
        ])
    func refused(text: String) async throws {
        try scratch.write("lab.yaml", text)
        await #expect(throws: ImageError.self) { try await writer.add(entry("a"), replace: true) }
        #expect(try scratch.text("lab.yaml") == text)
    }

    @Test("an entry whose anchor others use cannot go") func anchored() async throws {
        try scratch.write("lab.yaml", "sources:\n  a: &a {driver: tif}\n  b: *a\n")
        await expectFailure(.unsupported) { try await writer.remove(["a"]) }
        try await writer.remove(["b", "a"])
        #expect(try scratch.text("lab.yaml") == "sources: {}\n")
    }

    @Test(
        "paths and texts with template characters stay literal",
        arguments: [
            "{{ CATALOG_DIR }}.tif", "a{{ x }}", "a{% b", "a{# b #}", "a.tif\n", "a.tif\r\n", "{{{", "{\r", "{", "{{{{",
            "{{%", "a\n\n", "'{{'",
        ])
    func literal(name: String) async throws {
        let metadata = Attributes([("note", .string(name)), ("list", .array([.string(name)]))])
        let uris = [scratch.path("x/" + name), "/elsewhere/" + name, "{{ CATALOG_DIR }}/" + name]
        for (number, uri) in uris.enumerated() {
            try await writer.add(NewEntry(name: "e\(number)", driver: "tif", uri: uri, metadata: metadata))
        }
        let catalog = try await Catalog.open(writer.path, environment: SourceEnvironment(drivers: standIns))
        var resolved: [ResolvedEntry] = []
        for entry in catalog { resolved.append(try await entry.resolved()) }
        #expect(resolved.map(\.uri) == [uris[0], uris[1], scratch.path(name)])
        #expect(resolved.allSatisfy { $0.metadata == metadata })
    }

    @Test("many edits are one write, and one error undoes all") func several() async throws {
        let before = "# c\nsources:\n  a: {driver: tif}\n  b: {driver: tif}   # b\n"
        try scratch.write("lab.yaml", before)
        await expectFailure(.notFound) {
            try await writer.apply([.add(entry("x")), .remove("a"), .rename("z", to: "w")])
        }
        #expect(try scratch.text("lab.yaml") == before)
        let texts = try await writer.apply([
            .add(entry("x")), .add(entry("w")), .remove("a"), .rename("b", to: "a"), .put(entry("c")),
            .describe("a", as: "text"), .setMetadata("a", Attributes([("k", 1)])),
        ])
        for name in ["x", "w", "c"] { #expect(texts[name] == lines(name)) }
        let after = try scratch.text("lab.yaml")
        #expect(
            after
                == "# c\nsources:\n  a: {driver: tif, description: text, metadata: {k: 1}}   # b\n"
                + ["x", "w", "c"].map { lines($0) }.joined())
    }

    @Test("names that are taken, empty or endless are refused") func names() async throws {
        try scratch.write("lab.yaml", "sources:\n  a: {driver: tif}\n  b: {driver: tif}\n")
        await expectFailure(.invalidArgument) { try await writer.rename("a", to: "b") }
        await expectFailure(.invalidArgument) { try await writer.rename("a", to: "") }
        await expectFailure(.invalidArgument) { try await writer.add(entry(String(repeating: "x", count: 256))) }
        await expectFailure(.notFound) { try await writer.rename("c", to: "d") }
        try await writer.rename("a", to: "a")
        try await writer.rename("a", to: "é: x")
        #expect(try scratch.text("lab.yaml") == "sources:\n  \"é: x\": {driver: tif}\n  b: {driver: tif}\n")
    }

    @Test("an entry that others refer to by an anchor may be renamed") func renamedAnchor() async throws {
        let before = "sources:\n  a: &a {driver: tif, args: &u {uri: 1}}\n  b: *a\n  c: {driver: tif, args: *u}\n"
        try scratch.write("lab.yaml", before)
        try await writer.rename("a", to: "longer")
        #expect(try scratch.text("lab.yaml") == before.replacing("  a:", with: "  longer:"))
    }

    @Test("an explicit key may be renamed in a file with aliases") func renamedExplicit() async throws {
        let before = "x: &x {uri: 1}\nsources:\n  ? a\n  : driver: tif\n    args: *x\n"
        try scratch.write("lab.yaml", before)
        try await writer.rename("a", to: "longer")
        #expect(try scratch.text("lab.yaml") == before.replacing("? a", with: "? longer"))
    }

    @Test("aliases in an entry are no obstacle to describing it") func describedAlias() async throws {
        let before = "x: &x {uri: 1}\nsources:\n  a:\n    driver: tif\n    args: *x\n"
        try scratch.write("lab.yaml", before)
        try await writer.apply([.describe("a", as: "d"), .setMetadata("a", Attributes([("k", "v")]))])
        #expect(
            try scratch.text("lab.yaml") == before + "    description: d\n    metadata:\n      k: v\n")
    }

    @Test("discovered facts and provenance are apart from corrections") func discovered() async throws {
        var entry = entry("a")
        entry.metadata = Attributes([("axes", "zyx")])
        entry.discovered = Attributes([("axes", .string("tyx")), ("shape", .array([3, 4, 5]))])
        entry.provenance = Provenance(madeFrom: ["exp1"], date: "2026-03-01T12:30:00Z", software: "x 1.0")
        try await writer.add(entry)
        let catalog = try await Catalog.open(writer.path, environment: SourceEnvironment(drivers: standIns))
        let resolved = try await catalog.entry(named: "a").resolved()
        #expect(resolved.overrides.axes == "zyx")
        #expect(
            resolved.metadata["provenance"]
                == ["made_from": ["exp1"], "date": "2026-03-01T12:30:00Z", "software": "x 1.0"])
        entry.metadata["discovered"] = 1
        await expectFailure(.invalidArgument) { try await writer.add(entry, replace: true) }
        let now = Provenance(madeFrom: [])
        #expect(now.software.hasPrefix("ImageIntake ") && now.date.utf8.count == 20 && now.date.hasPrefix("20"))
    }

    @Test("a catalog built in memory is saved") func inMemory() async throws {
        let new = NewCatalog(
            name: "on", description: "1:30", metadata: Attributes([("version", 1), ("owner", "é{{")]),
            entries: [entry("a"), entry("b")])
        let text = try await writer.create(new)
        #expect(try scratch.text("lab.yaml") == text)
        let head = "name: \"on\"\ndescription: \"1:30\"\nmetadata:\n  version: 1\n  owner: \"é{{\"\nsources:\n"
        #expect(text == head + lines("a") + lines("b"))
        await expectFailure(.invalidArgument) { try await writer.create(NewCatalog()) }
        try await writer.create(NewCatalog(), overwrite: true)
        #expect(try scratch.text("lab.yaml") == "sources: {}\n")
        var twice = new
        twice.entries.append(entry("a"))
        await expectFailure(.invalidArgument) { try await writer.create(twice, overwrite: true) }
        #expect(try scratch.text("lab.yaml") == "sources: {}\n")
    }

    @Test("a catalog built in memory has parameters for all its entries") func parameters() async throws {
        let disk = try CatalogParameter(name: "disk", type: "str", description: "where", default: "/data")
        let number = try CatalogParameter(name: "day", type: "int", default: 3, minimum: 1, maximum: 9)
        var image = NewEntry(name: "a", driver: "tif", uri: "{{ disk }}/{{ day }}.tif")
        image.hasTemplates = true
        var new = NewCatalog(metadata: ["version": 1], parameters: [disk, number], entries: [image])
        try await writer.create(new)
        let disks = "disk: {description: where, type: str, default: /data}"
        let numbers = "day: {description: \"\", type: int, default: 3, min: 1, max: 9}"
        let head = "metadata:\n  version: 1\n  parameters: {\(disks), \(numbers)}\nsources:\n"
        let text = try scratch.text("lab.yaml")
        #expect(text == head + lines("a").replacing("{{ CATALOG_DIR }}/sub/a", with: "{{ disk }}/{{ day }}"))
        let catalog = try await Catalog.open(writer.path, environment: SourceEnvironment(drivers: standIns))
        #expect(catalog.parameters == [disk, number])
        #expect(try await catalog["a"].resolved().uri == "/data/3.tif")
        #expect(try await catalog["a", with: ["disk": "/mnt", "day": 4]].resolved().uri == "/mnt/4.tif")
        new.parameters.append(disk)
        await expectFailure(.invalidArgument) { try await writer.create(new, overwrite: true) }
        new.parameters = [disk]
        new.metadata["parameters"] = [:]
        await expectFailure(.invalidArgument) { try await writer.create(new, overwrite: true) }
        new.parameters = []
        new.metadata["parameters"] = ["disk": ["default": "/old"]]
        try await writer.create(new, overwrite: true)
    }

    @Test("an edit of a large file is checked and made as in a small one") func large() async throws {
        let head =
            "name: x\nsources:\n" + (0..<3000).map { "  e\($0): {driver: tif, args: {uri: \($0).tif}}\n" }.joined()
        let tail = "# tail\nmetadata: {version: 1}\n"
        try scratch.write("lab.yaml", head + tail)
        #expect(try await writer.add(entry("new")) == lines("new", "  "))
        #expect(try scratch.text("lab.yaml") == head + lines("new") + tail)
        try await writer.apply([.remove("e0"), .rename("e1500", to: "m"), .remove("e2999"), .remove("e1")])
        let expected = head.replacing("  e0: {driver: tif, args: {uri: 0.tif}}\n", with: "")
            .replacing("  e1: {driver: tif, args: {uri: 1.tif}}\n", with: "")
            .replacing("  e2999: {driver: tif, args: {uri: 2999.tif}}\n", with: "")
            .replacing("  e1500:", with: "  m:")
        #expect(try scratch.text("lab.yaml") == expected + lines("new") + tail)
    }

    @Test(
        "an edit that would make an alias refer to another anchor is refused",
        arguments: [
            "x: &A {uri: 1}\nsources:\n  first: {args: &A {uri: 2}}\n  second: {args: *A}\n",
            "x: &A {uri: 1}\nsources:\n  first: {args: &A {uri: 2}}\ny: {z: [*A]}\n",
            "sources: &s\n  first: {driver: tif}\n  second: {driver: tif}\ny: *s\n",
        ])
    func ambiguous(text: String) async throws {
        try scratch.write("lab.yaml", text)
        await expectFailure(.unsupported) { try await writer.remove(["first"]) }
        await expectFailure(.unsupported) { try await writer.add(entry("first"), replace: true) }
        #expect(try scratch.text("lab.yaml") == text)
    }

    @Test("aliases of what stays are no obstacle") func unambiguous() async throws {
        let head = "x: &A {uri: .nan}\nsources:\n"
        let second = "  second: {args: &A {uri: 2}}\n  third: {args: *A, metadata: {<<: *A}}\n"
        try scratch.write("lab.yaml", head + "  first: {args: *A}\n" + second)
        try await writer.remove(["first"])
        #expect(try scratch.text("lab.yaml") == head + second)
    }

    @Test("through a link to a file in another folder paths are absolute") func linked() async throws {
        let manager = FileManager.default
        try manager.createDirectory(atPath: scratch.path("cat"), withIntermediateDirectories: true)
        try scratch.write("cat/lab.yaml", "sources: {}\n")
        try manager.createSymbolicLink(atPath: writer.path, withDestinationPath: "cat/lab.yaml")
        try await writer.add(entry("a"))
        let environment = SourceEnvironment(drivers: standIns)
        for path in [writer.path, scratch.path("cat/lab.yaml")] {
            let catalog = try await Catalog.open(path, environment: environment)
            #expect(try await catalog.entry(named: "a").resolved().uri == scratch.path("sub/a.tif"))
        }
    }

    @Test("a link to nothing stays a link") func dangling() async throws {
        try FileManager.default.createSymbolicLink(atPath: writer.path, withDestinationPath: "none.yaml")
        for dryRun in [false, true] {
            await expectFailure(.notFound) { try await writer.add(entry("a"), dryRun: dryRun) }
        }
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: writer.path) == "none.yaml")
    }

    @Test("what another program changed meanwhile is not overwritten") func changedMeanwhile() throws {
        try scratch.write("lab.yaml", "sources: {}\n")
        var calls = 0
        try writer.edit(dryRun: false) { old in
            calls += 1
            if calls == 1 { try scratch.write("lab.yaml", "# theirs\n") }
            return (Bytes((old?.array ?? []) + Array("# ours\n".utf8)), ())
        }
        #expect(calls == 2)
        #expect(try scratch.text("lab.yaml") == "# theirs\n# ours\n")

        // A file that was not there.
        let other = try CatalogWriter(scratch.path("new.yaml"), drivers: standIns)
        try other.edit(dryRun: false) { old in
            if old == nil { try scratch.write("new.yaml", "# theirs\n") }
            return (Bytes((old?.array ?? []) + Array("# ours\n".utf8)), ())
        }
        #expect(try scratch.text("new.yaml") == "# theirs\n# ours\n")

        // One that never rests.
        let error = #expect(throws: ImageError.self) {
            try writer.edit(dryRun: false) { old in
                calls += 1
                try scratch.write("lab.yaml", "# \(calls)\n")
                return (Bytes(utf8: "# ours\n"), ())
            }
        }
        #expect(error?.code == .io)
        #expect(try scratch.text("lab.yaml") == "# \(calls)\n")
        #expect(try scratch.names == ["lab.yaml", "new.yaml"])
    }

    @Test("templates with their parameters are written as they are") func templates() async throws {
        var plate = NewEntry(
            name: "plate", driver: "tif", uri: "{{ CATALOG_DIR }}/{{ well }}_{{ '%02d' | format(t) }}.tif",
            metadata: ["note": "well {{ well }}"])
        plate.hasTemplates = true
        plate.parameters = [
            try CatalogParameter(
                name: "well", type: "str", description: "The well", default: "A1", allowed: ["A1", "B2"]),
            try CatalogParameter(name: "t", type: "int", default: 0, minimum: 0, maximum: 9),
        ]
        try await writer.add(plate)
        let catalog = try await Catalog.open(writer.path, environment: SourceEnvironment(drivers: standIns))
        let entry = try await catalog["plate"]
        #expect(entry.parameters == plate.parameters)
        #expect(try await entry.resolved().uri == scratch.path("A1_00.tif"))
        #expect(try await entry.with(["well": "B2", "t": 7]).resolved().uri == scratch.path("B2_07.tif"))
        plate.uri = "{{ well"
        await expectFailure(.corrupt) { try await writer.add(plate, replace: true) }
        plate.uri = "x"
        plate.parameters.append(plate.parameters[0])
        await expectFailure(.invalidArgument) { try await writer.add(plate, replace: true) }
    }

    @Test(
        "parameters that cannot be",
        arguments: [("integer", 1, nil), ("list[", 1, nil), ("int", 3, [1, 2]), ("mlist", nil, nil)]
            as [(String, AttributeValue?, [AttributeValue]?)])
    func wrongParameters(type: String, value: AttributeValue?, allowed: [AttributeValue]?) {
        #expect(throws: ImageError.self) {
            try CatalogParameter(name: "p", type: type, default: value, allowed: allowed)
        }
    }

    @Test("many writers at once lose nothing") func concurrent() async throws {
        try scratch.write("lab.yaml", "# head\nsources:\n  first: {driver: tif} # c\n# tail\n")
        try await withThrowingTaskGroup { group in
            for task in 0..<64 {
                group.addTask {
                    for number in 0..<4 { try await writer.add(entry("t\(task)_\(number)")) }
                }
            }
            try await group.waitForAll()
        }
        let text = try scratch.text("lab.yaml")
        #expect(text.hasPrefix("# head\nsources:\n  first: {driver: tif} # c\n") && text.hasSuffix("# tail\n"))
        #expect(try Catalog(text: text).count == 257)
        #expect(try scratch.names == ["lab.yaml"])
    }
}

extension Dictionary where Key == String, Value == AttributeValue {
    fileprivate var attributes: Attributes { Attributes(map { ($0, $1) }) }
}
