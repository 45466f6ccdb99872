import ImageCore
import Testing

@testable import ImageFormats

/// An image of two channels with a spacing in space, at three levels.
private let pyramid = OMEMultiscale(
    name: "cells",
    axes: [
        OMEMultiscale.WrittenAxis(axis: OMEAxis(.t, unit: .second)),
        OMEMultiscale.WrittenAxis(axis: OMEAxis(.c, unit: nil)),
        OMEMultiscale.WrittenAxis(axis: OMEAxis(.z, unit: .micrometre), spacing: 2, origin: 10),
        OMEMultiscale.WrittenAxis(axis: OMEAxis(.y, unit: .micrometre), spacing: 0.5),
        OMEMultiscale.WrittenAxis(axis: OMEAxis(.x, unit: .micrometre), spacing: 0.5, origin: -3),
    ],
    levels: [("image", [1, 1, 1, 1, 1]), ("_ms/1", [1, 1, 1, 2, 2]), ("_ms/2", [1, 1, 2, 4, 4])], method: .mean)

private let channels = OMEChannels(
    name: "cells", names: ["DAPI", "GFP é"], windows: [OMEWindow(min: 0, max: 65535, start: 12, end: 3000.5)],
    elementType: .uint16, depth: 9)

private func json(_ metadata: OMEZarrMetadata, _ version: OMEZarrVersion) -> String {
    AttributeValue.mapping(metadata.attributes(as: version)).json(pretty: true)
}

private func compact(_ metadata: OMEZarrMetadata, _ version: OMEZarrVersion) -> String {
    AttributeValue.mapping(metadata.attributes(as: version)).json()
}

