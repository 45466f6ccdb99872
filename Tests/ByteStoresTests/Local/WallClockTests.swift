import Testing

@testable import ByteStores

@Suite("The time of day") struct WallClockTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00Z"), (951_827_696, "2000-02-29T12:34:56Z"), (-1, "1969-12-31T23:59:59Z"),
        (253_402_300_799, "9999-12-31T23:59:59Z"),
    ])
    func `seconds are written as a date in UTC`(seconds: Int, text: String) {
        #expect(WallClock.text(secondsSince1970: seconds) == text)
    }
}
