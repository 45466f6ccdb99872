/// A copy of a box of elements from one strided layout to another: cropping, stepping, axis reordering and byte order
/// in one pass over memory.
///
/// Axes are given in the same order for both sides; strides and offsets are in bytes. Reordering axes means giving the
/// destination other strides.
public struct StridedCopy: Sendable {
    /// The extents of the box.
    public var shape: [Int]
    /// The size of an element in bytes: 1, 2, 4, 8 or 16.
    public var elementSize: Int
    /// The bytes from one element to the next along each axis, in the source.
    public var sourceStrides: [Int]
    /// The byte of the box's first element in the source.
    public var sourceOffset: Int
    /// The bytes from one element to the next along each axis, in the destination.
    public var destinationStrides: [Int]
    /// The byte of the box's first element in the destination.
    public var destinationOffset: Int
    /// How many bytes are reversed together on the way: 2, 4 or 8; 1 for none.
    public var swapWidth: Int

    /// Describes a copy; nothing is checked until it runs.
    public init(
        shape: [Int], elementSize: Int, sourceStrides: [Int], sourceOffset: Int = 0, destinationStrides: [Int],
        destinationOffset: Int = 0, swapWidth: Int = 1
    ) {
        self.shape = shape
        self.elementSize = elementSize
        self.sourceStrides = sourceStrides
        self.sourceOffset = sourceOffset
        self.destinationStrides = destinationStrides
        self.destinationOffset = destinationOffset
        self.swapWidth = swapWidth
    }

    /// Walks the destination's slowest axis from its end; the copy stays the same.
    package mutating func reverseSlowestAxis() {
        let axes = shape.indices.filter { shape[$0] > 1 }
        guard let axis = axes.max(by: { abs(destinationStrides[$0]) < abs(destinationStrides[$1]) }) else { return }
        sourceOffset &+= (shape[axis] - 1) &* sourceStrides[axis]
        destinationOffset &+= (shape[axis] - 1) &* destinationStrides[axis]
        sourceStrides[axis] = 0 &- sourceStrides[axis]
        destinationStrides[axis] = 0 &- destinationStrides[axis]
    }

    /// The pairs of element size and swap width that there are kernels for.
    private static let kernels: Set<[Int]> = [
        [1, 1], [2, 1], [2, 2], [4, 1], [4, 4], [8, 1], [8, 4], [8, 8], [16, 1], [16, 8],
    ]

    /// Checks that every element of the box lies inside both sides.
    ///
    /// - Throws: `invalidArgument` if the description is inconsistent, `corrupt` if an element lies outside.
    func check(sourceCount: Int, destinationCount: Int) throws(ImageError) {
        guard sourceStrides.count == shape.count, destinationStrides.count == shape.count,
            shape.allSatisfy({ $0 >= 0 }), Self.kernels.contains([elementSize, swapWidth])
        else { throw .invalidArgument("a copy of \(Shape.describe(shape)) elements is not described consistently") }
        try Self.check(shape, sourceStrides, sourceOffset, elementSize, inside: sourceCount)
        try Self.check(shape, destinationStrides, destinationOffset, elementSize, inside: destinationCount)
    }

    /// Checks that a strided box of elements lies inside a number of bytes, without overflow.
    static func check(
        _ shape: [Int], _ strides: [Int], _ offset: Int, _ elementSize: Int, inside count: Int
    ) throws(ImageError) {
        if shape.contains(0) { return }
        var first = offset
        var last = offset
        var overflow = false
        func add(_ a: Int, _ b: Int) -> Int {
            let (sum, carry) = a.addingReportingOverflow(b)
            overflow = overflow || carry
            return sum
        }
        for (extent, stride) in zip(shape, strides) {
            let (reach, carry) = (extent - 1).multipliedReportingOverflow(by: stride)
            overflow = overflow || carry || extent < 0
            if reach < 0 { first = add(first, reach) } else { last = add(last, reach) }
        }
        last = add(last, elementSize)
        guard !overflow, first >= 0, last <= count else {
            throw .corrupt("a box of \(Shape.describe(shape)) elements reaches outside of \(count) bytes")
        }
    }

    /// Runs the copy.
    ///
    /// `check` must have succeeded for both sides. See `StridedAxes` for `pastCaches`.
    func run(from source: UnsafeRawPointer, to destination: UnsafeMutableRawPointer, pastCaches: Bool = false) {
        guard !shape.contains(0) else { return }
        let axes = StridedAxes(self)
        let from = source + sourceOffset
        let to = destination + destinationOffset
        switch (elementSize, swapWidth) {
        case (1, _): axes.copy(Move<UInt8>.self, from, to, pastCaches: pastCaches)
        case (2, 2): axes.copy(Swap2.self, from, to, pastCaches: pastCaches)
        case (2, _): axes.copy(Move<UInt16>.self, from, to, pastCaches: pastCaches)
        case (4, 4): axes.copy(Swap4.self, from, to, pastCaches: pastCaches)
        case (4, _): axes.copy(Move<UInt32>.self, from, to, pastCaches: pastCaches)
        case (8, 8): axes.copy(Swap8.self, from, to, pastCaches: pastCaches)
        case (8, 4): axes.copy(Swap4Twice.self, from, to, pastCaches: pastCaches)
        case (8, _): axes.copy(Move<UInt64>.self, from, to, pastCaches: pastCaches)
        case (16, 8): axes.copy(Swap8Twice.self, from, to, pastCaches: pastCaches)
        default: axes.copy(Move<Pair>.self, from, to, pastCaches: pastCaches)
        }
    }
}
