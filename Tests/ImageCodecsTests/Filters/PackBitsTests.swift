import ImageCodecs
import ImageCore
import ImageTesting
import Testing

@Suite struct PackBitsTests {
    private static let samples = [
        FilterSample(
            PackBits(),
            plain: "0100000101010000010001",
            encoded: "059ca0"),
        FilterSample(
            PackBits(),
            plain: "0100000101010001",
            encoded: "009d"),
        FilterSample(
            PackBits(),
            plain: "",
            encoded: "00"),
    ]

    @Test("data of numcodecs", arguments: samples.indices) func reference(index: Int) throws {
        try Self.samples[index].check()
    }

    @Test("bytes that cannot be") func damaged() {
        for bytes in [[], [1], [8, 0], [255, 255]] as [[UInt8]] {
            #expect(throws: CodecError.self) { try PackBits().decoded(bytes, room: 100) }
        }
        #expect(PackBits().encodedByteCountLimit(.max) == .max / 8 + 2)
    }

    /// `np.packbits` of NumPy, and the other places of the byte.
    @Test("every padding") func paddings() throws {
        let plain: [UInt8] = [1, 0, 0, 1, 1, 1, 0, 0, 1, 0, 1]
        #expect(try PackBits(padding: .last).encoded(plain) == [0x9C, 0xA0, 5])
        #expect(try PackBits(padding: .last).decoded([0x9C, 0xA0, 5], room: 20) == plain)
        #expect(try PackBits(padding: .none).encoded(plain) == [0x9C, 0xA0])
        #expect(try PackBits(padding: .none).decoded([0x9C, 0xA0], room: 11) == plain)
        for padding in [PackBits.Padding.first, .last, .none] {
            let codec = PackBits(padding: padding)
            for count in 0...40 {
                let bits = (0..<count).map { UInt8($0 % 3 == 0 || $0 % 5 == 0 ? 1 : 0) }
                let packed = try codec.encoded(bits)
                #expect(packed.count == codec.encodedByteCountLimit(count))
                #expect(try codec.decoded(packed, room: count) == bits)
            }
        }
    }

    @Test("bytes that cannot be, with every padding") func damagedPaddings() {
        for bytes in [[], [1], [0, 8], [255, 255]] as [[UInt8]] {
            #expect(throws: CodecError.self) { try PackBits(padding: .last).decoded(bytes, room: 100) }
        }
        #expect(throws: CodecError.self) { try PackBits(padding: .last).decoded([255, 0], room: 7) }
        #expect(throws: CodecError.self) { try PackBits(padding: .none).decoded([255, 0], room: 8) }
        #expect(throws: CodecError.self) { try PackBits(padding: .none).decoded([255, 255], room: 4) }
        #expect(PackBits(padding: .none).encodedByteCountLimit(.max) == .max / 8 + 1)
    }
}
