import ImageCodecs
public import ImageCore

extension ImageArray {
    /// The SHA-256 checksum of the pixels in C order of the axes (the last varies fastest), little-endian, a `bool` as
    /// one byte 0 or 1, a complex number as real part, then imaginary part.
    ///
    /// - Throws: `limitExceeded` if the array is sliced or reordered and there is no memory for a copy.
    public func sha256() throws -> String {
        var bytes = try bytes()
        if ByteOrder.native == .big, elementType.swapWidth > 1 {
            let block = try ScatterTarget(count: bytes.count)
            let size = elementType.size
            let copy = StridedCopy(
                shape: [count], elementSize: size, sourceStrides: [size], destinationStrides: [size],
                swapWidth: elementType.swapWidth)
            try bytes.withBytes { (span) throws(ImageError) in try block.scatter(copy, from: span) }
            bytes = block.freeze()
        }
        return SHA256.hexDigest(of: bytes)
    }
}
