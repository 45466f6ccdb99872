import ByteStores
import ImageCore
import ImageTesting
import Testing

@testable import ImageSources

@Suite("Overrides") struct MetadataOverridesTests {
    private func overrides(_ value: AttributeValue) throws -> MetadataOverrides {
        try MetadataOverrides(parsing: value)
    }

    private func described(_ value: AttributeValue, axes: AxisOrder = "czyx", shape: [Int] = [2, 3, 4, 5]) throws
        -> DescribedImage
    {
        var image = SyntheticImage(axes: axes, shape: shape)
        image.metadata.spacing = [.z: 2, .y: 0.5, .x: 0.5]
        image.metadata.units = [.z: .micrometre, .y: .micrometre, .x: .micrometre]
        image.metadata.coords = axes.contains(.c) ? [.c: .labels(["a", "b"])] : [:]
        let stored = StoredImage(
            axes: zip(axes, shape).map { SyntheticAxis($0, length: $1, image.metadata).stored }, elementType: .uint16,
            byteOrder: .native, chunkShape: shape, access: .stream)
        return try DescribedImage(stored, overrides: try overrides(value))
    }

    @Test("spacing and units replace, null removes") func replacing() throws {
        let metadata = try described(["spacing": ["z": 0.5, "x": .null], "spacing_units": ["y": "mm"]]).metadata
        #expect(metadata.spacing == [.z: 0.5, .y: 0.5])
        #expect(metadata.units == [.z: .micrometre, .y: .millimetre])
        #expect(try described(["spacing": ["z": "0.25 um"]]).metadata.spacing[.z] == 0.25)
        #expect(try described(["spacing": ["z": "2mm"]]).metadata.units[.z] == .millimetre)
        #expect(try described(["spacing_units": ["z": .null]]).metadata.units[.z] == nil)
        #expect(try described(.null).metadata.spacing == [.z: 2, .y: 0.5, .x: 0.5])
    }

    @Test("axes rename the file's axes, consistently for data and metadata") func renaming() async throws {
        let image = try described(["axes": "tzyx", "spacing": ["t": "3s"]])
        #expect(image.axes == "tzyx")
        #expect(image.metadata.spacing[.t] == 3 && image.metadata.units[.t] == .second)
        let store = SyntheticStore(SyntheticImage(axes: "czyx", shape: [2, 3, 4, 5]), SyntheticLayout(.contiguous))
        let source = try SyntheticSource.make(store, overrides: try overrides(["axes": "xzyt"]))
        let array = try await source.read(Selection(order: .stored)).image
        #expect(array.axes == "xzyt" && array.shape == [2, 3, 4, 5])
        let turned = try await source.read().image
        #expect(turned.axes == "tzyx" && turned.shape == [5, 3, 4, 2])
        #expect(try turned.bytes() == array.reordered(to: "tzyx").bytes())
        for wrong in ["zyx", "itczyx"] {
            #expect { _ = try described(["axes": .string(wrong)]) } throws: { ImageError.Code.invalidArgument ~= $0 }
        }
    }

    @Test("coordinates") func coordinates() throws {
        #expect(try described(["coords": ["c": ["x", "y"]]]).metadata.coords == [.c: .labels(["x", "y"])])
        #expect(try described(["coords": ["c": "x, y"]]).metadata.coords == [.c: .labels(["x", "y"])])
        #expect(try described(["coords": ["c": .null]]).metadata.coords == [:])
        #expect(try described(["coords": ["c": [1, 2]]]).metadata.coords == [.c: .labels(["1", "2"])])
        #expect(try described(["coords": ["z": [0, 1, 5]]]).metadata.coords[.z] == .values([0, 1, 5]))
        let even = try described(["coords": ["z": [1, 2, 3]]]).metadata
        #expect(even.spacing[.z] == 1 && even.origin[.z] == 1 && even.coords[.z] == nil)
        #expect { _ = try described(["coords": ["c": ["only one"]]]) } throws: { ImageError.Code.invalidArgument ~= $0 }
    }

