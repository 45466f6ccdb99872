import ByteStores
import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageCatalogs

@Suite("Catalogs")
struct CatalogTests {
    private let environment = SourceEnvironment(drivers: standIns)

    @Test("lists entries in file order and finds them by name") func entries() async throws {
        let catalog = try Catalog(
            text: """
                name: lab
                description: Confocal runs
                metadata: {version: 1, owner: imaging}
                sources:
                  b:
                    description: GFP channel
                    driver: tif
                    args: {uri: "{{ CATALOG_DIR }}/b.tif"}
                  a.x: {driver: "intake_io.source.tif:TifSource", args: {uri: a.tif}}
                """)
        #expect(catalog.name == "lab")
        #expect(catalog.description == "Confocal runs")
        #expect(catalog.metadata == Attributes([("version", 1), ("owner", "imaging")]))
        #expect(catalog.names == ["b", "a.x"])
        #expect(catalog.map(\.name) == ["b", "a.x"])
        #expect(catalog.count == 2 && catalog.names.contains("a.x"))
        #expect(try await catalog.contains("a.x"))
        #expect(try await !catalog.contains("c"))
        let entry = try catalog.entry(named: "b")
        #expect(entry.description == "GFP channel")
        #expect(entry.driver == "tif")
        #expect(entry.arguments == Attributes([("uri", "{{ CATALOG_DIR }}/b.tif")]))
        #expect(entry.location.description == "/lab/lab.yaml:5:3 (sources.b)")
        #expect(catalog.diagnostics.isEmpty)
    }

    @Test("a listing does not expand the aliases in arguments and metadata") func listing() throws {
        let items = String(repeating: "1, ", count: 60_000)
        let entries = (0..<100_000).map { "  e\($0): {driver: tif, metadata: {k: *a}}\n" }.joined()
        let catalog = try Catalog(text: "a: &a [\(items)]\nsources:\n" + entries)
        // Expanded, the 100,000 times 60,000 items would neither fit the memory nor end.
        #expect(catalog.allSatisfy { $0.driver == "tif" })
        #expect(try catalog.entry(named: "e99999").metadata["k"]?.arrayValue?.count == 60_000)
    }

    @Test("a listing does not look into what is no driver") func drivers() throws {
        let items = String(repeating: "1, ", count: 60_000)
        let entries = (0..<50).map { "  e\($0): {driver: *a}\n" }.joined()
        let catalog = try Catalog(text: "a: &a [\(items)]\nsources:\n" + entries)
        #expect(catalog.allSatisfy { $0.driver == nil && !$0.isCatalog && $0.description.isEmpty })
        let diagnostics = catalog.diagnostics
        #expect(diagnostics.count == 50 && diagnostics.allSatisfy { $0.code == .limitExceeded })
        let choices = (0..<101).map { "d\($0)" }.joined(separator: ", ")
        #expect(try Catalog(text: "sources: {a: {driver: [\(choices)]}}").diagnostics.first?.code == .limitExceeded)
    }

    @Test("a miss names the nearest") func miss() async throws {
        let catalog = try Catalog(text: "sources: {exp1: {driver: tif}, other: {driver: tif}}")
        let error = await #expect(throws: ImageError.self) { try await catalog["exp2"] }
        #expect(error?.code == .notFound)
        #expect(error?.hint == "did you mean 'exp1'?")
    }

    @Test("is named after its file") func defaultNames() async throws {
        let scratch = try Scratch()
        try scratch.write("my.lab.yaml", "sources: {}\n")
        try scratch.write("catalog.yml", "sources:\n")
        #expect(try await Catalog.open(scratch.path("my.lab.yaml"), environment: environment).name == "my_lab")
        let folder = ResourceLocation.name(of: scratch.folder)
        #expect(try await Catalog.open(scratch.path("catalog.yml"), environment: environment).name == folder)
    }

    @Test("nested catalogs open by dotted names, relative to the file that names them") func nested() async throws {
        let scratch = try Scratch()
        try scratch.write("inner.yaml", "sources: {a.b: {driver: tif, args: {uri: x.tif}}}\n")
        try scratch.write(
            "outer.yaml",
            """
            sources:
              in: {driver: yaml_file_cat, args: {path: inner.yaml}}
              self: {driver: intake.catalog.local.YAMLFileCatalog, args: {path: "{{ CATALOG_DIR }}/outer.yaml"}}
            """)
        let outer = try await Catalog.open(scratch.path("outer.yaml"), environment: environment)
        #expect(try await outer["in.a.b"].resolved().uri == scratch.path("x.tif"))
        #expect(try outer.entry(named: "in").isCatalog)
        await expectFailure(.invalidArgument) { try await outer.entry(named: "in").resolved() }
        await expectFailure(.corrupt) { try await outer["self.in.a.b"] }
        await expectFailure(.notFound) { try await outer["in.c"] }
    }

    @Test("a missing file and an empty file are errors") func notCatalogs() async throws {
        let scratch = try Scratch()
        try scratch.write("empty.yaml", "")
        for (name, code) in [("none.yaml", ImageError.Code.notFound), ("empty.yaml", .corrupt)] {
            let error = await #expect(throws: ImageError.self) {
                try await Catalog.open(scratch.path(name), environment: environment)
            }
            #expect(error?.code == code)
        }
    }
}
