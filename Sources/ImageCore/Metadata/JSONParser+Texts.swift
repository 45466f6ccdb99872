extension JSONParser {
    /// The text whose opening quote is at the offset.
    mutating func text() throws(ParseError) -> String {
        offset += 1
        let start = offset
        try passPlain()
        if next == UInt8(ascii: "\"") {
            offset += 1
            return try valid(start..<offset - 1)
        }
        scratch.removeAll(keepingCapacity: true)
        var plain = start
        while next == UInt8(ascii: "\\") {
            keep(plain..<offset)
            try passEscape()
            plain = offset
            try passPlain()
        }
        keep(plain..<offset)
        offset += 1
        if let text = String(validating: scratch, as: UTF8.self) { return text }
        // Escapes are ASCII, so that what is wrong stands in the source as well.
        _ = try valid(start..<offset - 1)
        throw ParseError("a text that is not UTF-8", at: start)
    }

    /// Moves to the next quote or backslash.
    private mutating func passPlain() throws(ParseError) {
        while let byte = next {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
            guard byte >= 0x20 else { throw ParseError("a control character in a text", at: offset) }
            offset += 1
        }
        throw ParseError("the JSON ends within a text", at: offset)
    }

    private mutating func keep(_ range: Range<Int>) {
        bytes.extracting(range).withUnsafeBytes { scratch.append(contentsOf: $0) }
    }

    /// The bytes as text.
    private func valid(_ range: Range<Int>) throws(ParseError) -> String {
        let text = bytes.extracting(range).withUnsafeBytes { String(validating: $0, as: UTF8.self) }
        if let text { return text }
        // Where decoding first stops at an error, the bytes before it are well formed.
        let place = bytes.extracting(range).withUnsafeBytes { buffer in
            var decoder = UTF8()
            var rest = buffer.makeIterator()
            var place = range.lowerBound
            while case .scalarValue(let scalar) = decoder.decode(&rest) { place += UTF8.width(scalar) }
            return place
        }
        throw ParseError("a text that is not UTF-8", at: place)
    }

    /// Passes a backslash and what belongs to it, and keeps what they stand for.
    private mutating func passEscape() throws(ParseError) {
        let start = offset
        offset += 1
        guard let letter = next else { throw ParseError("the JSON ends within a text", at: offset) }
        offset += 1
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): scratch.append(letter)
        case UInt8(ascii: "b"): scratch.append(0x08)
        case UInt8(ascii: "f"): scratch.append(0x0C)
        case UInt8(ascii: "n"): scratch.append(0x0A)
        case UInt8(ascii: "r"): scratch.append(0x0D)
        case UInt8(ascii: "t"): scratch.append(0x09)
        case UInt8(ascii: "u"): scratch.append(contentsOf: String(try escapedScalar()).utf8)
        default: throw ParseError("an unknown escape in a text", at: start)
        }
    }

    /// The character of the four digits at the offset, with those of the second half of a pair.
    private mutating func escapedScalar() throws(ParseError) -> Unicode.Scalar {
        let first = try fourDigits()
        guard first & 0xFC00 == 0xD800 else { return Unicode.Scalar(first) ?? "\u{FFFD}" }
        let place = offset
        guard next == UInt8(ascii: "\\") else { return "\u{FFFD}" }
        offset += 1
        if next == UInt8(ascii: "u") {
            offset += 1
            let second = try fourDigits()
            if second & 0xFC00 == 0xDC00 {
                return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF)) ?? "\u{FFFD}"
            }
        }
        // What follows is an escape of its own.
        offset = place
        return "\u{FFFD}"
    }

    private mutating func fourDigits() throws(ParseError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let byte = next, let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
                throw ParseError("four hexadecimal digits are expected", at: offset)
            }
            value = value << 4 | UInt32(digit)
            offset += 1
        }
        return value
    }
}
