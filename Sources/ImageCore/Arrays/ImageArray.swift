/// A labelled array of pixels: the counterpart of xarray's `DataArray`.
///
/// A value of shared, immutable bytes. Slicing and reordering change strides, never pixels. The element type is known
/// at run time only; `withSpan(of:)` gives a typed view after checking it.
public struct ImageArray: Sendable {
    /// The name of the variable, `image` if nobody chose another.
    public var name: String
    /// The axes, slowest first.
    public let axes: AxisOrder
    /// The extent along each axis, in the order of `axes`.
    public let shape: [Int]
    /// The type of the pixels.
    public let elementType: ElementType
    /// Spacing, units, names and everything else that is known.
    public var metadata: ImageMetadata

    /// The memory; element (0, 0, ...) lies at `offset`.
    let storage: Bytes
    let offset: Int
    /// The bytes from one element to the next along each axis.
    let strides: [Int]

    /// An array over bytes without gaps in C order: the last axis varies fastest, numbers in native byte order.
    ///
    /// - Throws: `invalidArgument` if shape and axes differ in number or the bytes are not as many as the shape says.
    public init(
        name: String = "image", axes: AxisOrder, shape: [Int], elementType: ElementType, bytes: Bytes,
        metadata: ImageMetadata = ImageMetadata()
    ) throws(ImageError) {
        guard shape.count == axes.count else {
            throw .invalidArgument("\(axes.count) axes (\(axes)) for \(shape.count) extents")
        }
        let size = try Shape.byteCount(shape, elementSize: elementType.size)
        guard size == bytes.count else {
            throw .invalidArgument(
                "\(Shape.describe(shape)) \(elementType) are \(size) bytes, there are \(bytes.count)")
        }
        self.init(
            name: name, axes: axes, shape: shape, elementType: elementType, metadata: metadata, storage: bytes,
            offset: 0,
            strides: Shape.strides(shape, elementSize: elementType.size))
    }

    /// An array of typed pixels in C order.
    ///
    /// `UInt8` pixels make a `uint8` image.
    ///
    /// - Throws: as the initialiser over bytes.
    public init<T: Pixel>(
        name: String = "image", axes: AxisOrder, shape: [Int], pixels: [T], metadata: ImageMetadata = ImageMetadata()
    ) throws(ImageError) {
        let bytes = pixels.withUnsafeBytes { Bytes($0) }
        try self.init(
            name: name, axes: axes, shape: shape, elementType: T.elementType, bytes: bytes, metadata: metadata)
    }

    /// An array of typed pixels in C order without labels: the axes are guessed from the shape, see
    /// `AxisOrder.init(guessedFor:)`.
    ///
    /// - Throws: as the initialiser over bytes, and for more than six extents.
    public init<T: Pixel>(
        name: String = "image", shape: [Int], pixels: [T], metadata: ImageMetadata = ImageMetadata()
    ) throws(ImageError) {
        try self.init(
            name: name, axes: try AxisOrder(guessedFor: shape), shape: shape, pixels: pixels, metadata: metadata)
    }

    init(
        name: String, axes: AxisOrder, shape: [Int], elementType: ElementType, metadata: ImageMetadata, storage: Bytes,
        offset: Int, strides: [Int]
    ) {
        self.name = name
        self.axes = axes
        self.shape = shape
        self.elementType = elementType
        self.metadata = metadata
        self.storage = storage
        self.offset = offset
        self.strides = strides
    }

    /// The number of pixels.
    public var count: Int { shape.reduce(1, *) }

    /// The number of bytes of all pixels.
    public var byteCount: Int { count * elementType.size }

    /// The extent along an axis, or nil if there is no such axis.
    public func extent(_ axis: Axis) -> Int? {
        axes.position(of: axis).map { shape[$0] }
    }

    /// Whether the pixels lie in C order without gaps.
    public var isContiguous: Bool {
        count == 0
            || zip(zip(shape, strides), Shape.strides(shape, elementSize: elementType.size)).allSatisfy { pair, dense in
                pair.0 == 1 || pair.1 == dense
            }
    }
}
