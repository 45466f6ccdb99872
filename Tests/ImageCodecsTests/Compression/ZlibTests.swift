import ImageCodecs
import ImageTesting
import Testing

@Suite struct ZlibTests {
    @Test("the contract", arguments: 0...3) func contract(level: Int) throws {
        try CodecContract(Zlib(level: level)).check()
    }

    @Test("data of numcodecs") func reference() throws {
        #expect(try Zlib().decoded(NumcodecsSamples.zlib, room: 240) == NumcodecsSamples.numbers)
        #expect(try Zlib().decoded(NumcodecsSamples.zlib + [7], room: 250) == NumcodecsSamples.numbers)
    }

    /// `zlib.compressobj(zdict=b"abcabc")` of `abc`, Python 3.11.
    @Test("data that need a dictionary") func dictionary() {
        let bytes: [UInt8] = [0x78, 0xBB, 0x08, 0x0C, 0x02, 0x4D, 0x03, 0x22, 0x00, 0x02, 0x4D, 0x01, 0x27]
        #expect(throws: CodecError("zlib: the data need a dictionary, which is not there")) {
            try Zlib().decoded(bytes, room: 10)
        }
    }

    @Test("data without all of their checksum, and data that are longer than expected") func ends() throws {
        let whole = NumcodecsSamples.zlib
        for missing in 1...4 {
            #expect(throws: CodecError("zlib: the data end before their checksum"), "\(missing)") {
                try Zlib().decoded(Array(whole.dropLast(missing)), room: 240)
            }
        }
        #expect(throws: CodecError("zlib: the data decode to more than the 239 bytes expected")) {
            try Zlib().decoded(whole, room: 239)
        }
    }

    @Test("levels and sizes have ends") func limits() {
        #expect(Zlib(level: 9).level == 3 && Zlib(level: -1).level == 0)
        #expect(Zlib().encodedByteCountLimit(.max) == .max)
    }
}
