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
    /// Whether the pixels are in memory already, so that any part of any size costs nothing.
    public let isInMemory: Bool
    /// Whether parts are best asked for in the order of the axes, and only whole along all but the slowest.
    public let isSequential: Bool
    private let read: @Sendable (_ box: [Range<Int>]) async throws -> ImageArray

    /// An array in memory.
    public init(_ array: ImageArray) {
        name = array.name
        axes = array.axes
        shape = array.shape
        elementType = array.elementType
        metadata = array.metadata
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
        isInMemory = false
        self.isSequential = isSequential
        self.read = read
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
