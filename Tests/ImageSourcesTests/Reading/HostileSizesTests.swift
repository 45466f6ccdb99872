import ByteStores
import ImageCore
import ImageSources
import ImageTesting
import Testing

/// Sizes as hostile headers give them: errors, never traps, whatever part is asked for.
@Suite("Hostile sizes") struct HostileSizesTests {
    static let shapes: [[Int]] = [
        [Int.max], [Int.max, 2], [1 << 62, 1 << 62, 4], [1 << 31, 1 << 31, 1 << 31], [3, Int.max, Int.max], [-1, 5],
        [5, Int.min],
    ]

    static let regions: [Region] = [
        .all, Region([.x: .index(0)]),
        Region([.x: .range(lower: 0, upper: 1, step: 1), .y: .range(lower: 0, upper: 1, step: 1)]),
        Region([.x: .indices([0]), .y: .indices([0]), .z: .indices([0])]), Region([.x: .index(-1)]),
    ]

    @Test("of images, on every path", arguments: shapes) func images(shape: [Int]) async throws {
        for access in SyntheticLayout.Access.allCases {
            for type in [ElementType.uint8, .complex128] {
                let source = try HostileSource.make(
                    shape: shape, chunk: shape.map { _ in 4 }, access: access, type: type)
                for region in Self.regions { await read(source, region) }
                _ = try? await source.discover()
            }
        }
    }

    @Test("of chunks", arguments: [[Int.max], [Int.max, 1], [0], [-1], [Int.min], [1 << 50, 1 << 20], [1 << 60, 1]])
    func chunks(chunk: [Int]) async throws {
        for type in [ElementType.uint8, .float64] {
            let shape = chunk.map { _ in 100 }
            let source = try HostileSource.make(shape: shape, chunk: chunk, access: .chunks, type: type)
            for region in Self.regions { await read(source, region) }
            await read(source, Region([.x: .range(lower: 3, upper: 90, step: 2)]))
        }
    }

    @Test("steps as large as they can be", arguments: SyntheticLayout.Access.allCases)
    func steps(access: SyntheticLayout.Access) async throws {
        let image = SyntheticImage(axes: "zyx", shape: [4, 5, 6])
        let source = try SyntheticSource.make(SyntheticStore(image, SyntheticLayout(access, chunk: [2, 2, 2])))
        let whole = try await source.read().image
        let expected = try whole.selecting(Region([.z: .range(lower: 3, upper: 4, step: 1)]))
        for step in [Int.max, Int.max / 2, 1 << 40] {
            let region = Region([.z: .range(lower: 3, upper: 4, step: step)])
            let part = try await source.read(Selection(region: region)).image
            #expect(try part.bytes() == expected.bytes())
            #expect(part.metadata == expected.metadata)
            let corner = Region([
                .y: .range(lower: 0, upper: nil, step: step), .x: .range(lower: 5, upper: nil, step: step),
            ])
            #expect(try await source.read(Selection(region: corner)).image.shape == [4, 1, 1])
        }
    }

    private func read(_ source: ImageSource, _ region: Region) async {
        await #expect(throws: ImageError.self, "\(region.selections)") {
            try await source.read(Selection(region: region))
        }
    }
}

/// A source whose header lies about everything.
private final class HostileSource: ImageSource, @unchecked Sendable {
    override class var driver: DriverDescriptor {
        DriverDescriptor(
            name: "hostile", title: "Hostile", aliases: [], extensions: [],
            options: [
                .init("shape", .string, ""), .init("chunk", .string, ""), .init("access", .string, ""),
                .init("type", .string, ""),
            ])
    }

    static func make(shape: [Int], chunk: [Int], access: SyntheticLayout.Access, type: ElementType) throws
        -> ImageSource
    {
        func text(_ list: [Int]) -> AttributeValue { .string(list.map(String.init).joined(separator: ",")) }
        let resource = Resource(store: MemoryStore(["a": Bytes([1, 2, 3, 4])]), key: "a", location: "hostile")
        let options = Attributes([
            ("shape", text(shape)), ("chunk", text(chunk)), ("access", .string(access.rawValue)),
            ("type", .string(type.rawValue)),
        ])
        return try HostileSource(
            SourceRequest(resource, options: options, environment: SourceEnvironment(drivers: DriverRegistry())))
    }

    override func makeReader() async throws -> any ImageReader {
        func list(_ name: String) -> [Int] {
            request.options[name]?.stringValue?.split(separator: ",").compactMap { Int($0) } ?? []
        }
        let access: PixelAccess =
            switch request.options["access"]?.stringValue {
            case "contiguous": .contiguous(try await request.resource.open(), offset: 0)
            case "stream": .stream
            default: .chunks(ShortChunks())
            }
        let image = StoredImage(
            axes: list("shape").map { StoredAxis(kind: .space, length: $0) },
            elementType: ElementType(rawValue: request.options["type"]?.stringValue ?? "") ?? .uint8,
            byteOrder: .native,
            chunkShape: list("chunk"), access: access)
        return HostileReader(series: [StoredSeries(images: [image])])
    }
}

private struct ShortChunks: ChunkReader {
    func readChunk(_ request: ChunkRequest) async throws { try request.deliver(Bytes([1, 2, 3]).span) }
}

private struct HostileReader: EagerImageReader {
    let series: [StoredSeries]

    func stream(of image: StoredImage) async throws -> any PixelStream { EmptyStream() }
}

private final class EmptyStream: PixelStream {
    func read(into target: ScatterTarget, _ range: Range<Int>) async throws { throw ImageError.corrupt("the end") }
    func skip(_ count: Int) async throws { if count > 0 { throw ImageError.corrupt("the end") } }
}
