extension ImageArray {
    /// The same pixels in C order without gaps; costs nothing if they already lie so, a copy otherwise.
    ///
    /// - Throws: `limitExceeded` if there is no memory for the copy.
    public func contiguous() throws(ImageError) -> ImageArray {
        if isContiguous { return self }
        let target = try ScatterTarget(count: byteCount)
        let dense = Shape.strides(shape, elementSize: elementType.size)
        let copy = StridedCopy(
            shape: shape, elementSize: elementType.size, sourceStrides: strides, sourceOffset: offset,
            destinationStrides: dense)
        try storage.withBytes { (span) throws(ImageError) in try target.scatter(copy, from: span) }
        return ImageArray(
            name: name, axes: axes, shape: shape, elementType: elementType, metadata: metadata,
            storage: target.freeze(),
            offset: 0, strides: dense)
    }

    /// The pixels' bytes in C order without gaps, numbers in native byte order.
    ///
    /// - Throws: `limitExceeded` if a copy is needed and there is no memory for it.
    public func bytes() throws(ImageError) -> Bytes {
        let dense = try contiguous()
        return try dense.storage.slice(dense.offset..<dense.offset + byteCount)
    }

    /// Calls a function with the pixels in C order, as elements of a Swift type.
    ///
    /// `bool` images are viewed as `UInt8`. Costs a copy if the array is sliced or reordered.
    /// - Throws: `invalidArgument` if the pixels are of another type; what the function throws.
    public func withSpan<T: Pixel, R>(of type: T.Type, _ body: (Span<T>) throws -> R) throws -> R {
        guard elementType.pixelType == type else {
            throw ImageError.invalidArgument("'\(name)' holds \(elementType), not \(T.elementType)")
        }
        return try bytes().withBytes { raw in
            try raw.withUnsafeBytes { buffer in
                // Slices of files that were read into larger blocks may start anywhere.
                let aligned = UInt(bitPattern: buffer.baseAddress) % UInt(MemoryLayout<T>.alignment) == 0
                if aligned { return try body(Span(_unsafeElements: buffer.bindMemory(to: T.self))) }
                let copy = (0..<count).map {
                    buffer.loadUnaligned(fromByteOffset: $0 * MemoryLayout<T>.stride, as: T.self)
                }
                return try body(copy.span)
            }
        }
    }

    /// The pixels as a Swift array in C order.
    ///
    /// - Throws: as `withSpan(of:_:)`.
    public func pixels<T: Pixel>(as type: T.Type = T.self) throws -> [T] {
        try withSpan(of: type) { span in (0..<span.count).map { span[$0] } }
    }

    /// One pixel, by its index along every axis, in the order of `axes`.
    ///
    /// - Throws: `invalidArgument` for another type, a wrong number of indices or one outside.
    public func pixel<T: Pixel>(at index: [Int], as type: T.Type = T.self) throws(ImageError) -> T {
        guard elementType.pixelType == type else {
            throw .invalidArgument("'\(name)' holds \(elementType), not \(T.elementType)")
        }
        guard index.count == shape.count, zip(index, shape).allSatisfy({ $0 >= 0 && $0 < $1 }) else {
            throw .invalidArgument("\(index) is no place in \(axes) \(Shape.describe(shape))")
        }
        let place = zip(index, strides).reduce(offset) { $0 + $1.0 * $1.1 }
        return storage.withBytes { $0.unsafeLoadUnaligned(fromByteOffset: place, as: T.self) }
    }

    /// A copy of this array's pixels into part of a block, for files that are assembled from pieces.
    package func copy(to target: ScatterTarget, strides destination: [Int], offset place: Int) throws(ImageError) {
        let copy = StridedCopy(
            shape: shape, elementSize: elementType.size, sourceStrides: strides, sourceOffset: offset,
            destinationStrides: destination, destinationOffset: place)
        try storage.withBytes { (span) throws(ImageError) in try target.scatter(copy, from: span) }
    }
}
