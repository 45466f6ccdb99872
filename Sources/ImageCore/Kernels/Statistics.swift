/// Minimum, maximum and mean of an image.
public struct Statistics: Sendable, Hashable {
    /// The smallest value that is a number; nil for complex images and where there is none.
    ///
    /// Whole numbers stay whole.
    public var minimum: AttributeValue?
    /// The largest value that is a number.
    public var maximum: AttributeValue?
    /// The mean over all values that are numbers, in double precision; nil where there is none.
    public var mean: Double?
    /// The mean of the imaginary parts, for complex images.
    public var imaginaryMean: Double?
    /// How many values are NaN.
    public var nanCount: Int
}

extension ImageArray {
    /// Minimum, maximum and mean of all pixels.
    ///
    /// NaN pixels are left out and counted.
    ///
    /// - Throws: `limitExceeded` if the array is sliced or reordered and there is no memory for a copy.
    public func statistics() throws -> Statistics {
        switch elementType {
        case .complex64:
            return try withSpan(of: Complex64.self) { span in
                Self.complexStatistics(span.count) { (Double(span[$0].real), Double(span[$0].imaginary)) }
            }
        case .complex128:
            return try withSpan(of: Complex128.self) { span in
                Self.complexStatistics(span.count) { (span[$0].real, span[$0].imaginary) }
            }
        default:
            guard let type = elementType.pixelType as? any RealPixel.Type else {
                throw ImageError.unsupported("no statistics of \(elementType)")
            }
            return try realStatistics(type)
        }
    }

    private func realStatistics<T: RealPixel>(_: T.Type) throws -> Statistics {
        try withSpan(of: T.self) { span in
            let sums = accumulate(span)
            let numbers = span.count - sums.nanCount
            return Statistics(
                minimum: sums.minimum.map(attribute), maximum: sums.maximum.map(attribute),
                mean: numbers == 0 ? nil : sums.sum / Double(numbers), nanCount: sums.nanCount)
        }
    }

    private func attribute<T: RealPixel>(_ value: T) -> AttributeValue {
        if elementType == .bool { return .bool(value.doubleValue != 0) }
        if let whole = value as? any BinaryInteger {
            return Int(exactly: whole).map { .int($0) } ?? .unsigned(UInt(clamping: whole))
        }
        return .double(value.doubleValue)
    }

    private static func complexStatistics(_ count: Int, _ part: (Int) -> (Double, Double)) -> Statistics {
        var real = 0.0
        var imaginary = 0.0
        var nans = 0
        for index in 0..<count {
            let (a, b) = part(index)
            if a.isNaN || b.isNaN {
                nans += 1
            } else {
                real += a
                imaginary += b
            }
        }
        let numbers = Double(count - nans)
        return Statistics(
            mean: numbers == 0 ? nil : real / numbers, imaginaryMean: numbers == 0 ? nil : imaginary / numbers,
            nanCount: nans)
    }
}

struct Accumulation<T> {
    var minimum: T?
    var maximum: T?
    var sum = 0.0
    var nanCount = 0
}

/// Sums in blocks, so that the rounding error grows with the number of blocks, not of pixels.
@specialized(where T == UInt8)
@specialized(where T == Int8)
@specialized(where T == UInt16)
@specialized(where T == Int16)
@specialized(where T == UInt32)
@specialized(where T == Int32)
@specialized(where T == UInt64)
@specialized(where T == Int64)
@specialized(where T == Half)
@specialized(where T == Float)
@specialized(where T == Double)
func accumulate<T: RealPixel>(_ span: Span<T>) -> Accumulation<T> {
    var result = Accumulation<T>()
    var start = 0
    while start < span.count {
        let end = min(start + 4096, span.count)
        var block = 0.0
        var index = start
        // A NaN is the only value that differs from itself.
        while index < end, span[index] != span[index] { index += 1 }
        result.nanCount += index - start
        if index < end {
            var low = result.minimum ?? span[index]
            var high = result.maximum ?? span[index]
            while index < end {
                let value = span[index]
                if value == value {
                    low = value < low ? value : low
                    high = value > high ? value : high
                    block += value.doubleValue
                } else {
                    result.nanCount += 1
                }
                index += 1
            }
            result.minimum = low
            result.maximum = high
        }
        result.sum += block
        start = end
    }
    return result
}
