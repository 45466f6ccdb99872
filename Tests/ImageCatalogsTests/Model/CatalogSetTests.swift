import Foundation
import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageCatalogs

@Suite("Catalogs of several files") struct CatalogSetTests {
    private let environment = SourceEnvironment(drivers: standIns)

    private func lab() throws -> Scratch {
        let scratch = try Scratch()
        try FileManager.default.createDirectory(atPath: scratch.path("runs/old"), withIntermediateDirectories: true)
        try scratch.write(
            "runs/a.yaml", "sources: {x: {driver: tif, args: {uri: x}}, y: {driver: tif, args: {uri: y}}}")
        try scratch.write(
            "runs/b.YML", "sources:\n  y: {driver: tif, args: {uri: y2}}\n  z: {driver: tif, args: {uri: z}}")
        try scratch.write("runs/broken.yaml", "sources: [\n")
        try scratch.write("runs/note.txt", "none")
        try scratch.write("runs/old/c.yaml", "sources: {w: {driver: tif, args: {uri: w}}}")
        try FileManager.default.createDirectory(atPath: scratch.path("empty"), withIntermediateDirectories: true)
        return scratch
    }

    @Test("a folder is one catalog; a broken file hides nothing; a name in two files is told") func folder()
        async throws
    {
        let scratch = try lab()
        let catalog = try await Catalog.open(scratch.path("runs"), environment: environment)
        #expect(catalog.name == "runs")
        #expect(catalog.names == ["x", "a.y", "b.y", "z"])
        #expect(try await catalog["x"].resolved().uri == scratch.path("runs/x"))
        #expect(try await catalog["b.y"].resolved().uri == scratch.path("runs/y2"))
        #expect(try await catalog["b.z"].resolved().uri == scratch.path("runs/z"))
        let error = await #expect(throws: ImageError.self) { try await catalog["y"] }
        #expect(error?.hint == "write a.y or b.y")
        let notes = catalog.fileDiagnostics.map {
            "\($0.severity) \(ResourceName.of($0.location.resource)):\($0.location.line ?? 0)"
        }
        #expect(notes == ["error broken.yaml:2", "warning b.YML:2"])
    }

    @Test("patterns and lists") func patterns() async throws {
        let scratch = try lab()
        let deep = try await Catalog.open(scratch.path("runs/**/[ac].yaml"), environment: environment)
        #expect(deep.names == ["x", "y", "w"])
        let paths = [scratch.path("runs/b.YML"), scratch.path("runs/old")]
        let list = try await Catalog.open(paths, environment: environment)
        #expect(list.names == ["y", "z", "w"])
        let apart = try await Catalog.open(paths, flatten: false, environment: environment)
        #expect(apart.names == ["b", "c"])
        #expect(try await apart["c.w"].resolved().uri == scratch.path("runs/old/w"))
        #expect(try await apart["b"].isCatalog)
    }

    @Test(
        "nothing is never an empty catalog",
        arguments: [
            ("none", ImageError.Code.notFound), ("empty", .notFound), ("runs/*.yml2", .notFound),
            ("runs/bro*", .corrupt),
        ])
    func nothing(path: String, code: ImageError.Code) async throws {
        let scratch = try lab()
        await expectFailure(code) { try await Catalog.open(scratch.path(path), environment: environment) }
        await expectFailure(.invalidArgument) { try await Catalog.open([], environment: environment) }
    }

    @Test(
        "a search path is split at its colons, but not at those of URLs",
        arguments: [
            ("a.yaml:/b:c", ["a.yaml", "/b", "c"]), ("/a:/b", ["/a", "/b"]), (":a::b:", ["a", "b"]),
            ("s3://x/y:http://h:80/z:https://h:q", ["s3://x/y", "http://h:80/z", "https://h", "q"]),
            ("a/b://c:1", ["a/b", "//c", "1"]), ("x:4", ["x", "4"]),
        ] as [(String, [String])])
    func searchPath(text: String, places: [String]) {
        #expect(CatalogSearchPath(parsing: text).places == places)
    }

    @Test("all catalogs of a search path are one; where there is none is told") func searchPathOpened() async throws {
        let scratch = try lab()
        let path = CatalogSearchPath(["none.yaml", "runs/b.YML", "empty", "runs/old"].map { scratch.path($0) })
        let catalog = try await Catalog.open(path, environment: environment)
        #expect(catalog.names == ["y", "z", "w"])
        #expect(catalog.fileDiagnostics.map(\.severity) == [.warning, .warning])
        #expect(try await catalog.reloaded().names == catalog.names)
        await expectFailure(.notFound) {
            try await Catalog.open(CatalogSearchPath([scratch.path("none.yaml")]), environment: environment)
        }
    }

    @Test("files of one name in many folders keep their entries apart") func sameNames() async throws {
        let scratch = try Scratch()
        for folder in ["r1", "r2", "r3"] {
            try FileManager.default.createDirectory(
                atPath: scratch.path("\(folder)/p"), withIntermediateDirectories: true)
            try scratch.write("\(folder)/p/x.yaml", "sources: {e: {driver: tif, args: {uri: \(folder)}}}")
        }
        let catalog = try await Catalog.open(scratch.path("*/p/x.yaml"), environment: environment)
        #expect(catalog.names == ["x.e", "p.x.e", "r3.p.x.e"])
        #expect(try await catalog["r3.p.x.e"].resolved().uri == scratch.path("r3/p/r3"))
    }

    @Test("a catalog is a snapshot that can be read again") func reloading() async throws {
        let scratch = try lab()
        let one = try await Catalog.open(scratch.path("runs/a.yaml"), environment: environment)
        let all = try await Catalog.open(scratch.path("runs"), environment: environment)
        #expect(try await !one.hasChanged())
        #expect(try await !all.hasChanged())
        try scratch.write("runs/a.yaml", "sources: {new: {driver: tif, args: {uri: x}}}")
        #expect(one.names == ["x", "y"])
        #expect(try await one.hasChanged())
        #expect(try await all.hasChanged())
        #expect(try await one.reloaded().names == ["new"])
        #expect(try await all.reloaded().names == ["new", "y", "z"])
        try scratch.write("runs/a.yaml", "sources: [")
        await expectFailure(.corrupt) { try await one.reloaded() }
        #expect(one.names == ["x", "y"])
    }
}

private enum ResourceName {
    static func of(_ path: String?) -> String { path?.split(separator: "/").last.map(String.init) ?? "" }
}
