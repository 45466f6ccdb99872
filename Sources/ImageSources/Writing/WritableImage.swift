public import ImageCore

/// An array that is to be written: what it is, and its pixels, part by part.
///
/// Images larger than memory are written without ever being there as a whole.
public struct WritableImage: Sendable {
    /// The name of the variable.
    public var name: String
    /// The axes, slowest first.
    public let axes: AxisOrder
    /// The extents in the order of `axes`.
    public let shape: [Int]
    /// The type of the pixels.
    public let elementType: ElementType
    /// Spacing, units, names and everything else that is known.
    public var metadata: ImageMetadata
    /// The axes in the order in which the source has them, slowest first.
    public let storedAxes: AxisOrder
    /// Whether the pixels are in memory already, so that any part of any size costs nothing.
    public let isInMemory: Bool
    /// Whether parts are best asked for in the order of the axes, and only whole along all but the slowest.
    public let isSequential: Bool
    private let read: @Sendable (_ box: [Range<Int>]) async throws -> ImageArray

    /// The bytes of all pixels.
    public var byteCount: Int { shape.reduce(elementType.size, &*) }

    /// An array in memory.
    public init(_ array: ImageArray) {
        name = array.name
        axes = array.axes
        shape = array.shape
        elementType = array.elementType
        metadata = array.metadata
        storedAxes = array.axes
        isInMemory = true
        isSequential = false
        read = { try Self.part(of: array, $0) }
    }

    /// An image whose pixels a function reads; it gives the pixels in a box of places, axes as described.
    public init(
        _ description: ImageDescription, isSequential: Bool,
        read: @escaping @Sendable (_ box: [Range<Int>]) async throws -> ImageArray
    ) {
        name = description.name
        axes = description.axes
        shape = description.shape
        elementType = description.elementType
        metadata = description.metadata
        storedAxes = description.storedAxes
        isInMemory = false
        self.isSequential = isSequential
        self.read = read
    }

    private init(
        _ other: WritableImage, axes: AxisOrder, shape: [Int],
        read: @escaping @Sendable (_ box: [Range<Int>]) async throws -> ImageArray
    ) {
        name = other.name
        self.axes = axes
        self.shape = shape
        elementType = other.elementType
        metadata = other.metadata
        storedAxes = other.storedAxes
        isInMemory = other.isInMemory
        isSequential = other.isSequential
        self.read = read
    }

    /// The same image with the axes in another order.
    ///
    /// - Throws: `invalidArgument` if the order lacks one of its axes.
    public func reordered(to order: AxisOrder) throws(ImageError) -> WritableImage {
        let target = try axes.arranged(by: order)
        if target == axes { return self }
        let places = axes.compactMap { target.position(of: $0) }
        let (base, shape) = (self, self.shape)
        let own = target.compactMap { axes.position(of: $0) }
        return WritableImage(self, axes: target, shape: own.map { shape[$0] }) { box in
            try await base.pixels(in: places.map { box[$0] }).reordered(to: target)
        }
    }

    /// The part at one place of an axis, without that axis.
    ///
    /// - Throws: `invalidArgument` if there is no such axis or place.
    public func slice(_ axis: Axis, _ index: Int) throws(ImageError) -> WritableImage {
        guard let place = axes.position(of: axis), index >= 0, index < shape[place] else {
            throw .invalidArgument("the image has no place \(index) along \(axis)")
        }
        let base = self
        var rest = shape
        rest.remove(at: place)
        var part = WritableImage(self, axes: axes.removing([axis]), shape: rest) { box in
            var whole = box
            whole.insert(index..<index + 1, at: place)
            return try await base.pixels(in: whole).slice(axis, 0)
        }
        part.metadata = metadata.dropping(axis, at: index)
        return part
    }

    /// The pixels in a box, one range for each axis.
    ///
    /// - Throws: what the source throws; `invalidArgument` for a box outside.
    public func pixels(in box: [Range<Int>]) async throws -> ImageArray {
        try await read(box)
    }

    /// All pixels.
    ///
    /// - Throws: what the source throws; `limitExceeded` if they do not fit into memory.
    public func pixels() async throws -> ImageArray {
        var array = try await read(shape.map { 0..<$0 })
        array.name = name
        array.metadata = metadata
        return array
    }

    private static func part(of array: ImageArray, _ box: [Range<Int>]) throws(ImageError) -> ImageArray {
        var region = Region.all
        for (place, axis) in array.axes.enumerated() where box[place] != 0..<array.shape[place] {
            region.selections[axis] = .range(lower: box[place].lowerBound, upper: box[place].upperBound, step: 1)
        }
        return try array.selecting(region)
    }
}
