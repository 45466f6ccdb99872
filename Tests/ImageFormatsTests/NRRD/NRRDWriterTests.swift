import ByteStores
import Foundation
import ImageCore
import ImageSources
import ImageTesting
import Synchronization
import Testing

@testable import ImageFormats

@Suite struct NRRDWriterTests {
    private func lines(_ axes: AxisOrder, _ shape: [Int], _ metadata: ImageMetadata) throws -> ([String], [Diagnostic])
    {
        let count = shape.reduce(1, *)
        let array = try ImageArray(
            axes: axes, shape: shape, pixels: [UInt16](repeating: 1, count: count), metadata: metadata)
        let (text, lost) = NRRDHeaderText.make(WritableImage(array))
        return (text.split(separator: "\n").map(String.init), lost)
    }

    @Test func spaceAndChannelsUseDirections() throws {
        var metadata = ImageMetadata()
        metadata.spacing = [.z: 2, .y: 0.5, .x: 0.1]
        metadata.units = [.z: .micrometre, .y: .micrometre, .x: .micrometre]
        metadata.origin = [.z: -3]
        metadata.coords[.c] = .labels(["nuclei", "a \"b\""])
        let (text, lost) = try lines("czyx", [2, 3, 4, 5], metadata)
        #expect(
            text == [
                "NRRD0005", "# written by ImageIntake", "type: uint16", "dimension: 4", "space dimension: 3",
                "sizes: 5 4 3 2", "kinds: domain domain domain list", "labels: \"x\" \"y\" \"z\" \"c\"",
                "space directions: (0.1,0.0,0.0) (0.0,0.5,0.0) (0.0,0.0,2.0) none",
                "space units: \"um\" \"um\" \"um\"", "space origin: (0.0,0.0,-3.0)",
                "channels:=\"nuclei\" \"a \\\\\"b\\\\\"\"",
            ])
        #expect(lost.isEmpty)
    }

    @Test func timeUsesPerAxisFields() throws {
        var metadata = ImageMetadata()
        metadata.spacing = [.t: 30, .x: 0.1, .y: 0.1]
        metadata.units = [.t: .second, .x: .micrometre, .y: .micrometre]
        metadata.origin = [.t: 60]
        let (text, lost) = try lines("tcyx", [2, 3, 4, 5], metadata)
        #expect(
            text[4...] == [
                "sizes: 5 4 3 2", "kinds: domain domain list time", "labels: \"x\" \"y\" \"c\" \"t\"",
                "spacings: 0.1 0.1 nan 30.0", "units: \"um\" \"um\" \"\" \"s\"", "axis mins: nan nan nan 60.0",
                "centers: node node ??? node",
            ])
        #expect(lost.isEmpty)
    }

    @Test func aSpacingThatIsPartlyUnknownStaysUnknown() throws {
        var metadata = ImageMetadata()
        metadata.spacing = [.x: 0.1]
        let (text, _) = try lines("yx", [4, 5], metadata)
        #expect(text.contains("spacings: 0.1 nan"))
        #expect(!text.contains { $0.hasPrefix("space") && !$0.hasPrefix("spacings") })
    }

    @Test func nothingKnownWritesNothing() throws {
        let (text, lost) = try lines("yx", [4, 5], ImageMetadata())
        #expect(text.count == 7)
        #expect(lost.isEmpty)
    }

    @Test func aPlacementIsWrittenWhole() throws {
        var metadata = ImageMetadata()
        metadata.affine = Affine(
            space: "right-anterior-superior", directions: [.x: [0, -0.5, 0], .y: [0.6, 0, 0], .z: [0, 0, 2]],
            origin: [1, 2, 3])
        let (text, lost) = try lines("zyx", [3, 4, 5], metadata)
        #expect(text.contains("space: right-anterior-superior"))
        #expect(text.contains("space directions: (0.0,-0.5,0.0) (0.6,0.0,0.0) (0.0,0.0,2.0)"))
        #expect(text.contains("space origin: (1.0,2.0,3.0)"))
        #expect(lost.isEmpty)
        #expect(try lines("tzyx", [2, 3, 4, 5], metadata).1.count == 1)
    }

    @Test func whatHasNoPlaceIsReported() throws {
        var metadata = ImageMetadata()
        metadata.coords[.t] = .values([0, 1, 5])
        metadata.attributes["stain"] = "dapi\nand more"
        metadata.attributes["channels_used"] = .array([1, 2])
        let (text, lost) = try lines("tyx", [3, 4, 5], metadata)
        #expect(text.contains("stain:=dapi\\nand more"))
        #expect(text.contains("channels_used:=[1,2]"))
        #expect(lost.count == 2)
    }

    @Test func lineEndsAndKeysCannotBreakTheHeader() throws {
        var metadata = ImageMetadata()
        metadata.coords[.c] = .labels(["a\r\nb", "c\\d"])
        metadata.attributes["note"] = "a\r\n\r\nb"
        for key in ["", "a: b", "#x", "a:=b", "channels"] { metadata.attributes[key] = "1" }
        let (text, lost) = try lines("cyx", [2, 4, 5], metadata)
        #expect(text.contains("note:=a\\n\\nb"))
        #expect(text.filter { $0.hasPrefix("channels:=") } == ["channels:=\"a b\" \"c\\\\\\\\d\""])
        #expect(text.count == 9)
        #expect(lost.count == 5)
    }

    @Test func theMeasurementFrameStaysWithThePlacement() throws {
        var metadata = ImageMetadata()
        metadata.affine = Affine(
            space: "left-posterior-superior", directions: [.x: [1, 0], .y: [0, 1]], origin: [0, 0])
        metadata.attributes["fileheader"] = ["measurement frame": "(1,0) (0,1)"]
        #expect(try lines("yx", [4, 5], metadata).0.contains("measurement frame: (1,0) (0,1)"))
        metadata.affine = nil
        #expect(try lines("yx", [4, 5], metadata).1.count == 1)
    }

    @Test("whatever the parts, the file has the same pixels", arguments: ["a.nrrd", "a.nhdr"], ["none", "gzip"])
    func parts(_ name: String, _ compression: String) async throws {
        let folder = FileManager.default.temporaryDirectory.path + "/nrrd-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let array = try SyntheticImage(axes: "tczyx", shape: [2, 3, 2, 9, 7]).array()
        let done = Mutex(0)
        let options = WriteOptions(
            compression: try Compression(parsing: compression), overwrite: true, concurrency: 3,
            progress: { count, _ in done.withLock { $0 = max($0, count) } })
        for partByteCount in [1, 300, 1 << 20] {
            var writer = NRRDWriter()
            writer.partByteCount = partByteCount
            done.withLock { $0 = 0 }
            _ = try await writer.write([WritableImage(array)], to: folder + "/" + name, options: options)
            #expect(done.withLock { $0 } == array.byteCount)
            let request = SourceRequest(
                try StoreRegistry().resource(at: folder + "/" + name),
                environment: SourceEnvironment(drivers: .builtIn))
            let read = try await NRRDSource(request).read().image.reordered(to: "tczyx")
            #expect(try read.bytes() == array.bytes(), "\(partByteCount)")
        }
        // A part that cannot be read ends it, and nothing is there.
        try FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let broken = WritableImage(
            ImageDescription(
                name: "image", axes: "zyx", shape: [4, 5, 6], elementType: .uint8, metadata: ImageMetadata(),
                storedAxes: "zyx", storedShape: [4, 5, 6], chunks: [1, 5, 6], levels: [[4, 5, 6]]), isSequential: false
        ) { box in
            guard box[0].lowerBound < 2 else { throw ImageError.corrupt("damaged") }
            let shape = box.map(\.count)
            return try ImageArray(
                axes: "zyx", shape: shape, pixels: [UInt8](repeating: 1, count: shape.reduce(1, *)))
        }
        var writer = NRRDWriter()
        writer.partByteCount = 1
        await expectFailure(.corrupt) { try await writer.write([broken], to: folder + "/" + name, options: options) }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).isEmpty)
    }
}
