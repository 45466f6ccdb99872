import ImageCodecs
import ImageCore
import Testing

@Suite struct JPEG2000Tests {
    private static func shape(_ sampleCount: Int, _ type: ElementType = .uint8) -> PictureShape {
        PictureShape(width: 32, height: 24, sampleCount: sampleCount, elementType: type)
    }

    private static func bytes<T: FixedWidthInteger>(_ convert: (Int) -> T) -> [UInt8] {
        PictureSamples.grey.flatMap { byte in withUnsafeBytes(of: convert(Int(byte))) { Array($0) } }
    }

    @Test("without loss") func lossless() throws {
        #expect(try JPEG2000().shape(PictureSamples.j2k) == Self.shape(3))
        #expect(try JPEG2000().decoded(PictureSamples.j2k, Self.shape(3)).0 == PictureSamples.rgb)
        #expect(try JPEG2000().decoded(PictureSamples.j2kTiled, Self.shape(1)).0 == PictureSamples.grey)
    }

    @Test("16 bits, in a file, and with a sign") func words() throws {
        #expect(try JPEG2000().shape(PictureSamples.jp2Words) == Self.shape(1, .uint16))
        let (words, _) = try JPEG2000().decoded(PictureSamples.jp2Words, Self.shape(1, .uint16))
        #expect(words == Self.bytes { UInt16($0 * 17 + 3) })
        let (signed, _) = try JPEG2000().decoded(PictureSamples.j2kSigned, Self.shape(1, .int16))
        #expect(signed == Self.bytes { Int16($0 * 17 - 2000) })
    }

    @Test("with loss, as imagecodecs decodes it") func lossy() throws {
        #expect(checksum(try JPEG2000().decoded(PictureSamples.j2kLossy, Self.shape(3)).0) == 1_515_234_920)
    }

    @Test("YCbCr stays, or becomes RGB") func colours() throws {
        #expect(checksum(try JPEG2000().decoded(PictureSamples.j2kYCbCr, Self.shape(3)).0) == 2_294_453_696)
        let (pixels, _) = try JPEG2000(isYCbCr: true).decoded(PictureSamples.j2kYCbCr, Self.shape(3))
        // Whole numbers of YCbCr are not as fine as those of RGB.
        #expect(zip(pixels, PictureSamples.rgb).allSatisfy { abs(Int($0) - Int($1)) <= 3 })
        #expect(throws: CodecError.self) {
            try JPEG2000(isYCbCr: true).decoded(PictureSamples.j2kTiled, Self.shape(1))
        }
    }

    @Test("damage", arguments: [0, 1, 2, 3]) func damage(index: Int) throws {
        let samples: [([UInt8], PictureShape)] = [
            (PictureSamples.j2k, Self.shape(3)), (PictureSamples.jp2Words, Self.shape(1, .uint16)),
            (PictureSamples.j2kTiled, Self.shape(1)), (PictureSamples.j2kLossy, Self.shape(3)),
        ]
        try JPEG2000().checkDamage(samples[index].0, samples[index].1, count: 300)
    }

    @Test("sizes whose product is beyond every number") func largest() throws {
        var sample = PictureSamples.j2k
        sample.replaceSubrange(8..<16, with: Array(repeating: 0xFF, count: 8))
        sample.replaceSubrange(24..<32, with: [0, 0, 0, 1, 0, 0, 0, 1])
        let shape = try JPEG2000().shape(sample)
        #expect(shape.width == 4_294_967_295 && shape.byteCount == .max)
        #expect(throws: CodecError.self) { try JPEG2000().decoded(sample, Self.shape(3)) }
    }

    @Test("too many tiles") func tiles() {
        var sample = PictureSamples.j2k
        // The tiles get a size of 1 x 1.
        sample.replaceSubrange(24..<32, with: [0, 0, 0, 1, 0, 0, 0, 1])
        #expect(throws: CodecError("jpeg2000: 768 tiles are too many for the size")) {
            try JPEG2000().decoded(sample, Self.shape(3))
        }
    }
}
