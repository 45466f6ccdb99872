/// Stored numbers that stand for others: value = stored * slope + intercept.
public struct LinearScaling: Sendable, Hashable {
    /// The factor.
    public var slope: Double
    /// What is added; of complex numbers, to the real part.
    public var intercept: Double

    /// A scaling.
    public init(slope: Double, intercept: Double) {
        self.slope = slope
        self.intercept = intercept
    }

    /// The types that stored numbers of a type can be scaled to.
    public static func isPossible(from stored: ElementType, to scaled: ElementType) -> Bool {
        switch stored {
        case .bool, .float16: false
        case .complex64: scaled == .complex64 || scaled == .complex128
        case .complex128: scaled == .complex128
        default: scaled == .float32 || scaled == .float64
        }
    }
}

extension ScatterTarget {
    /// Fills a part of the block with scaled numbers, computed in double precision.
    ///
    /// - Parameters:
    ///   - source: a block whose first bytes are stored numbers in native byte order, as many as the part holds.
    ///   - range: the bytes to fill.
    /// - Throws: `unsupported` for types that are not scaled to each other, `limitExceeded` for ranges outside.
    public func scale(
        _ source: ScatterTarget, of stored: ElementType, by scaling: LinearScaling, to range: Range<Int>,
        as scaled: ElementType
    ) throws {
        guard LinearScaling.isPossible(from: stored, to: scaled) else {
            throw ImageError.unsupported("\(stored) numbers are not scaled to \(scaled)")
        }
        let count = range.count / scaled.size
        try source.withUnsafeBytes(0..<count * stored.size) { from in
            try withUnsafeBytes(range) { to in
                guard let from = from.baseAddress, let to = to.baseAddress else { return }
                switch stored {
                case .complex64 where scaled == .complex64:
                    scaleComplex(from, to, count, scaling, Float.self, Float.self)
                case .complex64: scaleComplex(from, to, count, scaling, Float.self, Double.self)
                case .complex128: scaleComplex(from, to, count, scaling, Double.self, Double.self)
                default:
                    guard let type = stored.pixelType as? any RealPixel.Type else { return }
                    if scaled == .float32 {
                        scaleReal(type, from, to, count, scaling, Float.self)
                    } else {
                        scaleReal(type, from, to, count, scaling, Double.self)
                    }
                }
            }
        }
    }
}

@specialized(where S == UInt8, T == Float)
@specialized(where S == Int8, T == Float)
@specialized(where S == Int16, T == Float)
@specialized(where S == UInt16, T == Float)
@specialized(where S == Float, T == Float)
@specialized(where S == Float, T == Double)
@specialized(where S == UInt8, T == Double)
@specialized(where S == Int16, T == Double)
@specialized(where S == UInt16, T == Double)
@specialized(where S == Int32, T == Double)
@specialized(where S == UInt32, T == Double)
@specialized(where S == Double, T == Double)
private func scaleReal<S: RealPixel, T: BinaryFloatingPoint & BitwiseCopyable>(
    _: S.Type, _ from: UnsafeMutableRawPointer, _ to: UnsafeMutableRawPointer, _ count: Int, _ scaling: LinearScaling,
    _: T.Type
) {
    let (slope, intercept) = (scaling.slope, scaling.intercept)
    for place in 0..<count {
        let stored = from.loadUnaligned(fromByteOffset: place &* MemoryLayout<S>.size, as: S.self)
        to.storeBytes(
            of: T(stored.doubleValue * slope + intercept), toByteOffset: place &* MemoryLayout<T>.size, as: T.self)
    }
}

@specialized(where S == Float, T == Float)
@specialized(where S == Float, T == Double)
@specialized(where S == Double, T == Double)
private func scaleComplex<S: BinaryFloatingPoint & BitwiseCopyable, T: BinaryFloatingPoint & BitwiseCopyable>(
    _ from: UnsafeMutableRawPointer, _ to: UnsafeMutableRawPointer, _ count: Int, _ scaling: LinearScaling,
    _: S.Type, _: T.Type
) {
    for place in 0..<count {
        for part in 0..<2 {
            let number = place &* 2 &+ part
            let stored = Double(from.loadUnaligned(fromByteOffset: number &* MemoryLayout<S>.size, as: S.self))
            let value = stored * scaling.slope + (part == 0 ? scaling.intercept : 0)
            to.storeBytes(of: T(value), toByteOffset: number &* MemoryLayout<T>.size, as: T.self)
        }
    }
}
