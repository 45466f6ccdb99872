import ByteStores
import ImageCore
import ImageSources
import ImageTesting

/// A raw image in any object, for tests that put stores between the engine and the bytes.
final class RawSource: ImageSource, @unchecked Sendable {
    override class var driver: DriverDescriptor {
        DriverDescriptor(name: "raw", title: "Raw image", aliases: [], extensions: ["raw"])
    }

    static func make(
        _ object: any ByteObject, _ image: SyntheticImage, offset: Int, byteOrder: ByteOrder = .native,
        concurrency: Int = 1, limits: ReadLimits = .default
    ) throws -> RawSource {
        let store = ObjectStore(object: object, image: image, offset: offset, byteOrder: byteOrder)
        let environment = SourceEnvironment(
            drivers: DriverRegistry([RawSource.self]), limits: limits, concurrency: concurrency)
        return try RawSource(
            SourceRequest(Resource(store: store, key: "image", location: "raw/image"), environment: environment))
    }

    override func makeReader() async throws -> any ImageReader {
        guard let store = request.resource.store as? ObjectStore else { throw ImageError.unsupported("another store") }
        return RawReader(store: store)
    }
}

private struct ObjectStore: ByteStore {
    let object: any ByteObject
    let image: SyntheticImage
    let offset: Int
    let byteOrder: ByteOrder

    var location: String { "raw" }
    func open(_ key: String) async throws -> (any ByteObject)? { object }
    func list(_ folder: String) async throws -> [String]? { ["image"] }
}

private struct RawReader: EagerImageReader {
    let store: ObjectStore

    var series: [StoredSeries] {
        let axes = zip(store.image.axes, store.image.shape).map { StoredAxis(label: $0.description, length: $1) }
        return [
            StoredSeries(images: [
                StoredImage(
                    axes: axes, elementType: store.image.elementType, byteOrder: store.byteOrder,
                    chunkShape: store.image.shape, access: .contiguous(store.object, offset: store.offset))
            ])
        ]
    }
}
