import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageCatalogs

@Suite("Searching and asking") struct CatalogQueryTests {
    private static let text = #"""
        shared: &shared {stain: dapi, day: 3}
        sources:
          exp1:
            driver: tif   # a remark about zebras
            description: GFP channel
            metadata: {stain: dapi, count: 12, tags: [live, Confocal], z.step: 0.5}
            args: {uri: a.tif, raw: yes}
          exp2:
            driver: intake_io.source.tif.TifSource
            metadata: {stain: gfp, count: 3, note: "caf\u00e9 escaped", sub: {deep: 1}}   # comment words
            args: {uri: b.tif}
          alias: {driver: other, metadata: *shared, args: {uri: c.tif}}
          merged: {driver: tif, metadata: {<<: *shared, day: 4}, args: {uri: c.tif}}
          templated:
            driver: tif
            parameters: {s: {description: s, type: str, default: dapi}}
            metadata: {stain: "{{ s }}"}
            args: {uri: d.tif}
          nested: {driver: yaml_file_cat, args: {path: n.yaml}}
        """#

    @Test(
        "all words must occur, in name, description, tags or metadata",
        arguments: [
            ("gfp", ["exp1", "exp2"]), ("GFP live", ["exp1"]), ("confocal", ["exp1"]),
            ("dapi", ["exp1", "alias", "merged"]),
            ("zebras", []), ("comment", []), ("tifsource", []), ("café", ["exp2"]), ("day", ["alias", "merged"]),
            ("exp", ["exp1", "exp2"]), ("z.step", ["exp1"]), ("uri", []), ("", nil), ("shared", []), ("12", ["exp1"]),
            ("alias dapi", ["alias"]), ("alias gfp", []), ("c.tif", []), ("stain: dapi", []),
        ] as [(String, [String]?)])
    func search(words: String, names: [String]?) async throws {
        let catalog = try Catalog(text: Self.text)
        let found = try await catalog.search(words)
        #expect(found.names == names ?? catalog.names)
        #expect(found.metadata == catalog.metadata && found.name == catalog.name)
        #expect(found.allSatisfy { $0.location.line != nil })
    }

    @Test(
        "queries over what is declared open nothing",
        arguments: [
            (#"driver == "tif""#, ["exp1", "exp2", "merged", "templated"]),
            (#"driver == "intake_io.source.tif:TifSource" and metadata.stain == "gfp""#, ["exp2"]),
            (#"metadata.stain == "dapi""#, ["exp1", "alias", "merged", "templated"]),
            (#"metadata.count > 5"#, ["exp1"]), (#"metadata.count <= 3 or metadata.day == 4"#, ["exp2", "merged"]),
            (#"metadata.stain != "dapi""#, ["exp2", "nested"]), (#"not metadata.stain"#, ["nested"]),
            (#"metadata.sub.deep == 1"#, ["exp2"]), (#"metadata.z.step < 1"#, ["exp1"]),
            (#"tags contains "live""#, ["exp1"]), (#"name in ["exp1", 'merged', 5]"#, ["exp1", "merged"]),
            (#"name not in ["exp1", "exp2", "alias", "merged", "templated"]"#, ["nested"]),
            (#"description contains "GFP" && args.raw"#, ["exp1"]), (#"args.uri = "c.tif""#, ["alias", "merged"]),
            (#"(driver == "catalog")"#, ["nested"]), (#"parameters.s == "dapi""#, ["templated"]),
            (#"metadata.stain == null"#, ["nested"]), (#"metadata.count < "a""#, []),
            (#"metadata.count > -1e1"#, ["exp1", "exp2"]),
            (#"driver == "other" or driver == "tif" and metadata.count == 3"#, ["exp2", "alias"]),
            (#"name == "exp1" and shape.z > 10 and metadata.stain == "none""#, []),
        ])
    func queries(query: String, names: [String]) async throws {
        let found = try await Catalog(text: Self.text).filter(try CatalogQuery(parsing: query))
        #expect(found.names == names)
        #expect(found.fileDiagnostics.filter { $0.severity == .error } == [])
    }

    @Test("headers are read only where they decide; what cannot be opened is told") func headers() async throws {
        let catalog = try Catalog(text: Self.text)
        let query = try CatalogQuery(parsing: #"shape.z > 10 and metadata.stain == "gfp""#)
        let found = try await catalog.filter(query)
        // The stand-in cannot read: one image was opened, and only that one.
        #expect(found.names == [])
        #expect(found.fileDiagnostics.filter { $0.severity == .error }.count == 1)
    }

    @Test(
        "mistakes in queries have their places",
        arguments: [
            ("stain == 'dapi'", "character 1: there is no fact 'stain'"), ("drivr == 'tif'", "'drivr'"),
            ("driver ==", "character 10"), ("driver == 'tif", "has no end"), ("(driver == 'tif'", "')'"),
            ("driver == 'tif' metadata.a", "character 17"), ("metadata > 1", "needs a key"), ("'a'", "comparison"),
            ("driver ? 'a'", "'?'"), ("name in [a]", "no fact 'a'"), ("shape.z > 1.2.3", "no number"), ("", "the end"),
        ])
    func mistakes(query: String, message: String) {
        let error = #expect(throws: ImageError.self) { try CatalogQuery(parsing: query) }
        #expect(error?.code == .invalidArgument)
        #expect(error?.message.contains(message) == true, "\(error?.message ?? "")")
    }

    @Test("a filter keeps everything but the entries") func filter() async throws {
        let catalog = try Catalog(
            text: """
                name: lab
                metadata: {owner: me, parameters: {root: {default: /r}}}
                sources: {a: {driver: tif, args: {uri: "{{ root }}/a"}}, b: {driver: tif, args: {uri: b}}}
                """)
        let found = catalog.filter { $0.name == "a" }
        #expect(found.names == ["a"] && found.name == "lab" && found.metadata["owner"] == "me")
        #expect(try await found["a"].resolved().uri == "/r/a")
        await expectFailure(.notFound) { try await found["b"] }
    }

    @Test("deep queries are refused", arguments: ["[", "(", "not ", "!"]) func deep(mark: String) {
        let text = "name in " + String(repeating: mark, count: 2000)
        #expect(throws: ImageError.self) { try CatalogQuery(parsing: text) }
        #expect(throws: ImageError.self) { try CatalogQuery(parsing: String(repeating: mark, count: 2000) + "name") }
    }

    @Test("bytes and decoding agree, whatever the words") func agreement() throws {
        let catalog = try Catalog(text: Self.text)
        let plain = Self.text.split { !$0.isLetter && !$0.isNumber && !"_-.".contains($0) }
        // With the marks around and in them, and marks alone.
        let words = Set(
            (plain + Self.text.split(whereSeparator: \.isWhitespace)).map(String.init) + [",", "x,", "0.5,"])
        #expect(words.count > 40)
        for word in words {
            let search = CatalogSearch(word)
            for entry in catalog {
                let parts = ["\(entry.name)", entry.description] + Self.texts(.mapping(entry.metadata))
                let expected = parts.contains { $0.lowercased().contains(word.lowercased()) }
                #expect(search.matches(entry) == expected, "\(word) in \(entry.name)")
            }
        }
    }

    private static func texts(_ value: AttributeValue) -> [String] {
        switch value {
        case .array(let items): items.flatMap(texts)
        case .mapping(let map): map.pairs.flatMap { [$0.key] + texts($0.value) }
        default: [value.stringValue ?? value.json()]
        }
    }
}
