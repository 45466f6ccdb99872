import ByteStores
import Foundation
import ImageCodecs
import ImageCore
import ImageSources
import ImageTesting
import Synchronization
import Testing

@testable import ImageFormats

@Suite struct KLBWriterTests {
    private func withFile<R>(_ body: (String) async throws -> R) async throws -> R {
        let folder = FileManager.default.temporaryDirectory.path + "/klb-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await body(folder + "/a.klb")
    }

    @discardableResult
    private func write(
        _ image: WritableImage, _ path: String, compression: Compression = .automatic,
        options: Attributes = Attributes(), partByteCount: Int? = nil
    ) async throws -> [Diagnostic] {
        var writer = KLBWriter()
        if let partByteCount { writer.partByteCount = partByteCount }
        let checked = try writer.capabilities.checked(options)
        return try await writer.write(
            [image], to: path,
            options: WriteOptions(compression: compression, overwrite: true, concurrency: 2, format: checked))
    }

    private func read(_ path: String) async throws -> (image: ImageArray, header: KLBHeader) {
        let bytes = Bytes([UInt8](try Data(contentsOf: URL(fileURLWithPath: path))))
        let header = try KLBHeader(parsing: bytes.span, as: .versioned)
        return (try await klbSource(MemoryStore(["a.klb": bytes])).read(Selection(order: .stored)).image, header)
    }

    @Test func blocksHaveTheUsualExtents() async throws {
        for (type, extents) in [
            (ElementType.uint8, [192, 192, 16]), (.uint16, [96, 96, 8]), (.float64, [24, 24, 2]),
        ] {
            let image = SyntheticImage(axes: "zyx", shape: [20, 3, 200], elementType: type)
            try await withFile { path in
                try await write(WritableImage(try image.array()), path)
                let found = try await read(path)
                #expect(found.header.block == [extents[0], 3, extents[2], 1, 1], "\(type)")
                #expect(found.header.compression == .bzip2 && found.header.version == 2)
                #expect(try found.image.bytes() == image.array().bytes())
            }
        }
    }

    @Test(
        arguments: [
            (["block_shape": "2,3,4"], [4, 3, 2, 1, 1]), (["block_shape": [1, 1, 2, 3, 100]], [7, 3, 2, 1, 1]),
            (["block_shape": 5 as AttributeValue], nil), (["block_shape": "0,1"], nil),
            (["block_shape": "1,2,3,4,5,6"], nil),
            (["block_shape": ["a"]], nil), (["block_shape": []], nil), (["block_shape": "4294967296"], nil),
            (["blockshape": "1"], nil), (["compression_type": "lzw"], nil), (["compression_type": 1], nil),
            (["header": .string(String(repeating: "\u{B5}", count: 129))], nil), (["header": "a\0b"], nil),
        ] as [(Attributes, [Int]?)])
    func settings(options: Attributes, block: [Int]?) async throws {
        let image = WritableImage(try SyntheticImage(axes: "zyx", shape: [5, 6, 7]).array())
        try await withFile { path in
            guard let block else {
                await expectFailure(.invalidArgument, "\(options.pairs)") {
                    try await write(image, path, options: options)
                }
                #expect(!FileManager.default.fileExists(atPath: path))
                return
            }
            try await write(image, path, options: options)
            #expect(try await read(path).header.block == block)
        }
    }

