import ImageCore
import Testing

@testable import ImageFormats

/// Metadata of version 0.6 with these entries in its only image.
private func image(_ multiscale: Attributes) throws -> (OMEMultiscale, [String]) {
    let found = try #require(
        try OMEZarrMetadata.parse(
            ["ome": ["version": "0.6rc0", "multiscales": [.mapping(multiscale)]]], zarrFormat: 3))
    return (try #require(found.multiscales.first), found.diagnostics.map(\.message))
}

private func system(_ name: String, unit: AttributeValue) -> AttributeValue {
    [
        "name": .string(name),
        "axes": [
            ["name": "y", "type": "space", "unit": unit, "discrete": false],
            ["name": "x", "type": "space", "unit": unit, "discrete": false],
        ],
    ]
}

private func image(step: AttributeValue) throws -> (OMEMultiscale, [String]) {
    try image([
        "coordinateSystems": [system("world", unit: "meter"), system("physical", unit: "micrometer")],
        "datasets": [["path": "s0", "coordinateTransformations": [step]]],
    ])
}

@Suite struct OMECoordinateSystemTests {
    @Test(
        arguments: [
            (
                [
                    "type": "scale", "scale": [0.5, 0.25], "input": ["path": "s0"],
                    "output": ["name": "physical"],
                ], [0.5, 0.25], nil
            ),
            (["type": "scale", "scale": [0.5, 0.25], "input": "s0", "output": "physical"], [0.5, 0.25], nil),
            (["type": "identity", "input": ["path": "s0"], "output": ["name": "physical"]], [1, 1], nil),
            (
                [
                    "type": "sequence", "input": ["path": "s0"], "output": ["name": "physical"],
                    "transformations": [
                        ["type": "scale", "scale": [2, 4]], ["type": "translation", "translation": [0.5, 1.5]],
                    ],
                ], [2, 4], [0.5, 1.5]
            ),
            (["type": "translation", "translation": [1, 2], "output": "physical"], nil, [1, 2]),
        ] as [(AttributeValue, [Double]?, [Double]?)])
    func readsTransformations(step: AttributeValue, scale: [Double]?, translation: [Double]?) throws {
        let (image, notes) = try image(step: step)
        #expect(
            image.axes == [
                OMEAxis("y", kind: .space, unit: "micrometer"), OMEAxis("x", kind: .space, unit: "micrometer"),
            ])
        #expect(image.levels == [OMELevel(path: "s0", scale: scale, translation: translation)])
        #expect(notes.isEmpty)
    }

    @Test(arguments: ["affine", "rotation", "mapAxis", "displacements"])
    func otherTransformationsAreNotFollowed(type: String) throws {
        let (image, notes) = try image(step: ["type": .string(type), "output": "physical"])
        #expect(image.levels == [OMELevel(path: "s0")])
        #expect(
            notes == [
                "dataset 's0' has a transformation '\(type)', which is not followed; positions and distances are left out"
            ])
    }

    @Test func anUnknownSystemMeansTheFirst() throws {
        let (image, notes) = try image(step: ["type": "scale", "scale": [1, 2], "output": "elsewhere"])
        #expect(image.axes.first?.unit == "meter")
        #expect(image.levels.first?.scale == [1, 2])
        #expect(notes == ["multiscales[0] has no coordinate system 'elsewhere'; the first is taken"])
    }

    @Test func furtherSystemsAreNotFollowed() throws {
        let (image, notes) = try image([
            "coordinateSystems": [system("physical", unit: "micrometer"), system("world", unit: "meter")],
            "datasets": [
                [
                    "path": "s0",
                    "coordinateTransformations": [["type": "scale", "scale": [3, 3], "output": ["name": "physical"]]],
                ]
            ],
            "coordinateTransformations": [
                ["type": "scale", "scale": [9, 9], "input": ["name": "physical"], "output": ["name": "world"]]
            ],
        ])
        #expect(image.levels.first?.scale == [3, 3])
        #expect(notes == ["multiscales[0] has transformations to further coordinate systems, which are not followed"])
    }

    @Test func deepSequencesAreNotFollowed() throws {
        var step: AttributeValue = ["type": "scale", "scale": [1, 2]]
        for _ in 0..<1000 { step = ["type": "sequence", "transformations": [step]] }
        let (image, notes) = try image(step: step)
        #expect(image.levels == [OMELevel(path: "s0")])
        #expect(notes.count == 1)
    }

    @Test(
        arguments: ["physical", [], [1], [["name": "a"]], [["name": "a", "axes": []]], [["axes": "yx"]]]
            as [AttributeValue])
    func systemsOfAnyFormAreNoTrap(systems: AttributeValue) throws {
        let (image, _) = try image(["coordinateSystems": systems, "datasets": [["path": "s0"]]])
        #expect(image.axes.count == 5)
    }
}
