import ImageCodecs
import ImageTesting
import Testing

@Suite struct BloscTests {
    @Test("the contract", arguments: Blosc.Compressor.allCases.filter { $0 != .snappy })
    func contract(compressor: Blosc.Compressor) throws {
        try CodecContract(Blosc(compressor: compressor, typeSize: 2), detectsDamage: false).check()
    }

    /// In less room, the library stores blocks that Snappy would make larger than they are.
    @Test("snappy") func snappy() throws {
        let codec = Blosc(compressor: .snappy, typeSize: 2)
        for sample in CodecContract.samples {
            #expect(try codec.decoded(codec.encoded(sample), room: sample.count) == sample)
        }
        try CodecContract(codec, detectsDamage: false).checkDamage()
    }

    @Test("every shuffle, and blocks of a given size", arguments: [Blosc.ShuffleKind.automatic, .none, .bit])
    func shuffles(kind: Blosc.ShuffleKind) throws {
        for typeSize in [1, 3, 8, 255, 256] {
            let codec = Blosc(level: 9, shuffle: kind, typeSize: typeSize, blockSize: 4096)
            let bytes = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 / 50) }
            #expect(try codec.decoded(codec.encoded(bytes), room: 50_000) == bytes)
        }
    }

    @Test("data of numcodecs", arguments: NumcodecsSamples.blosc.keys.sorted()) func reference(key: String) throws {
        let bytes = try #require(NumcodecsSamples.blosc[key])
        #expect(try Blosc().decoded(bytes, room: 960) == NumcodecsSamples.repeated)
        #expect(try Blosc().decoded(bytes + [1, 2, 3], room: 1000) == NumcodecsSamples.repeated)
        #expect(throws: CodecError.self) { try Blosc().decoded(bytes, room: 959) }
        for length in 0..<bytes.count {
            #expect(throws: CodecError.self) { try Blosc().decoded(Array(bytes[..<length]), room: 960) }
        }
    }

    @Test("every byte of the header with every value", arguments: NumcodecsSamples.blosc.keys.sorted())
    func header(key: String) throws {
        let bytes = try #require(NumcodecsSamples.blosc[key])
        for offset in 0..<20 {
            for value in UInt8.min...UInt8.max {
                var damaged = bytes
                damaged[offset] = value
                do { _ = try Blosc().decoded(damaged, room: 2000) } catch is CodecError {}
            }
        }
    }

    @Test("what the header may not say") func invalid() {
        // An element size of 0, a block size of 0, a huge block, version 1, an unknown compressor.
        for (offset, values) in [(3, [0]), (8, [0, 0]), (11, [0x7F]), (0, [1]), (2, [0xE1])] as [(Int, [UInt8])] {
            var bytes = NumcodecsSamples.blosc["lz4/1"] ?? []
            bytes.replaceSubrange(offset..<offset + values.count, with: values)
            #expect(throws: CodecError.self, "at \(offset)") { try Blosc().decoded(bytes, room: 2000) }
        }
        #expect(throws: CodecError.self) { try Blosc().decoded([], room: 10) }
    }

    @Test("nothing becomes a header") func empty() throws {
        #expect(try Blosc().encoded([]).count == 16)
        #expect(Blosc().encodedByteCountLimit(.max) == .max)
    }
}
