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

    @Test("texts that would be templates are refused") func templates() async throws {
        for uri in ["{{ x }}", "/a{{b", "/a{%b"] {
            await expectFailure(.invalidArgument) {
                try await writer.add(NewEntry(name: "a", driver: "tif", uri: uri))
            }
        }
        await expectFailure(.notFound) { try await writer.remove(["a"]) }
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

    @Test(
        "paths that readers would take for others are refused",
        arguments: ["{{ CATALOG_DIR }}.tif", "a{{ x }}", "a{% b", "a{# b #}", "a.tif\n", "a.tif\r\n"])
    func misleadingPaths(name: String) async throws {
        for uri in [scratch.path(name), "/elsewhere/" + name] {
            await expectFailure(.invalidArgument) {
                try await writer.add(NewEntry(name: "a", driver: "tif", uri: uri))
            }
        }
        let text = try await writer.add(NewEntry(name: "a", driver: "tif", uri: "{{ CATALOG_DIR }}/x.tif"))
        #expect(text.contains("{{ CATALOG_DIR }}/x.tif"))
    }

    @Test("many writers at once lose nothing") func concurrent() async throws {
        try scratch.write("lab.yaml", "# head\nsources:\n  first: {driver: tif} # c\n# tail\n")
        try await withThrowingTaskGroup { group in
            for task in 0..<16 {
                group.addTask {
                    for number in 0..<10 { try await writer.add(entry("t\(task)_\(number)")) }
                }
            }
            try await group.waitForAll()
        }
        let text = try scratch.text("lab.yaml")
        #expect(text.hasPrefix("# head\nsources:\n  first: {driver: tif} # c\n") && text.hasSuffix("# tail\n"))
        #expect(try Catalog(text: text).count == 161)
        #expect(try scratch.names == ["lab.yaml"])
    }
}

extension Dictionary where Key == String, Value == AttributeValue {
    fileprivate var attributes: Attributes { Attributes(map { ($0, $1) }) }
}
