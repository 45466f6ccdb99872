import ByteStores
import Foundation
import ImageCore
import ImageFormats
import ImageSources
import ImageTesting
import Synchronization
import Testing

@Suite("TIFF files that are written") struct TIFFWriterTests {
    /// Writes an image and reads the structure of the file.
    private func written(
        _ image: WritableImage, _ name: String = "a.tif", _ compression: String = "auto",
        options: Attributes = Attributes()
    ) async throws -> (file: WrittenTIFF, lost: [Diagnostic]) {
        try await withTIFFScratch { folder in
            let writer = try #require(TIFFSource.writer)
            let path = folder + "/" + name
            let lost = try await writer.write(
                [image], to: path,
                options: WriteOptions(
                    compression: Compression(parsing: compression), concurrency: 2, format: options))
            return (try WrittenTIFF(path: path), lost)
        }
    }

    private func image(
        _ axes: AxisOrder, _ shape: [Int], _ type: ElementType = .uint16, _ metadata: ImageMetadata = ImageMetadata()
    ) throws -> WritableImage {
        WritableImage(
            try SyntheticImage(axes: axes, shape: shape, elementType: type, metadata: metadata).array())
    }

    @Test("a distance that is no fraction does not take the other one along") func distances() async throws {
        var metadata = ImageMetadata()
        metadata.spacing = [.x: 1e12, .y: 0.1]
        metadata.units = [.x: .micrometre, .y: .micrometre]
        let array = try SyntheticImage(axes: "yx", shape: [4, 5], metadata: metadata).array()
        let file = try await written(WritableImage(array)).file
        #expect(file.directories[0].entries[282] == nil)
        let found = try await tiff(file.bytes).describe().metadata
        #expect(found.spacing == metadata.spacing && found.units == metadata.units)
    }

    @Test("an ImageJ hyperstack: planes follow each other, channels fastest, one strip each") func hyperstack()
        async throws
    {
        var metadata = ImageMetadata()
        metadata.spacing = [.x: 0.15, .y: 0.15, .z: 0.5, .t: 30]
        metadata.units = [.x: .micrometre, .y: .micrometre, .z: .micrometre, .t: .second]
        metadata.coords[.c] = .labels(["DAPI", "GFP"])
        let stack = try image("tczyx", [2, 2, 3, 5, 7], .uint16, metadata)
        let (file, lost) = try await written(stack)
        #expect(lost.isEmpty)
        #expect(!file.isBig)
        #expect(file.directories.count == 12)
        let expected = try SyntheticImage(axes: "tczyx", shape: [2, 2, 3, 5, 7], elementType: .uint16).array()
            .reordered(to: "tzcyx").bytes().array
        var place = try #require(file.directories[0].number(273))
        #expect(place % 64 == 0)
        for (number, directory) in file.directories.enumerated() {
            #expect(directory.numbers(273) == [place])
            #expect(directory.numbers(279) == [70])
            #expect(directory.number(256) == 7 && directory.number(257) == 5 && directory.number(278) == 5)
            #expect(directory.number(258) == 16 && directory.number(259) == 1 && directory.number(262) == 1)
            #expect(directory.number(277) == 1 && directory.number(339) == 1)
            // With it ImageJ walks all directories and loses the channels.
            #expect(directory.entries[274] == nil)
            #expect(directory.entries[282] == .fraction(20, 3) && directory.entries[283] == .fraction(20, 3))
            #expect(directory.number(296) == 1)
            #expect((directory.text(270) != nil) == (number == 0))
            place += 70
        }
        #expect(place == file.bytes.count)
        #expect(Array(file.bytes.suffix(expected.count)) == expected)
        let lines = try #require(file.directories[0].text(270)).split(separator: "\n").map(String.init)
        #expect(lines.first?.hasPrefix("ImageJ=") == true)
        for line in [
            "images=12", "channels=2", "slices=3", "frames=2", "hyperstack=true", "mode=composite",
            "unit=\\u00B5m", "spacing=0.5", "finterval=30.0",
        ] {
            #expect(lines.contains(line), "\(line) in \(lines)")
        }
        // Names: labels, and what else ImageJ keeps.
        #expect(file.directories[0].types[50838] == 4 && file.directories[0].types[50839] == 1)
        #expect(file.directories[0].entries[700] == nil)
    }

