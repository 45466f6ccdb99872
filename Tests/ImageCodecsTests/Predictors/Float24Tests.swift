import ImageCodecs
import ImageCore
import Testing

@Suite struct Float24Tests {
    /// What `float24_decode` of imagecodecs 2026.3.6 makes of numbers.
    private static let samples: [(UInt32, UInt32)] = [
        (0, 0), (0x800000, 0x8000_0000), (0x000001, 0x1880_0000), (0x00FFFF, 0x207F_FF00), (0x7F0000, 0x7F80_0000),
        (0x7F0001, 0x7FC0_0000), (0xFF0000, 0xFF80_0000), (0x3F0000, 0x3F80_0000), (0x7FFFFF, 0x7FC0_0000),
        (0x010000, 0x2080_0000), (0x008000, 0x2000_0000),
    ]

    @Test("data of imagecodecs", arguments: [ByteOrder.little, .big]) func reference(order: ByteOrder) throws {
        for (narrow, wide) in Self.samples {
            #expect(try Float24(byteOrder: order).decoded(Self.bytes(narrow, order), room: 4) == Self.native(wide))
        }
    }

    /// What `float24_encode` makes of numbers: the nearest, to even on a tie.
    @Test("encoding") func encoding() throws {
        let numbers: [(Float, UInt32)] = [
            (0, 0), (-0.0, 0x800000), (1, 0x3F0000), (1.5, 0x3F8000), (3.14159274, 0x409220), (1e-30, 0),
            (1e30, 0x7F0000), (.infinity, 0x7F0000), (-.infinity, 0xFF0000), (.nan, 0x7F8000), (0x1p-62, 0x010000),
            (0x1p-63, 0x008000), (0x1p-70, 0x000100), (0x1p-78, 1), (0x1p-79, 0), (0x1p-80, 0), (6e18, 0x7D4D11),
            (1 + 0x1p-17, 0x3F0000), (1 + 0x3p-17, 0x3F0002), (0x1.FFFFFEp64, 0x7F0000),
        ]
        for (number, narrow) in numbers {
            let codec = Float24(byteOrder: .big)
            #expect(try codec.encoded(Self.native(number.bitPattern)) == Self.bytes(narrow, .big), "\(number)")
        }
    }

    @Test("every number comes back") func round() throws {
        let codec = Float24(byteOrder: .little)
        // All but those that are no numbers.
        let narrow = (UInt32(0)..<1 << 24).filter { $0 % 61 == 0 && $0 & 0x7F_FFFF <= 0x7F_0000 }
        let bytes = narrow.flatMap { Self.bytes($0, .little) }
        #expect(try codec.encoded(codec.decoded(bytes, room: narrow.count * 4)) == bytes)
    }

    @Test("no whole number of elements") func invalid() {
        #expect(throws: CodecError.self) { try Float24(byteOrder: .big).decoded([1, 2, 3, 4], room: 8) }
        #expect(throws: CodecError.self) { try Float24(byteOrder: .big).encoded([1, 2, 3]) }
        #expect(throws: CodecError.self) { try Float24(byteOrder: .big).decoded([1, 2, 3], room: 3) }
    }

    private static func bytes(_ number: UInt32, _ order: ByteOrder) -> [UInt8] {
        let bytes = [0, 8, 16].map { UInt8(truncatingIfNeeded: number >> $0) }
        return order == .little ? bytes : bytes.reversed()
    }

    private static func native(_ number: UInt32) -> [UInt8] { withUnsafeBytes(of: number) { Array($0) } }
}
