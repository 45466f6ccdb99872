import ImageCore
import ImageSources
import Testing

@testable import ImageCatalogs

@Suite("The schema of catalog files")
struct CatalogSchemaTests {
    private let schema = CatalogSchema(drivers: standIns).attribute

    private func keys(_ path: String...) -> [String] {
        var value: AttributeValue? = schema
        for key in path { value = value?.mappingValue?[key] }
        return value?.mappingValue?.pairs.map(\.key) ?? []
    }

    @Test("has the keys that the parser knows, each with a description") func tables() {
        #expect(keys("properties") == CatalogParser.topKeys)
        #expect(keys("definitions", "entry", "properties") == CatalogParser.entryKeys)
        for key in CatalogParser.topKeys { #expect(!keys("properties", key).isEmpty, "\(key)") }
    }

    @Test("has the drivers with their options") func drivers() {
        let text = schema.json()
        let options = TiffStandIn.driver.options
        for name in [TiffStandIn.driver.name] + TiffStandIn.driver.aliases + options.map(\.name) {
            #expect(text.contains("\"\(name)\""))
        }
    }

    @Test("has the corrections that metadata can make") func corrections() throws {
        let values: [String: AttributeValue] = [
            "axes": "zyx", "spacing": ["z": 1], "spacing_units": ["z": "um"], "coords": ["c": ["a"]], "discovered": [],
        ]
        for key in keys("definitions", "metadata", "properties") where key != "provenance" {
            let value = try #require(values[key], "\(key)")
            // None of them ends up among the further facts.
            #expect(try MetadataOverrides(parsing: [key: value]).attributes.isEmpty, "\(key)")
        }
        #expect(keys("definitions", "metadata", "properties").count == values.count + 1)
    }
}
