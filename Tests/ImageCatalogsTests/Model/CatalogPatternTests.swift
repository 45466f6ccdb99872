import Foundation
import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageCatalogs

@Suite("Pattern entries") struct CatalogPatternTests {
    private let text = """
        sources:
          "plate{p:d}_{well}":
            driver: tif
            parameters: {well: {description: w, type: str, default: A1, allowed: [A1, B2]}}
            args: {uri: "{{ CATALOG_DIR }}/p{{ '%02d' | format(p) }}/{{ well }}.tif"}
            metadata: {plate: "{{ p }}"}
          plate7_A1: {driver: tif, args: {uri: special.tif}}
          "plate{p:d}_control_{n:d}": {driver: tif, args: {uri: "c{{ p }}_{{ n }}.tif"}}
          "{anything}": {driver: tif, args: {uri: x}}
          "odd{": {driver: tif, args: {uri: odd}}
          "raw{k}": {driver: tif, args: {uri: "{{ k | replace('a', 'b') }}"}}
        """

    @Test("a name leads to the pattern that fits, exact names first") func resolving() async throws {
        let catalog = try Catalog(text: text)
        let entry = try await catalog["plate7_B2"]
        #expect(entry.name == "plate7_B2" && !entry.isPattern)
        #expect(try await entry.resolved().uri == "/lab/p07/B2.tif")
        #expect(try await entry.resolved().metadata == ["plate": 7])
        #expect(try await entry.resolved().parameters["well"] == "B2")
        #expect(try await catalog["plate7_A1"].resolved().uri == "/lab/special.tif")
        #expect(try await catalog["plate7_control_3"].resolved().uri == "/lab/c7_3.tif")
        #expect(try await catalog["odd{"].resolved().uri == "/lab/odd")
        #expect(try await catalog["plate{p:d}_{well}"].isPattern)
    }

    @Test("what fits no pattern does not exist, and no pattern catches all") func misses() async throws {
        let catalog = try Catalog(text: text)
        for name in ["plateX_B2", "plate7_C3", "plate7", "something", "plate7_control_x"] {
            #expect(try await !catalog.contains(name), "\(name)")
            await expectFailure(.notFound) { try await catalog[name] }
        }
        let error = await #expect(throws: ImageError.self) { try await catalog["plate7_C3"] }
        #expect(error?.hint?.contains("it fits the pattern 'plate{p:d}_{well}', but parameter 'well'") == true)
        #expect(try await catalog.contains("plate7_B2"))
        let warnings = catalog.diagnostics.map { "\($0.location.line ?? 0) \($0.severity)" }
        #expect(warnings == ["9 warning", "10 warning"])
    }

    @Test("the match says why") func reasons() async throws {
        let catalog = try Catalog(text: text)
        let match = try #require(try await catalog["plate12_B2"].match)
        #expect(match.pattern == "plate{p:d}_{well}")
        #expect(match.values == ["p": 12, "well": "B2"])
        let other = try #require(match.others.first { $0.pattern.contains("control") })
        #expect(other.reason.contains("does not fit"))
        let refused = try #require(try await catalog["plate7_control_3"].match)
        #expect(refused.others.first { $0.pattern == "plate{p:d}_{well}" }?.reason.contains("'well'") == true)
    }

    @Test("a value of the name cannot be given besides") func given() async throws {
        let entry = try await Catalog(text: text)["plate7_B2", with: ["p": 8]]
        await expectFailure(.invalidArgument) { try await entry.resolved() }
    }

    @Test("the files that exist make a list") func instances() async throws {
        let scratch = try Scratch()
        try scratch.write("lab.yaml", text)
        for name in ["p07/A1.tif", "p07/B2.tif", "p07/C3.tif", "p7/A1.tif", "p12/B2.tif", "p12/B2.txt", "c7_3.tif"] {
            let folder = scratch.path(String(name.split(separator: "/")[0]))
            if name.contains("/") {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            }
            try scratch.write(name, "")
        }
        let catalog = try await Catalog.open(
            scratch.path("lab.yaml"), environment: SourceEnvironment(drivers: standIns))
        // plate7_A1 stands in the catalog itself, C3 is not allowed, p7 is not how the plate 7 is written.
        let plates = try await catalog["plate{p:d}_{well}"].instances()
        #expect(plates.map(\.name) == ["plate7_B2", "plate12_B2"])
        #expect(try await catalog["plate{p:d}_control_{n:d}"].instances().map(\.name) == ["plate7_control_3"])
        let error = await #expect(throws: ImageError.self) { try await catalog["raw{k}"].instances() }
        #expect(error?.code == .unsupported && error?.message.contains("'k'") == true)
        let walk = try await catalog.walk()
        #expect(walk.entries.map(\.name).contains("plate12_B2"))
        #expect(walk.failures.map(\.name) == ["raw{k}"])
    }
}
