import ImageCodecs
import Testing

@Suite struct WebPTests {
    private static let colour = PictureShape(width: 32, height: 24, sampleCount: 3)
    private static let transparent = PictureShape(width: 32, height: 24, sampleCount: 4)

    @Test("without loss") func lossless() throws {
        #expect(try WebP().shape(PictureSamples.webpLossless) == Self.colour)
        #expect(try WebP().decoded(PictureSamples.webpLossless, Self.colour).0 == PictureSamples.rgb)
    }

    @Test("with transparency, and without it") func alpha() throws {
        var expected: [UInt8] = []
        for index in 0..<768 {
            expected += PictureSamples.rgb[index * 3..<index * 3 + 3]
            expected.append(PictureSamples.grey[index])
        }
        #expect(try WebP().shape(PictureSamples.webpAlpha) == Self.transparent)
        let (pixels, shape) = try WebP().decoded(PictureSamples.webpAlpha, Self.transparent)
        #expect(pixels == expected && shape == Self.transparent)
        #expect(try WebP().decoded(PictureSamples.webpAlpha, Self.colour).1 == Self.colour)
        let (opaque, _) = try WebP().decoded(PictureSamples.webpLossless, Self.transparent)
        #expect(stride(from: 3, to: opaque.count, by: 4).allSatisfy { opaque[$0] == 255 })
    }

    @Test("with loss, as imagecodecs decodes it") func lossy() throws {
        #expect(checksum(try WebP().decoded(PictureSamples.webpLossy, Self.colour).0) == 361_219_873)
    }

    @Test("damage", arguments: [PictureSamples.webpLossless, PictureSamples.webpLossy]) func damage(sample: [UInt8])
        throws
    {
        let shape = Self.colour
        for smaller in [
            PictureShape(width: 31, height: 24, sampleCount: 3), PictureShape(width: 32, height: 23, sampleCount: 3),
            PictureShape(width: 32, height: 24, sampleCount: 1),
        ] { #expect(throws: CodecError.self) { try WebP().decoded(sample, smaller, room: 10_000) } }
        #expect(throws: CodecError.self) { try WebP().decoded(sample, shape, room: shape.byteCount - 1) }
        for length in 0..<sample.count {
            do { _ = try WebP().decoded(Array(sample[..<length]), shape) } catch is CodecError {}
        }
        for bit in 0..<sample.count * 8 {
            var damaged = sample
            damaged[bit / 8] ^= 1 << UInt8(bit % 8)
            do { _ = try WebP().decoded(damaged, shape) } catch is CodecError {}
        }
    }
}
