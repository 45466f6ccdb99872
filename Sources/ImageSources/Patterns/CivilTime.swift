import ImageCore

/// A date and time of the Gregorian calendar, years 1 to 9999, with or without an offset from UTC.
package struct CivilTime: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Seconds since 1970-01-01 00:00:00 on the same clock, offset not counted.
    private let seconds: Int
    /// Below the second.
    package let nanosecond: Int
    /// Seconds east of UTC; nil if nothing is said.
    package let offset: Int?

    private static let range = -62_135_596_800...253_402_300_799

    /// 1970-01-01 00:00:00.
    package static let start = CivilTime(unchecked: 0)

    private init(unchecked seconds: Int) {
        self.seconds = seconds
        nanosecond = 0
        offset = nil
    }

    /// - Returns: nil outside of the years 1 to 9999.
    package init?(secondsSince1970 seconds: Int, nanosecond: Int = 0, offset: Int? = nil) {
        guard Self.range.contains(seconds), (0..<1_000_000_000).contains(nanosecond) else { return nil }
        self.seconds = seconds
        self.nanosecond = nanosecond
        self.offset = offset
    }

    /// - Returns: nil for a day or time that does not exist.
    package init?(
        year: Int, month: Int, day: Int, hour: Int = 0, minute: Int = 0, second: Int = 0, nanosecond: Int = 0,
        offset: Int? = nil
    ) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1, day <= Self.days(in: month, of: year),
            (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second)
        else { return nil }
        let days = Self.daysBefore(year: year) + Self.daysBefore(month: month, of: year) + day - 1 - 719_162
        self.init(
            secondsSince1970: days * 86_400 + hour * 3600 + minute * 60 + second, nanosecond: nanosecond, offset: offset
        )
    }

    /// A time as ISO 8601 writes it: `2020-07-01`, `2020-07-01T12:30`, `2020-07-01 12:30:05.25+02:00`, `...Z`.
    ///
    /// - Returns: nil for anything else.
    package init?(parsing text: String) {
        var rest = text[...]
        func number(_ digits: Int) -> Int? {
            let part = rest.prefix(digits)
            guard part.count == digits, part.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
            rest = rest.dropFirst(digits)
            return Int(part)
        }
        func skip(_ characters: String) -> Bool {
            guard let first = rest.first, characters.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        guard let year = number(4), skip("-"), let month = number(2), skip("-"), let day = number(2) else { return nil }
        var (hour, minute, second, nanosecond, offset) = (0, 0, 0, 0, Int?.none)
        if skip("T ") {
            guard let hours = number(2), skip(":"), let minutes = number(2) else { return nil }
            (hour, minute) = (hours, minutes)
            if skip(":") {
                guard let seconds = number(2) else { return nil }
                second = seconds
                if skip(".") {
                    let digits = rest.prefix { $0.isASCII && $0.isNumber }
                    guard (1...9).contains(digits.count), let value = Int(digits) else { return nil }
                    nanosecond = (digits.count..<9).reduce(value) { scaled, _ in scaled * 10 }
                    rest = rest.dropFirst(digits.count)
                }
            }
            if skip("Z") {
                offset = 0
            } else if let sign = rest.first, skip("+-") {
                guard let hours = number(2), skip(":") || true, let minutes = number(2), hours < 24, minutes < 60 else {
                    return nil
                }
                offset = (hours * 3600 + minutes * 60) * (sign == "-" ? -1 : 1)
            }
        }
        guard rest.isEmpty else { return nil }
        self.init(
            year: year, month: month, day: day, hour: hour, minute: minute, second: second, nanosecond: nanosecond,
            offset: offset)
    }

    /// `2020-07-01 12:00:00`, with a fraction and an offset where there is one: as Python prints it.
    package var description: String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        var text = "\(dateText) \(two(secondOfDay / 3600)):\(two(secondOfDay / 60 % 60)):\(two(secondOfDay % 60))"
        if nanosecond > 0 {
            let isWhole = nanosecond % 1000 == 0
            let digits = "\(isWhole ? nanosecond / 1000 : nanosecond)"
            text += "." + String(repeating: "0", count: (isWhole ? 6 : 9) - digits.count) + digits
        }
        if let offset {
            text += "\(offset < 0 ? "-" : "+")\(two(abs(offset) / 3600)):\(two(abs(offset) / 60 % 60))"
        }
        return text
    }

    /// `2020-07-01`.
    package var dateText: String {
        let date = date
        func filled(_ number: Int, _ width: Int) -> String {
            String(repeating: "0", count: max(0, width - "\(number)".count)) + "\(number)"
        }
        return "\(filled(date.year, 4))-\(filled(date.month, 2))-\(filled(date.day, 2))"
    }

    /// The day it is.
    package var date: (year: Int, month: Int, day: Int) {
        var day = daysSince1970 + 719_162
        // A first guess that is at most a year too early.
        var year = max(1, day * 400 / 146_097)
        while year < 9999, Self.daysBefore(year: year + 1) <= day { year += 1 }
        while year > 1, Self.daysBefore(year: year) > day { year -= 1 }
        day -= Self.daysBefore(year: year)
        var month = 1
        while month < 12, Self.daysBefore(month: month + 1, of: year) <= day { month += 1 }
        return (year, month, day - Self.daysBefore(month: month, of: year) + 1)
    }

    /// The day of the year, from 1.
    package var dayOfYear: Int { daysSince1970 + 719_162 - Self.daysBefore(year: date.year) + 1 }

    /// The second of the day.
    package var secondOfDay: Int { seconds - daysSince1970 * 86_400 }

    /// The same time some days later, or nil outside of the calendar.
    package func adding(days: Int) -> CivilTime? {
        let (added, overflow) = days.multipliedReportingOverflow(by: 86_400)
        let (sum, tooLarge) = seconds.addingReportingOverflow(added)
        return overflow || tooLarge ? nil : CivilTime(secondsSince1970: sum, nanosecond: nanosecond, offset: offset)
    }

    /// Compares instants; a time without an offset counts as UTC.
    package static func < (a: CivilTime, b: CivilTime) -> Bool {
        (a.seconds - (a.offset ?? 0), a.nanosecond) < (b.seconds - (b.offset ?? 0), b.nanosecond)
    }

    private var daysSince1970: Int { seconds >= 0 ? seconds / 86_400 : (seconds + 1) / 86_400 - 1 }

    private static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    private static func days(in month: Int, of year: Int) -> Int {
        switch month {
        case 2: isLeap(year) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// The days from the start of year 1 to that of a year.
    private static func daysBefore(year: Int) -> Int {
        let years = year - 1
        return years * 365 + years / 4 - years / 100 + years / 400
    }

    private static func daysBefore(month: Int, of year: Int) -> Int {
        (1..<month).reduce(0) { $0 + days(in: $1, of: year) }
    }
}
