import ImageCodecs
import ImageTesting
import Testing

@Suite struct RunLengthBytesTests {
    @Test("the contract") func contract() throws {
        try CodecContract(RunLengthBytes(), detectsDamage: false).check()
    }

    /// Apple's technical note 1023.
    @Test("the example of its inventor") func example() throws {
        let packed: [UInt8] = [
            0xFE, 0xAA, 0x02, 0x80, 0x00, 0x2A, 0xFD, 0xAA, 0x03, 0x80, 0x00, 0x2A, 0x22, 0xF7, 0xAA,
        ]
        let plain: [UInt8] =
            [0xAA, 0xAA, 0xAA, 0x80, 0x00, 0x2A, 0xAA, 0xAA, 0xAA, 0xAA, 0x80, 0x00, 0x2A, 0x22]
            + Array(repeating: 0xAA, count: 10)
        #expect(try RunLengthBytes().decoded(packed, room: 24) == plain)
        #expect(try RunLengthBytes().encoded(plain) == packed)
        #expect(try RunLengthBytes().decoded([0x80, 0x80] + packed + [0x80], room: 24) == plain)
        #expect(try RunLengthBytes(ignoresExcess: true).decoded(packed, room: 5) == Array(plain[..<5]))
        #expect(throws: CodecError("packbits of bytes: the data decode to more than the 5 bytes expected")) {
            try RunLengthBytes().decoded(packed, room: 5)
        }
        #expect(throws: CodecError("packbits of bytes: the data end after 5 of the 24 bytes expected")) {
            try RunLengthBytes().decoded(Array(packed[..<5]), room: 24)
        }
    }

    /// `packbits_encode` of imagecodecs makes the same of these, but for one mark of a run of two.
    @Test("data of imagecodecs") func reference() throws {
        let plain: [UInt8] = [1, 2, 3, 3, 3, 3, 4, 4, 5] + Array(repeating: 7, count: 200) + Array(0..<140)
        let packed: [UInt8] =
            [1, 1, 2, 0xFD, 3, 0xFF, 4, 0, 5, 0x81, 7, 0xB9, 7, 0x7F] + Array(0..<128) + [11] + Array(128..<140)
        #expect(try RunLengthBytes().decoded(packed, room: 349) == plain)
        #expect(try RunLengthBytes().encoded(plain) == packed)
    }

    @Test("the limit holds") func limit() throws {
        #expect(RunLengthBytes().encodedByteCountLimit(.max) == .max)
        var numbers = SeededNumbers(seed: 2)
        for count in 0..<600 {
            let plain = (0..<count).map { _ in UInt8.random(in: 0...2, using: &numbers) }
            let packed = try RunLengthBytes().encoded(plain)
            #expect(try RunLengthBytes().decoded(packed, room: count) == plain)
        }
    }
}
