import ImageCore
import ImageSources

/// The images of a bioformats2raw layout that our writer made of one image with an axis `i`, as that image again.
struct ZarrStack: ChunkReader {
    /// The attribute of the `OME` group that says so.
    static let key = "imageintake"
    /// The arrays along `i`.
    private let arrays: [ZarrArray]

    /// The attribute for an axis with names or positions, if it has any.
    static func attribute(_ coords: Coordinates?) -> AttributeValue {
        var map: Attributes = ["series_axis": "i"]
        map["coords"] = coords?.attribute
        return .mapping(map)
    }

    /// Whether the attributes of an `OME` group say that the series are one image; its names along `i`, if any.
    static func names(_ attributes: Attributes) -> (isStack: Bool, coords: Coordinates?) {
        guard let map = attributes[key]?.mappingValue, map["series_axis"]?.stringValue == "i" else {
            return (false, nil)
        }
        guard let items = map["coords"]?.arrayValue else { return (true, nil) }
        let labels = items.compactMap(\.stringValue)
        if labels.count == items.count { return (true, .labels(labels)) }
        return (true, .values(items.compactMap(\.doubleValue)))
    }

    func readChunk(_ request: ChunkRequest) async throws {
        guard let number = request.index.first, arrays.indices.contains(number) else {
            throw ImageError.corrupt("there is no image \(request.index.first ?? 0) in the stack")
        }
        try await arrays[number].readChunk(Array(request.index.dropFirst()), request)
    }

    /// The images stacked along `i`; nil if they differ in anything that the engine must know.
    static func image(_ images: [StoredImage], coords: Coordinates?) -> StoredImage? {
        guard var stack = images.first else { return nil }
        var arrays: [ZarrArray] = []
        for image in images {
            guard case .chunks(let reader) = image.access, let array = reader as? ZarrArray, image.shape == stack.shape,
                image.elementType == stack.elementType, image.byteOrder == stack.byteOrder,
                image.chunkShape == stack.chunkShape, image.chunkOrder == stack.chunkOrder,
                image.shardShape == stack.shardShape, image.fillValue == stack.fillValue,
                image.levels.count == stack.levels.count
            else { return nil }
            arrays.append(array)
        }
        var levels: [StoredImage] = []
        for level in stack.levels.indices {
            guard let stacked = Self.image(images.map { $0.levels[level] }, coords: coords) else { return nil }
            levels.append(stacked)
        }
        stack.axes.insert(StoredAxis(label: "i", kind: .list, length: images.count, coords: coords), at: 0)
        stack.chunkShape.insert(1, at: 0)
        stack.chunkOrder = stack.chunkOrder.map { [0] + $0.map { $0 + 1 } }
        stack.shardShape?.insert(1, at: 0)
        stack.access = .chunks(ZarrStack(arrays: arrays))
        stack.levels = levels
        return stack
    }
}