    @Test("further keys are attributes, 'discovered' is not") func attributes() throws {
        let metadata = try described(["stain": "DAPI", "discovered": ["spacing": ["z": 9]], "n": 3]).metadata
        #expect(metadata.attributes == Attributes([("stain", "DAPI"), ("n", 3)]))
        #expect(metadata.spacing[.z] == 2)
    }

    @Test("an axis that the image lacks is reported, not an error", arguments: ["spacing", "spacing_units", "coords"])
    func absent(key: String) throws {
        let value: AttributeValue = key == "spacing" ? 1.5 : key == "coords" ? [1, 2] : "s"
        let metadata = try described([key: ["t": value]]).metadata
        #expect(metadata.diagnostics.count == 1)
        #expect(metadata.diagnostics.first?.message.contains("axis t") == true)
    }

    @Test(
        "values of another form are errors",
        arguments: [
            [1, 2], "text", ["spacing": 5], ["spacing": ["q": 1]], ["spacing": ["z": 0]], ["spacing": ["z": -1]],
            ["spacing": ["z": "fast"]], ["spacing": ["z": .double(.nan)]], ["spacing": ["z": .double(.infinity)]],
            ["spacing": ["z": "1 s"]], ["spacing": ["zy": 1]], ["axes": "xx"], ["axes": 3], ["axes": "zyq"],
            ["spacing_units": ["z": "s"]], ["spacing_units": ["t": "um"]], ["spacing_units": ["z": "inch"]],
            ["spacing_units": ["z": 3]], ["coords": ["c": [["a"]]]], ["coords": "c"],
        ] as [AttributeValue])
    func wrongForms(value: AttributeValue) {
        #expect { _ = try overrides(value) } throws: { ImageError.Code.invalidArgument ~= $0 }
    }

    @Test("as a command line writes them") func assignments() throws {
        let parsed = try MetadataOverrides(assignments: [
            "spacing.z=0.5um", "axes=tcyx", "coords.c=nuclei,actin", "spacing.x=null", "note=a=b", "deep.er=3",
        ])
        #expect(parsed.axes == "tcyx")
        #expect(parsed.spacing == [.z: 0.5, .x: nil])
        #expect(parsed.units == [.z: .micrometre])
        #expect(parsed.coords == [.c: .labels(["nuclei", "actin"])])
        #expect(parsed.attributes == Attributes([("note", "a=b"), ("deep", .mapping(Attributes([("er", 3)])))]))
        for wrong in ["axes", "=3", ""] {
            #expect(throws: ImageError.self, "\(wrong)") { try MetadataOverrides(assignments: [wrong]) }
        }
    }

    @Test("written and read again they are the same") func roundTrip() throws {
        let value: AttributeValue = [
            "axes": "tcyx", "spacing": ["t": 0.1, "y": .null], "spacing_units": ["t": "s"],
            "coords": ["c": ["a", "b"]],
            "note": ["x": 1],
        ]
        let parsed = try overrides(value)
        #expect(try overrides(.mapping(parsed.attribute)) == parsed)
        #expect(AttributeValue.mapping(parsed.attribute) == value)
        #expect(!parsed.isEmpty && MetadataOverrides().isEmpty)
    }

    @Test("one over the other: the later wins, by axis and by name") func overlaying() throws {
        let base = try overrides(["axes": "zyx", "spacing": ["z": 1, "y": 2], "a": 1, "b": 2])
        let top = try overrides(["spacing": ["y": .null, "x": 3], "b": 3])
        let both = base.overlaid(by: top)
        #expect(both.axes == "zyx")
        #expect(both.spacing == [.z: 1, .y: nil, .x: 3])
        #expect(both.attributes == Attributes([("a", 1), ("b", 3)]))
    }
}
