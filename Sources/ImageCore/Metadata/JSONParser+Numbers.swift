extension JSONParser {
    /// The number at the offset, by the grammar of RFC 8259, or Python's `-Infinity`.
    mutating func number() throws(ParseError) -> AttributeValue {
        let start = offset
        let isNegative = next == UInt8(ascii: "-")
        if isNegative { offset += 1 }
        if isNegative, next == UInt8(ascii: "I") { return try word("Infinity", .double(-.infinity)) }
        var mantissa = Mantissa()
        if next == UInt8(ascii: "0") {
            offset += 1
            guard digit == nil else { throw ParseError("a number must not start with a zero", at: start) }
        } else {
            try digits(&mantissa)
        }
        if next != UInt8(ascii: "."), next != UInt8(ascii: "e"), next != UInt8(ascii: "E"),
            let whole = Self.whole(mantissa, isNegative)
        {
            return whole
        }
        var exponent = 0
        if next == UInt8(ascii: ".") {
            offset += 1
            let first = offset
            try digits(&mantissa)
            exponent = first - offset
        }
        if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") { exponent += try self.exponent() }
        if let exact = Self.exact(mantissa, exponent) { return .double(isNegative ? -exact : exact) }
        return .double(try rounded(from: start))
    }

    /// The digits of a number as one whole number, while they fit.
    private struct Mantissa {
        var value: UInt = 0
        var overflows = false
    }

    /// The value of the digit at the offset, or nil if there is none.
    private var digit: UInt? {
        guard let next, next >= 0x30, next <= 0x39 else { return nil }
        return UInt(next - 0x30)
    }

    private mutating func digits(_ mantissa: inout Mantissa) throws(ParseError) {
        guard digit != nil else { throw ParseError("a digit is expected", at: offset) }
        while let digit {
            offset += 1
            let (high, isLarge) = mantissa.value.multipliedReportingOverflow(by: 10)
            let (sum, isLarger) = high.addingReportingOverflow(digit)
            mantissa.value = sum
            if isLarge || isLarger { mantissa.overflows = true }
        }
    }

    /// The number after the `e`, cut off far outside of what a double holds.
    private mutating func exponent() throws(ParseError) -> Int {
        offset += 1
        let isNegative = next == UInt8(ascii: "-")
        if isNegative || next == UInt8(ascii: "+") { offset += 1 }
        guard digit != nil else { throw ParseError("a digit is expected", at: offset) }
        var value = 0
        while let digit {
            offset += 1
            value = min(value * 10 + Int(digit), 1 << 32)
        }
        return isNegative ? -value : value
    }

    private static func whole(_ mantissa: Mantissa, _ isNegative: Bool) -> AttributeValue? {
        if mantissa.overflows { return nil }
        if isNegative {
            if mantissa.value == Int.min.magnitude { return .int(.min) }
            return Int(exactly: mantissa.value).map { .int(-$0) }
        }
        return Int(exactly: mantissa.value).map { .int($0) } ?? .unsigned(mantissa.value)
    }

    /// The powers of ten that a double holds exactly.
    private static let powers: [Double] = [
        1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    /// The double, where one operation on two exact doubles gives it: correctly rounded, without the detour by text.
    private static func exact(_ mantissa: Mantissa, _ exponent: Int) -> Double? {
        guard !mantissa.overflows, mantissa.value <= 1 << 53, abs(exponent) < powers.count else { return nil }
        return exponent < 0 ? Double(mantissa.value) / powers[-exponent] : Double(mantissa.value) * powers[exponent]
    }

    private func rounded(from start: Int) throws(ParseError) -> Double {
        let value = bytes.extracting(start..<offset).withUnsafeBytes { Double(String(decoding: $0, as: UTF8.self)) }
        guard let value else { throw ParseError("a number is expected", at: start) }
        return value
    }
}