@Suite struct OMEAttributesTests {
    @Test func version04() {
        #expect(
            json(OMEZarrMetadata(multiscales: [pyramid], omero: channels), .v04) == """
                {
                  "multiscales": [
                    {
                      "version": "0.4",
                      "name": "cells",
                      "axes": [
                        {
                          "name": "t",
                          "type": "time"
                        },
                        {
                          "name": "c",
                          "type": "channel"
                        },
                        {
                          "name": "z",
                          "type": "space",
                          "unit": "micrometer"
                        },
                        {
                          "name": "y",
                          "type": "space",
                          "unit": "micrometer"
                        },
                        {
                          "name": "x",
                          "type": "space",
                          "unit": "micrometer"
                        }
                      ],
                      "datasets": [
                        {
                          "path": "image",
                          "coordinateTransformations": [
                            {
                              "type": "scale",
                              "scale": [1.0, 1.0, 2.0, 0.5, 0.5]
                            },
                            {
                              "type": "translation",
                              "translation": [0.0, 0.0, 10.0, 0.0, -3.0]
                            }
                          ]
                        },
                        {
                          "path": "_ms/1",
                          "coordinateTransformations": [
                            {
                              "type": "scale",
                              "scale": [1.0, 1.0, 2.0, 1.0, 1.0]
                            },
                            {
                              "type": "translation",
                              "translation": [0.0, 0.0, 10.0, 0.25, -2.75]
                            }
                          ]
                        },
                        {
                          "path": "_ms/2",
                          "coordinateTransformations": [
                            {
                              "type": "scale",
                              "scale": [1.0, 1.0, 4.0, 2.0, 2.0]
                            },
                            {
                              "type": "translation",
                              "translation": [0.0, 0.0, 11.0, 0.75, -2.25]
                            }
                          ]
                        }
                      ],
                      "type": "mean",
                      "metadata": {
                        "method": "mean",
                        "description": "each element is the mean of those of the level before that it covers"
                      }
                    }
                  ],
                  "omero": {
                    "version": "0.4",
                    "name": "cells",
                    "channels": [
                      {
                        "label": "DAPI",
                        "color": "00FF00",
                        "window": {
                          "min": 0,
                          "max": 65535,
                          "start": 12,
                          "end": 3000.5
                        },
                        "active": true,
                        "coefficient": 1,
                        "family": "linear",
                        "inverted": false
                      },
                      {
                        "label": "GFP é",
                        "color": "FF00FF",
                        "window": {
                          "min": 0,
                          "max": 65535,
                          "start": 0,
                          "end": 65535
                        },
                        "active": true,
                        "coefficient": 1,
                        "family": "linear",
                        "inverted": false
                      }
                    ],
                    "rdefs": {
                      "model": "color",
                      "defaultZ": 4,
                      "defaultT": 0
                    }
                  }
                }
                """)
    }

    @Test func version05SaysTheSameBelowOmeWithItsVersionOnce() throws {
        let metadata = OMEZarrMetadata(multiscales: [pyramid], omero: channels)
        var old = metadata.attributes(as: .v04)
        var image = try #require(old["multiscales"]?.arrayValue?.first?.mappingValue)
        image["version"] = nil
        old["multiscales"] = [.mapping(image)]
        var omero = try #require(old["omero"]?.mappingValue)
        omero["version"] = nil
        old["omero"] = .mapping(omero)
        old["version"] = "0.5"
        #expect(metadata.attributes(as: .v05) == ["ome": .mapping(old)])
    }

    @Test func aLabelImage() {
        let image = OMEMultiscale(
            name: nil,
            axes: [Axis.y, .x].map { OMEMultiscale.WrittenAxis(axis: OMEAxis($0, unit: nil)) },
            levels: [("0", [1, 1])], method: .nearest)
        let metadata = OMEZarrMetadata(multiscales: [image], imageLabel: OMEZarrMetadata.labelOfImageAbove)
        #expect(
            json(metadata, .v04) == """
                {
                  "multiscales": [
                    {
                      "version": "0.4",
                      "axes": [
                        {
                          "name": "y",
                          "type": "space"
                        },
                        {
                          "name": "x",
                          "type": "space"
                        }
                      ],
                      "datasets": [
                        {
                          "path": "0",
                          "coordinateTransformations": [
                            {
                              "type": "scale",
                              "scale": [1.0, 1.0]
                            }
                          ]
                        }
                      ]
                    }
                  ],
                  "image-label": {
                    "version": "0.4",
                    "source": {
                      "image": "../../"
                    }
                  }
                }
                """)
        #expect(
            json(metadata, .v05) == """
                {
                  "ome": {
                    "version": "0.5",
                    "multiscales": [
                      {
                        "axes": [
                          {
                            "name": "y",
                            "type": "space"
                          },
                          {
                            "name": "x",
                            "type": "space"
                          }
                        ],
                        "datasets": [
                          {
                            "path": "0",
                            "coordinateTransformations": [
                              {
                                "type": "scale",
                                "scale": [1.0, 1.0]
                              }
                            ]
                          }
                        ]
                      }
                    ],
                    "image-label": {
                      "source": {
                        "image": "../../"
                      }
                    }
                  }
                }
                """)
    }

    @Test func groupsOfImages() {
        let labels = OMEZarrMetadata(labels: ["cells", "nuclei"])
        #expect(compact(labels, .v04) == #"{"labels":["cells","nuclei"]}"#)
        #expect(compact(labels, .v05) == #"{"ome":{"version":"0.5","labels":["cells","nuclei"]}}"#)
        let root = OMEZarrMetadata(bioformats2rawLayout: 3)
        #expect(compact(root, .v04) == #"{"bioformats2raw.layout":3}"#)
        #expect(compact(root, .v05) == #"{"ome":{"version":"0.5","bioformats2raw.layout":3}}"#)
        let series = OMEZarrMetadata(series: ["0", "1"])
        #expect(compact(series, .v04) == #"{"series":["0","1"]}"#)
        #expect(compact(series, .v05) == #"{"ome":{"version":"0.5","series":["0","1"]}}"#)
    }

    @Test(arguments: OMEZarrVersion.allCases)
    func whatIsWrittenIsReadBack(version: OMEZarrVersion) throws {
        var metadata = OMEZarrMetadata(
            version: version.rawValue, multiscales: [pyramid], omero: channels, labels: ["a"],
            plate: OMEPlate(
                name: "p", rows: ["A"], columns: ["1", "2"],
                wells: [OMEPlate.Well(path: "A/2", rowIndex: 0, columnIndex: 1)], fieldCount: 3,
                acquisitions: [OMEPlate.Acquisition(id: 4, name: "run")]),
            well: OMEWell(images: [OMEWell.Image(path: "0", acquisition: 4)]), bioformats2rawLayout: 3,
            series: ["0", "1/2"])
        metadata.multiscales[0].axes[4].orientation = "left-to-right"
        let read = try OMEZarrMetadata.parse(metadata.attributes(as: version), zarrFormat: version.zarrFormat)
        metadata.multiscales[0].levels[1].translation = [0, 0, 10, 0.25, -2.75]
        #expect(read == metadata)
    }

    @Test func pickedElementsStayWhereTheyWere() {
        let image = OMEMultiscale(
            name: nil,
            axes: [
                OMEMultiscale.WrittenAxis(axis: OMEAxis(.y, unit: .millimetre)),
                OMEMultiscale.WrittenAxis(axis: OMEAxis(.x, unit: .angstrom), spacing: 3, origin: 1),
            ], levels: [("0", [1, 1]), ("1", [2, 4])], method: .nearest)
        #expect(image.type == "nearest")
        #expect(image.axes.map(\.unit) == [nil, "angstrom"])
        #expect(
            image.levels == [
                OMELevel(path: "0", scale: [1, 3], translation: [0, 1]),
                OMELevel(path: "1", scale: [2, 12], translation: [0, 1]),
            ])
    }

    @Test(arguments: Unit.allCases)
    func unitsHaveTheirLongNames(unit: Unit) throws {
        let name = try #require(OMEAxis(unit.isTime ? .t : .x, unit: unit).unit)
        #expect(name.count > 3)
        #expect(Unit.parse(name)?.unit == unit)
        #expect(Unit.parse(name)?.factor == 1)
        #expect(OMEAxis(.c, unit: unit).unit == nil)
    }

    @Test func scalesThatAreNoneAreWrittenAsUnknown() {
        let image = OMEMultiscale(
            axes: [OMEAxis("y"), OMEAxis("x")],
            levels: [OMELevel(path: "0", scale: [.nan, -1], translation: [.infinity, 0]), OMELevel(path: "1")])
        let steps = #"[{"type":"scale","scale":[1.0,1.0]}]"#
        #expect(
            AttributeValue.mapping(image.attributes).json().ranges(of: steps).count == 2)
    }

    @Test(arguments: [
        (ElementType.uint8, 0.0, 255.0), (.int16, -32768, 32767), (.uint32, 0, 4_294_967_295), (.float32, 0, 1),
        (.uint64, 0, 0x1p64), (.bool, 0, 1),
    ])
    func windowsOfTypes(type: ElementType, low: Double, high: Double) {
        #expect(OMEWindow(allOf: type) == OMEWindow(min: low, max: high, start: low, end: high))
    }

    @Test func windowsAreFilledIn() throws {
        let omero = OMEChannels(channels: [
            OMEChannel(), OMEChannel(window: OMEWindow(start: 5)), OMEChannel(window: OMEWindow(max: .nan, end: 9)),
        ])
        let entries = try #require(omero.attributes["channels"]?.arrayValue)
        #expect(
            entries.map { $0.mappingValue?["window"] } == [
                ["min": 0, "max": 1, "start": 0, "end": 1], ["min": 5, "max": 6, "start": 5, "end": 6],
                ["min": 0, "max": 9, "start": 0, "end": 9],
            ])
        #expect(entries.map { $0.mappingValue?["color"] } == ["00FF00", "FF00FF", "00FFFF"])
        #expect(OMEChannels.color(0, of: 1) == "FFFFFF")
        #expect(OMEChannels.color(7, of: 8) == "FF00FF")
    }
}
