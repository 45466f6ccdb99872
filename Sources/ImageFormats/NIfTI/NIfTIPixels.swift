import ByteStores
import ImageCore
import ImageSources

/// Where the pixels lie, how they are stored, and what becomes of them.
struct NIfTIPixels: Sendable {
    let object: any ByteObject
    let offset: Int
    let isCompressed: Bool
    /// What the file holds.
    let storedType: ElementType
    let byteOrder: ByteOrder
    /// How it is turned into values, if it is not the values.
    let scaling: LinearScaling?
    /// What is delivered.
    let elementType: ElementType
    private let shape: [Int]

    /// - Parameter shape: the extents, slowest first.
    /// - Throws: `corrupt` if the file cannot hold pixels of the shape.
    init(
        _ header: NIfTIHeader, scaling: LinearScaling?, in object: any ByteObject, isCompressed: Bool, shape: [Int]
    ) throws {
        self.object = object
        offset = header.dataOffset
        self.isCompressed = isCompressed
        storedType = header.dataType.elementType
        byteOrder = header.byteOrder
        self.scaling = scaling
        elementType = scaling.map(header.scaledType) ?? storedType
        self.shape = shape
        let (end, overflow) = offset.addingReportingOverflow(
            try Shape.byteCount(shape, elementSize: storedType.size))
        // DEFLATE makes at most 1032 bytes of one.
        let isPossible = isCompressed ? end / 1032 <= object.size : end <= object.size
        guard !overflow, isPossible else {
            throw ImageError.corrupt(
                "\(Shape.describe(shape)) \(storedType) from byte \(offset) on end at byte \(overflow ? Int.max : end), the "
                    + "file has \(object.size)\(isCompressed ? ", compressed" : "")", at: .init(object.location))
        }
    }

    /// The bytes of the pixels as they are stored.
    private var byteCount: Int { shape.reduce(storedType.size, *) }

    /// The image that these are the pixels of.
    func image(_ axes: [StoredAxis], _ metadata: StoredMetadata) -> StoredImage {
        let access: PixelAccess
        var chunk = shape
        if isCompressed {
            access = .stream
        } else if scaling == nil {
            access = .contiguous(object, offset: offset)
        } else {
            access = .chunks(NIfTIScaledChunks(self))
            chunk = NIfTIScaledChunks.chunkShape(shape, elementSize: elementType.size)
        }
        return StoredImage(
            axes: axes, elementType: elementType, byteOrder: scaling == nil ? byteOrder : .native, chunkShape: chunk,
            access: access, metadata: metadata)
    }

    /// The compressed pixels from the first on.
    ///
    /// - Parameters:
    ///   - index: places to go on from, shared by all streams.
    ///   - indexFile: where they are kept longer.
    func stream(
        _ index: GzipSeekIndex, _ indexFile: GzipIndexFile?, concurrency: Int
    ) async throws -> any PixelStream {
        let expected = offset + byteCount
        if let indexFile { await index.load(indexFile, expected: expected) }
        let stream = ParallelGzipStream(
            object, from: 0, expected: expected, concurrency: concurrency, index: index, indexFile: indexFile,
            mustEndFile: true)
        try await stream.skip(offset)
        guard let scaling else { return stream }
        return NIfTIScaledStream(stream, storedType, byteOrder, scaling, as: elementType)
    }
}
