import ImageCore
import Testing

@testable import ImageFormats

/// One multiscale image of version 0.4 with these entries.
private func image(_ multiscale: Attributes, version: String = "0.4") throws -> (OMEMultiscale, [String]) {
    var block = multiscale
    if block["version"] == nil { block["version"] = .string(version) }
    let found = try #require(
        try OMEZarrMetadata.parse(["multiscales": [.mapping(block)]], zarrFormat: 2))
    return (try #require(found.multiscales.first), found.diagnostics.map(\.message))
}

private let zyx: AttributeValue = [
    ["name": "z", "type": "space", "unit": "micrometer"], ["name": "y", "type": "space", "unit": "micrometer"],
    ["name": "x", "type": "space", "unit": "micrometer"],
]

/// One dataset with these transformations.
private func datasets(_ steps: AttributeValue...) -> AttributeValue {
    [["path": "0", "coordinateTransformations": .array(steps)]]
}

@Suite struct OMEMultiscaleTests {
    @Test(arguments: ["0.1", "0.2"])
    func theFirstVersionsHaveFiveAxes(version: String) throws {
        let (image, notes) = try image(["datasets": [["path": "0"], ["path": "1"]]], version: version)
        #expect(image.axes.map(\.name) == ["t", "c", "z", "y", "x"])
        #expect(image.axes.map(\.kind) == [.time, .channel, .space, .space, .space])
        #expect(image.levels == [OMELevel(path: "0"), OMELevel(path: "1")])
        #expect(notes.isEmpty)
    }

    @Test func version03NamesItsAxes() throws {
        let (image, notes) = try image(
            ["axes": ["c", "y", "x"], "datasets": [["path": "0"]], "name": "n", "type": "gaussian"], version: "0.3")
        #expect(image.axes == [OMEAxis("c"), OMEAxis("y"), OMEAxis("x")])
        #expect(image.name == "n")
        #expect(image.type == "gaussian")
        #expect(notes.isEmpty)
    }

