extension ImageArray {
    /// The same image with pixels of another type.
    ///
    /// Whole numbers that the new type cannot hold become its nearest value; fractions are rounded to the nearest whole
    /// number, half away from zero; NaN becomes 0 in whole numbers. `bool` becomes 0 and 1; to `bool`, everything but 0
    /// is 1. `clipped` says how many values were changed beyond rounding.
    /// - Throws: `unsupported` from or to `float16` targets and complex types, `limitExceeded` without memory.
    public func converted(to target: ElementType) throws -> (array: ImageArray, clipped: Int) {
        if target == elementType { return (self, 0) }
        guard let from = elementType.pixelType as? any RealPixel.Type, !elementType.isComplex,
            target.pixelType is any ConversionTarget.Type
        else { throw ImageError.unsupported("no conversion from \(elementType) to \(target)") }
        return try convert(from, to: target)
    }

    private func convert<S: RealPixel>(_: S.Type, to target: ElementType) throws -> (ImageArray, Int) {
        let block = try ScatterTarget(count: try Shape.byteCount(shape, elementSize: target.size))
        let clipped = try withSpan(of: S.self) { span in
            try block.withUnsafeBytes(0..<block.count) { bytes in
                guard let type = target.pixelType as? any ConversionTarget.Type else { return 0 }
                return target == .bool ? convertToBool(span, bytes) : convertAll(span, bytes, type)
            }
        }
        let array = try ImageArray(
            name: name, axes: axes, shape: shape, elementType: target, bytes: block.freeze(), metadata: metadata)
        return (array, clipped)
    }
}

/// A pixel type that other numbers can be turned into.
protocol ConversionTarget: RealPixel {
    static func nearest(_ value: Double) -> (Self, exact: Bool)
    static func nearest(_ value: some BinaryInteger) -> (Self, exact: Bool)
}

extension ConversionTarget where Self: FixedWidthInteger {
    static func nearest(_ value: Double) -> (Self, exact: Bool) {
        if value.isNaN { return (0, false) }
        let whole = value.rounded()
        if let result = Self(exactly: whole) { return (result, true) }
        return (whole < 0 ? .min : .max, false)
    }

    static func nearest(_ value: some BinaryInteger) -> (Self, exact: Bool) {
        let result = Self(clamping: value)
        return (result, result == value)
    }
}

extension ConversionTarget where Self: BinaryFloatingPoint {
    static func nearest(_ value: Double) -> (Self, exact: Bool) {
        let result = Self(value)
        return (result, result.isInfinite == value.isInfinite)
    }

    static func nearest(_ value: some BinaryInteger) -> (Self, exact: Bool) { (Self(value), true) }
}

extension Int8: ConversionTarget {}
extension Int16: ConversionTarget {}
extension Int32: ConversionTarget {}
extension Int64: ConversionTarget {}
extension UInt8: ConversionTarget {}
extension UInt16: ConversionTarget {}
extension UInt32: ConversionTarget {}
extension UInt64: ConversionTarget {}
extension Float: ConversionTarget {}
extension Double: ConversionTarget {}

private func convertToBool<S: RealPixel>(_ source: Span<S>, _ target: UnsafeMutableRawBufferPointer) -> Int {
    for index in 0..<source.count { target[index] = source[index].doubleValue == 0 ? 0 : 1 }
    return 0
}

private func convertAll<S: RealPixel, T: ConversionTarget>(
    _ source: Span<S>, _ target: UnsafeMutableRawBufferPointer, _: T.Type
) -> Int {
    if let kernel = S.self as? any (RealPixel & BinaryInteger).Type {
        return convertWhole(kernel, source, target, T.self)
    }
    return convertReal(source, target, T.self)
}

private func convertWhole<W: RealPixel & BinaryInteger, S: RealPixel, T: ConversionTarget>(
    _: W.Type, _ source: Span<S>, _ target: UnsafeMutableRawBufferPointer, _: T.Type
) -> Int {
    source.withUnsafeBytes { bytes in
        convertIntegers(Span<W>(_unsafeElements: bytes.bindMemory(to: W.self)), target, T.self)
    }
}

@specialized(where S == UInt16, T == Float)
@specialized(where S == UInt8, T == Float)
@specialized(where S == UInt16, T == UInt8)
@specialized(where S == UInt8, T == UInt16)
@specialized(where S == Int16, T == Float)
@specialized(where S == UInt16, T == Double)
private func convertIntegers<S: RealPixel & BinaryInteger, T: ConversionTarget>(
    _ source: Span<S>, _ target: UnsafeMutableRawBufferPointer, _: T.Type
) -> Int {
    var clipped = 0
    for index in 0..<source.count {
        let (value, exact) = T.nearest(source[index])
        clipped &+= exact ? 0 : 1
        target.storeBytes(of: value, toByteOffset: index &* MemoryLayout<T>.size, as: T.self)
    }
    return clipped
}

@specialized(where S == Float, T == UInt16)
@specialized(where S == Float, T == UInt8)
@specialized(where S == Float, T == Double)
@specialized(where S == Double, T == Float)
private func convertReal<S: RealPixel, T: ConversionTarget>(
    _ source: Span<S>, _ target: UnsafeMutableRawBufferPointer, _: T.Type
) -> Int {
    var clipped = 0
    for index in 0..<source.count {
        let (value, exact) = T.nearest(source[index].doubleValue)
        clipped &+= exact ? 0 : 1
        target.storeBytes(of: value, toByteOffset: index &* MemoryLayout<T>.size, as: T.self)
    }
    return clipped
}
