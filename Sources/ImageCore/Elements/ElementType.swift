/// The type of one stored pixel sample.
///
/// Raw values are NumPy's names.
///
/// A `bool` is one byte, 0 or 1. Complex numbers are real part then imaginary part.
public enum ElementType: String, Sendable, Hashable, CaseIterable {
    case bool
    case int8, int16, int32, int64
    case uint8, uint16, uint32, uint64
    case float16, float32, float64
    case complex64, complex128

    /// The size in bytes.
    public var size: Int {
        switch self {
        case .bool, .int8, .uint8: 1
        case .int16, .uint16, .float16: 2
        case .int32, .uint32, .float32: 4
        case .int64, .uint64, .float64, .complex64: 8
        case .complex128: 16
        }
    }

    /// How many bytes are reversed together when byte order changes: the element, or each part of a complex number.
    public var swapWidth: Int { isComplex ? size / 2 : size }

    /// Whether a number has a real and an imaginary part.
    public var isComplex: Bool { self == .complex64 || self == .complex128 }

    /// Whether it is a real floating-point number.
    public var isFloatingPoint: Bool { self == .float16 || self == .float32 || self == .float64 }

    /// Whether it is a whole number (`bool` is none).
    public var isInteger: Bool {
        switch self {
        case .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64: true
        default: false
        }
    }
}

extension ElementType: CustomStringConvertible {
    /// NumPy's name.
    public var description: String { rawValue }
}

/// The order of the bytes of a number in a file.
public enum ByteOrder: String, Sendable, Hashable {
    case little, big

    /// The order of this machine.
    public static var native: ByteOrder { Int(1).littleEndian == 1 ? .little : .big }
}
