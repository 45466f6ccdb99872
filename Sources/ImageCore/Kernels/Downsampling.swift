/// Halving an image along some of its axes, as levels of lower resolution are made.
///
/// Two neighbours along each halved axis become one; at the end of an odd axis one stands for itself, so that an extent
/// becomes its half, rounded up.
package enum Downsampling {
    /// What becomes of the elements that fall together.
    package enum Method: Sendable, Hashable {
        /// Their mean.
        ///
        /// Whole numbers are summed exactly and rounded to the nearest, half away from zero. A mean with a NaN is NaN.
        /// `bool` takes what most are, true if as many are false.
        case mean
        /// The first of them.
        case nearest
    }

    /// The extents of the result.
    package static func halvedShape(_ shape: [Int], axes: [Bool]) -> [Int] {
        zip(shape, axes).map { extent, isHalved in isHalved ? extent / 2 + extent % 2 : extent }
    }

    /// Halves a block in C order without gaps, and writes the result to its places in a larger block.
    ///
    /// - Parameters:
    ///   - source: the elements in native byte order.
    ///   - shape: the extents of the source.
    ///   - axes: which axes are halved.
    ///   - type: the type of the elements.
    ///   - method: what becomes of the elements that fall together.
    ///   - target: the block that takes the result.
    ///   - destinationOffset: the byte of the first element of the result.
    ///   - destinationStrides: the bytes from one element to the next along each axis; without gaps if nil.
    /// - Throws: `invalidArgument` for arguments that do not fit together, `corrupt` if the result reaches outside of
    ///   the target, `unsupported` for more axes than an image has.
    package static func halve(
        _ source: RawSpan, shape: [Int], axes: [Bool], type: ElementType, method: Method, into target: ScatterTarget,
        destinationOffset: Int = 0, destinationStrides: [Int]? = nil
    ) throws(ImageError) {
        let halved = halvedShape(shape, axes: axes)
        let size = type.size
        let bytes = try Shape.byteCount(shape, elementSize: size)
        let strides = destinationStrides ?? Shape.strides(halved, elementSize: size)
        guard axes.count == shape.count, strides.count == shape.count, source.byteCount >= bytes else {
            throw .invalidArgument(
                "halving \(Shape.describe(shape)) elements of \(type) along \(axes.count) axes from "
                    + "\(source.byteCount) bytes to \(strides.count) axes is not described consistently")
        }
        guard shape.count <= Axis.allCases.count else {
            throw .unsupported("\(shape.count) axes; an image has at most \(Axis.allCases.count)")
        }
        let sourceStrides = Shape.strides(shape, elementSize: size)
        let isAlone = zip(shape, axes).allSatisfy { !$1 || $0 <= 1 }
        if method == .nearest || isAlone {
            var steps = sourceStrides
            // Along an axis of length 1 there is no step, and its double need not fit.
            for axis in axes.indices where axes[axis] && shape[axis] > 1 { steps[axis] *= 2 }
            let copy = StridedCopy(
                shape: halved, elementSize: size, sourceStrides: steps, destinationStrides: strides,
                destinationOffset: destinationOffset)
            return try target.scatter(copy, from: source)
        }
        if shape.contains(0) { return }
        try StridedCopy.check(halved, strides, destinationOffset, size, inside: target.count)
        let lines = shape.indices.map { axis in
            HalvedLines.Line(
                extent: shape[axis], isHalved: axes[axis], source: sourceStrides[axis], destination: strides[axis])
        }
        try target.withBase { base in
            source.withUnsafeBytes { bytes in
                guard let start = bytes.baseAddress, let walk = HalvedLines(lines) else { return }
                walk.means(of: type, from: start, to: base + destinationOffset)
            }
        }
    }
}

extension ScatterTarget {
    /// Calls a function with the address of the block.
    fileprivate func withBase(_ body: (UnsafeMutableRawPointer) -> Void) throws(ImageError) {
        do {
            try withUnsafeBytes(0..<count) { bytes in
                if let base = bytes.baseAddress { body(base) }
            }
        } catch let error as ImageError {
            throw error
        } catch {
            throw ImageError(.limitExceeded, "a block of \(count) bytes cannot be reached", underlying: error)
        }
    }
}
