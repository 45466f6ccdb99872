extension String {
    /// The text with control characters as escapes, so that a file cannot play tricks on the terminal, and in one line.
    var printable: String {
        guard unicodeScalars.contains(where: { $0.isControl }) else { return self }
        var text = ""
        for scalar in unicodeScalars {
            switch scalar {
            case "\n": text += "\\n"
            case "\t": text += "\\t"
            case _ where scalar.isControl: text += "\\u{" + String(scalar.value, radix: 16) + "}"
            default: text.unicodeScalars.append(scalar)
            }
        }
        return text
    }

    /// How many columns of a terminal the text takes.
    var columnCount: Int {
        if utf8.allSatisfy({ $0 < 0x80 }) { return utf8.count }
        return reduce(0) { $0 + $1.columnCount }
    }

    /// The text cut to at most so many columns, with an ellipsis where something is missing.
    func cut(to columns: Int?) -> String {
        guard let columns, columnCount > columns else { return self }
        var text = ""
        var used = 0
        for character in self {
            guard used + character.columnCount < columns else { break }
            text.append(character)
            used += character.columnCount
        }
        return text + "\u{2026}"
    }

    /// The text with a small first letter, unless it begins with an abbreviation.
    var uncapitalized: String {
        guard let first, dropFirst().first?.isLowercase == true else { return self }
        return first.lowercased() + dropFirst()
    }
}

extension Character {
    /// 2 for the wide characters of East Asian scripts and for pictures, else 1.
    fileprivate var columnCount: Int {
        guard let value = unicodeScalars.first?.value else { return 0 }
        switch value {
        case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
            0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
            return 2
        default: return 1
        }
    }
}

extension Unicode.Scalar {
    /// Whether it steers a terminal or the direction of the text instead of standing for something to read.
    fileprivate var isControl: Bool {
        switch value {
        case 0..<0x20, 0x7F..<0xA0, 0x2028...0x202E, 0x2066...0x2069: true
        default: false
        }
    }
}
