/// A Swift type that pixels of one element type can be viewed as.
///
/// `bool` images are viewed as `UInt8` (0 or 1), since Swift's `Bool` has no meaning for other bit patterns.
public protocol Pixel: BitwiseCopyable, Sendable, Equatable {
    /// The element type whose memory layout this type has.
    static var elementType: ElementType { get }
}

/// A pixel that is one real number.
public protocol RealPixel: Pixel, Comparable {
    /// The value as a double; whole numbers above 2^53 are rounded.
    var doubleValue: Double { get }
}

extension RealPixel where Self: BinaryInteger {
    /// The value as a double.
    public var doubleValue: Double { Double(self) }
}

extension Int8: RealPixel {
    /// The element type with this memory layout.
    public static var elementType: ElementType { .int8 }
}
extension Int16: RealPixel {
    /// The element type with this memory layout.
    public static var elementType: ElementType { .int16 }
}
extension Int32: RealPixel {
    /// The element type with this memory layout.
    public static var elementType: ElementType { .int32 }
}
extension Int64: RealPixel {
    /// The element type with this memory layout.
    public static var elementType: ElementType { .int64 }
}
extension UInt8: RealPixel {
    /// The element type with this memory layout.
    public static var elementType: ElementType { .uint8 }
}
extension UInt16: RealPixel {
    /// The element type with this memory layout.
    public static var elementType: ElementType { .uint16 }
}
extension UInt32: RealPixel {
    /// The element type with this memory layout.
    public static var elementType: ElementType { .uint32 }
}
extension UInt64: RealPixel {
    /// The element type with this memory layout.
    public static var elementType: ElementType { .uint64 }
}

extension Float: RealPixel {
    /// The element type with this memory layout.
    public static var elementType: ElementType { .float32 }
    /// The value as a double.
    public var doubleValue: Double { Double(self) }
}

extension Double: RealPixel {
    /// The element type with this memory layout.
    public static var elementType: ElementType { .float64 }
    /// The value as a double.
    public var doubleValue: Double { self }
}

/// A half-precision number (IEEE 754 binary16), kept as its bits because Swift's `Float16` does not exist on every
/// platform.
public struct Half: RealPixel {
    /// The sixteen bits.
    public var bitPattern: UInt16

    /// The number with these bits.
    public init(bitPattern: UInt16) {
        self.bitPattern = bitPattern
    }

    /// The nearest half-precision number; of two, the even one.
    public init(_ value: Double) {
        let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
        let magnitude = value.magnitude
        if value.isNaN {
            bitPattern = sign | 0x7E00
        } else if magnitude >= 65520 {
            bitPattern = sign | 0x7C00
        } else if magnitude < 0x1p-14 {
            // Subnormal: a multiple of 2^-24; 1024 of them are the smallest normal number, whose bits follow.
            bitPattern = sign | UInt16((magnitude * 0x1p24).rounded(.toNearestOrEven))
        } else {
            // The bits to drop are rounded away; a carry into the exponent is right.
            let bits = magnitude.bitPattern - UInt64(1023 - 15) << 52
            let rounded = (bits + (1 << 41 - 1) + (bits >> 42 & 1)) >> 42
            bitPattern = sign | UInt16(truncatingIfNeeded: rounded)
        }
    }

    /// The element type with this memory layout.
    public static var elementType: ElementType { .float16 }

    /// The value as a double.
    public var doubleValue: Double {
        let exponent = Int(bitPattern >> 10) & 0x1F
        let fraction = UInt64(bitPattern & 0x3FF)
        let magnitude: Double =
            switch exponent {
            case 0: Double(fraction) * 0x1p-24
            case 31: fraction == 0 ? .infinity : .nan
            default: Double(bitPattern: UInt64(exponent - 15 + 1023) << 52 | fraction << 42)
            }
        return bitPattern & 0x8000 == 0 ? magnitude : -magnitude
    }

    /// Compares as numbers: a NaN equals nothing.
    public static func == (a: Half, b: Half) -> Bool { a.doubleValue == b.doubleValue }
    /// Compares as numbers.
    public static func < (a: Half, b: Half) -> Bool { a.doubleValue < b.doubleValue }
}

/// A complex number of two single-precision parts.
public struct Complex64: Pixel {
    /// The real part.
    public var real: Float
    /// The imaginary part.
    public var imaginary: Float
    /// The element type with this memory layout.
    public static var elementType: ElementType { .complex64 }

    /// The number `real + imaginary i`.
    public init(real: Float, imaginary: Float) {
        self.real = real
        self.imaginary = imaginary
    }
}

/// A complex number of two double-precision parts.
public struct Complex128: Pixel {
    /// The real part.
    public var real: Double
    /// The imaginary part.
    public var imaginary: Double
    /// The element type with this memory layout.
    public static var elementType: ElementType { .complex128 }

    /// The number `real + imaginary i`.
    public init(real: Double, imaginary: Double) {
        self.real = real
        self.imaginary = imaginary
    }
}
