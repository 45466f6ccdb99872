import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageCatalogs

/// Entries that `<<` brings from elsewhere in the file, in the order and with the values that PyYAML gives them; what
/// intake makes of that is among the tests with peers.
@Suite("Merge keys among the entries") struct CatalogMergeTests {
    private func uris(_ text: String) throws -> [String] {
        try Catalog(text: text).map { "\($0.name) \($0.arguments["uri"]?.stringValue ?? "-")" }
    }

    private let base = "a: &a\n  x: {driver: tif, args: {uri: 1}}\n  y: {driver: tif, args: {uri: 2}}\n"

    @Test(
        "one, a list, in place, of each other: the order and the winners of PyYAML",
        arguments: [
            ("sources:\n  z: {args: {uri: '9'}}\n  <<: *a\n", ["x 1", "y 2", "z 9"]),
            ("sources:\n  <<: *a\n  x: {args: {uri: '9'}}\n", ["x 9", "y 2"]),
            ("b: &b {y: {args: {uri: '3'}}, w: {}}\nsources: {<<: [*a, *b]}\n", ["y 2", "w -", "x 1"]),
            ("b: &b {y: {args: {uri: '3'}}, w: {}}\nsources: {<<: [*b, *a]}\n", ["x 1", "y 3", "w -"]),
            ("b: &b {y: {args: {uri: '3'}}, w: {}}\nsources: {<<: *a, <<: *b}\n", ["x 1", "y 3", "w -"]),
            ("b: &b\n  <<: *a\n  y: {args: {uri: '3'}}\nsources:\n  <<: *b\n  v:\n", ["x 1", "y 3", "v -"]),
            ("sources: {<<: {w: {}}, <<: [{v: {}}, *a], \"<<\": {}}\n", ["w -", "x 1", "y 2", "v -", "<< -"]),
            (
                "sources:\n  <<:\n    - &n w: {}\n      v:\n        args: {uri: '3'}\n    - *a\n  !!merge <<: {u: }\n",
                ["x 1", "y 2", "w -", "v 3", "u -"]
            ),
            ("sources:\n  &k <<: &b !!map\n    w: |\n     t\n  <<: *b\n", ["w -"]),
            ("sources: *a", ["x 1", "y 2"]), ("b: &b {sources: *a}\n<<: *b", ["x 1", "y 2"]),
            ("b: &b {sources: {w: {}}}\n<<: *b\nsources: *a", ["x 1", "y 2"]),
            ("<<: {sources: {<<: *a, w: {}}}", ["x 1", "y 2", "w -"]), ("n: &n\nsources: *n", []),
            ("sources:\n  <<: {}\n", []), ("sources: {<<: []}\n", []),
        ])
    func merges(text: String, expected: [String]) throws {
        let base = base.replacing("uri: 1", with: "uri: '1'").replacing("uri: 2", with: "uri: '2'")
        for text in [base + text, "\u{FEFF}# ä\r\n" + (base + text).replacing("\n", with: "\r\n")] {
            #expect(try uris(text) == expected, "\(text)")
        }
    }

    @Test("names, values, queries and diagnostics are those of other entries, their places where they are written")
    func places() async throws {
        let catalog = try Catalog(
            text: """
                ä: &common {driver: tif, metadata: {stain: dapi}}
                base: &base {one: {<<: *common, description: ü first, args: {uri: one.tif}},
                    'two': {driver: tif, args: {uri: "{{ CATALOG_DIR }}/two.tif"}}}
                other: &other
                   "p{n:d}": {driver: tif, args: {uri: "p{{ n }}.tif"}}
                   broken: {args: {}}
                sources:
                  <<: [*base, *other]
                  own: {<<: *common, args: {uri: own.tif}}
                """)
        #expect(catalog.names == ["p{n:d}", "broken", "one", "two", "own"])
        let lines = catalog.map { "\($0.name) \($0.location.line ?? 0):\($0.location.column ?? 0)" }
        #expect(lines == ["p{n:d} 5:4", "broken 6:4", "one 2:14", "two 3:5", "own 9:3"])
        #expect(try await catalog["two"].resolved().uri == "/lab/two.tif")
        #expect(try await catalog["p7"].resolved().uri == "/lab/p7.tif")
        #expect(try catalog.entry(named: "one").description == "ü first")
        #expect(try await catalog.search("dapi").names == ["one", "own"])
        #expect(try await catalog.search("first").names == ["one"])
        let query = try CatalogQuery(parsing: "metadata.stain == 'dapi'")
        #expect(try await catalog.filter(query).names == ["one", "own"])
        #expect(catalog.diagnostics.map(\.location.line) == [6])
        let error = await #expect(throws: ImageError.self) { try await catalog["on"] }
        #expect(error?.hint?.contains("'one'") == true)
    }

