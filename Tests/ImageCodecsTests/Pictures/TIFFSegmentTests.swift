import ImageCodecs
import ImageCore
import ImageTesting
import Testing

@Suite struct TIFFSegmentTests {
    private static let options2D = TIFFSegment.Tag(code: 292, type: 4, value: .numbers([5]))

    private static let samples: [(TIFFSegment, [UInt8])] = [
        // Fax data are white where nothing is said.
        (TIFFSegment(compression: 2, width: 32, height: 24), PictureSamples.ccittRLE),
        (TIFFSegment(compression: 3, width: 32, height: 24), PictureSamples.ccittG3),
        (TIFFSegment(compression: 4, width: 32, height: 24), PictureSamples.ccittG4),
        (TIFFSegment(compression: 3, width: 32, height: 24, tags: [options2D]), PictureSamples.g32d),
        (TIFFSegment(compression: 34_661, width: 32, height: 24), PictureSamples.jbig),
    ]

    private static func decoded(_ segment: TIFFSegment, _ bytes: [UInt8], room: Int? = nil) throws -> [UInt8] {
        let target = try ScatterTarget(count: room ?? segment.rowByteCount * segment.height)
        let (_, count) = try target.withOutput(0..<target.count) { try segment.decode(bytes.span.bytes, into: &$0) }
        return target.freeze(prefix: count).array
    }

    @Test("schemes of fax machines, and JBIG", arguments: samples.indices) func bits(index: Int) throws {
        let (segment, bytes) = Self.samples[index]
        #expect(try Self.decoded(segment, bytes) == PictureSamples.bits)
        #expect(throws: CodecError.self) { try Self.decoded(segment, bytes, room: 95) }
    }

    @Test("reversed bits") func fillOrder() throws {
        let reversed = PictureSamples.ccittG4.map(reversedBits)
        let tag = TIFFSegment.Tag(code: 266, type: 3, value: .numbers([2]))
        let segment = TIFFSegment(compression: 4, width: 32, height: 24, tags: [tag])
        #expect(try Self.decoded(segment, reversed) == PictureSamples.bits)
    }

    /// libtiff wrote the sample, of which it keeps what a logarithm leaves.
    @Test("PixarLog") func pixarLog() throws {
        let sample: [UInt8] = [
            0x78, 0x9C, 0x63, 0x60, 0x68, 0x64, 0x5C, 0xCB, 0x90, 0xCA, 0xE0, 0xC1, 0x60, 0xC1, 0xA0, 0xCB, 0xA0, 0xCE,
            0xA0, 0xC8, 0x20, 0xC7, 0x20, 0xC5, 0x20, 0xC1, 0x20, 0xC6, 0x20, 0xC2, 0x20, 0x04, 0x84, 0x02, 0x0C, 0xFC,
            0x0C, 0x7C, 0x40, 0xC8, 0xC3, 0xC0, 0xCB, 0xC0, 0x0D, 0x86, 0x5C, 0x60, 0xC8, 0xC9, 0xC0, 0x01, 0xC6, 0x00,
            0xB8, 0x25, 0x03, 0xDD,
        ]
        let segment = TIFFSegment(compression: 32_909, width: 32, height: 1, bitsPerSample: 8)
        let pixels = try Self.decoded(segment, sample)
        for (index, pixel) in pixels.enumerated() { #expect(abs(Int(pixel) - index * 8) <= 1) }
    }

    @Test("ThunderScan, NeXT and words of fax codes, by hand") func byHand() throws {
        // A pixel 5, and it three times more, and four pixels; a pixel 12 with three differences, and four pixels.
        let thunder = TIFFSegment(compression: 32_809, width: 8, height: 2, bitsPerSample: 4)
        let thunderRows: [UInt8] = [0xC5, 0x03, 0xC6, 0xC7, 0xC8, 0xC9, 0xCC, 0x47, 0xC1, 0xC2, 0xC3, 0xC4]
        #expect(try Self.decoded(thunder, thunderRows) == [0x55, 0x55, 0x67, 0x89, 0xCC, 0xDC, 0x12, 0x34])
        // A row of white and one of black, each in whole words.
        let words = TIFFSegment(compression: 32_771, width: 32, height: 2)
        #expect(
            try Self.decoded(words, [0x1B, 0x00, 0x35, 0x06, 0xA0, 0x00]) == [0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF])
        // A row as it is, and a run of black.
        let next = TIFFSegment(compression: 32_766, width: 8, height: 2, bitsPerSample: 2)
        #expect(try Self.decoded(next, [0x00, 0x1B, 0xE4, 0x08]) == [0x1B, 0xE4, 0x00, 0x00])
    }

    @Test("the old JPEG, whose stream lies elsewhere in the file") func oldJPEG() throws {
        let stream = PictureSamples.jpegColour
        let tags = [
            TIFFSegment.Tag(code: 513, type: 4, value: .blocks([stream])),
            TIFFSegment.Tag(code: 514, type: 4, value: .numbers([stream.count])),
            TIFFSegment.Tag(code: 530, type: 3, value: .numbers([2, 2])),
        ]
        let segment = TIFFSegment(
            compression: 6, width: 32, height: 24, bitsPerSample: 8, sampleCount: 3, photometric: 6, tags: tags,
            isRGB: true)
        let pixels = try Self.decoded(segment, stream)
        let shape = PictureShape(width: 32, height: 24, sampleCount: 3)
        let expected = try JPEG().decoded(stream, shape).0
        // libtiff repeats colours where libjpeg interpolates them.
        let error = zip(pixels, expected).reduce(0) { $0 + abs(Int($1.0) - Int($1.1)) } / pixels.count
        #expect(error < 8)
    }

    @Test("damaged data give bits or an error", arguments: samples.indices) func damage(index: Int) throws {
        let (segment, bytes) = Self.samples[index]
        var numbers = SeededNumbers(seed: 5)
        for _ in 0..<300 {
            var damaged = bytes
            damaged[Int.random(in: 0..<bytes.count, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers)
            damaged.removeLast(Int.random(in: 0...3, using: &numbers) * 7)
            do { _ = try Self.decoded(segment, damaged) } catch is CodecError {}
        }
    }

    @Test("what cannot be says why") func invalid() {
        #expect(throws: CodecError.self) {
            try Self.decoded(TIFFSegment(compression: 4, width: 0, height: 24), [1], room: 96)
        }
        let unknown = TIFFSegment(compression: 999, width: 32, height: 24)
        do {
            _ = try Self.decoded(unknown, [1, 2, 3])
            Issue.record("a scheme that is not known")
        } catch {
            #expect("\(error)".hasPrefix("libtiff: ") && "\(error)".contains("999"), "\(error)")
        }
        let larger = TIFFSegment(compression: 34_661, width: 31, height: 24)
        #expect(throws: CodecError("libtiff: JBIG data of 32 x 24, expected are 31 x 24")) {
            try Self.decoded(larger, PictureSamples.jbig)
        }
        for tag in [
            TIFFSegment.Tag(code: 0, type: 3, value: .numbers([1])), .init(code: 292, type: 99, value: .numbers([1])),
            .init(code: 292, type: 4, value: .bytes([1, 2, 3])),
        ] {
            let segment = TIFFSegment(compression: 3, width: 32, height: 24, tags: [tag])
            #expect(throws: CodecError.self) { try Self.decoded(segment, PictureSamples.ccittG3) }
        }
    }
}
