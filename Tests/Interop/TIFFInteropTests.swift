import Foundation
import ImageCore
import ImageIntake
import ImageSources
import ImageTesting
import Testing

/// What we write is read by tifffile with equal pixels and facts, and ome-types finds its OME-XML valid.
@Suite("TIFF and other software") struct TIFFInteropTests {
    /// A file that was written, and what it holds.
    private struct Written {
        var path: String
        var array: ImageArray
        var options: Attributes
        var compression: String
    }

    private static let shape: (axes: AxisOrder, extents: [Int]) = ("tczyx", [2, 2, 3, 20, 33])
    private static let codes = ["none": 1, "deflate": 8, "lzw": 5, "packbits": 32773, "zstd": 50000, "lzma": 34925]

    private func write(
        _ array: ImageArray, _ folder: String, _ name: String, _ compression: String = "none",
        _ options: Attributes = Attributes()
    ) async throws -> Written {
        let path = folder + "/" + name
        let lost = try await imsave(
            array, to: path, compression: Compression(parsing: compression), options: options)
        #expect(lost.isEmpty, "\(name): \(lost)")
        return Written(path: path, array: array, options: options, compression: compression)
    }

    /// Compares what tifffile says of files with what was written.
    private func compare(_ files: [Written], _ peers: Peers, _ body: (Written, PeerReport) throws -> Void) throws {
        let output = try peers.run("tiff_check.py", files.map(\.path))
        let lines = output.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == files.count)
        for (file, line) in zip(files, lines) {
            let said = PeerReport(try AttributeValue(parsingJSON: Bytes([UInt8](line))))
            let what = file.path.split(separator: "/").last ?? ""
            #expect(said["error"].isMissing, "\(what): \(said.text)")
            let expected = try file.array.reordered(to: "tzcyx")
            #expect(said["axes"].string == expected.axes.letters, "\(what)")
            #expect(said["shape"].numbers == expected.shape.map(Double.init), "\(what)")
            #expect(said["series"].value == 1, "\(what)")
            #expect(
                said["dtype"].string == (file.array.elementType == .bool ? "uint8" : file.array.elementType.rawValue),
                "\(what)")
            #expect(said["sha256"].string == (try ExpectedImage.digest(of: expected)), "\(what)")
            try body(file, said)
        }
    }

    @Test("all types, compressions, segments and widths of offsets") func pixels() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            var files: [Written] = []
            let (axes, extents) = Self.shape
            for type in ElementType.allCases {
                let array = try SyntheticImage(axes: axes, shape: extents, elementType: type).array()
                for compression in Self.codes.keys.sorted() {
                    for tile in [0, 16] {
                        for isBig in [false, true] {
                            let name = "\(type)-\(compression)-\(tile)-\(isBig).tif"
                            let options: Attributes = ["tile": .int(tile), "bigtiff": .bool(isBig)]
                            files.append(try await write(array, folder, name, compression, options))
                        }
                    }
                }
            }
            try compare(files, peers) { file, said in
                let type = file.array.elementType
                #expect(said["big"].value == file.options["bigtiff"], "\(file.path)")
                #expect(said["tile"].value == (file.options["tile"] == 0 ? .null : 16), "\(file.path)")
                #expect(said["compression"].value == Self.codes[file.compression].map { .int($0) }, "\(file.path)")
                #expect(said["pages"].value == 12)
                let kind =
                    [.int64, .uint64, .float16].contains(type)
                    ? "shaped"
                    : [.uint8, .uint16, .int16, .float32, .bool].contains(type) && file.options["tile"] == 0
                        && file.options["bigtiff"] == false && !["zstd", "lzma"].contains(file.compression)
                        ? "imagej" : "ome"
                #expect(said["kind"].string == kind, "\(file.path)")
            }
        }
    }

    static let metadata: ImageMetadata = {
        var metadata = ImageMetadata()
        metadata.spacing = [.x: 0.15, .y: 1.0 / 3, .z: 0.1625, .t: 1.5]
        metadata.units = [.x: .micrometre, .y: .micrometre, .z: .micrometre, .t: .second]
        metadata.coords[.c] = .labels(["DAPI", "GFP \u{B5} <&>"])
        return metadata
    }()

    @Test("ImageJ's metadata", arguments: [0.15, 0.1625, 1.0 / 3, 0.1083333, 6.5, 1e-3, 123.456])
    func imageJ(spacing: Double) async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            var metadata = Self.metadata
            metadata.spacing[.x] = spacing
            let array = try SyntheticImage(
                axes: Self.shape.axes, shape: Self.shape.extents, metadata: metadata
            ).array()
            try compare([try await write(array, folder, "a.tif")], peers) { _, said in
                let found = said["imagej"]
                #expect(said["kind"].string == "imagej")
                #expect(found["images"].value == 12 && found["channels"].value == 2)
                #expect(found["slices"].value == 3 && found["frames"].value == 2)
                #expect(found["hyperstack"].value == true && found["mode"].string == "composite")
                #expect(found["unit"].string == "\\u00B5m" && found["spacing"].value == 0.1625)
                #expect(found["finterval"].value == 1.5)
                #expect(said["spacing"]["x"].value?.doubleValue == spacing)
                #expect(said["spacing"]["y"].value == .double(1.0 / 3) && said["spacing"]["unit"].value == 1)
                let names = ["DAPI", "GFP \u{B5} <&>"]
                #expect(found["Labels"].strings == (0..<6).flatMap { _ in names })
            }
        }
    }

    @Test("OME-XML and levels") func ome() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            let array = try SyntheticImage(
                axes: Self.shape.axes, shape: Self.shape.extents, elementType: .int32, metadata: Self.metadata
            ).array()
            let files = [
                try await write(array, folder, "a.ome.tif"), try await write(array, folder, "a.tif"),
                try await write(array, folder, "b.ome.tiff", "deflate", ["levels": 3, "tile": 16]),
                try await write(array, folder, "c.ome.btf", "zstd", ["levels": 2, "predictor": true]),
            ]
            try compare(files, peers) { file, said in
                let found = said["ome"]
                #expect(found["error"].isMissing, "\(file.path): \(found.text)")
                #expect(found["order"].string == "XYCZT" && found["type"].string == "int32")
                let names = ["DAPI", "GFP \u{B5} <&>"]
                #expect(found["names"].strings == names && found["colors"].list.count == 2)
                for (axis, length) in zip(array.axes, array.shape) {
                    #expect(found["sizes"][axis.description].value == .int(length))
                    guard axis.isPhysical else { continue }
                    #expect(
                        found["pixel_sizes"][axis.description].value?.doubleValue == array.metadata.spacing[axis])
                    #expect(found["units"][axis.description].string == array.metadata.units[axis]?.symbol)
                }
                #expect(found["uuid"].string?.hasPrefix("urn:uuid:") == true && found["planes"].value == 12)
                let count = file.options["levels"]?.intValue ?? 1
                #expect(said["levels"].list.map(\.numbers) == Self.levels(count))
            }
            // Every file has an identity of its own.
            let identities = try peers.run("tiff_check.py", files.map(\.path)).split(separator: UInt8(ascii: "\n")).map
            {
                PeerReport(try AttributeValue(parsingJSON: Bytes([UInt8]($0))))["ome"]["uuid"].string
            }
            #expect(Set(identities).count == files.count)
        }
    }

    @Test("what an image brought along for OME-XML is valid there") func attributes() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            var metadata = Self.metadata
            metadata.attributes["ome"] = [
                "acquisition_date": "2020-01-02T03:04:05", "description": "a <b>", "significant_bits": 12,
                "channels": [
                    ["color": "12AB34", "fluor": "f", "emission_wavelength": ["value": 520.5, "unit": "nm"]],
                    ["color": "56CD78", "excitation_wavelength": ["value": 0.4, "unit": "µm"]],
                ],
            ]
            let array = try SyntheticImage(
                axes: Self.shape.axes, shape: Self.shape.extents, elementType: .uint16, metadata: metadata
            ).array()
            try compare([try await write(array, folder, "a.ome.tif")], peers) { file, said in
                #expect(said["ome"]["error"].isMissing, "\(said["ome"].text)")
                #expect(said["ome"]["colors"].strings == ["#12ab34", "#56cd78"])
            }
        }
    }

    private static func levels(_ count: Int) -> [[Double]?] {
        [[2, 3, 2, 20, 33], [2, 3, 2, 10, 17], [2, 3, 2, 5, 9]].prefix(count).map { $0 }
    }

    @Test("times that are not equally far apart") func times() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            var metadata = ImageMetadata()
            metadata.coords[.t] = .values([0.5, 2, 7])
            metadata.units[.t] = .second
            let array = try SyntheticImage(axes: "tyx", shape: [3, 16, 17], metadata: metadata).array()
            try compare([try await write(array, folder, "a.ome.tif")], peers) { _, said in
                #expect(said["ome"]["times"].numbers == [0.5, 2, 7])
            }
        }
    }
}
