/// How elements of a type are summed and what their mean is.
///
/// The number of elements is always a power of two, `1 << shift`: a halved axis gives two of them or, at its end, one.
protocol MeanKernel {
    associatedtype Element: BitwiseCopyable
    associatedtype Sum
    /// The element at an address.
    static func one(_ address: UnsafeRawPointer) -> Sum
    /// The sum of the element at an address and the one behind it.
    static func two(_ address: UnsafeRawPointer) -> Sum
    static func add(_ a: Sum, _ b: Sum) -> Sum
    static func mean(_ sum: Sum, shift: Int) -> Element
}

extension MeanKernel {
    @inline(__always) static func two(_ address: UnsafeRawPointer) -> Sum {
        add(one(address), one(address + MemoryLayout<Element>.size))
    }
}

/// Whole numbers, summed in a type of twice their size and the same sign.
///
/// A sum of 64 of them fits into it with room for rounding.
enum WholeMean<Element: FixedWidthInteger & BitwiseCopyable, Wide: FixedWidthInteger & BitwiseCopyable>: MeanKernel {
    @inline(__always) static func one(_ address: UnsafeRawPointer) -> Wide {
        Wide(truncatingIfNeeded: address.loadUnaligned(as: Element.self))
    }

    /// Two neighbours are loaded as one number and taken apart, which needs no shuffling of vectors; which of them is
    /// the upper half makes no difference to the sum.
    @inline(__always) static func two(_ address: UnsafeRawPointer) -> Wide {
        let both = address.loadUnaligned(as: Wide.self)
        let lower = Wide(truncatingIfNeeded: Element(truncatingIfNeeded: both))
        return lower &+ (both &>> Wide(truncatingIfNeeded: Element.bitWidth))
    }

    @inline(__always) static func add(_ a: Wide, _ b: Wide) -> Wide { a &+ b }

    @inline(__always) static func mean(_ sum: Wide, shift: Int) -> Element {
        let half = Wide(truncatingIfNeeded: (1 &<< shift) &>> 1)
        var rounded = sum &+ half
        // Shifting rounds down: below zero, a half must not be enough to go up.
        if Wide.isSigned, shift > 0 { rounded = rounded &+ (sum &>> Wide(truncatingIfNeeded: Wide.bitWidth - 1)) }
        return Element(truncatingIfNeeded: rounded &>> Wide(truncatingIfNeeded: shift))
    }
}

/// Truth values: any byte but 0 is true.
enum TruthMean: MeanKernel {
    @inline(__always) static func one(_ address: UnsafeRawPointer) -> UInt8 {
        address.load(as: UInt8.self) == 0 ? 0 : 1
    }
    @inline(__always) static func add(_ a: UInt8, _ b: UInt8) -> UInt8 { a &+ b }
    @inline(__always) static func mean(_ sum: UInt8, shift: Int) -> UInt8 {
        (sum &<< 1) >= (1 &<< UInt8(truncatingIfNeeded: shift)) ? 1 : 0
    }
}

/// Single-precision numbers, summed in double precision, where no sum of them overflows.
enum FloatMean: MeanKernel {
    @inline(__always) static func one(_ address: UnsafeRawPointer) -> Double {
        Double(address.loadUnaligned(as: Float.self))
    }
    @inline(__always) static func add(_ a: Double, _ b: Double) -> Double { a + b }
    @inline(__always) static func mean(_ sum: Double, shift: Int) -> Float { Float(sum * share(shift)) }

    /// One divided by `1 << shift`, exactly.
    @inline(__always) static func share(_ shift: Int) -> Double {
        Double(bitPattern: UInt64(truncatingIfNeeded: 1023 &- shift) &<< 52)
    }
}

/// Double-precision numbers.
enum DoubleMean: MeanKernel {
    @inline(__always) static func one(_ address: UnsafeRawPointer) -> Double { address.loadUnaligned(as: Double.self) }
    @inline(__always) static func add(_ a: Double, _ b: Double) -> Double { a + b }
    @inline(__always) static func mean(_ sum: Double, shift: Int) -> Double { sum * FloatMean.share(shift) }
}

/// Half-precision numbers, whose sums are exact in double precision.
enum HalfMean: MeanKernel {
    @inline(__always) static func one(_ address: UnsafeRawPointer) -> Double {
        Half(bitPattern: address.loadUnaligned(as: UInt16.self)).doubleValue
    }
    @inline(__always) static func add(_ a: Double, _ b: Double) -> Double { a + b }
    @inline(__always) static func mean(_ sum: Double, shift: Int) -> UInt16 {
        bits(of: sum * FloatMean.share(shift))
    }

    /// The nearest half-precision number, ties to even.
    static func bits(of value: Double) -> UInt16 {
        let sign: UInt16 = value.sign == .minus ? 0x8000 : 0
        if value.isNaN { return sign | 0x7E00 }
        let magnitude = value.magnitude
        // Half of the last step above the largest number belongs to infinity.
        if magnitude >= 65520 { return sign | 0x7C00 }
        // The distance between neighbours: that of the value's power of two, or that of the smallest numbers.
        let exponent = magnitude < 0x1p-14 ? -14 : Int(magnitude.exponent)
        let steps = magnitude * FloatMean.share(exponent - 10)
        // Carries into the exponent where rounding reaches the next power of two.
        let whole = UInt16(steps.rounded(.toNearestOrEven))
        return magnitude < 0x1p-14 ? sign | whole : sign | (UInt16(exponent + 14) << 10) &+ whole
    }
}

/// Complex numbers of two single-precision parts.
enum ComplexFloatMean: MeanKernel {
    @inline(__always) static func one(_ address: UnsafeRawPointer) -> Complex128 {
        let value = address.loadUnaligned(as: Complex64.self)
        return Complex128(real: Double(value.real), imaginary: Double(value.imaginary))
    }
    @inline(__always) static func add(_ a: Complex128, _ b: Complex128) -> Complex128 { ComplexMean.add(a, b) }
    @inline(__always) static func mean(_ sum: Complex128, shift: Int) -> Complex64 {
        let mean = ComplexMean.mean(sum, shift: shift)
        return Complex64(real: Float(mean.real), imaginary: Float(mean.imaginary))
    }
}

/// Complex numbers of two double-precision parts.
enum ComplexMean: MeanKernel {
    @inline(__always) static func one(_ address: UnsafeRawPointer) -> Complex128 {
        address.loadUnaligned(as: Complex128.self)
    }
    @inline(__always) static func add(_ a: Complex128, _ b: Complex128) -> Complex128 {
        Complex128(real: a.real + b.real, imaginary: a.imaginary + b.imaginary)
    }
    @inline(__always) static func mean(_ sum: Complex128, shift: Int) -> Complex128 {
        let share = FloatMean.share(shift)
        return Complex128(real: sum.real * share, imaginary: sum.imaginary * share)
    }
}
