import ByteStores
package import ImageCore
import ImageSources

struct SyntheticReader: EagerImageReader, ChunkReader {
    let store: SyntheticStore
    let object: any ByteObject

    var series: [StoredSeries] {
        let (image, layout) = (store.image, store.layout)
        let access: PixelAccess =
            switch layout.access {
            case .contiguous: .contiguous(object, offset: layout.offset)
            case .stream: .stream
            case .chunks: .chunks(self)
            }
        let stored = StoredImage(
            axes: store.storedAxes.map(\.stored), elementType: image.elementType, byteOrder: layout.byteOrder,
            chunkShape: layout.access == .chunks ? layout.chunk : image.shape,
            hasCroppedChunks: layout.hasCroppedChunks, access: access, fillValue: layout.fillElement.map { Bytes($0) },
            metadata: StoredMetadata(attributes: image.metadata.attributes))
        return [StoredSeries(images: [stored])]
    }

    /// A chunk; what reaches beyond the image's edge is rubbish or absent, as in files.
    func readChunk(_ request: ChunkRequest) async throws {
        let (index, image) = (request.index, request.image)
        let number = store.begin(index)
        defer { store.end() }
        try await store.onChunk?(number)
        if store.layout.absent.contains(index) { return try request.deliverFill() }
        let (chunk, shape) = (store.layout.chunk, image.shape)
        var bytes: [UInt8] = []
        for element in 0..<chunk.reduce(1, *) {
            var rest = element
            var place = [Int](repeating: 0, count: chunk.count)
            for axis in chunk.indices.reversed() {
                place[axis] = index[axis] * chunk[axis] + rest % chunk[axis]
                rest /= chunk[axis]
            }
            if zip(place, shape).allSatisfy({ $0 < $1 }) {
                let flat = zip(place, shape).reduce(0) { $0 * $1.1 + $1.0 }
                bytes += store.image.element(flat, byteOrder: store.layout.byteOrder)
            } else if !store.layout.hasCroppedChunks {
                bytes += [UInt8](repeating: 0xEE, count: image.elementType.size)
            }
        }
        try request.deliver(Bytes(bytes).span)
    }

    func stream(of image: StoredImage) async throws -> any PixelStream {
        store.countStream()
        return SyntheticStream(store.stored)
    }
}

private final class SyntheticStream: PixelStream {
    private let bytes: Bytes
    private var position = 0

    init(_ bytes: Bytes) {
        self.bytes = bytes
    }

    func read(into target: ScatterTarget, _ range: Range<Int>) async throws {
        guard range.count <= bytes.count - position else { throw ImageError.corrupt("the stream ends early") }
        try await MemoryObject(location: "stream", bytes: bytes).read(at: position, into: target, range)
        position += range.count
    }

    func skip(_ count: Int) async throws {
        guard count >= 0, count <= bytes.count - position else { throw ImageError.corrupt("the stream ends early") }
        position += count
    }
}

extension SyntheticStore {
    /// The array that reading must give, with absent chunks filled.
    package func expectedArray() throws(ImageError) -> ImageArray {
        let fill = layout.fillElement ?? [UInt8](repeating: 0, count: image.elementType.size)
        var bytes: [UInt8] = []
        for element in 0..<image.count {
            var rest = element
            var chunk = [Int](repeating: 0, count: image.shape.count)
            for axis in image.shape.indices.reversed() {
                chunk[axis] =
                    rest % image.shape[axis] / (layout.access == .chunks ? layout.chunk[axis] : image.shape[axis])
                rest /= image.shape[axis]
            }
            bytes += layout.absent.contains(chunk) ? fill : image.element(element)
        }
        return try ImageArray(
            axes: image.axes, shape: image.shape, elementType: image.elementType, bytes: Bytes(bytes),
            metadata: image.metadata)
    }
}
