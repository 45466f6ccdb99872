import Foundation
import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageCatalogs

/// Catalogs of strangers: nothing runs, nothing leaks, nothing takes for ever.
@Suite("Hostile catalogs") struct HostileCatalogTests {
    @Test(
        "what runs code in intake is refused with an explanation, and the other entries still work",
        arguments: [
            #"{cls: os.system, args: ["touch MARK"]}"#, #"{cls: builtins.eval, args: ["1"]}"#,
            #"{driver: "os.system", args: {uri: "touch MARK"}}"#, #"{driver: "subprocess:run", args: {uri: x}}"#,
            #"{driver: intake.source.derived.GenericTransform, args: {targets: [ok], transform: os.system}}"#,
            #"{driver: tif, args: {uri: "{{ shell('touch MARK') }}"}}"#,
            #"{driver: tif, args: {uri: "{{ shell(['touch', 'MARK']) }}"}}"#,
            #"{driver: tif, args: {uri: "{{ client_shell('touch MARK') }}"}}"#,
            #"{driver: tif, args: {uri: "{{ ''.__class__.__mro__[1].__subclasses__() }}"}}"#,
            #"{driver: tif, args: {uri: "{{ cycler.__init__.__globals__.os.popen('touch MARK').read() }}"}}"#,
            #"{driver: tif, args: {uri: "{{ self._TemplateReference__context }}"}}"#,
            #"{driver: tif, args: {uri: "{% for x in [1] %}a{% endfor %}"}}"#,
            #"{driver: tif, args: {uri: "{% include '/etc/passwd' %}"}}"#,
            #"{driver: tif, args: {uri: "{{ lipsum.__globals__ }}"}}"#, #"{driver: tif, args: {uri: "{{ x['y'] }}"}}"#,
            #"{driver: tif, args: {uri: "{{ x | attr('y') }}"}}"#, #"{driver: tif, args: {uri: "{{ 1 + 1 }}"}}"#,
            #"{driver: tif, args: {uri: "{{ range(9) }}"}}"#,
            #"{driver: tif, args: {uri: "{{ metadata.__class__ }}"}}"#,
            #"{driver: tif, args: {uri: x}, metadata: {a: "{{ shell('touch MARK') }}"}}"#,
            #"{driver: tif, args: {uri: "{{ p }}"}, parameters: {p: {description: p, type: str, default: "shell(touch MARK)"}}}"#,
            #"{driver: tif, args: {uri: !!python/object/apply:os.system ["touch MARK"]}}"#,
            #"{driver: tif, args: {uri: !!python/name:os.system ''}}"#,
        ])
    func code(entry: String) async throws {
        let scratch = try Scratch()
        let mark = scratch.path("mark")
        try scratch.write(
            "a.yaml", "sources:\n  bad: \(entry.replacing("MARK", with: mark))\n  ok: {driver: tif, args: {uri: x}}\n")
        let catalog = try await Catalog.open(
            scratch.path("a.yaml"), environment: SourceEnvironment(drivers: standIns), rules: .init(environment: .all))
        #expect(catalog.names == ["bad", "ok"])
        let error = await #expect(throws: ImageError.self, "\(entry)") { try await catalog["bad"].source() }
        #expect(error?.location?.line == 2, "\(entry)")
        #expect(error?.hint != nil, "\(entry)")
        _ = try await catalog["ok"].source()
        _ = catalog.diagnostics
        #expect(try scratch.names == ["a.yaml"])
    }

    @Test("values of callers are not templates") func callers() async throws {
        let catalog = try Catalog(
            text: """
                sources:
                  a:
                    driver: tif
                    args: {uri: "x{{ p }}"}
                    parameters: {p: {description: p, type: str, default: a}}
                """, rules: .init(environment: .all))
        for text in ["{{ env(PATH) }}", "env(PATH)", "shell(id)", "{{ shell('id') }}"] {
            #expect(try await catalog["a", with: ["p": .string(text)]].resolved().uri == "/lab/x\(text)")
        }
    }

    private let asking = """
        sources:
          a: {driver: tif, args: {uri: "x/{{ env(IMAGEINTAKE_TEST_SECRET) }}"}}
          b: {driver: tif, args: {uri: "x/{{ env('IMAGEINTAKE_TEST_NONE', fall) }}"}}
          c:
            driver: tif
            args: {uri: "x/{{ p }}"}
            parameters: {p: {description: p, type: str, default: env(IMAGEINTAKE_TEST_SECRET)}}
          d: {driver: tif, args: {uri: "x/{{ env(IMAGEINTAKE_TEST_NONE) }}"}}
        """

