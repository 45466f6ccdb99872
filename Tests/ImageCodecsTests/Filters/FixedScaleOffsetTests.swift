import ImageCodecs
import ImageCore
import ImageTesting
import Testing

@Suite struct FixedScaleOffsetTests {
    private static let samples = [
        FilterSample(
            FixedScaleOffset(offset: 1000, scale: 10, decodedType: .f8, encodedType: .u1),
            plain: "0000000000408f40b81e85eb51408f4014ae47e17a408f400000000000488f4033333333333f8f40cdcccccccca28f40",
            encoded: "0000010aff7c",
            decoded: "0000000000408f400000000000408f40cdcccccccc408f400000000000488f4000000000000690403333333333a38f40"),
        FilterSample(
            FixedScaleOffset(offset: -1.5, scale: 7.3, decodedType: .f4, encodedType: .i2),
            plain: "cdcccc3d000020c095bfd633cdccf642d00f4940",
            encoded: "0c00f9ff0b0090032200",
            decoded: "a549133eaf5e1dc03870e03beedcf6420b154a40"),
        FilterSample(
            FixedScaleOffset(offset: 0.1, scale: 3.3, decodedType: .f4, encodedType: StoredType(.float32, .big)),
            plain: "cdcccc3d000020c095bfd6336520f147d00f494000000080",
            encoded: "00000000c11000008000000048c6ede04120000080000000",
            decoded: "cdcccc3d3d2528c0cdcccc3d6320f147e2564840cdcccc3d"),
        FilterSample(
            FixedScaleOffset(offset: 100, scale: 0.5, decodedType: .u2, encodedType: .u1),
            plain: "64006500670069002c01",
            encoded: "0000020264",
            decoded: "64006400680068002c01"),
        FilterSample(
            FixedScaleOffset(offset: 0.1, scale: 3.3, decodedType: .f2),
            plain: "662e00c14856b347",
            encoded: "000080c82c5d404e",
            decoded: "662e41c14656ad47"),
    ]

    @Test("data of numcodecs", arguments: samples.indices) func reference(index: Int) throws {
        try Self.samples[index].check()
    }

    @Test("numbers that no type holds", arguments: [StoredType.u1, .i2, .u8, .i8]) func extremes(type: StoredType)
        throws
    {
        for scale in [0, -0.0, 1e-300, 1e300, .nan, .infinity] {
            let codec = FixedScaleOffset(offset: -1, scale: scale, decodedType: type, encodedType: .f8)
            let bytes = [UInt8](repeating: 0xFF, count: 16) + [0, 0, 0, 0, 0, 0, 0xF0, 0x7F]
            #expect(try codec.decoded(bytes, room: 24).count == 3 * type.elementType.size)
            #expect(try codec.encoded(bytes).count == 24 / type.elementType.size * 8)
        }
    }
}
