import ImageCore
import Testing

@testable import ImageFormats

@Suite struct OMEZarrMetadataTests {
    @Test func attributesWithoutOMEMetadataAreNone() throws {
        #expect(try OMEZarrMetadata.parse([:], zarrFormat: 2) == nil)
        #expect(try OMEZarrMetadata.parse(["name": "a", "version": "0.4"], zarrFormat: 2) == nil)
        #expect(try OMEZarrMetadata.parse(["ome": [:]], zarrFormat: 3) == nil)
        #expect(
            try OMEZarrMetadata.parse(["ome": "0.5", "labels": 7, "plate": "A", "series": []], zarrFormat: 3) == nil)
    }

    @Test func labelsAreAList() throws {
        let old = try #require(try OMEZarrMetadata.parse(["labels": ["cells", "a/b"]], zarrFormat: 2))
        #expect(old.labels == ["cells", "a/b"])
        #expect(old.version == nil)
        let new = try #require(
            try OMEZarrMetadata.parse(["ome": ["version": "0.5", "labels": ["cells", "../x", 3]]], zarrFormat: 3))
        #expect(new.labels == ["cells", "3"])
        #expect(new.version == "0.5")
        #expect(
            new.diagnostics.map(\.message) == ["the path '../x' of 'labels' leads out of its group; it is left out"])
    }

    @Test func aLabelImageSaysSo() throws {
        let block: Attributes = ["version": "0.4", "source": ["image": "../../"]]
        let found = try #require(try OMEZarrMetadata.parse(["image-label": .mapping(block)], zarrFormat: 2))
        #expect(found.imageLabel == block)
        #expect(found.version == "0.4")
    }

    @Test(arguments: [3, 3.0] as [AttributeValue])
    func bioformats2rawNumbersItsImages(layout: AttributeValue) throws {
        let root = try OMEZarrMetadata.parse(["bioformats2raw.layout": layout], zarrFormat: 2)
        #expect(root?.bioformats2rawLayout == 3)
        let new = try OMEZarrMetadata.parse(
            ["ome": ["version": "0.5", "bioformats2raw.layout": layout]], zarrFormat: 3)
        #expect(new?.bioformats2rawLayout == 3)
        let group = try OMEZarrMetadata.parse(["series": ["A/1/0", "A/1/1", "/etc"]], zarrFormat: 2)
        #expect(group?.series == ["A/1/0", "A/1/1"])
        #expect(group?.diagnostics.count == 1)
    }

    @Test func readsAPlate() throws {
        let found = try #require(
            try OMEZarrMetadata.parse(
                [
                    "bioformats2raw.layout": 3,
                    "plate": [
                        "columns": [["name": "1"], ["name": 2]], "name": "Plate Name 0",
                        "wells": [
                            ["path": "A/1", "rowIndex": 0, "columnIndex": 0], ["path": "B/2"],
                            ["path": "../B/2", "rowIndex": 1, "columnIndex": 1], "A/2", ["rowIndex": 1],
                        ],
                        "field_count": 2, "rows": [["name": "A"], ["name": "B"]],
                        "acquisitions": [["id": 0, "name": "first"], ["name": "second"]], "version": "0.4",
                    ],
                ], zarrFormat: 2))
        #expect(found.version == "0.4")
        #expect(found.bioformats2rawLayout == 3)
        #expect(
            found.plate
                == OMEPlate(
                    name: "Plate Name 0", rows: ["A", "B"], columns: ["1", "2"],
                    wells: [
                        OMEPlate.Well(path: "A/1", rowIndex: 0, columnIndex: 0),
                        OMEPlate.Well(path: "B/2", rowIndex: 1, columnIndex: 1),
                    ], fieldCount: 2, acquisitions: [OMEPlate.Acquisition(id: 0, name: "first")]))
        #expect(found.diagnostics.count == 4)
    }

    @Test func readsAWell() throws {
        let found = try #require(
            try OMEZarrMetadata.parse(
                ["ome": ["version": "0.5", "well": ["images": [["path": "0", "acquisition": 0], ["path": "1"]]]]],
                zarrFormat: 3))
        #expect(
            found.well
                == OMEWell(images: [OMEWell.Image(path: "0", acquisition: 0), OMEWell.Image(path: "1")]))
        #expect(found.diagnostics.isEmpty)
    }

    @Test func readsChannels() throws {
        let found = try #require(
            try OMEZarrMetadata.parse(
                [
                    "omero": [
                        "name": "image",
                        "channels": [
                            [
                                "label": "DAPI", "color": "0000ff", "active": true,
                                "window": ["min": 0, "max": 4000.5, "start": 10, "end": 3000],
                            ],
                            ["label": 1, "color": "#00FF00"], ["color": "green", "window": [0, 1]], 7,
                        ], "rdefs": ["model": "color"],
                    ]
                ], zarrFormat: 2))
        let omero = try #require(found.omero)
        #expect(omero.name == "image")
        #expect(omero.rdefs == ["model": "color"])
        #expect(
            omero.channels == [
                OMEChannel(
                    label: "DAPI", color: "0000FF", window: OMEWindow(min: 0, max: 4000.5, start: 10, end: 3000),
                    isActive: true),
                OMEChannel(label: "1", color: "00FF00"), OMEChannel(), OMEChannel(),
            ])
        #expect(omero.channelNames == ["DAPI", "1", "2", "3"])
        #expect(found.diagnostics.count == 3)
        #expect(OMEChannels(channels: [OMEChannel()]).channelNames == nil)
    }

    @Test(arguments: [("0.5", 2), ("0.6rc0", 2), ("0.4", 3), ("0.4-dev", 3)])
    func notesAVersionOfTheOtherFormat(version: String, zarrFormat: Int) throws {
        let found = try OMEZarrMetadata.parse(["ome": ["version": .string(version)]], zarrFormat: zarrFormat)
        #expect(
            found?.diagnostics.map(\.message) == [
                "OME-Zarr version \(version) is not meant for Zarr format \(zarrFormat)"
            ])
    }

    @Test func thousandsOfMistakesAreNotedOnce() throws {
        let labels = [AttributeValue](repeating: "..", count: 10_000)
        let found = try OMEZarrMetadata.parse(["labels": .array(labels + ["a"])], zarrFormat: 2)
        #expect(found?.diagnostics.count == 33)
    }

    @Test(arguments: [
        "", "/", "/a", "a/", "a//b", "..", "../a", "a/..", "a/../b", ".", "./a", "a\\b", "a\0", "a\nb",
        String(repeating: "a", count: 5000),
    ])
    func pathsThatLeadOutAreRefused(path: String) {
        #expect(!OMEPath.isInside(path))
    }

    @Test(arguments: ["0", "s0", "scale0/image", "...", "a b", "é", "a.zarr/.b"])
    func otherPathsAreFine(path: String) {
        #expect(OMEPath.isInside(path))
    }
}
