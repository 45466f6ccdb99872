import ImageCodecs
import ImageCore
import Testing

@Suite struct LERCTests {
    private static func shape(_ sampleCount: Int, _ type: ElementType) -> PictureShape {
        PictureShape(width: 32, height: 24, sampleCount: sampleCount, elementType: type)
    }

    @Test("bytes side by side") func bytes() throws {
        #expect(try LERC().shape(PictureSamples.lercByte) == Self.shape(3, .uint8))
        #expect(try LERC().decoded(PictureSamples.lercByte, Self.shape(3, .uint8)).0 == PictureSamples.rgb)
    }

    @Test("what is masked out is 0") func masked() throws {
        let (pixels, _) = try LERC().decoded(PictureSamples.lercMasked, Self.shape(1, .int16))
        let expected = (0..<768).map { index in
            (index % 32 + index / 32) % 3 == 0 ? 0 : Int16(PictureSamples.grey[index]) - 50
        }
        #expect(pixels == expected.flatMap { number in withUnsafeBytes(of: number) { Array($0) } })
    }

    @Test("with an error, as imagecodecs decodes it") func lossy() throws {
        let (pixels, _) = try LERC().decoded(PictureSamples.lercLossy, Self.shape(1, .float64))
        #expect(checksum(pixels) == 4_576_883)
    }

    @Test("damage", arguments: [0, 1, 2]) func damage(index: Int) throws {
        let samples: [([UInt8], PictureShape)] = [
            (PictureSamples.lercByte, Self.shape(3, .uint8)), (PictureSamples.lercMasked, Self.shape(1, .int16)),
            (PictureSamples.lercLossy, Self.shape(1, .float64)),
        ]
        try LERC().checkDamage(samples[index].0, samples[index].1)
        #expect(throws: CodecError.self) {
            try LERC().decoded(samples[index].0, Self.shape(samples[index].1.sampleCount, .float32), room: 100_000)
        }
    }
}
