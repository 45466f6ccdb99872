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
            switch bytes[position] {
            case 0x0A: line += 1
            case 0x0D, 0x20, 0x09: break
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
            switch bytes[position] {
            case 0x0A, 0x0D, 0x20, 0x09, UInt8(ascii: "."): break
            case UInt8(ascii: "#"): skipLine(&position, bytes)
            default:
                let line = 1 + bytes[..<position].reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) }
                let place = ImageError.Location(line: line)
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
        while position + 1 < bytes.count, bytes[position + 1] != 0x0A { position += 1 }
    }
}
