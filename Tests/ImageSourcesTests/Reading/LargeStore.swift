import ByteStores
import ImageCore
import ImageSources
import ImageTesting

/// An image of bytes too large for `SyntheticStore`, whose values cost little.
final class LargeStore: ByteStore {
    let array: ImageArray
    let access: SyntheticLayout.Access
    let bytes: Bytes

    init(shape: [Int], access: SyntheticLayout.Access) {
        let count = shape.reduce(1, *)
        bytes = Bytes(
            [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                for place in 0..<count { buffer[place] = UInt8(truncatingIfNeeded: place &* 0x9E37 >> 7) }
                filled = count
            })
        self.access = access
        // The shape fits the bytes; a failure would end the test.
        guard let array = try? ImageArray(axes: "zyx", shape: shape, elementType: .uint8, bytes: bytes) else {
            preconditionFailure("\(shape)")
        }
        self.array = array
    }

    var location: String { "large" }
    func open(_ key: String) async throws -> (any ByteObject)? { MemoryObject(location: "large/image", bytes: bytes) }
    func list(_ folder: String) async throws -> [String]? { ["image"] }

    func source(concurrency: Int = 2) throws -> ImageSource {
        let environment = SourceEnvironment(drivers: DriverRegistry([LargeSource.self]), concurrency: concurrency)
        return try LargeSource(
            SourceRequest(Resource(store: self, key: "image", location: "large/image"), environment: environment))
    }
}

final class LargeSource: ImageSource, @unchecked Sendable {
    override class var driver: DriverDescriptor {
        DriverDescriptor(name: "large", title: "Large image", aliases: [], extensions: [])
    }

    override func makeReader() async throws -> any ImageReader {
        guard let store = request.resource.store as? LargeStore else { throw ImageError.unsupported("another store") }
        return LargeReader(store: store, object: try await request.resource.open())
    }
}

private struct LargeReader: EagerImageReader, ChunkReader {
    let store: LargeStore
    let object: any ByteObject

    var series: [StoredSeries] {
        let access: PixelAccess =
            switch store.access {
            case .contiguous: .contiguous(object, offset: 0)
            case .stream: .stream
            case .chunks: .chunks(self)
            }
        let axes = zip(store.array.axes, store.array.shape).map { StoredAxis(label: $0.description, length: $1) }
        return [
            StoredSeries(images: [
                StoredImage(
                    axes: axes, elementType: .uint8, byteOrder: .native,
                    chunkShape: store.access == .chunks ? [1, 500, 2000] : store.array.shape, access: access)
            ])
        ]
    }

    func readChunk(_ request: ChunkRequest) async throws {
        let start = (request.index[0] * 2000 + request.index[1] * 500) * 2000
        let chunk = try store.bytes.slice(start..<start + 1_000_000)
        try request.deliver(chunk.span)
    }

    func stream(of image: StoredImage) async throws -> any PixelStream { LargeStream(object) }
}

private final class LargeStream: PixelStream {
    private let object: any ByteObject
    private var position = 0

    init(_ object: any ByteObject) { self.object = object }

    func read(into target: ScatterTarget, _ range: Range<Int>) async throws {
        try await object.read(at: position, into: target, range)
        position += range.count
    }

    func skip(_ count: Int) async throws {
        guard count >= 0 else { throw ImageError.corrupt("a stream does not go back") }
        position += count
    }
}
