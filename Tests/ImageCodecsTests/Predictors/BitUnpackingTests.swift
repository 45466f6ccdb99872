import ImageCodecs
import ImageCore
import ImageTesting
import Testing

@Suite struct BitUnpackingTests {
    /// Two rows of numbers as `packints_decode` of imagecodecs 2026.3.6 unpacks them.
    private static let samples = [
        (1, 11, "9f93530d", "01000001010101010100000001000100000101000000"),
        (2, 11, "9f93530deea9", "02010303020100030101000000030103020302020202"),
        (3, 11, "9f93530deea9bb151144", "04070701010502030003030502030305040205000402"),
        (4, 11, "9f93530deea9bb151144b344", "090f09030503000d0e0e0a0b0b0105010104040b0304"),
        (5, 11, "9f93530deea9bb151144b3440906", "131e091506030f0e15061d02140814090c1a04010403"),
        (7, 11, "9f93530deea9bb151144b34409068b31773b7ab7", "4f646a306f3a533b0a442859510110342c62771d5e56"),
        (
            9, 11, "9f93530deea9bb151144b34409068b31773b7ab7b2fcbf368c98",
            "3f014d009800de00d5016e008a0111018900cd0020000d002c008b0173016f01ad00d901fc007e01da006400"
        ),
        (
            10, 11, "9f93530deea9bb151144b34409068b31773b7ab7b2fcbf368c9876a0",
            "7e023501c300ee01a602b10344014401cd02400041022c021703ce017a03de022f032f03360332028701a801"
        ),
        (12, 3, "9f93530deea9bb151144", "f9095303de009b0a150b1401"),
        (14, 3, "9f93530deea9bb151144b344", "e4273035ba37c52e1411cd12"),
        (20, 3, "9f93530deea9bb151144b34409068b31", "35f90900ee0d0300b19b0a004b14010009440300b3680000"),
        (24, 3, "9f93530deea9bb151144b34409068b31773b", "53939f00a9ee0d001115bb0044b344008b0609003b773100"),
        (
            31, 3, "9f93530deea9bb151144b34409068b31773b7ab7b2fcbf36",
            "86a9c94fc56eaa7b6896282298458304addece5de6975f76"
        ),
    ]

    @Test("data of imagecodecs", arguments: samples.indices) func reference(index: Int) throws {
        let (bits, count, packed, plain) = Self.samples[index]
        let codec = BitUnpacking(bitCount: bits, rowCount: count)
        let sample = FilterSample(codec, plain: packed, encoded: plain)
        #expect(try codec.decoded(sample.plain, room: sample.encoded.count + 9) == sample.encoded)
        #expect(throws: CodecError.self) { try codec.decoded(sample.plain, room: sample.encoded.count - 1) }
    }

    @Test("every number of bits, with a sign and without, against arithmetic", arguments: 1...64)
    func every(bits: Int) throws {
        var numbers = SeededNumbers(seed: UInt64(bits))
        for count in [1, 3, 37] {
            let values = (0..<3 * count).map { _ in UInt64.random(in: 0...(.max >> UInt64(64 - bits)), using: &numbers)
            }
            var packed: [UInt8] = []
            for row in 0..<3 {
                var rest: [UInt8] = values[row * count..<(row + 1) * count].flatMap { value in
                    (0..<bits).map { UInt8(truncatingIfNeeded: value >> UInt64(bits - 1 - $0) & 1) }
                }
                while rest.count % 8 != 0 { rest.append(0) }
                packed += stride(from: 0, to: rest.count, by: 8).map { start in
                    rest[start..<start + 8].reduce(0) { $0 << 1 | $1 }
                }
            }
            for isSigned in [false, true] {
                for size in [1, 2, 4, 8] where size * 8 >= bits {
                    let codec = BitUnpacking(bitCount: bits, isSigned: isSigned, rowCount: count, elementSize: size)
                    let expected = values.flatMap { value -> [UInt8] in
                        let sign = isSigned && value >> UInt64(bits - 1) == 1 ? ~(UInt64.max >> UInt64(64 - bits)) : 0
                        return (0..<size).map { UInt8(truncatingIfNeeded: (value | sign) >> UInt64($0 * 8)) }
                    }
                    #expect(try codec.decoded(packed, room: expected.count) == expected)
                    #expect(try codec.encoded(expected) == packed)
                    #expect(codec.encodedByteCountLimit(expected.count) == packed.count)
                    // All whole numbers that are there.
                    let cut = try codec.decoded(Array(packed.dropLast()), room: expected.count)
                    #expect(cut == Array(expected[..<cut.count]) && expected.count - cut.count <= (7 / bits + 1) * size)
                }
            }
        }
    }

    @Test("sizes that cannot be") func invalid() {
        let wrong = [
            BitUnpacking(bitCount: 0, rowCount: 1), BitUnpacking(bitCount: 65, rowCount: 1),
            BitUnpacking(bitCount: 9, rowCount: 1, elementSize: 1), BitUnpacking(bitCount: 9, rowCount: 0),
            BitUnpacking(bitCount: 9, rowCount: .max), BitUnpacking(bitCount: 8, rowCount: 1, elementSize: 3),
        ]
        for codec in wrong {
            #expect(throws: CodecError.self) { try codec.decoded([1, 2, 3, 4], room: 100) }
            #expect(throws: CodecError.self) { try codec.encoded([1, 2, 3, 4]) }
        }
    }

    @Test("the order of bits") func fillOrder() throws {
        let plain = (0..<21).map { UInt8($0 * 11) }
        let reversed = plain.map(reversedBits)
        var bytes = plain
        var span = bytes.mutableSpan
        var raw = span.mutableBytes
        FillOrder.reverseBits(&raw)
        #expect(bytes == reversed)
        let target = try ScatterTarget(count: 21)
        try target.withOutput(0..<21) { try FillOrder.reverseBits(plain.span.bytes, into: &$0) }
        #expect(target.freeze().array == reversed)
        #expect(throws: CodecError.self) {
            try target.withOutput(0..<20) { try FillOrder.reverseBits(plain.span.bytes, into: &$0) }
        }
    }
}
