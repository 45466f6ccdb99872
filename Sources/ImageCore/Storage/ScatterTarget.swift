/// One block of memory that several tasks fill at once, each its own places, and that is frozen into `Bytes` when all
/// are done.
///
/// The engine makes sure that no two tasks write the same place: it hands out disjoint parts of one plan.
public final class ScatterTarget: @unchecked Sendable {
    // Sendable: writes go to disjoint places, and reads happen only after `freeze`.
    private let allocation: Allocation

    /// A block of uninitialised memory.
    ///
    /// - Throws: `limitExceeded` when the system has no such memory.
    public init(count: Int) throws(ImageError) {
        allocation = try Allocation(count: count)
    }

    /// The number of bytes.
    public var count: Int { allocation.count }

    /// The filled memory.
    ///
    /// Nothing may be written afterwards.
    public func freeze() -> Bytes { Bytes(allocation) }

    /// The first part of the filled memory.
    public func freeze(prefix count: Int) -> Bytes {
        Bytes(allocation, offset: 0, count: min(max(count, 0), self.count))
    }

    /// Calls a function with an output span over a part of the block; what it appends lies there afterwards.
    ///
    /// - Returns: the result and how many bytes were written.
    /// - Throws: `limitExceeded` if the range does not lie inside; what the function throws.
    @discardableResult
    public func withOutput<R>(_ range: Range<Int>, _ body: (inout OutputRawSpan) throws -> R) throws -> (R, Int) {
        try check(range)
        let part = UnsafeMutableRawBufferPointer(start: allocation.base + range.lowerBound, count: range.count)
        var output = OutputRawSpan(buffer: part, initializedCount: 0)
        let result = try body(&output)
        let written = output.finalize(for: part)
        return (result, written)
    }

    /// Calls a function with a part of the block that has been filled, to change it where it lies.
    ///
    /// - Throws: `limitExceeded` if the range does not lie inside; what the function throws.
    public func withMutableBytes<R>(_ range: Range<Int>, _ body: (inout MutableRawSpan) throws -> R) throws -> R {
        try check(range)
        let part = UnsafeMutableRawBufferPointer(start: allocation.base + range.lowerBound, count: range.count)
        var span = part.mutableBytes
        return try body(&span)
    }

    /// Calls a function with the address of a part of the block, for system calls and C libraries.
    package func withUnsafeBytes<R>(
        _ range: Range<Int>, _ body: (UnsafeMutableRawBufferPointer) throws -> R
    ) throws -> R {
        try check(range)
        return try body(UnsafeMutableRawBufferPointer(start: allocation.base + range.lowerBound, count: range.count))
    }

    /// Copies a strided box of `source` to a strided box of this block; see `StridedCopy`.
    public func scatter(_ copy: StridedCopy, from source: RawSpan) throws(ImageError) {
        try copy.check(sourceCount: source.byteCount, destinationCount: count)
        source.withUnsafeBytes { bytes in
            guard let start = bytes.baseAddress else { return }
            copy.run(from: start, to: allocation.base, pastCaches: count >= Self.cachedByteCount)
        }
    }

    /// Copies bytes to a part of the block, which must have their count.
    ///
    /// - Throws: `limitExceeded` if it does not lie inside.
    public func copy(_ bytes: Bytes, to range: Range<Int>) throws(ImageError) {
        let copy = StridedCopy(
            shape: [range.count], elementSize: 1, sourceStrides: [1], sourceOffset: 0, destinationStrides: [1],
            destinationOffset: range.lowerBound)
        try bytes.withBytes { (span) throws(ImageError) in try scatter(copy, from: span) }
    }

    /// A block as large as the caches of a processor, which holds nothing of it when it is complete.
    private static let cachedByteCount = 32 << 20

    /// Fills a strided box with one value, given as the bytes of an element in native order.
    public func fill(_ copy: StridedCopy, with element: Bytes) throws(ImageError) {
        var still = copy
        still.sourceOffset = 0
        still.sourceStrides = copy.shape.map { _ in 0 }
        still.swapWidth = 1
        try element.withBytes { (span) throws(ImageError) in try scatter(still, from: span) }
    }

    /// Reverses the bytes of each number of `width` bytes in a part of the block.
    public func swapBytes(_ range: Range<Int>, width: Int) throws {
        try withUnsafeBytes(range) { ByteSwap.swap($0, width: width) }
    }

    private func check(_ range: Range<Int>) throws(ImageError) {
        guard range.lowerBound >= 0, range.upperBound <= count else {
            throw .limitExceeded("bytes \(range) lie outside of a block of \(count)")
        }
    }
}
