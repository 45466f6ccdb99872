import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageFormats

@Suite("TIFF files of images that are not in memory") struct TIFFPartsTests {
    private static let settings: [(name: String, compression: String, options: Attributes)] = [
        ("a.tif", "none", [:]), ("a.tif", "none", ["rows_per_strip": 7]), ("a.tif", "deflate", ["rows_per_strip": 7]),
        ("a.ome.tif", "none", ["tile": 16, "levels": 4]), ("a.ome.btf", "lzw", ["tile": 16, "levels": 2]),
    ]

    /// An image that is read part by part from one in memory.
    private func streamed(_ array: ImageArray, storedAxes: AxisOrder, isSequential: Bool) throws -> WritableImage {
        let stored = try array.reordered(to: storedAxes)
        let base = WritableImage(array)
        return WritableImage(
            ImageDescription(
                name: array.name, axes: array.axes, shape: array.shape, elementType: array.elementType,
                metadata: array.metadata, storedAxes: stored.axes, storedShape: stored.shape, chunks: array.shape,
                levels: [array.shape]),
            isSequential: isSequential
        ) { try await base.pixels(in: $0) }
    }

    private func written(
        _ image: WritableImage, _ setting: (name: String, compression: String, options: Attributes), partByteCount: Int
    ) async throws -> WrittenTIFF {
        try await withTIFFScratch { folder in
            let path = folder + "/" + setting.name
            let options = WriteOptions(
                compression: try Compression(parsing: setting.compression), concurrency: 3, format: setting.options)
            _ = try await TIFFWriter(partByteCount: partByteCount).write([image], to: path, options: options)
            return try WrittenTIFF(path: path)
        }
    }

    @Test("whatever the parts, every segment has the same bytes", arguments: 0..<5) func parts(number: Int) async throws
    {
        let setting = Self.settings[number]
        let array = try SyntheticImage(axes: "tczyx", shape: [2, 3, 2, 45, 37]).array()
        let expected = try await written(WritableImage(array), setting, partByteCount: 1 << 20)
        for (order, isSequential) in [
            ("tczyx", false), ("tczyx", true), ("ctzyx", true), ("ztcyx", true), ("yxtcz", true), ("xyzct", true),
        ] as [(AxisOrder, Bool)] {
            for partByteCount in [1, 3000, 20_000, 1 << 20] {
                let image = try streamed(array, storedAxes: order, isSequential: isSequential)
                let file = try await written(image, setting, partByteCount: partByteCount)
                #expect(file.directories.count == expected.directories.count)
                for (own, other) in zip(file.directories, expected.directories) {
                    let (levels, others) = (try file.levels(of: own), try expected.levels(of: other))
                    #expect(levels.count == others.count)
                    for (one, two) in zip([own] + levels, [other] + others) {
                        #expect(one.tags == two.tags)
                        #expect(
                            try file.segments(one) == expected.segments(two),
                            "\(setting.name) \(order) \(isSequential) \(partByteCount)")
                    }
                }
                #expect(file.bytes.count == expected.bytes.count)
            }
        }
    }

    @Test("the same image gives the same file") func repeatable() async throws {
        let image = WritableImage(try SyntheticImage(axes: "zyx", shape: [5, 300, 200]).array())
        let setting = (name: "a.tif", compression: "deflate", options: ["rows_per_strip": 8] as Attributes)
        let first = try await written(image, setting, partByteCount: 50_000)
        for _ in 0..<4 { #expect(try await written(image, setting, partByteCount: 50_000).bytes == first.bytes) }
    }

    @Test("parts are whole segments in order, and small") func boxes() throws {
        let description = ImageDescription(
            name: "image", axes: "zyx", shape: [10, 5000, 4000], elementType: .uint16, metadata: ImageMetadata(),
            storedAxes: "zyx", storedShape: [10, 5000, 4000], chunks: [1, 5000, 4000], levels: [[10, 5000, 4000]])
        let image = WritableImage(description, isSequential: false) { _ in throw ImageError.unsupported("not read") }
        let plan = try TIFFWritePlan(image, TIFFWriteSettings([:], path: "a.ome.tif"), .automatic)
        let boxes = Array(TIFFParts(plan, byteCount: 10 << 20).grid.boxes)
        // 2 rows of tiles of 4 MB each.
        #expect(boxes.count == 50)
        #expect(boxes[0] == [0..<1, 0..<1024, 0..<4000] && boxes[49] == [9..<10, 4096..<5000, 0..<4000])
        let planes = Array(TIFFParts(plan, byteCount: 100 << 20).grid.boxes)
        #expect(planes.map { $0[0] } == [0..<2, 2..<4, 4..<6, 6..<8, 8..<10])
    }

    private func plan(
        _ shape: [Int], _ type: ElementType, _ path: String, _ compression: Compression = .automatic,
        _ options: Attributes = [:]
    ) throws -> TIFFWritePlan {
        let axes = try AxisOrder(parsing: String("tczyx".suffix(shape.count)))
        let description = ImageDescription(
            name: "image", axes: axes, shape: shape, elementType: type, metadata: ImageMetadata(), storedAxes: axes,
            storedShape: shape, chunks: shape, levels: [shape])
        let image = WritableImage(description, isSequential: false) { _ in throw ImageError.unsupported("not read") }
        return try TIFFWritePlan(image, TIFFWriteSettings(options, path: path), compression)
    }

    @Test("beyond 4 GiB") func large() throws {
        let single = try plan([3000, 1024, 1024], .uint16, "a.tif")
        #expect(single.scheme == .imageJ && single.isSingleDirectory && !single.isBig)
        #expect(single.directoryCount == 1 && single.planeCount == 3000)
        let compressed = try plan([3000, 1024, 1024], .uint16, "a.tif", .gzip())
        #expect(compressed.scheme == .ome && compressed.isBig && compressed.directoryCount == 3000)
        let ome = try plan([3000, 1024, 1024], .uint16, "a.ome.tif")
        #expect(ome.scheme == .ome && ome.isBig)
        let floats = try plan([3000, 1024, 1024], .float64, "a.tif")
        #expect(floats.scheme == .ome && floats.isBig && !floats.isSingleDirectory)
        let plane = try plan([70_000, 70_000], .uint8, "a.tif")
        #expect(plane.scheme == .ome && plane.isBig)
        let small = try plan([1900, 1024, 1024], .uint16, "a.tif")
        #expect(small.scheme == .imageJ && !small.isSingleDirectory)
        #expect(throws: ImageError.self) { try plan([3000, 1024, 1024], .int32, "a.tif", .none, ["bigtiff": false]) }
        #expect(throws: ImageError.self) { try plan([1 << 31, 1 << 24], .int8, "a.tif") }
        #expect(throws: ImageError.self) { try plan([1 << 28, 1 << 28, 1, 1], .int8, "a.tif") }
    }
}