    @Test("environment variables are read only where the opener names them") func environment() async throws {
        setenv("IMAGEINTAKE_TEST_SECRET", "secret", 1)
        for rules in [CatalogRules(), CatalogRules(environment: .named(["OTHER"]))] {
            let catalog = try Catalog(text: asking, rules: rules)
            for name in ["a", "b", "c"] {
                let error = await #expect(throws: ImageError.self) { try await catalog[name].resolved() }
                #expect(error?.code == .permissionDenied)
                #expect(error.map { !"\($0)".contains("secret") } == true)
            }
        }
        let names: Set = ["IMAGEINTAKE_TEST_SECRET", "IMAGEINTAKE_TEST_NONE"]
        let allowed = try Catalog(text: asking, rules: .init(environment: .named(names)))
        #expect(try await allowed["a"].resolved().uri == "/lab/x/secret")
        #expect(try await allowed["b"].resolved().uri == "/lab/x/fall")
        #expect(try await allowed["c"].resolved().uri == "/lab/x/secret")
        await expectFailure(.notFound) { try await allowed["d"].resolved() }
        let lenient = try Catalog(text: asking, rules: .init(environment: .all, undefinedNamesAreEmpty: true))
        #expect(try await lenient["d"].resolved().uri == "/lab/x")
    }

    @Test("nested catalogs cannot have more than the outer one, but less") func nested() async throws {
        setenv("IMAGEINTAKE_TEST_SECRET", "secret", 1)
        let scratch = try Scratch()
        try scratch.write("inner.yaml", asking)
        try scratch.write(
            "outer.yaml",
            """
            sources:
              same: {driver: yaml_file_cat, args: {path: inner.yaml}}
              less: {driver: yaml_file_cat, args: {path: inner.yaml, getenv: false}}
              more: {driver: yaml_file_cat, args: {path: inner.yaml, getenv: true}}
            """)
        let environment = SourceEnvironment(drivers: standIns)
        let strict = try await Catalog.open(scratch.path("outer.yaml"), environment: environment)
        await expectFailure(.permissionDenied) { try await strict["same.a"].resolved() }
        await expectFailure(.permissionDenied) { try await strict["more.a"].resolved() }
        let open = try await Catalog.open(
            scratch.path("outer.yaml"), environment: environment, rules: .init(environment: .all))
        #expect(try await open["same.a"].resolved().uri.hasSuffix("/secret"))
        await expectFailure(.permissionDenied) { try await open["less.a"].resolved() }
    }

