/// The line format of Java's `Properties`, which ImageJ reads its descriptions by.
enum JavaProperties {
    /// The pairs of a text in order.
    ///
    /// Bytes are Latin-1, everything else stands as an escape like `\u00B5`. Text that is UTF-8 beyond ASCII all the same is read as
    /// such. An escape that is cut off stays as it is.
    static func parse(_ text: RawSpan) -> [(key: String, value: String)] {
        let scalars = scalars(text)
        var pairs: [(String, String)] = []
        var place = 0
        while place < scalars.count {
            let line = logicalLine(scalars, &place)
            guard let first = line.first, first != "#", first != "!" else { continue }
            var end = 0
            while end < line.count, !isSeparator(line[end]), !isBlank(line[end]) {
                end += line[end] == "\\" ? 2 : 1
            }
            end = min(end, line.count)
            var start = end
            while start < line.count, isBlank(line[start]) { start += 1 }
            if start < line.count, isSeparator(line[start]) { start += 1 }
            while start < line.count, isBlank(line[start]) { start += 1 }
            pairs.append((unescaped(line[..<end]), unescaped(line[start...])))
        }
        return pairs
    }

    private static func scalars(_ text: RawSpan) -> [Unicode.Scalar] {
        text.withUnsafeBytes { buffer in
            var bytes = buffer[...]
            while bytes.last == 0 { bytes.removeLast() }
            if bytes.contains(where: { $0 >= 0x80 }), let text = String(validating: bytes, as: UTF8.self) {
                return Array(text.unicodeScalars)
            }
            return bytes.map { Unicode.Scalar($0) }
        }
    }

    /// A line without leading blanks, joined with the next where it ends in an odd number of backslashes.
    private static func logicalLine(_ scalars: [Unicode.Scalar], _ place: inout Int) -> [Unicode.Scalar] {
        var line: [Unicode.Scalar] = []
        while true {
            while place < scalars.count, isBlank(scalars[place]) { place += 1 }
            var slashes = 0
            while place < scalars.count, scalars[place] != "\n", scalars[place] != "\r" {
                slashes = scalars[place] == "\\" ? slashes + 1 : 0
                line.append(scalars[place])
                place += 1
            }
            if place < scalars.count {
                place += scalars[place] == "\r" && place + 1 < scalars.count && scalars[place + 1] == "\n" ? 2 : 1
            }
            let isComment = line.first == "#" || line.first == "!"
            guard slashes % 2 == 1, !isComment else { return line }
            line.removeLast()
            if place >= scalars.count { return line }
        }
    }

    private static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar == " " || scalar == "\t" || scalar == "\u{C}"
    }

    private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool { scalar == "=" || scalar == ":" }

    private static func unescaped(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        if scalars.allSatisfy({ $0.isASCII && $0 != "\\" }) {
            return String(decoding: scalars.lazy.map { UInt8(truncatingIfNeeded: $0.value) }, as: UTF8.self)
        }
        // UTF-16, since one character beyond the first 65,536 stands as two escapes.
        var units: [UInt16] = []
        var rest = scalars
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
                if isHex, let unit = UInt16(String(String.UnicodeScalarView(digits)), radix: 16) {
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