    @Test(
        "which scheme and which width of offsets",
        arguments: [
            ("a.tif", ElementType.uint8, "auto", "ImageJ=", false), ("a.tiff", .float32, "deflate", "ImageJ=", false),
            ("a.tif", .int16, "lzw", "ImageJ=", false), ("a.tif", .bool, "packbits", "ImageJ=", false),
            ("a.tif", .uint16, "zstd", "<?xml", false), ("a.tif", .int8, "auto", "<?xml", false),
            ("a.tif", .float64, "auto", "<?xml", false), ("a.tif", .complex64, "auto", "<?xml", false),
            ("a.tif", .int64, "auto", "{\"shape\"", false), ("a.tif", .float16, "auto", "{\"shape\"", false),
            ("a.ome.tif", .uint8, "auto", "<?xml", false), ("A.OME.TIFF", .bool, "auto", "<?xml", false),
            ("a.btf", .uint8, "auto", "<?xml", true), ("a.tf8", .uint64, "auto", "{\"shape\"", true),
            ("a.ome.tf2", .uint16, "auto", "<?xml", true),
        ]) func schemes(name: String, type: ElementType, compression: String, start: String, isBig: Bool) async throws
    {
        let (file, lost) = try await written(try image("zyx", [2, 4, 5], type), name, compression)
        #expect(lost.isEmpty)
        #expect(file.isBig == isBig)
        #expect(file.directories[0].text(270)?.hasPrefix(start) == true)
        #expect(file.directories.count == 2)
        #expect(file.directories[1].number(258) == type.size * 8)
        let format = type.isComplex ? 6 : type.isFloatingPoint ? 3 : type.rawValue.hasPrefix("int") ? 2 : 1
        #expect(file.directories[1].number(339) == format)
    }

    @Test("OME-XML tells sizes, order, channels and units") func omeXML() async throws {
        var metadata = ImageMetadata()
        metadata.spacing = [.x: 0.1625, .y: 1.0 / 3, .z: 2]
        metadata.units = [.x: .micrometre, .y: .micrometre, .z: .nanometre]
        metadata.coords[.c] = .labels(["<a>", "b & \u{B5}"])
        let (file, lost) = try await written(try image("czyx", [2, 3, 8, 6], .float64, metadata), "a.ome.tiff")
        #expect(lost.isEmpty)
        let xml = try #require(file.directories[0].text(270))
        for part in [
            "UUID=\"urn:uuid:", "DimensionOrder=\"XYCZT\"", "Type=\"double\"", "SizeX=\"6\"", "SizeY=\"8\"",
            "SizeZ=\"3\"", "SizeC=\"2\"", "SizeT=\"1\"", "PhysicalSizeX=\"0.1625\"",
            "PhysicalSizeY=\"0.3333333333333333\"", "PhysicalSizeXUnit=\"\u{B5}m\"", "PhysicalSizeZUnit=\"nm\"",
            "Name=\"&lt;a&gt;\"", "Name=\"b &amp; \u{B5}\"", "Color=\"", "<TiffData IFD=\"0\" PlaneCount=\"6\"/>",
        ] {
            #expect(xml.contains(part), "\(part) in \(xml)")
        }
        #expect(file.directories.allSatisfy { $0.number(296) == 3 && $0.number(254) == 0 })
    }

    @Test("levels are reduced images below the directory of their plane") func levels() async throws {
        let (file, _) = try await written(
            try image("zyx", [2, 100, 70], .uint8), "a.ome.tif", "none", options: ["levels": 3, "tile": 32])
        #expect(file.directories.count == 2)
        for (z, directory) in file.directories.enumerated() {
            #expect(directory.number(254) == 0 && directory.number(322) == 32 && directory.number(323) == 32)
            #expect(directory.types[330] == 13)
            let levels = try file.levels(of: directory)
            #expect(levels.map { [$0.number(254), $0.number(256), $0.number(257)] } == [[1, 35, 50], [1, 18, 25]])
            var plane = try SyntheticImage(axes: "zyx", shape: [2, 100, 70], elementType: .uint8).array().slice(.z, z)
            for level in [directory] + levels {
                #expect(try untiled(file, level) == plane.bytes().array)
                plane = try halved(plane)
            }
        }
    }

