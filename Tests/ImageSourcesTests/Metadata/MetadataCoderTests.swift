import ByteStores
import ImageCore
import ImageTesting
import Testing

@testable import ImageSources

/// The chain of coders, both ways, one table each.
@Suite("Metadata coders") struct MetadataCoderTests {
    private func describe(
        _ axes: [StoredAxis], _ metadata: StoredMetadata = StoredMetadata()
    ) throws -> DescribedImage {
        let image = StoredImage(
            axes: axes, elementType: .uint8, byteOrder: .native, chunkShape: axes.map(\.length), access: .stream,
            metadata: metadata)
        return try DescribedImage(image, overrides: MetadataOverrides())
    }

    typealias Spacing = (number: Double?, direction: [Double]?, expected: Double?, isReported: Bool)

    static let spacings: [Spacing] = [
        (nil, nil, nil, false), (0.5, nil, 0.5, false), (.nan, nil, nil, false), (0, nil, nil, true),
        (.infinity, nil, nil, true), (-2, nil, 2, true), (9, [3, 0, 4], 5, false), (nil, [0, -0.1, 0], 0.1, false),
        (nil, [0, 0, 0], nil, true), (nil, [.nan, 0, 0], nil, false), (nil, [1e-200, 0, 0], 1e-200, false),
    ]

    @Test("spacing: the direction's length, else the number; 0, infinity and NaN are no distances", arguments: spacings)
    func spacing(number: Double?, direction: [Double]?, expected: Double?, isReported: Bool) throws {
        let image = try describe([StoredAxis(label: "x", length: 3, spacing: number, direction: direction)])
        #expect(image.metadata.spacing[.x] == expected)
        #expect(image.metadata.diagnostics.isEmpty == !isReported)
    }

    @Test("spacing along c and i means nothing") func counting() throws {
        let image = try describe([
            StoredAxis(label: "i", length: 2, spacing: 1), StoredAxis(label: "c", length: 2, spacing: 1, unit: "um"),
        ])
        #expect(image.metadata == ImageMetadata())
    }

    typealias Units = (
        label: String, text: String, spacing: Double, unit: Unit?, expected: Double?, origin: Double?, isReported: Bool
    )

    static let unitCases: [Units] = [
        ("x", "micron", 2.0, Unit.micrometre, 2.0, 10.0, false), ("x", "inch", 2, .millimetre, 50.8, 254, false),
        ("t", "sec", 2, .second, 2, 10, false), ("t", "um", 2, nil, 2, 10, true), ("x", "s", 2, nil, 2, 10, true),
        ("x", "furlong", 2, nil, 2, 10, true), ("x", "", 2, nil, 2, 10, false), ("x", "pixel", 1, nil, nil, nil, false),
        ("x", "pixel", 2, nil, 2, 10, false),
    ]

    @Test("units are normalised, with their numbers", arguments: unitCases)
    func units(
        label: String, text: String, spacing: Double, unit: Unit?, expected: Double?, origin: Double?, isReported: Bool
    ) throws {
        let image = try describe([StoredAxis(label: label, length: 3, spacing: spacing, unit: text, origin: 10)])
        let axis = try #require(image.axes.first)
        #expect(image.metadata.units[axis] == unit)
        #expect(image.metadata.spacing[axis] == expected)
        #expect(image.metadata.origin[axis] == origin)
        #expect(image.metadata.diagnostics.isEmpty == !isReported)
    }

    @Test("space axes without a unit get that of the others, if these agree") func commonUnits() throws {
        func units(_ z: String?, _ y: String?, _ x: String?) throws -> [Axis: Unit] {
            try describe(
                zip(["z", "y", "x"], [z, y, x]).map { StoredAxis(label: $0, length: 2, spacing: 1, unit: $1) }
            )
            .metadata.units
        }
        #expect(try units(nil, "um", "um") == [.z: .micrometre, .y: .micrometre, .x: .micrometre])
        #expect(try units(nil, "mm", "um") == [.y: .millimetre, .x: .micrometre])
        #expect(try units(nil, nil, nil) == [:])
        let time = try describe([
            StoredAxis(label: "t", length: 2, spacing: 1), StoredAxis(label: "x", length: 2, spacing: 1, unit: "um"),
        ])
        #expect(time.metadata.units == [.x: .micrometre])
    }

