import Foundation
import ImageCore
import ImageIntake
import ImageSources
import ImageTesting
import Testing

/// What we write, a decoder that was written from the layout of the format alone reads, and the library of the format's
/// authors; and what such encoders write, we read.
@Suite("KLB and other decoders") struct KLBInteropTests {
    /// A file that was written, and what it holds.
    private struct Written {
        var path: String
        var array: ImageArray
        var compression: String
        var block: [Int]?
    }

    private static let blocks: [[Int]?] = [
        nil, [3, 4], [2, 3, 4], [1, 1, 1, 1, 1000], [2, 2, 2, 3, 3], [9, 9, 9, 9, 9],
    ]
    private static let shapes: [(AxisOrder, [Int])] = [
        ("yx", [23, 31]), ("zyx", [7, 13, 11]), ("cyx", [3, 9, 10]), ("tyx", [4, 9, 10]), ("yxc", [5, 6, 3]),
        ("czyx", [2, 5, 6, 7]), ("tzyx", [3, 4, 5, 6]), ("tczyx", [3, 2, 5, 6, 7]), ("xyz", [5, 4, 3]), ("zx", [3, 4]),
    ]

    private func write(
        _ image: SyntheticImage, _ path: String, _ compression: String, _ block: [Int]?
    ) async throws -> Written {
        var options = Attributes()
        options["block_shape"] = block.map { .array($0.map { .int($0) }) }
        let array = try image.array()
        let lost = try await imsave(
            array, to: path, compression: Compression(parsing: compression), options: options)
        #expect(lost.isEmpty, "\(path): \(lost)")
        return Written(path: path, array: array, compression: compression, block: block)
    }

    @Test("what we write: all types, compressions, axes and blocks") func written() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            var files: [Written] = []
            for compression in ["none", "bzip2", "zlib"] {
                for block in Self.blocks {
                    for type in WrittenFiles.types {
                        let image = SyntheticImage(axes: "zyx", shape: [4, 6, 7], elementType: type)
                        let path = "\(folder)/\(files.count)-\(type).klb"
                        files.append(try await write(image, path, compression, block))
                    }
                    for (axes, shape) in Self.shapes {
                        let metadata = WrittenFiles.metadata(axes, hasOrigin: false)
                        let image = SyntheticImage(axes: axes, shape: shape, metadata: metadata)
                        let path = "\(folder)/\(files.count)-\(axes).klb"
                        files.append(try await write(image, path, compression, block))
                    }
                }
            }
            let lines = try peers.run("klb_check.py", ["read"] + files.map(\.path)).split(separator: UInt8(ascii: "\n"))
            #expect(lines.count == files.count)
            for (file, line) in zip(files, lines) {
                try compare(file, PeerReport(try AttributeValue(parsingJSON: Bytes([UInt8](line)))))
            }
        }
    }

    private func compare(_ file: Written, _ said: PeerReport) throws {
        let what = file.path.split(separator: "/").last ?? ""
        let order: AxisOrder = "tczyx"
        let array = try file.array.reordered(to: file.array.axes.arranged(by: order))
        let sizes = order.map { array.extent($0) ?? 1 }
        #expect(said["error"].isMissing, "\(what): \(said.text)")
        #expect(said["version"].value == 2, "\(what)")
        #expect(said["shape"].numbers == sizes.map(Double.init), "\(what)")
        #expect(said["dtype"].string == array.elementType.rawValue, "\(what)")
        #expect(said["compression"].string == file.compression, "\(what)")
        #expect(said["sha256"].string == (try ExpectedImage.digest(of: array)), "\(what)")
        let sampling = order.map { array.metadata.spacing[$0] ?? 1 }
        #expect(said["sampling"].numbers == sampling.map { Double(Float($0)) }, "\(what)")
        let size = array.elementType.size
        let usual = [1, 1, max(16 / size, 1), max(192 / size, 1), max(192 / size, 1)]
        let given = file.block.map { [Int](repeating: 1, count: 5 - $0.count) + $0 } ?? usual
        #expect(said["block"].numbers == zip(given, sizes).map { Double(min($0, $1)) }, "\(what)")
    }

    @Test("what other encoders write: all types, compressions, axes, blocks and both forms of the header")
    func read() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            let lines = try peers.run("klb_check.py", ["write", folder]).split(separator: UInt8(ascii: "\n"))
            #expect(lines.count > 200)
            for line in lines {
                let said = PeerReport(try AttributeValue(parsingJSON: Bytes([UInt8](line))))
                let path = try #require(said["path"].string)
                let array = try await imload(path, axes: .stored).image
                #expect(array.axes.letters == said["axes"].string, "\(path)")
                #expect(array.shape.map(Double.init) == said["shape"].numbers, "\(path)")
                #expect(array.elementType.rawValue == said["dtype"].string, "\(path)")
                #expect(try ExpectedImage.digest(of: array) == said["sha256"].string, "\(path)")
                let spacing = said["spacing"].mapping.map { ($0.key, $0.value.value?.doubleValue) }
                #expect(spacing.count == array.metadata.spacing.count, "\(path)")
                for (letter, distance) in spacing {
                    let axis = try #require(letter.first.flatMap { Axis(letter: $0) })
                    #expect(array.metadata.spacing[axis] == distance, "\(path)")
                    #expect(array.metadata.units[axis] == (axis == .t ? .second : .micrometre), "\(path)")
                }
                let header = array.metadata.attributes["fileheader"]?.mappingValue
                #expect(header?["compression"]?.stringValue == said["compression"].string, "\(path)")
                let isOriginal = said["original"].value == true
                #expect(header?["headerversion"] == (isOriginal ? nil : 2), "\(path)")
                #expect(header?["metadata"]?.stringValue == said["metadata"].string, "\(path)")
                #expect(array.metadata.diagnostics.isEmpty, "\(path)")
            }
        }
    }

    @Test("names of channels stand in the metadata as JSON, which everybody can read") func names() async throws {
        guard let peers = Peers.find() else { return }
        try await withScratch { folder in
            var metadata = ImageMetadata()
            metadata.coords[.c] = .labels(["DAPI", "GFP \u{B5} \"x\""])
            let image = SyntheticImage(axes: "cyx", shape: [2, 4, 5], metadata: metadata)
            let file = try await write(image, folder + "/names.klb", "bzip2", nil)
            let line = try peers.run("klb_check.py", ["read", file.path])
            let said = PeerReport(try AttributeValue(parsingJSON: Bytes([UInt8](line))))
            let text = try AttributeValue(parsingJSON: Bytes(utf8: try #require(said["metadata"].string)))
            #expect(PeerReport(text)["coords"]["c"].strings == ["DAPI", "GFP \u{B5} \"x\""])
        }
    }
}