    @Test("the head of a file may come by merges, too; nested mappings of entries as well") func others() async throws {
        let catalog = try Catalog(
            text: """
                entries: &entries {x: {driver: tif, args: {uri: x.tif}}}
                head: &head {name: merged, metadata: {a: 1, parameters: {p: {default: 3}}}, description: lost}
                <<: *head
                description: kept
                sources:
                  inner: {driver: catalog, args: {entries: {<<: *entries, y: {driver: tif, args: {uri: y.tif}}}}}
                  same: {driver: catalog, args: {entries: *entries}}
                """)
        #expect(catalog.name == "merged")
        #expect(catalog.description == "kept")
        #expect(catalog.metadata["a"] == 1)
        #expect(catalog.parameters.map(\.name) == ["p"])
        #expect(catalog.fileDiagnostics.isEmpty)
        #expect(try await catalog["inner"].catalog().names == ["x", "y"])
        #expect(try await catalog["same.x"].resolved().uri == "/lab/x.tif")
    }

    @Test(
        "what is no mapping, goes in circles or too far is refused with the line",
        arguments: [
            ("sources:\n  <<: 1\n", ImageError.Code.corrupt, 2), ("sources: {<<: [[]]}\n", .corrupt, 1),
            ("l: &l []\nsources:\n  <<: *l\n", .corrupt, 1), ("l: &l []\nsources: *l\n", .corrupt, 1),
            ("t: &t x\nsources: *t\n", .corrupt, 2), ("sources: &s {<<: *s}\n", .corrupt, 0),
            ("b: &b\n  x: {}\n  x: {}\nsources: {<<: *b}\n", .corrupt, 3),
            ("b: &b\n  ? [1]\n  : {}\nsources: {<<: *b}\n", .unsupported, 2),
        ])
    func mistakes(text: String, code: ImageError.Code, line: Int) {
        let error = #expect(throws: ImageError.self, "\(text)") { try Catalog(text: text) }
        #expect(error?.code == code, "\(text)")
        #expect(error?.location?.line ?? 0 == line, "\(text)")
    }

    @Test("chains and repetitions of merges are limited") func limits() async {
        let chain = (1...40).map { "a\($0): &a\($0) {<<: *a\($0 - 1), k\($0): {}}\n" }.joined()
        await expectFailure(.limitExceeded) { try Catalog(text: "a0: &a0 {x: {}}\n\(chain)sources: {<<: *a40}\n") }
        let many = (0..<2000).map { "k\($0): {}" }.joined(separator: ", ")
        let often = Array(repeating: "*a", count: 2000).joined(separator: ", ")
        await expectFailure(.limitExceeded) { try Catalog(text: "a: &a {\(many)}\nsources: {<<: [\(often)]}\n") }
    }

