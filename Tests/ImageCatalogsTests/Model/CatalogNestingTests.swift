import Foundation
import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageCatalogs

@Suite("Nested catalogs and aliases") struct CatalogNestingTests {
    private let environment = SourceEnvironment(drivers: standIns)

    @Test("files, sets of files and inline catalogs nest, relative to the file that mentions them")
    func kinds() async throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(atPath: scratch.path("sub/deep"), withIntermediateDirectories: true)
        try scratch.write("sub/one.yaml", "sources: {x: {driver: tif, args: {uri: x.tif}}}\n")
        try scratch.write(
            "sub/two.yml",
            "sources: {y: {driver: tif, args: {uri: y.tif}}, d: {driver: yaml_file_cat, args: {path: deep/d.yaml}}}\n")
        try scratch.write("sub/deep/d.yaml", "sources: {z: {driver: tif, args: {uri: z.tif}}}\n")
        try scratch.write(
            "lab.yaml",
            """
            metadata: {parameters: {root: {description: r, type: str, default: /data}}}
            sources:
              flat: {driver: yaml_files_cat, args: {path: "{{ CATALOG_DIR }}/sub/*.y*ml"}}
              each: {driver: intake.catalog.local:YAMLFilesCatalog, args: {path: [sub/one.yaml, sub/two.yml], flatten: false}}
              inline:
                driver: intake.catalog.Catalog
                metadata: {k: v}
                args:
                  name: inner
                  entries:
                    a: {driver: tif, args: {uri: "{{ root }}/a.tif"}, description: first}
                    broken: {driver: }
                    more: {driver: catalog, args: {entries: {b: {driver: tif, args: {uri: b.tif}}}}}
              missing: {driver: yaml_file_cat, args: {path: none.yaml}}
            """)
        let lab = try await Catalog.open(scratch.path("lab.yaml"), environment: environment)
        #expect(try await lab["flat.x"].resolved().uri == scratch.path("sub/x.tif"))
        #expect(try await lab["flat.d.z"].resolved().uri == scratch.path("sub/deep/z.tif"))
        #expect(try await lab["each.two.y"].resolved().uri == scratch.path("sub/y.tif"))
        #expect(try await lab["each", "one", "x"].name == "x")
        #expect(try await lab["inline.a"].resolved().uri == "/data/a.tif")
        #expect(try await lab["inline.a"].location.line == 11)
        #expect(try await lab["inline.more.b"].resolved().uri == scratch.path("b.tif"))
        #expect(try await lab["inline.a", with: ["root": "/mnt"]].resolved().uri == "/mnt/a.tif")
        #expect(try await lab["inline"].catalog().name == "inner")
        #expect(try await lab["inline"].catalog().metadata == ["k": "v"])
        #expect(try await lab.contains("inline.a"))
        #expect(try await !lab.contains("inline.c"))
        let walk = try await lab.walk()
        #expect(
            walk.entries.map(\.name) == [
                "flat", "flat.x", "flat.y", "flat.d", "flat.d.z", "each", "each.one", "each.one.x", "each.two",
                "each.two.y", "each.two.d", "each.two.d.z", "inline", "inline.a", "inline.broken", "inline.more",
                "inline.more.b", "missing",
            ])
        #expect(walk.failures.map(\.name) == ["missing"])
        #expect(try await lab.walk(depth: 1).entries.count == 4)
    }

    @Test("parameters of catalogs reach nested ones, and can be given on the way") func parameters() async throws {
        let scratch = try Scratch()
        try scratch.write(
            "inner.yaml",
            """
            metadata: {parameters: {own: {default: o}}}
            sources: {x: {driver: tif, args: {uri: "{{ root }}/{{ own }}/x"}}}
            """)
        try scratch.write(
            "lab.yaml",
            """
            metadata: {parameters: {root: {description: r, type: str, default: /data}}}
            sources:
              in:
                driver: yaml_file_cat
                parameters: {file: {description: f, type: str, default: inner, allowed: [inner, none]}}
                args: {path: "{{ file }}.yaml"}
            """)
        let lab = try await Catalog.open(scratch.path("lab.yaml"), environment: environment)
        #expect(try await lab["in.x"].resolved().uri == "/data/o/x")
        #expect(try await lab["in.x", with: ["root": "/mnt", "own": "p"]].resolved().uri == "/mnt/p/x")
        let nested = try await lab["in", with: ["root": "/net", "own": "q"]].catalog()
        #expect(try await nested["x"].resolved().uri == "/net/q/x")
        #expect(try await lab["in.x"].resolved().uri == "/data/o/x")
        #expect(try await lab["in.x", with: ["file": "inner"]].resolved().uri == "/data/o/x")
        await expectFailure(.notFound) { try await lab["in.x", with: ["file": "none"]] }
        await expectFailure(.invalidArgument) { try await lab["in.x", with: ["fil": "inner"]].resolved() }
    }

    @Test("aliases lead on, with their own description and metadata on top") func aliases() async throws {
        let scratch = try Scratch()
        try scratch.write("other.yaml", "sources: {far: {driver: tif, args: {uri: far.tif}}}\n")
        try scratch.write(
            "lab.yaml",
            """
            sources:
              run:
                driver: tif
                description: the run
                parameters: {t: {description: t, type: int, default: 0}}
                metadata: {a: 1, b: 1, spacing: {z: 1, x: 2}}
                args: {uri: "run_{{ t }}.tif"}
              now: {driver: alias, args: {target: run, kwargs: {t: 5}}, metadata: {b: 2, spacing: {z: 3}}}
              pick:
                driver: intake.source.derived.AliasSource
                description: picked
                parameters: {which: {description: w, type: str, default: raw, allowed: [raw, clean, odd, number, list]}}
                args: {target: "{{ which }}", mapping: {raw: run, clean: now, number: 17, list: [run]}}
              17: {driver: tif, args: {uri: "17.tif"}}
              far: {driver: alias, args: {target: "other.yaml:far"}}
              nested: {driver: alias, args: {target: in}}
              in: {driver: yaml_file_cat, args: {path: other.yaml}}
              deep: {driver: alias, args: {target: in.far}}
              self: {driver: alias, args: {target: self}}
              a: {driver: alias, args: {target: b}}
              b: {driver: alias, args: {target: a.x}}
              none: {driver: alias, args: {target: rum}}
              empty: {driver: alias, args: {}}
              words: {driver: alias, args: {target: run, kwargs: t}}
              others: {driver: alias, args: {target: "other.yaml:far", cat_kwargs: [1]}}
              nulls: {driver: alias, args: {target: run, kwargs: null, cat_kwargs: null}}
            """)
        let lab = try await Catalog.open(scratch.path("lab.yaml"), environment: environment)
        let now = try await lab["now"].resolved()
        #expect(now.uri == scratch.path("run_5.tif"))
        #expect(now.name == "now" && now.description == "the run" && now.aliases == ["now"])
        #expect(now.metadata["a"] == 1 && now.metadata["b"] == 2)
        #expect(now.overrides.spacing[.z] == 3 && now.overrides.spacing[.x] == 2)
        #expect(try await lab["now", with: ["t": 9]].resolved().uri == scratch.path("run_9.tif"))
        let picked = try await lab["pick", with: ["which": "clean"]].resolved()
        #expect(picked.uri == now.uri && picked.description == "picked" && picked.aliases == ["pick", "now"])
        await expectFailure(.notFound) { try await lab["pick", with: ["which": "odd"]].resolved() }
        #expect(try await lab["far"].resolved().uri == scratch.path("far.tif"))
        #expect(try await lab["nested.far"].resolved().uri == scratch.path("far.tif"))
        #expect(try await lab["deep"].resolved().uri == scratch.path("far.tif"))
        for name in ["self", "a", "b"] { await expectFailure(.corrupt) { try await lab[name].resolved() } }
        let missing = await #expect(throws: ImageError.self) { try await lab["none"].resolved() }
        #expect(missing?.code == .notFound && missing?.hint == "did you mean 'run'?")
        let place = try lab.entry(named: "none").location
        #expect(place.line != nil && missing?.location?.line == place.line && missing?.location?.column == place.column)
        #expect(missing?.location?.keyPath == "sources.none")
        #expect(try await lab["pick", with: ["which": "number"]].resolved().uri == scratch.path("17.tif"))
        let list = await #expect(throws: ImageError.self) { try await lab["pick", with: ["which": "list"]].resolved() }
        #expect(list?.code == .corrupt && list?.message.contains("'mapping' gives a list for 'list'") == true)
        for name in ["words", "others"] { await expectFailure(.corrupt) { try await lab[name].resolved() } }
        #expect(try await lab["nulls"].resolved().uri == scratch.path("run_0.tif"))
        await expectFailure(.corrupt) { try await lab["empty"].resolved() }
        await expectFailure(.invalidArgument) { try await lab["now", with: ["tt": 9]].resolved() }
    }

    @Test("long chains of aliases and catalogs that contain themselves end") func circles() async throws {
        var text = "sources:\n"
        for number in 0..<40 { text += "  a\(number): {driver: alias, args: {target: a\(number + 1)}}\n" }
        text += "  a40: {driver: tif, args: {uri: x}}\n"
        let chain = try Catalog(text: text)
        await expectFailure(.limitExceeded) { try await chain["a0"].resolved() }
        #expect(try await chain["a30"].resolved().uri == "/lab/x")
        let scratch = try Scratch()
        try scratch.write("a.yaml", "sources: {b: {driver: yaml_file_cat, args: {path: b.yaml}}}\n")
        try scratch.write(
            "b.yaml",
            """
            sources:
              a: {driver: yaml_file_cat, args: {path: a.yaml}}
              all: {driver: yaml_files_cat, args: {path: "*.yaml"}}
              back: {driver: alias, args: {target: "a.yaml:b.back"}}
            """)
        let catalog = try await Catalog.open(scratch.path("a.yaml"), environment: environment)
        await expectFailure(.corrupt) { try await catalog["b.a.b"] }
        await expectFailure(.corrupt) { try await catalog["b.back"].resolved() }
        let walk = try await catalog.walk()
        #expect(walk.failures.map(\.name).first == "b.a")
        #expect(walk.entries.count < 100)
    }

    @Test("a file is the same whatever its path looks like") func paths() async throws {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(atPath: scratch.path("x"), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: scratch.path("y"), withDestinationPath: scratch.path("x"))
        try scratch.write(
            "x/lab.yaml",
            """
            sources:
              me: {driver: yaml_file_cat, args: {path: ../x/lab.yaml}}
              link: {driver: yaml_file_cat, args: {path: ../y/lab.yaml}}
            """)
        let lab = try await Catalog.open(scratch.path("x/lab.yaml"), environment: environment)
        for name in ["me", "link"] {
            let error = await #expect(throws: ImageError.self) { try await lab[name].catalog() }
            #expect(error?.code == .corrupt && error?.message.contains("contains itself") == true)
        }
        let walk = try await lab.walk()
        #expect(walk.entries.map(\.name) == ["me", "link"] && walk.failures.count == 2)
    }

    @Test("flags are true or false, and nothing else") func flags() async throws {
        let scratch = try Scratch()
        try scratch.write("one.yaml", "sources: {x: {driver: tif, args: {uri: x}}}\n")
        try scratch.write(
            "lab.yaml",
            """
            sources:
              each: {driver: yaml_files_cat, args: {path: [one.yaml], flatten: no}}
              text: {driver: yaml_files_cat, args: {path: [one.yaml], flatten: "false"}}
              number: {driver: yaml_files_cat, args: {path: [one.yaml], flatten: 0}}
              variables: {driver: yaml_file_cat, args: {path: one.yaml, getenv: "no"}}
              nulls: {driver: yaml_file_cat, args: {path: one.yaml, getenv: null}}
            """)
        let lab = try await Catalog.open(scratch.path("lab.yaml"), environment: environment)
        #expect(try await lab["each"].catalog().names == ["one"])
        for name in ["text", "number", "variables"] {
            let error = await #expect(throws: ImageError.self) { try await lab[name].catalog() }
            #expect(error?.code == .corrupt && error?.message.contains("neither true nor false") == true)
        }
        #expect(try await lab["nulls"].catalog().names == ["x"])
        #expect(try await lab["text", with: ["flatten": "yes"]].catalog().names == ["x"])
    }

    @Test("named drivers are chosen, lists take the first that is known") func drivers() async throws {
        let catalog = try Catalog(
            text: """
                sources:
                  a:
                    driver:
                      fast: {class: tif, args: {raw: "{{ 'x' | replace('x', 'true') }}"}}
                      plain: tif
                      other: {class: bioformats}
                    args: {uri: x.tif}
                  b: {driver: {one: {}}, args: {uri: x}}
                  c: {driver: [bioformats, tif], args: {uri: x}}
                """)
        #expect(try await catalog["a"].resolved().options == ["raw": "true"])
        #expect(try await catalog["a", with: ["plugin": "plain"]].resolved().options == [:])
        await expectFailure(.unsupported) { try await catalog["a", with: ["driver": "other"]].resolved() }
        let wrong = await #expect(throws: ImageError.self) {
            try await catalog["a", with: ["plugin": "plan"]].resolved()
        }
        #expect(wrong?.hint == "did you mean 'plain'?")
        await expectFailure(.corrupt) { try await catalog["b"].resolved() }
        #expect(try await catalog["c"].source() is TiffStandIn)
    }
}
