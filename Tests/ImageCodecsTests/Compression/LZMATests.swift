import ImageCodecs
import ImageTesting
import Testing

@Suite struct LZMATests {
    private static let filters: [LZMAFilter] = [.delta(distance: 2), .lzma2(.init(preset: 1))]

    @Test("the contract", arguments: [LZMA.Check.crc32, .crc64, .sha256]) func contract(check: LZMA.Check) throws {
        try CodecContract(LZMA(check: check, preset: 1)).check()
    }

    @Test("the contract without checksums") func contractWithoutChecksum() throws {
        try CodecContract(LZMA(format: .alone, preset: 0), detectsDamage: false).check()
        try CodecContract(LZMA(format: .raw, filters: Self.filters), detectsDamage: false).check()
        try CodecContract(LZMA(format: .raw, filters: [.lzma1(.init(preset: 0))]), detectsDamage: false).check()
    }

    @Test("data of numcodecs") func reference() throws {
        let numbers = NumcodecsSamples.numbers
        #expect(try LZMA().decoded(NumcodecsSamples.xz, room: 240) == numbers)
        #expect(try LZMA().decoded(NumcodecsSamples.xzWithDelta, room: 300) == numbers)
        #expect(try LZMA(format: .alone).decoded(NumcodecsSamples.alone, room: 240) == numbers)
        #expect(try LZMA(format: .raw, filters: Self.filters).decoded(NumcodecsSamples.raw, room: 240) == numbers)
        let options = ["dict_size": 65536, "lc": 1, "lp": 1, "pb": 1]
        let filter = try LZMAFilter(id: 0x4000_0000_0000_0001, options: options)
        #expect(try LZMA(format: .raw, filters: [filter]).decoded(NumcodecsSamples.raw1, room: 240) == numbers)
    }

    @Test("streams one after the other") func concatenated() throws {
        let twice = try LZMA().decoded(NumcodecsSamples.xz + NumcodecsSamples.xz, room: 480)
        #expect(twice == NumcodecsSamples.numbers + NumcodecsSamples.numbers)
    }

    @Test("filters as Python describes them") func filters() throws {
        #expect(try LZMAFilter(id: 3, options: ["dist": 2]) == .delta(distance: 2))
        #expect(try LZMAFilter(id: 33, options: ["preset": 1]) == .lzma2(.init(preset: 1)))
        #expect(throws: CodecError.self) { try LZMAFilter(id: 4) }
        #expect(throws: CodecError.self) { try LZMAFilter(id: 33, options: ["level": 1]) }
        #expect(throws: CodecError.self) { try LZMAFilter(id: 33, options: ["lc": -1]) }
    }

    @Test("options that cannot be") func invalid() throws {
        let wrong: [LZMA] = [
            LZMA(format: .raw), LZMA(preset: 10), LZMA(format: .raw, filters: [.delta(distance: 2)]),
            LZMA(filters: [.delta(distance: 0), .lzma2(.init())]), LZMA(filters: [.lzma1(.init())]),
            LZMA(format: .alone, filters: Self.filters), LZMA(filters: Array(repeating: .lzma2(.init()), count: 5)),
            LZMA(filters: [try LZMAFilter(id: 33, options: ["lc": 4, "lp": 4, "pb": 9, "mode": 7, "mf": 99])]),
        ]
        for codec in wrong { #expect(throws: CodecError.self) { try codec.encoded([1, 2, 3]) } }
    }

    @Test("data that ask for too much memory") func memory() throws {
        var bytes = NumcodecsSamples.alone
        bytes.replaceSubrange(1..<5, with: [0, 0, 0, 0x7F])
        #expect(throws: CodecError("lzma: the data need more than 256 MiB to be decoded")) {
            try LZMA(format: .alone).decoded(bytes, room: 240)
        }
        let filter = try LZMAFilter(id: 33, options: ["dict_size": 1 << 30])
        #expect(throws: CodecError("lzma: the data need more than 256 MiB to be decoded")) {
            try LZMA(format: .raw, filters: [filter]).decoded(NumcodecsSamples.raw, room: 240)
        }
        #expect(LZMA().encodedByteCountLimit(.max) == .max)
    }
}
