import CNettle
public import ImageCore

/// The SHA-256 checksum (FIPS 180-4) of bytes that come in parts.
public struct SHA256: Sendable {
    private var context = sha256_ctx()

    /// The checksum of no bytes.
    public init() {
        nettle_sha256_init(&context)
    }

    /// Adds bytes.
    public mutating func update(_ bytes: RawSpan) {
        bytes.withUnsafeBytes { buffer in
            guard let base = buffer.baseAddress else { return }
            nettle_sha256_update(&context, buffer.count, base.assumingMemoryBound(to: UInt8.self))
        }
    }

    /// The checksum as 64 lower-case hexadecimal digits.
    public consuming func hexDigest() -> String {
        var digest = [UInt8](repeating: 0, count: Int(SHA256_DIGEST_SIZE))
        nettle_sha256_digest(&context, digest.count, &digest)
        return digest.map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }.joined()
    }

    /// The checksum of bytes.
    public static func hexDigest(of bytes: Bytes) -> String {
        var checksum = SHA256()
        bytes.withBytes { checksum.update($0) }
        return checksum.hexDigest()
    }
}