    /// The mean of each 2 x 2 pixels, rounded half up.
    private func halved(_ plane: ImageArray) throws -> ImageArray {
        let (height, width) = (plane.shape[0], plane.shape[1])
        let source = try plane.pixels(as: UInt8.self).map(Int.init)
        var result: [UInt8] = []
        for y in stride(from: 0, to: height, by: 2) {
            for x in stride(from: 0, to: width, by: 2) {
                let rows = y..<min(y + 2, height)
                let values = rows.flatMap { row in (x..<min(x + 2, width)).map { source[row * width + $0] } }
                result.append(UInt8((2 * values.reduce(0, +) + values.count) / (2 * values.count)))
            }
        }
        return try ImageArray(axes: "yx", shape: [(height + 1) / 2, (width + 1) / 2], pixels: result)
    }

    /// The pixels of uncompressed tiles of bytes.
    private func untiled(_ file: WrittenTIFF, _ directory: WrittenTIFF.Directory) throws -> [UInt8] {
        let width = try #require(directory.number(256))
        let height = try #require(directory.number(257))
        let tile = try #require(directory.number(322))
        let across = (width + tile - 1) / tile
        let tiles = try file.segments(directory)
        #expect(tiles.allSatisfy { $0.count == tile * tile })
        return (0..<height).flatMap { y in
            (0..<width).map { x in tiles[y / tile * across + x / tile][y % tile * tile + x % tile] }
        }
    }

    @Test("large OME-TIFF files have tiles, levels and deflate of their own accord") func large() async throws {
        let pixels = [UInt8](repeating: 7, count: 2100 * 300)
        let large = WritableImage(try ImageArray(axes: "yx", shape: [300, 2100], pixels: pixels))
        let (file, _) = try await written(large, "a.ome.tif")
        let directory = file.directories[0]
        #expect(directory.number(322) == 512 && directory.number(259) == 8 && directory.number(317) == 2)
        #expect(try file.levels(of: directory).map { $0.number(256) } == [1050, 525, 263])
        let (plain, _) = try await written(large, "a.tif")
        #expect(plain.directories[0].numbers(279) == [2100 * 300])
    }

    @Test("strips, and what is compressed by default") func strips() async throws {
        let (file, lost) = try await written(try image("yx", [300, 2000]), "a.tif", "deflate")
        // 1.2 MB make two strips of equal height.
        #expect(file.directories[0].number(278) == 150 && file.directories[0].numbers(273)?.count == 2)
        #expect(file.directories[0].number(317) == 2 && lost.isEmpty)
        let (rows, _) = try await written(try image("yx", [10, 6]), options: ["rows_per_strip": 4])
        #expect(rows.directories[0].numbers(279) == [48, 48, 24])
        let (other, said) = try await written(try image("yx", [10, 6]), "a.tif", "bzip2")
        #expect(other.directories[0].number(259) == 8 && said.count == 1)
        let (floats, _) = try await written(try image("yx", [10, 6], .float32), "a.tif", "deflate")
        #expect(floats.directories[0].entries[317] == nil)
    }

    @Test(
        "what an image and its settings cannot be",
        arguments: [
            (["tile": 20], "a.tif"), (["tile": 16, "rows_per_strip": 2], "a.tif"), (["levels": 2, "tile": 0], "a.tif"),
            (["levels": 0], "a.tif"), (["colour": true], "a.tif"), (["bigtiff": 1], "a.tif"),
        ] as [(Attributes, String)]) func refusedSettings(options: Attributes, name: String) async throws
    {
        await #expect(throws: ImageError.self) { try await written(try image("yx", [4, 4]), name, options: options) }
    }

    @Test("what no TIFF file holds") func refusedImages() async throws {
        await #expect(throws: ImageError.self) { try await written(try image("zx", [4, 4])) }
        await #expect(throws: ImageError.self) { try await written(try image("iyx", [2, 4, 4])) }
        await #expect(throws: ImageError.self) { try await written(try image("yx", [0, 4])) }
        await #expect(throws: ImageError.self) { try await written(try image("yx", [4, 4], .int64), "a.ome.tif") }
    }
}

/// A folder that exists while a function runs.
func withTIFFScratch<R>(_ body: (String) async throws -> R) async throws -> R {
    let path = FileManager.default.temporaryDirectory.path + "/tiff-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    return try await body(path)
}
