/// Extents of an array and the arithmetic on them that cannot overflow.
public enum Shape {
    /// The number of elements.
    ///
    /// - Throws: `corrupt` for a negative extent, `limitExceeded` if the product does not fit an `Int`.
    public static func elementCount(_ extents: [Int]) throws(ImageError) -> Int {
        var product = 1
        for extent in extents {
            guard extent >= 0 else { throw .corrupt("an extent of \(extent) in \(describe(extents))") }
            let (next, overflow) = product.multipliedReportingOverflow(by: extent)
            guard !overflow else { throw .limitExceeded("an image of \(describe(extents)) elements is too large") }
            product = next
        }
        return product
    }

    /// The number of bytes of elements of a size.
    ///
    /// - Throws: as `elementCount`.
    public static func byteCount(_ extents: [Int], elementSize: Int) throws(ImageError) -> Int {
        let (bytes, overflow) = try elementCount(extents).multipliedReportingOverflow(by: elementSize)
        guard !overflow else {
            throw .limitExceeded("an image of \(describe(extents)) elements of \(elementSize) bytes is too large")
        }
        return bytes
    }

    /// The byte strides of an array without gaps whose last axis varies fastest (C order).
    ///
    /// The extents must have passed `byteCount`.
    public static func strides(_ extents: [Int], elementSize: Int) -> [Int] {
        var strides = [Int](repeating: elementSize, count: extents.count)
        for axis in stride(from: extents.count - 2, through: 0, by: -1) {
            strides[axis] = strides[axis + 1] &* max(extents[axis + 1], 1)
        }
        return strides
    }

    /// Extents as people write them: `16 x 512 x 512`.
    public static func describe(_ extents: [Int]) -> String {
        extents.map(String.init).joined(separator: " x ")
    }
}
