/// The line format of Java's `Properties`, which ImageJ reads its descriptions by.
enum JavaProperties {
    /// The pairs of a text in order.
    ///
    /// Bytes are Latin-1, everything else stands as an escape like `\u00B5`. Text that is UTF-8 beyond ASCII all the same is read as
    /// such. An escape that is cut off stays as it is.
    static func parse(_ text: RawSpan) -> [(key: String, value: String)] {
        let bytes = utf8(text)
        var pairs: [(String, String)] = []
        // Most descriptions have fewer lines.
        pairs.reserveCapacity(16)
        var place = 0
        while place < bytes.count {
            let line = logicalLine(bytes, &place)
            guard let first = line.first, first != UInt8(ascii: "#"), first != UInt8(ascii: "!") else { continue }
            var end = line.startIndex
            while end < line.endIndex, !isSeparator(line[end]), !isBlank(line[end]) {
                end += line[end] == backslash ? 2 : 1
            }
            end = min(end, line.endIndex)
            var start = end
            while start < line.endIndex, isBlank(line[start]) { start += 1 }
            if start < line.endIndex, isSeparator(line[start]) { start += 1 }
            while start < line.endIndex, isBlank(line[start]) { start += 1 }
            pairs.append((unescaped(line[..<end]), unescaped(line[start...])))
        }
        return pairs
    }

    private static let backslash = UInt8(ascii: "\\")

    /// The text in UTF-8: all that has a meaning is ASCII there as well.
    private static func utf8(_ text: RawSpan) -> [UInt8] {
        text.withUnsafeBytes { buffer in
            var bytes = buffer[...]
            while bytes.last == 0 { bytes.removeLast() }
            if bytes.allSatisfy({ $0 < 0x80 }) || String(validating: bytes, as: UTF8.self) != nil {
                return Array(bytes)
            }
            return bytes.flatMap { Array(String(Unicode.Scalar($0)).utf8) }
        }
    }

    /// A line without leading blanks, joined with the next where it ends in an odd number of backslashes.
    private static func logicalLine(_ bytes: [UInt8], _ place: inout Int) -> ArraySlice<UInt8> {
        var line: ArraySlice<UInt8> = []
        while true {
            while place < bytes.count, isBlank(bytes[place]) { place += 1 }
            let start = place
            var slashes = 0
            while place < bytes.count, bytes[place] != UInt8(ascii: "\n"), bytes[place] != UInt8(ascii: "\r") {
                slashes = bytes[place] == backslash ? slashes + 1 : 0
                place += 1
            }
            line = line.isEmpty ? bytes[start..<place] : line + bytes[start..<place]
            if place < bytes.count {
                let isPair = bytes[place] == UInt8(ascii: "\r") && place + 1 < bytes.count
                place += isPair && bytes[place + 1] == UInt8(ascii: "\n") ? 2 : 1
            }
            let isComment = line.first == UInt8(ascii: "#") || line.first == UInt8(ascii: "!")
            guard slashes % 2 == 1, !isComment else { return line }
            line.removeLast()
            if place >= bytes.count { return line }
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == 0xC
    }

    private static func isSeparator(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "=") || byte == UInt8(ascii: ":") }

    private static func unescaped(_ bytes: ArraySlice<UInt8>) -> String {
        guard bytes.contains(backslash) else { return String(decoding: bytes, as: UTF8.self) }
        // UTF-16, since one character beyond the first 65,536 stands as two escapes.
        var units: [UInt16] = []
        var rest = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
        while let scalar = rest.popFirst() {
            guard scalar == "\\", let next = rest.popFirst() else {
                units.append(contentsOf: String(scalar).utf16)
                continue
            }
            switch next {
            case "t": units.append(0x09)
            case "n": units.append(0x0A)
            case "r": units.append(0x0D)
            case "f": units.append(0x0C)
            case "u":
                let digits = rest.prefix(4)
                let isHex = digits.count == 4 && digits.allSatisfy { $0.isASCII && $0.properties.isASCIIHexDigit }
                if isHex, let unit = UInt16(String(digits), radix: 16) {
                    units.append(unit)
                    rest = rest.dropFirst(4)
                } else {
                    units.append(contentsOf: "\\u".utf16)
                }
            default: units.append(contentsOf: String(next).utf16)
            }
        }
        return String(decoding: units, as: UTF16.self)
    }

    /// A line with a pair, in ASCII.
    static func line(_ key: String, _ value: String) -> String {
        escaped(key, isKey: true) + "=" + escaped(value, isKey: false) + "\n"
    }

    private static func escaped(_ text: String, isKey: Bool) -> String {
        var result = ""
        for (place, unit) in text.utf16.enumerated() {
            switch unit {
            case 0x5C: result += "\\\\"
            case 0x09: result += "\\t"
            case 0x0A: result += "\\n"
            case 0x0D: result += "\\r"
            case 0x0C: result += "\\f"
            case 0x20 where isKey || place == 0: result += "\\ "
            case 0x3A where isKey, 0x3D where isKey: result += "\\" + String(Unicode.Scalar(UInt8(unit)))
            case 0x21 where isKey && place == 0, 0x23 where isKey && place == 0:
                result += "\\" + String(Unicode.Scalar(UInt8(unit)))
            case 0x20...0x7E: result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            default:
                let digits = String(unit, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return result
    }
}