    @Test("a placement along the axes is also an origin for each; a turned one is not") func placement() throws {
        func image(_ z: [Double], _ y: [Double], _ x: [Double], space: String? = nil) throws -> ImageMetadata {
            try describe(
                [
                    StoredAxis(label: "z", length: 2, direction: z), StoredAxis(label: "y", length: 2, direction: y),
                    StoredAxis(label: "x", length: 2, direction: x),
                ], StoredMetadata(space: space, spaceOrigin: [1, 2, 3])
            ).metadata
        }
        let plain = try image([0, 0, 2], [0, 0.5, 0], [0.5, 0, 0])
        #expect(plain.origin == [.x: 1, .y: 2, .z: 3])
        // Without a name of the space, that says it all.
        #expect(plain.affine == nil)
        let named = try image([0, 0, 2], [0, 0.5, 0], [0.5, 0, 0], space: "left-posterior-superior")
        #expect(named.origin == plain.origin)
        #expect(named.affine?.directions == [.z: [0, 0, 2], .y: [0, 0.5, 0], .x: [0.5, 0, 0]])
        let turned = try image([0, 0, 2], [0.5, 0, 0], [0, -0.5, 0], space: "left-posterior-superior")
        #expect(turned.origin == [:])
        #expect(turned.spacing == [.z: 2, .y: 0.5, .x: 0.5])
        #expect(turned.affine?.space == "left-posterior-superior")
        #expect(turned.affine?.directions[.y] == [0.5, 0, 0])
    }

    @Test("an origin of another length is left out and reported") func badOrigin() throws {
        let image = try describe(
            [StoredAxis(label: "x", length: 2, direction: [1, 0])], StoredMetadata(spaceOrigin: [1, 2, 3]))
        #expect(image.metadata.affine == nil && image.metadata.origin == [:])
        #expect(image.metadata.diagnostics.count == 1)
    }

    @Test("coordinates: even ones become spacing and origin, names stay, wrong numbers are reported") func coordinates()
        throws
    {
        func coords(_ label: String, _ coords: Coordinates) throws -> ImageMetadata {
            try describe([StoredAxis(label: label, length: 3, coords: coords)]).metadata
        }
        let even = try coords("t", .values([5, 7, 9]))
        #expect(even.spacing == [.t: 2] && even.origin == [.t: 5] && even.coords == [:])
        #expect(try coords("t", .values([0, 1, 3])).coords == [.t: .values([0, 1, 3])])
        #expect(try coords("c", .values([0, 1, 2])).coords == [.c: .values([0, 1, 2])])
        #expect(try coords("z", .labels(["a", "b", "c"])).coords == [.z: .labels(["a", "b", "c"])])
        for wrong in [Coordinates.values([1, 2]), .labels(["a", "b", "c", "d"]), .values([])] {
            let metadata = try coords("z", wrong)
            #expect(metadata.coords == [:] && metadata.diagnostics.count == 1)
        }
    }

    @Test("channel names count only if there is one for each channel") func channelNames() throws {
        let axes = [StoredAxis(label: "c", length: 2), StoredAxis(label: "x", length: 3)]
        let good = try describe(axes, StoredMetadata(channelNames: ["a", "b"])).metadata
        #expect(good.coords == [.c: .labels(["a", "b"])] && good.diagnostics.isEmpty)
        let bad = try describe(axes, StoredMetadata(channelNames: ["a"])).metadata
        #expect(bad.coords == [:] && bad.diagnostics.count == 1)
        let none = try describe([StoredAxis(label: "x", length: 3)], StoredMetadata(channelNames: ["a"])).metadata
        #expect(none.coords == [:] && none.diagnostics.count == 1)
    }

    @Test("what is encoded is decoded as it was") func inverse() throws {
        var array = try SyntheticImage(axes: "tczyx", shape: [3, 2, 3, 4, 5]).array()
        array.metadata.spacing = [.t: 0.1, .z: 1.0 / 3, .y: 0.65, .x: 0.65]
        array.metadata.units = [.t: .second, .z: .micrometre, .y: .micrometre, .x: .micrometre]
        array.metadata.origin = [.t: 2, .z: -1.5]
        array.metadata.coords = [.c: .labels(["DAPI", "GFP"])]
        array.metadata.attributes["note"] = ["deep": [1, "two"]]
        let encoded = EncodedImage(WritableImage(array))
        #expect(encoded.axes.map(\.length) == [3, 2, 3, 4, 5])
        #expect(encoded.axes.map(\.label) == ["t", "c", "z", "y", "x"])
        let described = try describe(encoded.axes, encoded.metadata)
        #expect(described.axes == array.axes)
        #expect(described.metadata == array.metadata)
    }

    @Test("a placement is encoded and decoded as it was") func inversePlacement() throws {
        var array = try SyntheticImage(axes: "zyx", shape: [3, 4, 5]).array()
        array.metadata.affine = Affine(
            space: "right-anterior-superior", directions: [.z: [0, 0, 2], .y: [0.6, 0.8, 0], .x: [-0.8, 0.6, 0]],
            origin: [1, 2, 3])
        array.metadata.spacing = [.z: 2, .y: 1, .x: 1]
        let encoded = EncodedImage(WritableImage(array))
        let described = try describe(encoded.axes, encoded.metadata)
        #expect(described.metadata.affine == array.metadata.affine)
        for (axis, value) in array.metadata.spacing {
            #expect(abs((described.metadata.spacing[axis] ?? 0) - value) < 1e-15)
        }
    }
}
