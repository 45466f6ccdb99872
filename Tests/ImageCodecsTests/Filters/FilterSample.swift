import ImageCore
import ImageCodecs
import ImageCore
import Testing

/// What numcodecs 0.16.6 makes of bytes, in hexadecimal digits.
struct FilterSample: Sendable {
    let codec: any ByteCodec
    let plain: [UInt8]
    let encoded: [UInt8]
    let decoded: [UInt8]

    /// A sample; a filter that loses nothing decodes to what was encoded.
    init(_ codec: any ByteCodec, plain: String, encoded: String, decoded: String? = nil) {
        self.codec = codec
        self.plain = Self.bytes(plain)
        self.encoded = Self.bytes(encoded)
        self.decoded = Self.bytes(decoded ?? plain)
    }

    /// Checks both directions, the sizes that are told before, and too little room.
    func check(sourceLocation: SourceLocation = #_sourceLocation) throws {
        #expect(try codec.encoded(plain) == encoded, sourceLocation: sourceLocation)
        #expect(codec.encodedByteCountLimit(plain.count) == encoded.count, sourceLocation: sourceLocation)
        for extra in [0, 40] {
            #expect(
                try codec.decoded(encoded, room: decoded.count + extra) == decoded, sourceLocation: sourceLocation)
        }
        if decoded.count > 0 {
            #expect(throws: CodecError.self, sourceLocation: sourceLocation) {
                try codec.decoded(encoded, room: decoded.count - 1)
            }
        }
        for length in 0..<encoded.count {
            do { _ = try codec.decoded(Array(encoded[..<length]), room: decoded.count) } catch is CodecError {}
        }
    }

    private static func bytes(_ digits: String) -> [UInt8] {
        let values = digits.utf8.compactMap { UInt8(String(UnicodeScalar($0)), radix: 16) }
        return stride(from: 0, to: values.count - 1, by: 2).map { values[$0] << 4 | values[$0 + 1] }
    }
}

extension StoredType {
    /// Types of numbers in tests, as NumPy writes them.
    static let (u1, i1, b1) = (StoredType(.uint8), StoredType(.int8), StoredType(.bool))
    static let (u2, i2, u4, i4) = (StoredType(.uint16), StoredType(.int16), StoredType(.uint32), StoredType(.int32))
    static let (u8, i8) = (StoredType(.uint64), StoredType(.int64))
    static let (f2, f4, f8) = (StoredType(.float16), StoredType(.float32), StoredType(.float64))
}
