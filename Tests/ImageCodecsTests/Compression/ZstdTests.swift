import ImageCodecs
import ImageTesting
import Testing

@Suite struct ZstdTests {
    @Test("the contract, with a checksum", arguments: [-5, 1, 3, 12]) func contract(level: Int) throws {
        try CodecContract(Zstd(level: level, checksum: true)).check()
    }

    @Test("the contract, without") func contractWithoutChecksum() throws {
        try CodecContract(Zstd(), detectsDamage: false).check()
    }

    @Test("data of numcodecs") func reference() throws {
        let numbers = NumcodecsSamples.numbers
        #expect(try Zstd().decoded(NumcodecsSamples.zstd, room: 240) == numbers)
        #expect(try Zstd().decoded(NumcodecsSamples.zstdWithChecksum, room: 300) == numbers)
    }

    @Test("several frames, skippable ones between") func frames() throws {
        let frame = NumcodecsSamples.zstd
        let skipped: [UInt8] = [0x50, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 1, 2, 3]
        let twice = NumcodecsSamples.numbers + NumcodecsSamples.numbers
        #expect(try Zstd().decoded(skipped + frame + skipped + frame, room: 480) == twice)
    }

    /// `printf abc | zstd -c` (1.5.4): a frame that does not say its size.
    @Test("a frame without its size") func streamed() throws {
        let frame: [UInt8] = [
            0x28, 0xB5, 0x2F, 0xFD, 0x04, 0x58, 0x19, 0x00, 0x00, 0x61, 0x62, 0x63, 0x99, 0x09, 0x77, 0xAD,
        ]
        #expect(try Zstd().decoded(frame, room: 3) == Array("abc".utf8))
        #expect(throws: CodecError.self) { try Zstd().decoded(frame, room: 2) }
    }

    @Test("what repeats is found far back, also in large data", arguments: [0, 3]) func repeating(level: Int) throws {
        var numbers = SeededNumbers(seed: 7)
        let plane = (0..<256 << 10).map { _ in UInt8.random(in: 0...255, using: &numbers) }
        let volume = plane + plane + plane
        let frame = try Zstd(level: level).encoded(volume)
        #expect(frame.count < plane.count + 4096)
        let isEqual = try Zstd().decoded(frame, room: volume.count) == volume
        #expect(isEqual)
    }

    @Test("limits of sizes and levels") func limits() {
        #expect(Zstd().encodedByteCountLimit(.max) == .max)
        #expect(Zstd(level: 99).level == 22)
    }

    @Test("many tasks at once") func concurrent() async throws {
        let numbers = NumcodecsSamples.repeated
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for level in 0..<64 {
                group.addTask {
                    let codec = Zstd(level: level % 5, checksum: level % 2 == 0)
                    return try codec.decoded(codec.encoded(numbers), room: numbers.count) == numbers
                }
            }
            for try await isEqual in group { #expect(isEqual) }
        }
    }
}
