import ImageCodecs
import ImageCore
import ImageTesting
import Testing

/// Samples that imagecodecs 2026.3.6 made.
@Suite struct PredictorTests {
    private static let words = "becfed15ef2d9f3c6d2e20cd86de0895160a18180b55e16e"

    private static let horizontalSamples = [
        FilterSample(
            HorizontalPredictor(sampleSize: 2, sampleCount: 1, rowByteCount: 12, byteOrder: .little), plain: words,
            encoded: "becf2f460218b00ecef1b39e86de82b60e75020ef33cd619"),
        FilterSample(
            HorizontalPredictor(sampleSize: 1, sampleCount: 3, rowByteCount: 9),
            plain: "9f7a4328b1bc081d7364e3846b6eaa962cbc", encoded: "9f7a43893779e06cb764e384078b262bbe12"),
        FilterSample(
            HorizontalPredictor(sampleSize: 4, sampleCount: 4, rowByteCount: 48, byteOrder: .big),
            plain: "c1b9cd0ef4cdee49c9446ea048c1684f51eac558a6073094a67e2895b23b3628de87990d4aefbf3bf0529ac10061a773",
            encoded: "c1b9cd0ef4cdee49c9446ea048c1684f9030f84ab139424bdd39b9f56979cdd98c9cd3b5a4e88ea749d4722c4e26714b"),
        // Two pixels back, by NumPy.
        FilterSample(
            HorizontalPredictor(sampleSize: 2, sampleCount: 2, rowByteCount: 24, byteOrder: .little, distance: 2),
            plain: words, encoded: "becfed15ef2d9f3caf5e33b797b06958a9dbf84a8576d9d9"),
    ]

    private static let realSamples = [
        FilterSample(
            FloatingPointPredictor(elementSize: 2, sampleCount: 1, rowByteCount: 10, byteOrder: .little),
            plain: "bb4b73450dc550bf6845d64c64c1dfc003496fc8", encoded: "4bfa80fa8676b89a43184c75ff897f0e8e7b246c"),
        FilterSample(
            FloatingPointPredictor(elementSize: 4, sampleCount: 1, rowByteCount: 20, byteOrder: .little),
            plain: "71b33ac0cc340d4146b6b94063486a3ff36ed640c440e2c1ba6823410d8b19c1567d85c1e0ec3040",
            encoded: "c081ffff01fad3acb16cdd81829226035b7a1d90c18080007fa241f66cab102823f26fd8f653498a"),
        FilterSample(
            FloatingPointPredictor(elementSize: 4, sampleCount: 1, rowByteCount: 20, byteOrder: .big),
            plain: "c11424d940bae60f40ba698cc0097d92c0fa7fae4012a893c1c782f440dcd705409d3ce3c1831bcb",
            encoded: "c17f00800054a6004ff12ac28314025a367d061c40817f008151b515c1e625da5565df786111dee8"),
        FilterSample(
            FloatingPointPredictor(elementSize: 8, sampleCount: 1, rowByteCount: 40, byteOrder: .little),
            plain: "5e3a5e6294051c40b74ef3326bca11c0a320a9a9328725c0b2f41af04ab8d03fcca9d13a0fe1e0bf"
                + "444ecfa0a91c2c4032b8d73175e51d40298bd959b002ff3fadb1efdf8f3b26407a9019b01c7100c0",
            encoded: "4080007f805df514ab1025c5bd3129b3d7c718c553d077474a2495b671b76914d2d4b5b559ec0f1a"
                + "4000ff01806cf1e227da1cc91d393638cc3bdf8d84912886d11f0802162a356ad326dfb4eef784cd"),
        FilterSample(
            FloatingPointPredictor(elementSize: 4, sampleCount: 2, rowByteCount: 48, byteOrder: .little, distance: 2),
            plain: "a3101d3f86411ac18c4ff240bfbba2c1b25112c1cb10e34030063941f3a3acc16d5f9fc0d0ee5140fcf2c2c0a0807e41",
            encoded: "3fc140c1827f0100ff007f805dda3261f5c9470a8d6e89d271f08d3d41cfb7e80edeecdd44989a3f0f45a434bb05ccad"),
    ]

    @Test("horizontal differences", arguments: horizontalSamples.indices) func horizontal(index: Int) throws {
        try Self.horizontalSamples[index].check()
    }

    @Test("differences of the bytes of real numbers", arguments: realSamples.indices) func real(index: Int) throws {
        try Self.realSamples[index].check()
    }

    @Test("every size, number of samples and order") func round() throws {
        var numbers = SeededNumbers(seed: 8)
        let plain = (0..<3 * 840).map { _ in UInt8.random(in: 0...255, using: &numbers) }
        for samples in 1...6 {
            for distance in [1, 2, 4] {
                for order in [ByteOrder.little, .big] {
                    var codecs: [any ByteCodec] = [1, 2, 4, 8].map {
                        HorizontalPredictor(
                            sampleSize: $0, sampleCount: samples, rowByteCount: 840, byteOrder: order,
                            distance: distance)
                    }
                    codecs += [2, 3, 4, 8].map {
                        FloatingPointPredictor(
                            elementSize: $0, sampleCount: samples, rowByteCount: 840, byteOrder: order,
                            distance: distance)
                    }
                    for codec in codecs {
                        let packed = try codec.encoded(plain)
                        #expect(try codec.decoded(packed, room: plain.count) == plain)
                        var bytes = packed
                        var span = bytes.mutableSpan
                        var raw = span.mutableBytes
                        try (codec as? HorizontalPredictor)?.undo(&raw)
                        try (codec as? FloatingPointPredictor)?.undo(&raw)
                        #expect(bytes == plain)
                    }
                }
            }
        }
    }

    @Test("an incomplete last row counts as far as it goes") func incomplete() throws {
        let codec = HorizontalPredictor(sampleSize: 1, sampleCount: 3, rowByteCount: 6)
        #expect(try codec.decoded([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], room: 10) == [1, 2, 3, 5, 7, 9, 7, 8, 9, 17])
        #expect(throws: CodecError.self) {
            try FloatingPointPredictor(elementSize: 4, sampleCount: 1, rowByteCount: 8).decoded([1, 2, 3, 4], room: 10)
        }
    }

    @Test("sizes that cannot be") func invalid() {
        let wrong: [any ByteCodec] = [
            HorizontalPredictor(sampleSize: 3, sampleCount: 1, rowByteCount: 9),
            HorizontalPredictor(sampleSize: 2, sampleCount: 0, rowByteCount: 8),
            HorizontalPredictor(sampleSize: 2, sampleCount: 1, rowByteCount: 0),
            HorizontalPredictor(sampleSize: 2, sampleCount: 1, rowByteCount: 5),
            HorizontalPredictor(sampleSize: 2, sampleCount: 1, rowByteCount: 4, distance: 0),
            FloatingPointPredictor(elementSize: 1, sampleCount: 1, rowByteCount: 8),
            FloatingPointPredictor(elementSize: 4, sampleCount: 1, rowByteCount: -8),
            FloatingPointPredictor(elementSize: 4, sampleCount: 1, rowByteCount: 6),
        ]
        for codec in wrong {
            #expect(throws: CodecError.self) { try codec.decoded([1, 2, 3, 4, 5, 6, 7, 8], room: 8) }
        }
        let wide = HorizontalPredictor(sampleSize: 8, sampleCount: .max, rowByteCount: 8, distance: .max)
        #expect(throws: Never.self) { try wide.decoded([1, 2, 3, 4, 5, 6, 7, 8], room: 8) }
    }
}
