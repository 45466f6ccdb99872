import Testing

@testable import ImageFormats

@Suite struct ResolutionRationalTests {
    // Found by trying all numbers of pixels from 1 on.
    @Test(arguments: [
        (0.15, 20, 3), (1.0, 1, 1), (0.5, 2, 1), (3.0, 1, 3), (0.108, 250, 27), (0.325, 40, 13), (1.0 / 3, 3, 1),
        (0.1, 10, 1), (1e-6, 1_000_000, 1), (12345.678, 500, 6_172_839),
        (1.0 / 2_147_483_647, 2_147_483_647, 1), (2_147_483_647.0, 1, 2_147_483_647),
    ])
    func theSimplestFractionGivesTheDistanceBack(spacing: Double, pixels: Int, length: Int) throws {
        let rational = try #require(ResolutionRational(spacing: spacing))
        #expect(rational.numerator == pixels && rational.denominator == length)
        #expect(rational.spacing == spacing)
    }

    @Test func distancesOfAFewDigitsComeBackExactly() throws {
        for digits in stride(from: 1, to: 3_000_000, by: 97) {
            for scale in [1e6, 1e4] {
                let spacing = Double(digits) / scale
                #expect(ResolutionRational(spacing: spacing)?.spacing == spacing, "\(spacing)")
            }
        }
    }

    @Test func nearlyAllDistancesComeBackExactly() throws {
        var seed: UInt64 = 42
        var exact = 0
        for _ in 0..<20_000 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let spacing = Double(seed >> 11) / 0x1p53 * 8 + 0.01
            let rational = try #require(ResolutionRational(spacing: spacing))
            #expect(rational.numerator < 1 << 31 && rational.denominator < 1 << 31)
            let found = try #require(rational.spacing)
            // Close to a very simple fraction there is no other for a long way.
            if found == spacing { exact += 1 } else { #expect((found / spacing - 1).magnitude < 1e-11, "\(spacing)") }
        }
        #expect(exact > 19_900)
    }

    @Test func whatCannotBeExactIsNearest() throws {
        let small = 1.2345678901234567e-7
        let rational = try #require(ResolutionRational(spacing: small))
        let found = try #require(rational.spacing)
        #expect((found / small - 1).magnitude < 1e-8 && rational.numerator < 1 << 31)
        let large = 123_456_789.123456789
        let other = try #require(ResolutionRational(spacing: large)?.spacing)
        #expect((other / large - 1).magnitude < 1e-8)
    }

    @Test(arguments: [0, -1, .infinity, .nan, 1e-10, 3e9, .leastNonzeroMagnitude, .greatestFiniteMagnitude])
    func whatIsNoDistanceHasNone(spacing: Double) {
        #expect(ResolutionRational(spacing: spacing) == nil)
    }

    @Test func fractionsOfFiles() {
        #expect(ResolutionRational(19_420_064, 1_000_000).spacing == 0.05149313617092096)
        #expect(ResolutionRational(0, 0).spacing == nil && ResolutionRational(0, 1).spacing == nil)
        #expect(ResolutionRational(1, 0).spacing == nil)
    }
}
