import CISAL

/// The checksums that ISA-L computes.
enum ChecksumFunctions {
    /// CRC-32C (Castagnoli), as iSCSI (RFC 3720) has it.
    static func crc32c(_ bytes: RawSpan) -> UInt32 {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return 0 }
            var value = UInt32.max
            var position = 0
            while position < buffer.count {
                // The library counts in 32 bits.
                let count = min(buffer.count - position, 1 << 30)
                value = crc32_iscsi(
                    UnsafeMutablePointer(mutating: (base + position).assumingMemoryBound(to: UInt8.self)),
                    Int32(count), value)
                position += count
            }
            return ~value
        }
    }

    /// The CRC-32 of gzip and zlib.
    static func crc32(_ bytes: RawSpan) -> UInt32 {
        var checksum = CRC32()
        bytes.withUnsafeBytes { checksum.append($0) }
        return checksum.value
    }

    /// The Adler-32 of zlib (RFC 1950).
    static func adler32(_ bytes: RawSpan) -> UInt32 {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return 1 }
            return isal_adler32(1, base.assumingMemoryBound(to: UInt8.self), UInt64(buffer.count))
        }
    }
}
