import Foundation
import ImageCore
import ImageIntake
import ImageSources
import ImageTesting
import Testing

/// The TIFF files that we write, read by Bio-Formats: pixels, axes, spacing, units and names of channels.
@Suite("TIFF and Bio-Formats") struct BioFormatsInteropTests {
    private struct Written {
        var path: String
        var array: ImageArray
    }

    /// The types that it has; it reads no others.
    private static let types: [ElementType] = [
        .uint8, .int8, .uint16, .int16, .uint32, .int32, .float32, .float64,
    ]

    private func image(_ axes: AxisOrder, _ shape: [Int], _ type: ElementType) throws -> ImageArray {
        try SyntheticImage(axes: axes, shape: shape, elementType: type, metadata: TIFFInteropTests.metadata).array()
    }

    /// Compares what Bio-Formats says of files with what was written.
    private func compare(_ files: [Written], _ peers: Peers, _ body: (Written, PeerReport) throws -> Void) throws {
        let output = try peers.run("bioformats_check.py", files.map(\.path))
        let lines = output.split(separator: UInt8(ascii: "\n"))
        #expect(lines.count == files.count)
        for (file, line) in zip(files, lines) {
            let said = PeerReport(try AttributeValue(parsingJSON: Bytes([UInt8](line))))
            let what = file.path.split(separator: "/").last ?? ""
            #expect(said["error"].isMissing, "\(what): \(said.text)")
            #expect(said["series"].value == 1, "\(what)")
            let sizes = ([.t, .c, .z, .y, .x] as [Axis]).map { axis in
                Double(file.array.axes.firstIndex(of: axis).map { file.array.shape[$0] } ?? 1)
            }
            #expect(said["sizes"].numbers == sizes, "\(what)")
            #expect(said["dtype"].string == file.array.elementType.rawValue, "\(what)")
            #expect(said["sha256"].string == (try ExpectedImage.digest(of: file.array)), "\(what)")
            for axis in file.array.axes where axis.isPhysical {
                let found = said["spacing"][axis.description].value?.doubleValue
                #expect(found == file.array.metadata.spacing[axis], "\(what): \(axis)")
                #expect(
                    said["units"][axis.description].string == file.array.metadata.units[axis]?.symbol,
                    "\(what): \(axis)")
            }
            try body(file, said)
        }
    }

    @Test("all types, compressions, segments and widths of offsets") func pixels() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            var files: [Written] = []
            for type in Self.types {
                for (compression, tile, isBig) in [
                    ("none", 0, false), ("none", 16, true), ("deflate", 0, true), ("deflate", 16, false),
                    ("lzw", 0, false), ("lzw", 16, true), ("packbits", 0, false), ("zstd", 16, false),
                ] {
                    let array = try image("tczyx", [2, 2, 3, 20, 33], type)
                    let path = "\(folder)/\(type)-\(compression)-\(tile)-\(isBig).tif"
                    try await imsave(
                        array, to: path, compression: Compression(parsing: compression),
                        options: ["tile": .int(tile), "bigtiff": .bool(isBig)])
                    files.append(Written(path: path, array: array))
                }
            }
            try compare(files, peers) { file, said in
                if said["format"].string == "OME-TIFF" {
                    #expect(said["names"].strings == ["DAPI", "GFP \u{B5} <&>"], "\(file.path)")
                }
            }
        }
    }

    @Test("all sets of axes, as hyperstacks of ImageJ and as OME-TIFF with levels") func axes() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            var files: [Written] = []
            for (axes, shape) in [
                ("yx", [20, 33]), ("zyx", [3, 20, 33]), ("tyx", [3, 20, 33]), ("cyx", [2, 20, 33]),
                ("czyx", [2, 3, 20, 33]), ("tzyx", [2, 3, 20, 33]), ("tczyx", [2, 2, 3, 20, 33]),
            ] {
                let array = try image(try AxisOrder(parsing: axes), shape, .uint16)
                for name in ["\(axes).tif", "\(axes).ome.tif"] {
                    let options: Attributes = name.contains("ome") ? ["tile": 16, "levels": 2] : [:]
                    try await imsave(array, to: folder + "/" + name, options: options)
                    files.append(Written(path: folder + "/" + name, array: array))
                }
            }
            try compare(files, peers) { file, said in
                let isOME = file.path.hasSuffix(".ome.tif")
                #expect(said["format"].string == (isOME ? "OME-TIFF" : "Tagged Image File Format"))
                #expect(said["levels"].value == (isOME ? 2 : 1))
                if isOME, file.array.axes.contains(.c) {
                    #expect(said["names"].strings == ["DAPI", "GFP \u{B5} <&>"], "\(file.path)")
                }
            }
        }
    }
}