    @Test func compressionsAndOtherWaysToSayThem() async throws {
        let image = WritableImage(try SyntheticImage(axes: "yx", shape: [30, 40]).array())
        try await withFile { path in
            for (name, type, expected, count) in [
                ("auto", nil, .bzip2, 0), ("none", nil, .none, 0), ("gzip", nil, .zlib, 0), ("zlib", "zlib", .zlib, 0),
                ("auto", "ZLIB", .zlib, 0), ("auto", "none", .none, 0), ("zstd", nil, .bzip2, 1),
            ] as [(String, String?, KLBCompression, Int)] {
                var options = Attributes()
                options["compression_type"] = type.map { .string($0) }
                let lost = try await write(
                    image, path, compression: Compression(algorithm: name, level: nil), options: options)
                #expect(try await read(path).header.compression == expected, "\(name) \(type ?? "")")
                #expect(lost.count == count, "\(name)")
            }
            await expectFailure(.invalidArgument) {
                try await write(image, path, compression: .none, options: ["compression_type": "zlib"])
            }
            var files: Set<Data> = []
            for level in [1, 9] {
                try await write(image, path, compression: Compression(algorithm: "bzip2", level: level))
                files.insert(try Data(contentsOf: URL(fileURLWithPath: path)))
            }
            #expect(files.count == 2)
            for (name, level, count) in [
                ("bzip2", 50, 1), ("bzip2", 0, 1), ("bzip2", 9, 0), ("zlib", 99, 1), ("zlib", 0, 0), ("none", 5, 0),
            ] {
                let lost = try await write(image, path, compression: Compression(algorithm: name, level: level))
                #expect(lost.filter { $0.subject == .storage }.count == count, "\(name) \(level)")
                #expect(try await read(path).image.bytes() == image.pixels(in: image.shape.map { 0..<$0 }).bytes())
            }
        }
    }

    @Test func partsOfAnySizeGiveTheSameFile() async throws {
        let image = SyntheticImage(axes: "tczyx", shape: [2, 3, 5, 9, 11])
        let options: Attributes = ["block_shape": "2,2,2,4,3"]
        try await withFile { path in
            let array = try image.array()
            try await write(WritableImage(array), path, options: options)
            let whole = try Data(contentsOf: URL(fileURLWithPath: path))
            for count in [1, 100, 500, 1000, 2000, 3000] {
                for isSequential in [false, true] {
                    let boxes = Boxes()
                    let description = ImageDescription(
                        name: "image", axes: array.axes, shape: array.shape, elementType: array.elementType,
                        metadata: ImageMetadata(), storedAxes: array.axes, storedShape: array.shape,
                        chunks: array.shape,
                        levels: [array.shape])
                    let lazy = WritableImage(description, isSequential: isSequential) { box in
                        boxes.add(box)
                        return try await WritableImage(array).pixels(in: box)
                    }
                    try await write(lazy, path, options: options, partByteCount: count)
                    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == whole, "\(count)")
                    let limit = isSequential ? 2 * 2 * 2 * 9 * 11 * 2 : 2 * 2 * 2 * 4 * 3 * 2
                    #expect(boxes.largest <= max(count, limit), "\(count)")
                    if isSequential { #expect(boxes.all.allSatisfy { $0[3] == 0..<9 && $0[4] == 0..<11 }) }
                }
            }
        }
    }

    @Test func imagesThatHaveNoPlaceAreRefused() async throws {
        try await withFile { path in
            let empty = try ImageArray(axes: "yx", shape: [0, 4], pixels: [UInt8]())
            await expectFailure(.unsupported, "no pixels") { try await write(WritableImage(empty), path) }
            for image in [
                SyntheticImage(axes: "iyx", shape: [2, 3, 4]),
                SyntheticImage(axes: "yx", shape: [3, 4], elementType: .complex64),
                SyntheticImage(axes: "yx", shape: [3, 4], elementType: .bool),
            ] {
                let array = WritableImage(try image.array())
                await expectFailure(.unsupported, "\(image.axes)") { try await write(array, path) }
            }
            #expect(!FileManager.default.fileExists(atPath: path))
        }
    }

    @Test func aSinglePixel() async throws {
        try await withFile { path in
            let array = try ImageArray(axes: AxisOrder([]), shape: [], pixels: [UInt16(7)])
            try await write(WritableImage(array), path)
            let found = try await read(path).image
            #expect(found.axes.isEmpty && found.shape.isEmpty)
            #expect(try found.pixels(as: UInt16.self) == [7])
        }
    }
}

/// What was asked for.
private final class Boxes: Sendable {
    private let state = Mutex<[[Range<Int>]]>([])

    func add(_ box: [Range<Int>]) { state.withLock { $0.append(box) } }
    var all: [[Range<Int>]] { state.withLock { $0 } }
    /// The bytes of the largest, of two bytes each.
    var largest: Int { all.map { $0.reduce(2) { $0 * $1.count } }.max() ?? 0 }
}
