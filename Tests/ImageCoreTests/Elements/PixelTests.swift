import ImageCore
import Testing

@Suite("Pixels") struct PixelTests {
    @Test(
        "half-precision values",
        arguments: [
            (UInt16(0x0000), 0.0), (0x3C00, 1), (0xC000, -2), (0x7BFF, 65504), (0x0001, 0x1p-24), (0x03FF, 0x1.ff8p-15),
            (0x0400, 0x1p-14), (0x3555, 0.333251953125), (0x7C00, .infinity), (0xFC00, -.infinity),
        ])
    func half(bits: UInt16, value: Double) {
        #expect(Half(bitPattern: bits).doubleValue == value)
    }

    @Test("all half-precision values agree with the scaled integers they stand for") func allHalves() {
        for bits in UInt16.min...UInt16.max {
            let value = Half(bitPattern: bits).doubleValue
            let (exponent, fraction) = (Int(bits >> 10) & 31, Double(bits & 1023))
            guard exponent < 31 else { continue }
            var expected = exponent == 0 ? fraction : fraction + 1024
            for _ in 0..<max(exponent, 1) - 1 { expected *= 2 }
            expected *= 0x1p-24
            guard value == (bits >> 15 == 0 ? expected : -expected) else {
                Issue.record("\(bits) is \(value), not \(expected)")
                return
            }
        }
    }

    @Test("half-precision NaN equals nothing, zeros are equal") func comparing() {
        let nan = Half(bitPattern: 0x7E00)
        #expect(nan != nan)
        #expect(nan.doubleValue.isNaN)
        #expect(Half(bitPattern: 0x8000) == Half(bitPattern: 0))
        #expect(Half(bitPattern: 0x8000).doubleValue.sign == .minus)
        #expect(Half(bitPattern: 0xC000) < Half(bitPattern: 0x3C00))
    }

    @Test("large whole numbers as doubles") func doubles() {
        #expect(UInt64.max.doubleValue == 0x1p64)
        #expect(Int64.min.doubleValue == -0x1p63)
        #expect(Float(0.5).doubleValue == 0.5)
    }

    /// What NumPy makes of them.
    @Test(
        "the nearest half-precision number",
        arguments: [
            (65504, UInt16(0x7BFF)), (65519.99, 0x7BFF), (65520, 0x7C00), (-65520, 0xFC00), (1e300, 0x7C00),
            (2049, 0x6800), (2051, 0x6802), (0x1.002p0, 0x3C00), (0x1.0020000000001p0, 0x3C01), (0x1.006p0, 0x3C02),
            (0x1p-24, 0x0001), (0x1p-25, 0x0000), (0x1.8p-24, 0x0002), (0x1p-14, 0x0400),
            (0x1.ffbffffffffffp-15, 0x03FF), (1e-300, 0x0000), (-0.0, 0x8000), (0.1, 0x2E66), (.pi, 0x4248),
            (.infinity, 0x7C00), (-.infinity, 0xFC00),
        ] as [(Double, UInt16)])
    func nearest(value: Double, bits: UInt16) {
        #expect(Half(value).bitPattern == bits)
    }

    @Test("all half-precision numbers, and what lies halfway between neighbors") func allNearest() {
        for bits in UInt16.min...0x7BFF {
            let value = Half(bitPattern: bits).doubleValue
            // What follows the largest finite number counts as 65536.
            let next = bits == 0x7BFF ? 65536 : Half(bitPattern: bits + 1).doubleValue
            let middle = (value + next) / 2
            let even = bits % 2 == 0 ? bits : bits + 1
            let expected = [
                (value, bits), (-value, bits | 0x8000), (middle, even), (-middle, even | 0x8000),
                (middle.nextDown, bits), (middle.nextUp, bits + 1),
            ]
            for (value, bits) in expected where Half(value).bitPattern != bits {
                Issue.record("\(value) is \(Half(value).bitPattern), not \(bits)")
                return
            }
        }
        for bits in UInt16(0x7C01)...0x7FFF {
            let half = Half(Half(bitPattern: bits).doubleValue)
            #expect(half.doubleValue.isNaN)
        }
    }
}
