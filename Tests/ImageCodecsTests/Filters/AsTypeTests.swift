import ImageCodecs
import ImageCore
import ImageTesting
import Testing

@Suite struct AsTypeTests {
    private static let samples = [
        FilterSample(
            AsType(encodedType: .f4, decodedType: .i2),
            plain: "0100ffffff7f0080",
            encoded: "0000803f000080bf00feff46000000c7"),
        FilterSample(
            AsType(encodedType: .i2, decodedType: .f8),
            plain: "666666666666fe3f666666666666febf0000000000c872400000000000001cc0",
            encoded: "0100ffff2c01f9ff",
            decoded: "000000000000f03f000000000000f0bf0000000000c072400000000000001cc0"),
        FilterSample(
            AsType(encodedType: .u1, decodedType: .u4),
            plain: "ff000000000100007011010003000000",
            encoded: "ff007003",
            decoded: "ff000000000000007000000003000000"),
        FilterSample(
            AsType(encodedType: .u8, decodedType: .i1),
            plain: "ff0580",
            encoded: "ffffffffffffffff050000000000000080ffffffffffffff"),
        FilterSample(
            AsType(encodedType: StoredType(.float16, .big), decodedType: .f4),
            plain: "cdcccc3d00ef7f4700f07f4759d9803377ccabb2acc5273700100045003000450000807f",
            encoded: "2e667bff7c000001800000a8680068027c00",
            decoded: "00c0cc3d00e07f470000807f00008033000000800000283700000045004000450000807f"),
        FilterSample(
            AsType(encodedType: .b1, decodedType: .i4),
            plain: "000000000100000000010000ffffffff",
            encoded: "00010101",
            decoded: "00000000010000000100000001000000"),
    ]

    @Test("data of numcodecs", arguments: samples.indices) func reference(index: Int) throws {
        try Self.samples[index].check()
    }

    @Test("every type from every other, whatever the bytes") func all() throws {
        let bytes = (0..<64).map { UInt8(truncatingIfNeeded: $0 &* 97 &+ 13) } + [UInt8](repeating: 255, count: 64)
        for from in ElementType.allCases {
            for to in ElementType.allCases {
                let codec = AsType(encodedType: StoredType(from, .big), decodedType: StoredType(to))
                if from.isComplex || to.isComplex {
                    #expect(throws: CodecError.self) { try codec.encoded(bytes) }
                } else {
                    #expect(try codec.encoded(bytes).count == 128 / to.size * from.size)
                }
            }
        }
    }

    @Test("numbers that whole types do not hold") func outOfRange() throws {
        let plain = [Double.nan, .infinity, -.infinity, 1e300, -1e300, 1e19, -1e19, 0x1p63, -0x1p63, -0.9]
        let bytes = plain.flatMap { value in
            (0..<8).map { UInt8(truncatingIfNeeded: value.bitPattern >> ($0 * 8)) }
        }
        for type in ElementType.allCases where type.isInteger {
            let result = try AsType(encodedType: StoredType(type), decodedType: .f8).encoded(bytes)
            #expect(result.count == 10 * type.size)
            #expect(result.prefix(type.size).allSatisfy { $0 == 0 }, "NaN as \(type)")
            #expect(result.suffix(type.size).allSatisfy { $0 == 0 }, "-0.9 as \(type)")
        }
        let large = try AsType(encodedType: StoredType(.uint64, .big), decodedType: .f8).encoded(bytes)
        #expect(large[40..<48] == [0x8A, 0xC7, 0x23, 0x04, 0x89, 0xE8, 0x00, 0x00])
        #expect(large[56..<64] == [0x80, 0, 0, 0, 0, 0, 0, 0])
    }

    @Test("every type as itself in the other order") func swapped() throws {
        let bytes = (0..<4096).map { UInt8(truncatingIfNeeded: $0 &* 97 &+ $0 / 256) }
        for type in ElementType.allCases where type.isInteger {
            let codec = AsType(encodedType: StoredType(type, .big), decodedType: StoredType(type))
            let swapped = (0..<4096).map { bytes[$0 / type.size * type.size + type.size - 1 - $0 % type.size] }
            #expect(try codec.encoded(bytes) == swapped, "\(type)")
            #expect(try codec.decoded(swapped, room: 4096) == bytes, "\(type)")
        }
    }

    @Test("sizes near the largest number") func limits() {
        #expect(AsType(encodedType: .f8, decodedType: .u1).encodedByteCountLimit(.max) == .max)
        #expect(AsType(encodedType: .u1, decodedType: .f8).encodedByteCountLimit(.max) == .max / 8)
        #expect(
            FixedScaleOffset(offset: 0, scale: 1, decodedType: .u1, encodedType: .f4).encodedByteCountLimit(.max)
                == .max)
        #expect(Quantize(digits: 1, type: .f2, encodedType: .f8).encodedByteCountLimit(.max) == .max)
        #expect(BitRound(keepBits: 1, type: .f4).encodedByteCountLimit(.max) == .max)
    }
}
