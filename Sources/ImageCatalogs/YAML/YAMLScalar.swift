import ImageCore

/// What a plain scalar means by the rules of YAML 1.1, as intake (PyYAML) reads them.
///
/// Differences from YAML 1.2 that occur in catalogs: `yes`, `no`, `on`, `off` are truth values, `010` is 8, `1:30` is 90,
/// `1_000` is 1000 and `1e3` is a text. Dates stay texts, since there are no dates in our metadata.
enum YAMLScalar {
    static func value(of text: String) -> AttributeValue {
        switch text {
        case "", "~", "null", "Null", "NULL": return .null
        case "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON": return .bool(true)
        case "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF": return .bool(false)
        case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF": return .double(.infinity)
        case "-.inf", "-.Inf", "-.INF": return .double(-.infinity)
        case ".nan", ".NaN", ".NAN": return .double(.nan)
        default: break
        }
        guard let first = text.utf8.first, "+-.0123456789".utf8.contains(first), text.utf8.count <= 400 else {
            return .string(text)
        }
        return integer(text) ?? double(text) ?? .string(text)
    }

    private static func integer(_ text: String) -> AttributeValue? {
        var digits = text.utf8[...]
        let isNegative = digits.first == UInt8(ascii: "-")
        if isNegative || digits.first == UInt8(ascii: "+") { digits.removeFirst() }
        guard let first = digits.first, isDigit(first) else { return nil }
        if digits.contains(UInt8(ascii: ":")) { return sexagesimal(digits, isNegative) }
        var radix = 10
        if first == UInt8(ascii: "0"), digits.count > 1 {
            radix = 8
            digits.removeFirst()
            if digits.first == UInt8(ascii: "b") || digits.first == UInt8(ascii: "x") {
                radix = digits.removeFirst() == UInt8(ascii: "b") ? 2 : 16
                guard !digits.isEmpty else { return nil }
            }
        }
        let kept = digits.filter { $0 != UInt8(ascii: "_") }
        guard digits.allSatisfy({ $0 == UInt8(ascii: "_") || isDigit($0, radix: radix) }) else { return nil }
        // `0_` is nought, but `0x_` is nothing that could be counted.
        guard !kept.isEmpty else { return radix == 8 ? .int(0) : nil }
        let number = (isNegative ? "-" : "") + String(decoding: kept, as: UTF8.self)
        if let value = Int(number, radix: radix) { return .int(value) }
        if let value = UInt(number, radix: radix) { return .unsigned(value) }
        // Larger than any integer here: the nearest number, as everywhere without unlimited integers.
        return radix == 10 ? Double(number).map { .double($0) } : nil
    }

    private static func double(_ text: String) -> AttributeValue? {
        var rest = text.utf8[...]
        var isNegative = false
        if let sign = rest.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            isNegative = sign == UInt8(ascii: "-")
            rest.removeFirst()
            // `-.5` is a text in YAML 1.1.
            guard let next = rest.first, isDigit(next) else { return nil }
        }
        if rest.contains(UInt8(ascii: ":")) { return sexagesimal(rest, isNegative) }
        var digits = ""
        var hasDot = false
        var isFirst = true
        while let byte = rest.first,
            isDigit(byte) || byte == UInt8(ascii: "_") || (byte == UInt8(ascii: ".") && !hasDot)
        {
            if isFirst, byte == UInt8(ascii: "_") { return nil }
            rest.removeFirst()
            if byte == UInt8(ascii: ".") {
                hasDot = true
                if isFirst, rest.first.map({ isDigit($0) }) != true { return nil }
            }
            if byte != UInt8(ascii: "_") { digits.unicodeScalars.append(Unicode.Scalar(byte)) }
            isFirst = false
        }
        guard hasDot else { return nil }
        if digits.hasPrefix(".") { digits = "0" + digits }
        if digits.hasSuffix(".") { digits += "0" }
        if let letter = rest.popFirst() {
            guard letter == UInt8(ascii: "e") || letter == UInt8(ascii: "E"), let sign = rest.popFirst(),
                sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), !rest.isEmpty, rest.allSatisfy({ isDigit($0) })
            else { return nil }
            digits += "e\(Unicode.Scalar(sign))\(String(decoding: rest, as: UTF8.self))"
        }
        return Double((isNegative ? "-" : "") + digits).map { .double($0) }
    }

    /// `1:30` is 90, and `1:30.5` is 90.5: base 60, of which each part but the first has one or two digits below 60.
    private static func sexagesimal(_ digits: Substring.UTF8View, _ isNegative: Bool) -> AttributeValue? {
        let parts = digits.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard let last = parts.last, let head = parts.first, head.first.map({ isDigit($0) }) == true else { return nil }
        let lastPieces = last.split(separator: UInt8(ascii: "."), maxSplits: 1, omittingEmptySubsequences: false)
        let isDouble = lastPieces.count == 2
        // A whole number must not begin with 0, else `08:15` would be one.
        if !isDouble, head.first == UInt8(ascii: "0") { return nil }
        var total = 0.0
        var whole = 0
        for (index, part) in parts.enumerated() {
            let part = index == parts.count - 1 ? lastPieces[0] : part
            let kept = index == 0 ? part.filter { $0 != UInt8(ascii: "_") } : Array(part)
            guard let value = Int(String(decoding: kept, as: UTF8.self)), kept.allSatisfy({ isDigit($0) }),
                index == 0 || (kept.count <= 2 && value < 60)
            else { return nil }
            let (product, tooLarge) = whole.multipliedReportingOverflow(by: 60)
            let (sum, tooLargeToo) = product.addingReportingOverflow(value)
            guard !tooLarge, !tooLargeToo else { return nil }
            whole = sum
            total = total * 60 + Double(value)
        }
        if !isDouble { return .int(isNegative ? -whole : whole) }
        guard lastPieces[1].allSatisfy({ isDigit($0) || $0 == UInt8(ascii: "_") }) else { return nil }
        let fraction = String(decoding: lastPieces[1].filter { $0 != UInt8(ascii: "_") }, as: UTF8.self)
        guard let part = Double("0." + (fraction.isEmpty ? "0" : fraction)) else { return nil }
        return .double(isNegative ? -(total + part) : total + part)
    }

    private static func isDigit(_ byte: UInt8, radix: Int = 10) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): Int(byte - UInt8(ascii: "0")) < radix
        case UInt8(ascii: "a")...UInt8(ascii: "f"), UInt8(ascii: "A")...UInt8(ascii: "F"): radix == 16
        default: false
        }
    }
}
