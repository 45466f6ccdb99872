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
}
