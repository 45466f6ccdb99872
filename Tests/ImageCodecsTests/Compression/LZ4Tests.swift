import ImageCodecs
import ImageTesting
import Testing

@Suite struct LZ4Tests {
    @Test("the contract", arguments: [1, 20]) func contract(acceleration: Int) throws {
        try CodecContract(LZ4(acceleration: acceleration), detectsDamage: false).check()
    }

    @Test("data of numcodecs") func reference() throws {
        let bytes = NumcodecsSamples.lz4
        #expect(try LZ4().decoded(bytes, room: 240) == NumcodecsSamples.numbers)
        #expect(try LZ4().encoded(NumcodecsSamples.numbers) == bytes)
        for length in 0..<bytes.count {
            #expect(throws: CodecError.self) { try LZ4().decoded(Array(bytes[..<length]), room: 240) }
        }
    }

    @Test("sizes that are not true") func sizes() {
        for size in [[0xF1, 0, 0, 0], [0xEF, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0x80]] as [[UInt8]] {
            let bytes = size + NumcodecsSamples.lz4.dropFirst(4)
            #expect(throws: CodecError.self) { try LZ4().decoded(Array(bytes), room: 1000) }
        }
        #expect(LZ4().encodedByteCountLimit(.max) == .max)
    }
}