    @Test func version04HasScalesForEachLevel() throws {
        let (image, notes) = try image([
            "axes": [
                ["name": "t", "type": "time", "unit": "millisecond"], ["name": "c", "type": "channel"],
                ["name": "y", "type": "space", "unit": "micrometer"],
                [
                    "name": "x", "type": "space", "unit": "micrometer",
                    "orientation": ["type": "anatomical", "value": "left-to-right"],
                ],
            ],
            "metadata": ["method": "loci.common.image.SimpleImageScaler"],
            "datasets": [
                [
                    "path": "s0",
                    "coordinateTransformations": [
                        ["type": "scale", "scale": [1.5, 1, 0.25, 0.25]],
                        ["type": "translation", "translation": [0, 0, 0, 2.5]],
                    ],
                ],
                ["path": "s1", "coordinateTransformations": [["type": "scale", "scale": [1.5, 1, 0.5, 0.5]]]],
            ],
        ])
        #expect(
            image.axes == [
                OMEAxis("t", kind: .time, unit: "millisecond"), OMEAxis("c", kind: .channel),
                OMEAxis("y", kind: .space, unit: "micrometer"),
                OMEAxis("x", kind: .space, unit: "micrometer", orientation: "left-to-right"),
            ])
        #expect(
            image.levels == [
                OMELevel(path: "s0", scale: [1.5, 1, 0.25, 0.25], translation: [0, 0, 0, 2.5]),
                OMELevel(path: "s1", scale: [1.5, 1, 0.5, 0.5]),
            ])
        #expect(image.metadata == ["method": "loci.common.image.SimpleImageScaler"])
        #expect(notes.isEmpty)
    }

    @Test func version05StandsUnderOme() throws {
        let found = try #require(
            try OMEZarrMetadata.parse(
                [
                    "ome": [
                        "version": "0.5",
                        "multiscales": [
                            [
                                "axes": [["name": "y", "type": "space"], ["name": "x", "type": "space"]],
                                "datasets": [
                                    [
                                        "path": "scale0/image",
                                        "coordinateTransformations": [
                                            ["scale": [4, 30], "type": "scale"],
                                            ["translation": [0.0, 0.0], "type": "translation"],
                                        ],
                                    ]
                                ],
                            ]
                        ],
                    ], "multiscales": "something else",
                ], zarrFormat: 3))
        #expect(found.version == "0.5")
        #expect(
            found.multiscales.first?.levels == [OMELevel(path: "scale0/image", scale: [4, 30], translation: [0, 0])])
        #expect(found.diagnostics.isEmpty)
    }

    @Test func theWholeImageIsScaledAfterItsLevels() throws {
        let (image, notes) = try image([
            "axes": zyx,
            "datasets": datasets(
                ["type": "scale", "scale": [1, 2, 2]], ["type": "translation", "translation": [0, 0.5, 0.5]]),
            "coordinateTransformations": [
                ["type": "scale", "scale": [3, 0.5, 0.25]], ["type": "translation", "translation": [10, 0, 1]],
            ],
        ])
        #expect(image.levels == [OMELevel(path: "0", scale: [3, 1, 0.5], translation: [10, 0.25, 1.125])])
        #expect(notes.isEmpty)
    }

    @Test func identityForTheWholeImageChangesNothing() throws {
        let (image, notes) = try image([
            "axes": zyx, "datasets": [["path": "0"]], "coordinateTransformations": [["type": "identity"]],
        ])
        #expect(image.levels == [OMELevel(path: "0")])
        #expect(notes.isEmpty)
    }

    @Test func axesGoByTheirNamesWithoutTypes() throws {
        let (image, _) = try image([
            "axes": [["name": "x"], ["name": "angle"], ["name": "T"], ["name": "C"], ["name": "s", "type": "foo"]],
            "datasets": [["path": "0"]],
        ])
        #expect(image.axes.map(\.kind) == [.space, .other, .time, .channel, .other])
    }

    @Test(
        arguments: [
            (["type": "scale", "scale": [1, 2]], "the scale of dataset '0' has 2 numbers for 3 axes; it is left out"),
            (
                ["type": "scale", "scale": [1, "2", 3]],
                "the scale of dataset '0' is no list of numbers; it is left out"
            ),
            (["type": "scale", "path": "scales"], "the scale of dataset '0' is no list of numbers; it is left out"),
            (
                ["type": "affine", "affine": [[1, 0, 0, 0]]],
                "dataset '0' has a transformation 'affine', which is not followed; positions and distances are left out"
            ),
            ("scale", "dataset '0' has a transformation without a type; positions and distances are left out"),
            (
                ["type": 1.5],
                "dataset '0' has a transformation '1.5', which is not followed; positions and distances are left out"
            ),
        ] as [(AttributeValue, String)])
    func whatIsNoScaleIsLeftOut(step: AttributeValue, note: String) throws {
        let (image, notes) = try image([
            "axes": zyx, "datasets": datasets(step, ["type": "translation", "translation": [1, 1, 1]]),
            "coordinateTransformations": [["type": "scale", "scale": [3, 3, 3]]],
        ])
        #expect(image.levels == [OMELevel(path: "0")])
        #expect(notes == [note])
    }

    @Test func aWrongTranslationLeavesTheScale() throws {
        let (image, notes) = try image([
            "axes": zyx,
            "datasets": datasets(["type": "scale", "scale": [1, 2, 3]], ["type": "translation", "translation": [1]]),
        ])
        #expect(image.levels == [OMELevel(path: "0", scale: [1, 2, 3])])
        #expect(notes.count == 1)
    }

    @Test func numbersOfAnySizeAreKept() throws {
        let (image, _) = try image([
            "axes": zyx,
            "datasets": datasets(
                ["type": "scale", "scale": [0, -1e308, .unsigned(.max)]],
                ["type": "translation", "translation": [.double(.infinity), 1e308, .int(.min)]]),
            "coordinateTransformations": [["type": "scale", "scale": [0, 1e308, 1e-308]]],
        ])
        #expect(image.levels.first?.scale?.prefix(2) == [0, -.infinity])
        #expect(image.levels.first?.translation?[0].isNaN == true)
    }

    @Test func aLevelThatLeadsOutIsLeftOut() throws {
        let (image, notes) = try image(["axes": zyx, "datasets": [["path": "0"], ["path": "../1"], ["path": 2], "3"]])
        #expect(image.levels.map(\.path) == ["0", "2"])
        #expect(
            notes == [
                "multiscales[0].datasets[1]: the path '../1' leads out of the group; the level is left out",
                "multiscales[0].datasets[3]: no path to an array; the level is left out",
            ])
    }

    @Test func anImageWithoutItsFirstLevelIsCorrupt() throws {
        let error = #expect(throws: ImageError.self) {
            try image(["axes": zyx, "datasets": [["path": "../../../secret"], ["path": "1"]]])
        }
        #expect(error?.code == .corrupt)
        #expect(error?.message == "the path '../../../secret' leads out of the group")
        #expect(error?.location?.keyPath == "multiscales[0].datasets[0]")
    }

    @Test(
        arguments: [
            [["datasets": []]], [["axes": ["x"]]], [["datasets": "0"]], [["datasets": [7]]], ["0"], [[]], [1.5],
            [["datasets": [["path": "0"]]], .null],
        ] as [AttributeValue])
    func anImageWithoutLevelsIsCorrupt(multiscales: AttributeValue) {
        let error = #expect(throws: ImageError.self) {
            try OMEZarrMetadata.parse(["multiscales": multiscales], zarrFormat: 2)
        }
        #expect(error?.code == .corrupt)
    }

    @Test(arguments: ["zyx", 3, [:], .null, [1, .null, ["type": "space"]], [[]]] as [AttributeValue])
    func axesOfAnyFormAreNoTrap(axes: AttributeValue) throws {
        let (image, _) = try image(["axes": axes, "datasets": datasets(["type": "scale", "scale": [1, 1, 1]])])
        #expect(!image.axes.isEmpty)
    }
}
