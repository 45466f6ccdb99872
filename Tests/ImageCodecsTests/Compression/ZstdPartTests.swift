import ImageCodecs
import ImageTesting
import Testing

@Suite struct ZstdPartTests {
    @Test("data of numcodecs, every beginning") func reference() throws {
        for bytes in [NumcodecsSamples.zstd, NumcodecsSamples.zstdWithChecksum] {
            for count in 0...240 {
                let part = try Zstd().decoded(bytes, part: 0..<count, of: 240)
                #expect(part == Array(NumcodecsSamples.numbers[..<count]))
            }
            #expect(try Zstd().decoded(bytes, part: 100..<140, of: 240) == Array(NumcodecsSamples.numbers[100..<140]))
        }
    }

    @Test("many blocks, whole and part in turn", arguments: [-5, 1, 12, 19, 22]) func blocks(level: Int) throws {
        var numbers = SeededNumbers(seed: 5)
        let whole = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 / 9 &* $0 / 1000) }
        let codec = Zstd(level: level, checksum: true)
        let bytes = try codec.encoded(whole)
        for _ in 0..<30 {
            let count = Int.random(in: 0...600_000, using: &numbers)
            #expect(try codec.decoded(bytes, part: 0..<count, of: 600_000) == Array(whole[..<count]))
        }
        #expect(try codec.decoded(bytes, room: 600_000) == whole)
    }

    @Test("several frames") func frames() throws {
        let skipped: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
        let bytes = skipped + NumcodecsSamples.zstd + skipped + NumcodecsSamples.zstdWithChecksum
        let whole = NumcodecsSamples.numbers + NumcodecsSamples.numbers
        for count in 0...480 {
            #expect(try Zstd().decoded(bytes, part: 0..<count, of: 480) == Array(whole[..<count]))
        }
        #expect(throws: CodecError.self) { try Zstd().decoded(bytes, part: 0..<481, of: 500) }
    }

    @Test("what lies behind the part does not matter") func rest() throws {
        let whole = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 / 9 &* $0 / 1000) }
        let bytes = try Zstd().encoded(whole)
        let half = Array(bytes[..<(bytes.count / 2)])
        #expect(try Zstd().decoded(half, part: 0..<1000, of: 600_000) == Array(whole[..<1000]))
        #expect(throws: CodecError.self) { try Zstd().decoded(half, part: 0..<599_000, of: 600_000) }
        // The decoder that stopped within a frame is used again.
        #expect(try Zstd().decoded(bytes, room: 600_000) == whole)
    }

    /// A frame with a window of 2 GiB that has three bytes in a raw block.
    @Test("a window beyond the limit") func window() throws {
        let frame: [UInt8] = [0x28, 0xB5, 0x2F, 0xFD, 0x00, 0xA8, 0x19, 0x00, 0x00, 0x61, 0x62, 0x63]
        #expect(try Zstd().decoded(frame, room: 3) == Array("abc".utf8))
        #expect(try Zstd().decoded(frame, part: 0..<2, of: 3) == Array("ab".utf8))
    }

    @Test("useful parts") func useful() {
        #expect(Zstd().usefulPart(100..<200, of: 1000) == 0..<200)
        #expect(Zstd().usefulPart(100..<874, of: 1000) == 0..<874)
        #expect(Zstd().usefulPart(100..<875, of: 1000) == nil)
        #expect(Zstd().usefulPart(-2..<3, of: 1000) == nil)
        #expect(Zstd().usefulPart(0..<1, of: .max) == 0..<1)
    }

    @Test("damage") func damage() throws {
        let bytes = try Zstd(checksum: true).encoded(NumcodecsSamples.repeated)
        for length in 0..<bytes.count {
            do { _ = try Zstd().decoded(Array(bytes[..<length]), part: 0..<800, of: 960) } catch is CodecError {}
        }
        #expect(throws: CodecError.self) { try Zstd().decoded([], part: 0..<1, of: 960) }
        for offset in bytes.indices {
            for value in stride(from: 0, through: 255, by: offset < 24 ? 1 : 17) {
                var damaged = bytes
                damaged[offset] = UInt8(value)
                for count in [1, 500, 800] {
                    do { _ = try Zstd().decoded(damaged, part: 0..<count, of: 960) } catch is CodecError {}
                }
            }
        }
    }
}
