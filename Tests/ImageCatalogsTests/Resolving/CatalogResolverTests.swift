import ByteStores
import ImageCore
import ImageSources
import Testing

@testable import ImageCatalogs

@Suite("Resolving entries")
struct CatalogResolverTests {
    private let catalog: Catalog

    init() throws {
        catalog = try Catalog(
            text: """
                sources:
                  dotted: {driver: intake_io.source.TifSource, args: {uri: "{{ CATALOG_DIR }}//sub/x.tif"}}
                  relative:
                    driver: [not_here, tif]
                    args: {uri: sub/x.tif, raw: yes, output_axis_order: null}
                    metadata: {axes: tcyx, spacing: {z: 0.5}, mask: "{{ CATALOG_DIR }}/m.tif"}
                  url: {driver: tif, args: {uri: "https://host/x.tif"}}
                  unknown: {driver: tiff, args: {uri: x}}
                  option: {driver: tif, args: {uri: x, rw: 1}}
                  template:
                    driver: tif
                    args:
                      uri: "{{ root }}/x"
                  without: {driver: tif}
                """)
    }

    @Test("locations are absolute") func locations() async throws {
        #expect(try await catalog.entry(named: "dotted").resolved().uri == "/lab/sub/x.tif")
        #expect(try await catalog.entry(named: "relative").resolved().uri == "/lab/sub/x.tif")
        #expect(try await catalog.entry(named: "url").resolved().uri == "https://host/x.tif")
    }

    @Test("options and overrides are typed") func options() async throws {
        let source = try await catalog["relative"].source()
        #expect(source is TiffStandIn)
        #expect(source.request.options == Attributes([("raw", true)]))
        #expect(source.request.axisOrder == .stored)
        #expect(source.request.overrides.axes?.letters == "tcyx")
        #expect(source.request.overrides.attributes["mask"] == "/lab/m.tif")
        #expect(source.request.resource.location == "/lab/sub/x.tif")
    }

    @Test(
        "mistakes name the line and the nearest name",
        arguments: [
            ("unknown", ImageError.Code.unsupported, "did you mean 'tif'?", 8),
            ("option", .invalidArgument, "did you mean 'raw'?", 9), ("template", .notFound, "CATALOG_DIR", 13),
            ("without", .corrupt, "args:", 14),
        ] as [(String, ImageError.Code, String, Int)])
    func mistakes(name: String, code: ImageError.Code, hint: String, line: Int) async throws {
        let entry = try catalog.entry(named: name)
        let error = await #expect(throws: ImageError.self) { try await entry.source() }
        #expect(error?.code == code)
        #expect(error?.hint?.contains(hint) == true)
        #expect(error?.location?.line == line)
        #expect(error?.location?.resource == "/lab/lab.yaml")
    }
}
