import Testing

@testable import imcat

struct NumbersTests {
    @Test(arguments: [
        (0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (16_777_728, "16.8 MB"), (999_949, "999.9 kB"),
        (999_950, "1.0 MB"),
        (Int.max, "9.2 EB"),
    ])
    func `sizes are decimal`(_ count: Int, _ text: String) {
        #expect(Numbers.bytes(count) == text)
    }

    @Test(arguments: [
        (0.1, "0.1"), (Double(Float(0.1)), "0.1"), (2, "2"), (312.25, "312.25"), (1e-9, "1e-09"), (.infinity, "inf"),
        (-.infinity, "-inf"),
    ])
    func `numbers have six digits`(_ value: Double, _ text: String) {
        #expect(Numbers.short(value) == text)
    }

    @Test(arguments: [(0, "0 s"), (59, "59 s"), (60, "1:00"), (185, "3:05"), (3723, "1:02:03")])
    func `durations are short`(_ seconds: Int, _ text: String) {
        #expect(Numbers.duration(seconds: seconds) == text)
    }
}
