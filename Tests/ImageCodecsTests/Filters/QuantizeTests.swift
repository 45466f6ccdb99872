import ImageCodecs
import ImageCore
import ImageTesting
import Testing

@Suite struct QuantizeTests {
    private static let samples = [
        FilterSample(
            Quantize(digits: 0, type: .f4),
            plain: "cdcccc3d000020c095bfd6336520f147d00f494000000080",
            encoded: "00000000000000c0000000008020f1470000404000000080",
            decoded: "00000000000000c0000000008020f1470000404000000080"),
        FilterSample(
            Quantize(digits: 1, type: .f4),
            plain: "cdcccc3d000020c095bfd6336520f147d00f494000000080",
            encoded: "0000003e000020c0000000006820f1470000484000000080",
            decoded: "0000003e000020c0000000006820f1470000484000000080"),
        FilterSample(
            Quantize(digits: 3, type: .f4),
            plain: "cdcccc3d000020c095bfd6336520f147d00f494000000080",
            encoded: "0000cc3d000020c0000000006520f1470010494000000080",
            decoded: "0000cc3d000020c0000000006520f1470010494000000080"),
        FilterSample(
            Quantize(digits: -2, type: .f4),
            plain: "cdcccc3d000020c095bfd6336520f147d00f494000000080",
            encoded: "0000000000000080000000000020f1470000000000000080",
            decoded: "0000000000000080000000000020f1470000000000000080"),
        FilterSample(
            Quantize(digits: 2, type: .f8, encodedType: .f4),
            plain: "0000000000408f40b81e85eb51408f4014ae47e17a408f400000000000488f4033333333333f8f40cdcccccccca28f40",
            encoded: "00007a4480027a4400047a4400407a4480f9794480167d44",
            decoded: "0000000000408f400000000050408f400000000080408f400000000000488f4000000000303f8f4000000000d0a28f40"),
    ]

    @Test("data of numcodecs", arguments: samples.indices) func reference(index: Int) throws {
        try Self.samples[index].check()
    }

    @Test("what cannot be rounded to digits") func unsupported() {
        #expect(throws: CodecError.self) { try Quantize(digits: 1, type: .u2).encoded([0, 0]) }
        #expect(throws: CodecError.self) { try Quantize(digits: .min, type: .f4).encoded([0, 0, 0, 0]) }
        #expect(throws: CodecError.self) { try Quantize(digits: 301, type: .f4).encoded([0, 0, 0, 0]) }
    }
}
