import ImageCodecs
import ImageCore
import ImageTesting
import Testing

@Suite struct DeltaTests {
    private static let samples = [
        FilterSample(
            Delta(type: .u2),
            plain: "05000300ffff00002c01409c",
            encoded: "0500fefffcff01002c01149b"),
        FilterSample(
            Delta(type: .u2, encodedType: .i1),
            plain: "05000300ffff00002c01409c",
            encoded: "05fefc012c14",
            decoded: "05000300ffff00002c004000"),
        FilterSample(
            Delta(type: StoredType(.int32, .big), encodedType: .i8),
            plain: "00000001fffffffb7fffffff8000000000000007",
            encoded: "0100000000000000faffffffffffffff04000080ffffffff010000000000000007000080ffffffff"),
        FilterSample(
            Delta(type: .f4),
            plain: "cdcccc3d000020c095bfd6336520f147d00f494000000080",
            encoded: "cdcccc3d666626c0000020406520f147d31ef1c7d00f49c0",
            decoded: "cdcccc3d000020c0000000006520f1470000494000007dba"),
        FilterSample(
            Delta(type: .f8, encodedType: .f4),
            plain: "0000000000408f40b81e85eb51408f4014ae47e17a408f400000000000488f4033333333333f8f40cdcccccccca28f40",
            encoded: "00007a440ad7233d0ad7a33cd7a3703fcdcc8cbf33334741",
            decoded: "0000000000408f40000085eb51408f40008047e17a408f400080ffffff478f4000802f33333f8f400080afcccca28f40"),
        FilterSample(
            Delta(type: .f2),
            plain: "662e00c1d16301000068ff7b",
            encoded: "662e33c1d663d1e30068bf7b",
            decoded: "662e00c1d16300000068ff7b"),
    ]

    @Test("data of numcodecs", arguments: samples.indices) func reference(index: Int) throws {
        try Self.samples[index].check()
    }

    @Test("numbers wrap around, over blocks too") func wrapping() throws {
        for type in [StoredType.u1, .i1, .u2, StoredType(.uint32, .big), .i8] {
            let bytes = (0..<40_000).map { UInt8(truncatingIfNeeded: $0 &* 193 &+ $0 / 7) }
            let codec = Delta(type: type)
            #expect(try codec.decoded(codec.encoded(bytes), room: 40_000) == bytes, "\(type)")
        }
    }

    @Test("what has no differences") func unsupported() {
        for type in [StoredType.b1, StoredType(.complex64), StoredType(.complex128)] {
            #expect(throws: CodecError.self) { try Delta(type: type).decoded([0, 0], room: 16) }
            #expect(throws: CodecError.self) { try Delta(type: type).encoded([0, 0]) }
        }
        #expect(throws: CodecError.self) { try Delta(type: .u2).decoded([0, 0, 0], room: 16) }
        #expect(Delta(type: .u1, encodedType: .i8).encodedByteCountLimit(.max) == .max)
    }
}