    @Test("files outside of the root and URLs of other schemes are refused") func places() async throws {
        let scratch = try Scratch()
        try scratch.write("secret.yaml", "sources: {}\n")
        try FileManager.default.createDirectory(atPath: scratch.path("in"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(
            atPath: scratch.path("in/link"), withDestinationPath: scratch.folder)
        try scratch.write(
            "in/a.yaml",
            """
            sources:
              out: {driver: tif, args: {uri: ../x.tif}}
              absolute: {driver: tif, args: {uri: /etc/passwd}}
              link: {driver: tif, args: {uri: link/x.tif}}
              url: {driver: tif, args: {uri: "ftp://host/x.tif"}}
              nested: {driver: yaml_file_cat, args: {path: ../secret.yaml}}
              fine: {driver: tif, args: {uri: sub/x.tif}}
            """)
        let catalog = try await Catalog.open(
            scratch.path("in/a.yaml"), environment: SourceEnvironment(drivers: standIns),
            rules: .init(root: scratch.path("in"), schemes: ["https"]))
        for name in ["out", "absolute", "link", "url"] {
            await expectFailure(.permissionDenied) { try await catalog[name].resolved() }
        }
        await expectFailure(.permissionDenied) { try await catalog["nested"].catalog() }
        #expect(try await catalog["fine"].resolved().uri == scratch.path("in/sub/x.tif"))
    }

    /// An anchor that many entries refer to.
    private func shared(_ anchor: String, by entry: String, count: Int) -> String {
        "m: &m \(anchor)\nsources:\n" + (0..<count).map { "  e\($0): \(entry)\n" }.joined()
    }

    @Test(
        "what all entries of a file refer to together is limited",
        arguments: [
            ("[\(String(repeating: "x,", count: 30_000))]", "{driver: tif, metadata: {m: *m}}"),
            ("{\((0..<900).map { "k\($0): {a: 1}" }.joined(separator: ", "))}", "{driver: tif, metadata: {<<: *m}}"),
            ("[\(String(repeating: "'{{a}}',", count: 2000))]", "{driver: tif, metadata: {m: *m}}"),
            (String(repeating: "x", count: 500_000), "{driver: tif, description: *m}"),
            (
                "{\((0..<300).map { "k\($0): {driver: tif}" }.joined(separator: ", "))}",
                "{driver: catalog, args: {entries: *m}}"
            ),
        ])
    func sums(anchor: String, entry: String) async throws {
        let small = try Catalog(text: shared(anchor, by: entry, count: 50))
        #expect(small.count == 50)
        _ = try await small.search("nothing", depth: 3)
        #expect(small.excess == nil)
        let text = shared(anchor, by: entry, count: 20_000)
        // It does not help to bring the entries from elsewhere, nor to write the anchor among them.
        let moved = text.replacing("sources:", with: "a: &a") + "sources: {<<: *a}\n"
        let inside = text.replacing("\nsources:", with: "").replacing("m: &m", with: "sources:\n  m: &m")
        for text in [text, moved, inside] {
            let catalog = try Catalog(text: text)
            // All are there, and each can be had by itself.
            #expect(catalog.names.suffix(20_000).first == "e0")
            #expect(try catalog.entry(named: "e19999").diagnostics.isEmpty)
            #expect(catalog.excess?.location?.resource == "/lab/lab.yaml")
            #expect(catalog.diagnostics.map(\.code) == [.limitExceeded])
            for depth in [1, 2] {
                await expectFailure(.limitExceeded) { try await catalog.search("nothing", depth: depth) }
            }
            await expectFailure(.limitExceeded) {
                try await catalog.filter(try CatalogQuery(parsing: "metadata.m contains 'nothing'"))
            }
            #expect(try await catalog.filter(try CatalogQuery(parsing: "name == 'e7'")).names == ["e7"])
        }
    }

    @Test("one anchor of common metadata may be shared by a hundred thousand entries") func sharing() async throws {
        let keys = (0..<40).map { "key\($0): \"value \($0)\"" }.joined(separator: ", ")
        for entry in [
            "{driver: tif, args: {uri: \"{{ CATALOG_DIR }}/x.tif\"}, metadata: *m}",
            "{driver: tif, args: {uri: \"{{ CATALOG_DIR }}/x.tif\"}, metadata: {<<: *m}}",
        ] {
            let catalog = try Catalog(text: shared("{\(keys)}", by: entry, count: 100_000))
            #expect(catalog.count == 100_000 && catalog.excess == nil)
            #expect(try catalog.entry(named: "e77777").metadata["key7"] == "value 7")
        }
    }

    @Test("templates that grow are stopped") func bombs() async throws {
        var lines = ["sources:", "  a:", "    driver: tif", "    args:", "      uri: \"{{ x0 }}\""]
        for number in 0..<60 { lines.append("      x\(number): \"{{ x\(number + 1) }}{{ x\(number + 1) }}\"") }
        lines.append("      x60: aaaaaaaaaaaaaaaaaaaaaaaa")
        let catalog = try Catalog(text: lines.joined(separator: "\n"))
        await expectFailure(.limitExceeded) { try await catalog["a"].resolved() }
        let filters = String(repeating: " | replace('a', 'aaaaaaaaaaaaaaaaaaaa')", count: 20)
        for template in [
            "{{ 'a'\(filters) }}", "{{ '%999999999d' | format(1) }}", "{{ 'a'" + filters + filters + " }}",
        ] {
            let catalog = try Catalog(text: "sources: {a: {driver: tif, args: {uri: \"\(template)\"}}}")
            await expectFailure(.limitExceeded) { try await catalog["a"].resolved() }
        }
        // Thirty texts that are one: 6 MB if they were joined.
        let text = String(repeating: "x", count: 200_000)
        let items = Array(repeating: "*b", count: 30).joined(separator: ", ")
        let join = try Catalog(
            text: "big: &b \(text)\nsources: {a: {driver: tif, args: {uri: \"{{ l | join('') }}\", l: [\(items)]}}}")
        let tooLong = await #expect(throws: ImageError.self) { try await join["a"].resolved() }
        #expect(tooLong?.code == .limitExceeded && tooLong?.message.contains("template") == true)
        let deep = "{{ " + String(repeating: "'a' | default(", count: 5000) + "1"
        let error = await #expect(throws: ImageError.self) {
            try await Catalog(text: "sources: {a: {driver: tif, args: {uri: \"\(deep)\"}}}")["a"].resolved()
        }
        #expect(error != nil)
    }
}
