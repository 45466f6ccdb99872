import CISAL
import ImageCore

/// The CRC-32 of gzip (RFC 1952, 8) over bytes whose parts are counted apart from each other.
package struct CRC32: Sendable {
    /// The checksum so far.
    package private(set) var value: UInt32 = 0
    /// How many bytes went into it.
    package private(set) var byteCount = 0

    /// The checksum of nothing.
    package init() {}

    /// The checksum of so many bytes, as it was noted.
    package init(value: UInt32, byteCount: Int) {
        self.value = value
        self.byteCount = byteCount
    }

    /// Adds bytes at the end.
    package mutating func append(_ bytes: RawSpan) {
        bytes.withUnsafeBytes { append($0) }
    }

    /// Adds bytes at the end.
    mutating func append(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        value = crc32_gzip_refl(
            value, UnsafeMutablePointer(mutating: base.assumingMemoryBound(to: UInt8.self)), UInt64(bytes.count))
        byteCount += bytes.count
    }

    /// Adds the bytes at the end that another checksum was made of.
    ///
    /// A checksum is a remainder of polynomials over bits: bytes that follow multiply it by x to the power of their bits.
    package mutating func append(_ other: CRC32) {
        guard byteCount > 0 else { return self = other }
        guard other.byteCount > 0 else { return }
        var power: UInt32 = 1 << 31
        var square: UInt32 = 1 << (31 - 8)
        var exponent = other.byteCount
        while exponent > 0 {
            if exponent & 1 == 1 { power = Self.product(power, square) }
            square = Self.product(square, square)
            exponent >>= 1
        }
        value = Self.product(power, value) ^ other.value
        byteCount += other.byteCount
    }

    /// The product of two polynomials modulo that of the CRC; the highest bit is the coefficient of x^0.
    private static func product(_ a: UInt32, _ b: UInt32) -> UInt32 {
        var product: UInt32 = 0
        var b = b
        for bit in (0..<32).reversed() {
            if a >> UInt32(bit) & 1 == 1 { product ^= b }
            b = b & 1 == 1 ? b >> 1 ^ 0xEDB8_8320 : b >> 1
        }
        return product
    }
}
