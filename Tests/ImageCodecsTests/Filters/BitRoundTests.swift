import ImageCodecs
import ImageCore
import ImageTesting
import Testing

@Suite struct BitRoundTests {
    private static let samples = [
        FilterSample(
            BitRound(keepBits: 0, type: .f4),
            plain: "cdcccc3d000020c095bfd6336520f147d00f494000000080",
            encoded: "0000003e000000c000000034000000480000804000000080",
            decoded: "0000003e000000c000000034000000480000804000000080"),
        FilterSample(
            BitRound(keepBits: 3, type: .f4),
            plain: "cdcccc3d000020c095bfd6336520f147d00f494000000080",
            encoded: "0000d03d000020c00000d0330000f0470000504000000080",
            decoded: "0000d03d000020c00000d0330000f0470000504000000080"),
        FilterSample(
            BitRound(keepBits: 10, type: .f4),
            plain: "cdcccc3d000020c095bfd6336520f147d00f494000000080",
            encoded: "00c0cc3d000020c000c0d6330020f1470000494000000080",
            decoded: "00c0cc3d000020c000c0d6330020f1470000494000000080"),
        FilterSample(
            BitRound(keepBits: 23, type: .f4),
            plain: "cdcccc3d000020c095bfd6336520f147d00f494000000080",
            encoded: "cdcccc3d000020c095bfd6336520f147d00f494000000080"),
        FilterSample(
            BitRound(keepBits: 20, type: .f8),
            plain: "0000000000408f40b81e85eb51408f4014ae47e17a408f400000000000488f4033333333333f8f40cdcccccccca28f40",
            encoded: "0000000000408f400000000052408f40000000007b408f400000000000488f4000000000333f8f4000000000cda28f40",
            decoded: "0000000000408f400000000052408f40000000007b408f400000000000488f4000000000333f8f4000000000cda28f40"),
        FilterSample(
            BitRound(keepBits: 4, type: .f2),
            plain: "662e00c1d16301000068ff7b",
            encoded: "802e00c1c06300000068007c",
            decoded: "802e00c1c06300000068007c"),
    ]

    @Test("data of numcodecs", arguments: samples.indices) func reference(index: Int) throws {
        try Self.samples[index].check()
    }

    @Test("the order of bytes") func order() throws {
        let codec = BitRound(keepBits: 3, type: StoredType(.float32, .big))
        #expect(try codec.encoded([0x3D, 0xCC, 0xCC, 0xCD]) == [0x3D, 0xD0, 0, 0])
    }

    @Test("what has no bits to round") func unsupported() {
        #expect(throws: CodecError.self) { try BitRound(keepBits: 3, type: .i4).encoded([0, 0, 0, 0]) }
        #expect(throws: CodecError.self) { try BitRound(keepBits: 24, type: .f4).encoded([0, 0, 0, 0]) }
        #expect(throws: CodecError.self) { try BitRound(keepBits: -1, type: .f4).encoded([0, 0, 0, 0]) }
        #expect(throws: CodecError.self) { try BitRound(keepBits: 3, type: .f4).encoded([0, 0, 0]) }
    }
}
