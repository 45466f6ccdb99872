/// The resolution of a TIFF: pixels for each unit, as a fraction.
struct ResolutionRational: Sendable, Hashable {
    /// The number of pixels.
    var numerator: UInt32
    /// The length they take, in units.
    var denominator: UInt32

    /// A fraction.
    init(_ numerator: UInt32, _ denominator: UInt32) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// The distance of pixels; nil where the fraction says none.
    var spacing: Double? {
        numerator == 0 || denominator == 0 ? nil : Double(denominator) / Double(numerator)
    }

    /// The simplest fraction that gives a distance back exactly, or the nearest that there is.
    ///
    /// Both numbers stay below 2³¹. Nil for a distance that is not positive or too far from 1 for such numbers.
    init?(spacing: Double) {
        let limit = UInt64(1 << 31) - 1
        guard spacing.isFinite, spacing >= 1 / Double(limit), spacing <= Double(limit) else { return nil }
        // The distance as an exact fraction of whole numbers, whose continued fraction is followed: 53 bits, shifted by
        // 83 at most.
        let shift = 52 - Int(spacing.exponent)
        guard shift >= 0, shift < 100, let whole = UInt128(exactly: spacing.significand * 0x1p52) else { return nil }
        var (a, b) = (whole, UInt128(1) << UInt128(shift))
        // Two convergents in a row, length over pixels.
        var before = (length: UInt64(0), pixels: UInt64(1))
        var last = (length: UInt64(1), pixels: UInt64(0))
        while b != 0 {
            let coefficient = a / b
            (a, b) = (b, a % b)
            // The largest step that keeps both numbers small.
            var most = UInt64(clamping: coefficient)
            if last.length > 0 { most = min(most, (limit - before.length) / last.length) }
            if last.pixels > 0 { most = min(most, (limit - before.pixels) / last.pixels) }
            let isCut = UInt128(most) < coefficient
            // The fractions on the way come nearer with each step: the first that is near enough is the simplest.
            let (start, step) = (before, last)
            func fraction(_ steps: UInt64) -> (length: UInt64, pixels: UInt64) {
                (start.length + steps * step.length, start.pixels + steps * step.pixels)
            }
            func isExact(_ steps: UInt64) -> Bool {
                let (length, pixels) = fraction(steps)
                return pixels > 0 && Double(length) / Double(pixels) == spacing
            }
            if most > 0, isExact(most) {
                var (low, high) = (UInt64(1), most)
                while low < high {
                    let middle = low + (high - low) / 2
                    if isExact(middle) { high = middle } else { low = middle + 1 }
                }
                last = fraction(low)
                break
            }
            if isCut {
                let cut = fraction(most)
                if most > 0, cut.pixels > 0,
                    last.pixels == 0 || Self.error(cut, spacing) < Self.error(last, spacing)
                {
                    last = cut
                }
                break
            }
            (before, last) = (last, fraction(most))
        }
        guard last.length > 0, last.pixels > 0 else { return nil }
        self.init(UInt32(last.pixels), UInt32(last.length))
    }

    private static func error(_ fraction: (length: UInt64, pixels: UInt64), _ spacing: Double) -> Double {
        (Double(fraction.length) / Double(fraction.pixels) - spacing).magnitude
    }
}
