/// A generator that gives the same numbers on every machine: SplitMix64 (Steele, Lea and Flood, 2014).
struct RandomNumbers {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number from a range, evenly distributed.
    mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        range.lowerBound + (range.upperBound - range.lowerBound) * Double(next() >> 11) / Double(1 << 53)
    }

    /// A number with mean 0 and deviation 1, close to a normal distribution: the sum of twelve even ones.
    mutating func normal() -> Double {
        (0..<12).reduce(-6) { sum, _ in sum + uniform(0...1) }
    }
}
