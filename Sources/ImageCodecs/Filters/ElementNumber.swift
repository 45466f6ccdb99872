import ImageCore

/// A number of a stored type, which can be made of any other the way NumPy casts, without ever trapping.
protocol ElementNumber {
    associatedtype Raw: FixedWidthInteger & BitwiseCopyable
    init(raw: Raw)
    var raw: Raw { get }
    /// The value modulo 2^64; a real number loses its fraction.
    init(wrapping value: Int64)
    var wrapped: Int64 { get }
    /// The value as a real number.
    init(real value: Double)
    var real: Double { get }
}

extension ElementNumber where Self: FixedWidthInteger & BitwiseCopyable {
    @inline(__always) init(raw: Self) { self = raw }
    @inline(__always) var raw: Self { self }
    @inline(__always) init(wrapping value: Int64) { self.init(truncatingIfNeeded: value) }
    @inline(__always) var wrapped: Int64 { Int64(truncatingIfNeeded: self) }
    @inline(__always) init(real value: Double) { self.init(truncatingIfNeeded: value.wrappedWhole) }
    @inline(__always) var real: Double { Double(self) }
}

extension Int8: ElementNumber {}
extension Int16: ElementNumber {}
extension Int32: ElementNumber {}
extension Int64: ElementNumber {}
extension UInt8: ElementNumber {}
extension UInt16: ElementNumber {}
extension UInt32: ElementNumber {}
extension UInt64: ElementNumber {}

extension Float: ElementNumber {
    @inline(__always) init(raw: UInt32) { self.init(bitPattern: raw) }
    @inline(__always) var raw: UInt32 { bitPattern }
    @inline(__always) init(wrapping value: Int64) { self.init(value) }
    @inline(__always) var wrapped: Int64 { Double(self).wrappedWhole }
    @inline(__always) init(real value: Double) { self.init(value) }
    @inline(__always) var real: Double { Double(self) }
}

extension Double: ElementNumber {
    @inline(__always) init(raw: UInt64) { self.init(bitPattern: raw) }
    @inline(__always) var raw: UInt64 { bitPattern }
    @inline(__always) init(wrapping value: Int64) { self.init(value) }
    @inline(__always) var wrapped: Int64 { wrappedWhole }
    @inline(__always) init(real value: Double) { self = value }
    @inline(__always) var real: Double { self }
}

extension Half: ElementNumber {
    init(raw: UInt16) { self.init(bitPattern: raw) }
    var raw: UInt16 { bitPattern }
    init(wrapping value: Int64) { self.init(real: Double(value)) }
    var wrapped: Int64 { doubleValue.wrappedWhole }
    var real: Double { doubleValue }
    init(real value: Double) { self.init(value) }
}

/// A truth value: everything but 0 is true, and true is 1.
struct Truth: ElementNumber {
    let raw: UInt8
    @inline(__always) init(raw: UInt8) { self.raw = raw }
    @inline(__always) init(wrapping value: Int64) { raw = value == 0 ? 0 : 1 }
    @inline(__always) var wrapped: Int64 { raw == 0 ? 0 : 1 }
    @inline(__always) init(real value: Double) { raw = value == 0 ? 0 : 1 }
    @inline(__always) var real: Double { raw == 0 ? 0 : 1 }
}

extension Double {
    /// The whole part modulo 2^64, where 64 bits hold it; otherwise the nearest value they hold, and 0 of NaN.
    @inline(__always) var wrappedWhole: Int64 {
        // The largest double below 2^63.
        if self >= -0x1p63, self < 0x1p63 { return Int64(self) }
        if isNaN { return 0 }
        if self < 0 { return .min }
        return Int64(truncatingIfNeeded: self < 0x1p64 ? UInt64(self) : .max)
    }
}
