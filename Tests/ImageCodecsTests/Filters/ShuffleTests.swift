import ImageCodecs
import ImageTesting
import Testing

@Suite struct ShuffleTests {
    @Test("the contract", arguments: [1, 2, 3, 4, 8, 16, 100_000, .max]) func contract(size: Int) throws {
        try CodecContract(Shuffle(elementSize: size), detectsDamage: false).check()
    }

    @Test("byte by byte as numcodecs does it", arguments: 1...17) func plain(size: Int) throws {
        for count in [0, 1, 5, 15, 16, 17, 31, 32, 33, 64, 600, 1100] {
            for rest in 0..<min(size, 3) {
                let bytes = (0..<count * size + rest).map { UInt8(truncatingIfNeeded: $0 &* 167 &+ $0 / 256) }
                var expected = bytes
                for index in 0..<count {
                    for byte in 0..<size { expected[byte * count + index] = bytes[index * size + byte] }
                }
                let codec = Shuffle(elementSize: size)
                #expect(try codec.encoded(bytes) == expected)
                #expect(try codec.decoded(expected, room: bytes.count) == bytes)
            }
        }
    }

    /// `Shuffle(8).encode(np.arange(48, dtype="u1"))` of numcodecs 0.16.6.
    @Test("data of numcodecs") func reference() throws {
        let expected: [UInt8] = [
            0, 8, 16, 24, 32, 40, 1, 9, 17, 25, 33, 41, 2, 10, 18, 26, 34, 42, 3, 11, 19, 27, 35, 43, 4, 12, 20, 28, 36,
            44, 5, 13, 21, 29, 37, 45, 6, 14, 22, 30, 38, 46, 7, 15, 23, 31, 39, 47,
        ]
        #expect(try Shuffle(elementSize: 8).encoded(Array(0..<48)) == expected)
    }
}
