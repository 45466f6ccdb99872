import ImageCodecs
import ImageTesting
import Testing

@Suite struct ChecksumTests {
    @Test("the contract", arguments: Checksum.Algorithm.allCases) func contract(_ algorithm: Checksum.Algorithm) throws
    {
        try CodecContract(Checksum(algorithm, position: .start)).check()
        try CodecContract(Checksum(algorithm, position: .end)).check()
    }

    private static let inputs: [[UInt8]] = [
        Array("123456789".utf8), Array("12345678".utf8), (0..<8).flatMap { _ in UInt8.min...UInt8.max } + [1],
        [UInt8](repeating: 255, count: 2000), [],
    ]

    /// The checksums of the inputs by numcodecs 0.16.6, as numbers; its Fletcher-32 has none of nothing.
    private static let expected: [Checksum.Algorithm: [UInt32]] = [
        .crc32c: [0xE306_9283, 0x6087_809A, 0x62C1_286B, 0x4538_C226, 0],
        .crc32: [0xCBF4_3926, 0x9AE0_DAAF, 0xC02A_5800, 0xCB56_26AF, 0],
        .adler32: [0x091E_01DE, 0x0740_01A5, 0x3D76_FC2F, 0xAFAD_C89A, 1],
        .fletcher32: [0x09DF_09D5, 0x000A_D0D4, 0x2B2C_02FE, 0xFFFF_FFFF, 0],
    ]

    @Test("checksums of numcodecs", arguments: Checksum.Algorithm.allCases)
    func reference(algorithm: Checksum.Algorithm) throws {
        let expected = try #require(Self.expected[algorithm])
        for (input, value) in zip(Self.inputs, expected) {
            let bytes = (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
            #expect(try Checksum(algorithm, position: .start).encoded(input) == bytes + input)
            #expect(try Checksum(algorithm, position: .end).encoded(input) == input + bytes)
        }
    }

    @Test("the position that formats expect") func position() {
        #expect(Checksum(.crc32c).position == .end && Checksum(.fletcher32).position == .end)
        #expect(Checksum(.crc32).position == .start && Checksum(.adler32).position == .start)
        #expect(Checksum(.crc32c).name == "crc32c")
    }

    @Test("sizes have an end") func limits() {
        #expect(Checksum(.crc32c).encodedByteCountLimit(.max) == .max)
        #expect(Checksum(.crc32c).encodedByteCountLimit(0) == 4)
    }
}