    @Test("an own entry goes beside merged ones; a merged one is replaced by one of its own, and else left alone")
    func editing() async throws {
        let scratch = try Scratch()
        let before = base + "# about the entries\nsources:\n  <<: *a # merged\n  z: {driver: tif, args: {uri: 3}}\n"
        try scratch.write("a.yaml", before)
        let writer = try CatalogWriter(scratch.path("a.yaml"), drivers: standIns)
        func entry(_ name: String) -> NewEntry { NewEntry(name: name, driver: "tif", uri: "/new.tif") }
        func names() async throws -> [String] {
            try await Catalog.open(scratch.path("a.yaml"), environment: SourceEnvironment(drivers: standIns)).names
        }

        for name in ["x", "y"] {
            let edits: [CatalogEdit] = [
                .remove(name), .rename(name, to: "new"), .describe(name, as: "text"), .setMetadata(name, ["a": 1]),
            ]
            for edit in edits { await expectFailure(.unsupported) { try await writer.apply([edit]) } }
            await expectFailure(.invalidArgument) { try await writer.add(entry(name)) }
            await expectFailure(.invalidArgument) { try await writer.rename("z", to: name) }
        }
        await expectFailure(.notFound) { try await writer.remove(["<<"]) }
        #expect(try scratch.text("a.yaml") == before)

        let text = try await writer.add(entry("new"))
        #expect(try scratch.text("a.yaml") == before + text)
        #expect(try await names() == ["x", "y", "z", "new"])
        try await writer.remove(["new"])
        #expect(try scratch.text("a.yaml") == before)

        let own = try await writer.add(entry("x"), replace: true)
        #expect(try scratch.text("a.yaml") == before + own)
        #expect(try await names() == ["x", "y", "z"])
        let catalog = try await Catalog.open(
            scratch.path("a.yaml"), environment: SourceEnvironment(drivers: standIns))
        #expect(try await catalog["x"].resolved().uri == "/new.tif")
        try await writer.apply([.describe("x", as: "own now")])
        await expectFailure(.unsupported) { try await writer.remove(["x"]) }
        await expectFailure(.unsupported) { try await writer.rename("x", to: "w") }

        // The name `<<` itself is one like any other, in quotes.
        try await writer.add(entry("<<"))
        #expect(try await names() == ["x", "y", "z", "<<"])
        try await writer.remove(["<<"])
        try await writer.rename("z", to: "<<")
        #expect(try await names() == ["x", "y", "<<"])
    }

    @Test("files whose entries all stand elsewhere are left alone, and so is what `<<` brings to an entry")
    func elsewhere() async throws {
        let scratch = try Scratch()
        func writer(_ text: String) throws -> CatalogWriter {
            try scratch.write("a.yaml", text)
            return try CatalogWriter(scratch.path("a.yaml"), drivers: standIns)
        }
        for text in ["sources: *a\n", "b: &b {sources: *a}\n<<: *b\n", "<<: {sources: {}}\n"] {
            let writer = try writer(base + text)
            await expectFailure(.unsupported) {
                try await writer.add(NewEntry(name: "new", driver: "tif", uri: "/new.tif"))
            }
            #expect(try scratch.text("a.yaml") == base + text)
        }
        let text = """
            c: &c {driver: tif, description: shared, metadata: {k: 1, l: 2}}
            sources:
              e:
                <<: *c
                args: {uri: 1}
              f: {driver: tif, args: {uri: 2}, metadata: {<<: {k: 1}, l: 2}}

            """
        let writer = try writer(text)
        let edits: [CatalogEdit] = [
            .describe("e", as: ""), .setMetadata("e", ["k": .null]), .setMetadata("e", ["m": 3]),
            .setMetadata("f", ["k": .null]),
        ]
        for edit in edits {
            await expectFailure(.unsupported) { try await writer.apply([edit]) }
            #expect(try scratch.text("a.yaml") == text)
        }
        try await writer.apply([.describe("e", as: "own"), .setMetadata("f", ["k": 5])])
        let catalog = try await Catalog.open(
            scratch.path("a.yaml"), environment: SourceEnvironment(drivers: standIns))
        #expect(try catalog.entry(named: "e").description == "own")
        #expect(try catalog.entry(named: "f").metadata == ["k": 5, "l": 2])
        #expect(
            try scratch.text("a.yaml").hasPrefix("c: &c {driver: tif, description: shared, metadata: {k: 1, l: 2}}\n"))
    }

    @Test("a hundred thousand entries stay places in the file") func many() async throws {
        let entries = (0..<100_000).map { "  e\($0): {driver: tif, args: {uri: \"\($0).tif\"}}\n" }.joined()
        for text in [
            "a: &a {x: {driver: tif, args: {uri: x.tif}}}\nsources:\n\(entries)  <<: *a\n",
            "a: &a\n\(entries)sources:\n  <<: *a\n  x: {driver: tif, args: {uri: x.tif}}\n",
        ] {
            let catalog = try Catalog(text: text)
            #expect(catalog.count == 100_001)
            #expect(try await catalog["e99999"].resolved().uri == "/lab/99999.tif")
            #expect(try await catalog["x"].resolved().uri == "/lab/x.tif")
        }
    }
}
