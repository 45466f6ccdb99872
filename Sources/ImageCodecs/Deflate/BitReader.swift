/// Reads bits out of bytes, the lowest first (RFC 1951, 3.1.1), and never beyond their end.
///
/// `refill` makes at least 56 bits ready while there are so many; what is taken beyond the end shows as `isExhausted`
/// and reads as zeros.
struct BitReader {
    private let base: UnsafePointer<UInt8>
    private let count: Int
    private var next: Int
    private(set) var bits: UInt64 = 0
    private var bitCount = 0

    /// A reader at a bit of `count` bytes.
    init(_ base: UnsafePointer<UInt8>, count: Int, bit: Int) {
        self.base = base
        self.count = count
        next = min(bit / 8, count)
        refill()
        drop(bit % 8)
    }

    /// The next bit to be taken, counted from the first byte.
    var position: Int { next * 8 - bitCount }

    /// Whether more bits were taken than there are.
    var isExhausted: Bool { bitCount < 0 }

    /// Makes more bits ready.
    mutating func refill() {
        guard bitCount >= 0 else { return }
        if next + 8 <= count {
            bits |= Self.word(base + next) << UInt64(bitCount)
            next += (63 - bitCount) / 8
            bitCount |= 56
            return
        }
        while bitCount <= 56, next < count {
            bits |= UInt64(base[next]) << UInt64(bitCount)
            next += 1
            bitCount += 8
        }
    }

    /// Leaves out some bits that are ready.
    mutating func drop(_ width: Int) {
        bits >>= UInt64(width)
        bitCount -= width
    }

    /// The next bits, at most 32, which must be ready.
    mutating func take(_ width: Int) -> Int {
        let value = Int(bits & (1 << UInt64(width) - 1))
        drop(width)
        return value
    }

    /// Eight bytes at any address as a number.
    @inline(__always)
    static func word(_ address: UnsafePointer<UInt8>) -> UInt64 {
        UInt64(littleEndian: UnsafeRawPointer(address).loadUnaligned(as: UInt64.self))
    }
}
