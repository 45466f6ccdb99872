import ImageCore

/// The checks around the document itself, done on bytes before libyaml sees them.
enum YAMLPrologue {
    /// How many bytes of byte order mark to skip.
    ///
    /// - Throws: `corrupt` for other encodings; `unsupported` for `%TAG` lines, which no catalog needs, which would have
    ///   to be known wherever a part is decoded, and whose number libyaml takes quadratic time for.
    static func length(of bytes: UnsafeRawBufferPointer) throws(ImageError) -> Int {
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            throw .corrupt("the file is UTF-16 text", hint: "save it as UTF-8")
        }
        let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var position = mark
        var line = 1
        while position < bytes.count {
            let length = breakLength(at: position, in: bytes)
            if length > 0 {
                line += 1
                position += length
                continue
            }
            switch bytes[position] {
            case 0x20, 0x09: break
            case UInt8(ascii: "#"): skipLine(&position, bytes)
            case UInt8(ascii: "%"):
                if bytes[position...].starts(with: "%TAG".utf8) {
                    throw .unsupported(
                        "%TAG directives", at: .init(line: line, column: 1),
                        hint: "catalogs have no tags; remove the line")
                }
                skipLine(&position, bytes)
            default: return mark
            }
            position += 1
        }
        return mark
    }

    /// After the document only comments and `...` may follow.
    ///
    /// Checked here, because libyaml would read a second document's directives first.
    static func checkNothingFollows(_ end: Int, in bytes: UnsafeRawBufferPointer) throws(ImageError) {
        var position = min(end, bytes.count)
        while position < bytes.count {
            let length = breakLength(at: position, in: bytes)
            if length > 0 {
                position += length
                continue
            }
            switch bytes[position] {
            case 0x20, 0x09, UInt8(ascii: "."): break
            case UInt8(ascii: "#"): skipLine(&position, bytes)
            default:
                let place = ImageError.Location(line: line(of: position, in: bytes))
                guard bytes[position] == UInt8(ascii: "-") || bytes[position] == UInt8(ascii: "%") else {
                    throw .corrupt("something follows the end of the document", at: place)
                }
                throw .unsupported("several YAML documents in one file", at: place, hint: "keep one document per file")
            }
            position += 1
        }
    }

    /// Moves to the last byte before the line break.
    private static func skipLine(_ position: inout Int, _ bytes: UnsafeRawBufferPointer) {
        while position + 1 < bytes.count, breakLength(at: position + 1, in: bytes) == 0 { position += 1 }
    }

    private static func line(of end: Int, in bytes: UnsafeRawBufferPointer) -> Int {
        var line = 1
        var position = 0
        while position < end {
            let length = breakLength(at: position, in: bytes)
            if length > 0 { line += 1 }
            position += max(1, length)
        }
        return line
    }

    /// How long the line break is that begins at a position, 0 if none does: libyaml takes those of Unicode, too.
    private static func breakLength(at position: Int, in bytes: UnsafeRawBufferPointer) -> Int {
        func byte(_ distance: Int) -> UInt8 { position + distance < bytes.count ? bytes[position + distance] : 0 }
        switch bytes[position] {
        case 0x0A: return 1
        case 0x0D: return byte(1) == 0x0A ? 2 : 1
        case 0xC2: return byte(1) == 0x85 ? 2 : 0
        case 0xE2: return byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9) ? 3 : 0
        default: return 0
        }
    }
}
