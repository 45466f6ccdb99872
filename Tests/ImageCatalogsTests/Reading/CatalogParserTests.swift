import ImageCore
import ImageTesting
import Testing

@testable import ImageCatalogs

@Suite("Mistakes in catalogs")
struct CatalogParserTests {
    @Test("hints name a driver that exists", arguments: ["{}", "{driver: }", "{cls: x}"])
    func driverHints(entry: String) throws {
        let hint = try #require(try Catalog(text: "sources: {a: \(entry)}").diagnostics.first?.hint)
        #expect(hint.hasSuffix("nrrd"))
    }

    @Test("one bad entry does not hide the others") func mistakes() async throws {
        let catalog = try Catalog(
            text: """
                plugins: {source: [{module: os}]}
                descripton: x
                sources:
                  good: {driver: tif, args: {uri: x.tif}}
                  code: {cls: os.system, args: [ls]}
                  server: {remote: true}
                  null driver: {driver: null}
                  empty: {driver: tif, description: null, args: null, metadata: null}
                  typo: {driver: tif, argz: {uri: x}}
                  number: 5
                  nothing:
                  keys: {driver: tif, args: {1: x}}
                  list: {driver: tif, args: [a]}
                  repeated: {driver: tif, args: {uri: x, uri: y}}
                  object: {driver: tif, args: {uri: !!python/object:os.x y}}
                  on: {driver: tif}
                  none: {args: {uri: x}}
                  five: {driver: tif, description: 5}
                """)
        #expect(catalog.count == 15)
        let found = catalog.diagnostics.map {
            "\($0.location.line ?? 0) \($0.severity.rawValue) \($0.location.keyPath ?? "")"
        }
        #expect(
            found == [
                "1 warning plugins", "2 warning descripton", "5 error sources.code", "6 error sources.server",
                "7 error sources.null driver.driver", "9 warning sources.typo.argz", "10 error sources.number",
                "11 error sources.nothing", "12 error sources.keys.args", "13 error sources.list.args",
                "14 error sources.repeated.args", "15 error sources.object.args", "16 warning sources.on",
                "17 error sources.none", "18 warning sources.five.description",
            ])
        #expect(try await catalog.entry(named: "good").resolved().uri == "/lab/x.tif")
        await expectFailure(.permissionDenied) { try await catalog.entry(named: "code").resolved() }
        #expect(try catalog.entry(named: "empty").arguments.isEmpty)
    }

    @Test(
        "files that are no catalogs say why",
        arguments: [
            ("# only a comment", "no YAML data"), ("---\n...\n", "no YAML data"), ("null", "no YAML data"),
            ("- a", "not a mapping"), ("source: {}", "no 'sources'"),
            ("sources: [a]", "is a list"), ("sources: x", "not a mapping"), ("a: &a x\nsources: *a", "not a mapping"),
            ("a: &a [x]\nsources: *a", "not a mapping"), ("a: &a [x]\nsources: {<<: *a}", "merges mappings"),
        ])
    func noCatalogs(text: String, message: String) {
        let error = #expect(throws: ImageError.self) { try Catalog(text: text) }
        #expect(error?.message.contains(message) == true)
        #expect(error?.location?.resource == "/lab/lab.yaml")
    }
}
