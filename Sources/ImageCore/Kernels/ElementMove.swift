/// How one element is moved: as it is, or with its bytes reversed.
///
/// The kernels of `StridedCopy` are specialised for each.
protocol ElementMove {
    associatedtype Raw: BitwiseCopyable
    /// Whether a run of elements may be copied with `memcpy`.
    static var isPlain: Bool { get }
    static func apply(_ value: Raw) -> Raw
}

/// Sixteen bytes.
struct Pair: BitwiseCopyable {
    var low: UInt64
    var high: UInt64
}

enum Move<Raw: BitwiseCopyable>: ElementMove {
    @inline(__always) static var isPlain: Bool { true }
    @inline(__always) static func apply(_ value: Raw) -> Raw { value }
}

enum Swap2: ElementMove {
    @inline(__always) static var isPlain: Bool { false }
    @inline(__always) static func apply(_ value: UInt16) -> UInt16 { value.byteSwapped }
}

enum Swap4: ElementMove {
    @inline(__always) static var isPlain: Bool { false }
    @inline(__always) static func apply(_ value: UInt32) -> UInt32 { value.byteSwapped }
}

enum Swap8: ElementMove {
    @inline(__always) static var isPlain: Bool { false }
    @inline(__always) static func apply(_ value: UInt64) -> UInt64 { value.byteSwapped }
}

/// A complex number of two floats.
enum Swap4Twice: ElementMove {
    @inline(__always) static var isPlain: Bool { false }
    @inline(__always) static func apply(_ value: UInt64) -> UInt64 {
        let swapped = value.byteSwapped
        return swapped << 32 | swapped >> 32
    }
}

/// A complex number of two doubles.
enum Swap8Twice: ElementMove {
    @inline(__always) static var isPlain: Bool { false }
    @inline(__always) static func apply(_ value: Pair) -> Pair {
        Pair(low: value.low.byteSwapped, high: value.high.byteSwapped)
    }
}
