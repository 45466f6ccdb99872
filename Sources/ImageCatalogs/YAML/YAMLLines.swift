/// The lines of a file, for edits that must leave everything else alone.
struct YAMLLines {
    let bytes: [UInt8]

    /// The first byte of the line that a position lies in; a byte order mark is before the first line.
    func start(of position: Int) -> Int {
        var start = position
        while start > 0, bytes[start - 1] != 0x0A, !isLoneReturn(start - 1) { start -= 1 }
        return start == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? min(3, bytes.count) : start
    }

    /// The end of the line that a position lies in, before the line break.
    func end(of position: Int) -> Int {
        var end = position
        while end < bytes.count, !bytes[end].isYAMLBreak { end += 1 }
        return end
    }

    /// The first byte of the line after the one that a position lies in, or the end of the file.
    func next(after position: Int) -> Int {
        let end = end(of: position)
        guard end < bytes.count else { return end }
        return bytes[end] == 0x0D && end + 1 < bytes.count && bytes[end + 1] == 0x0A ? end + 2 : end + 1
    }

    /// How far the first visible character of a line is indented; nil for a blank line.
    func indentation(ofLineAt start: Int) -> Int? {
        let end = end(of: start)
        return bytes[start..<end].firstIndex { !$0.isYAMLBlank }.map { $0 - start }
    }

    /// Whether a line holds a comment and nothing else.
    func isComment(lineAt start: Int) -> Bool {
        indentation(ofLineAt: start).map { bytes[start + $0] == UInt8(ascii: "#") } ?? false
    }

    /// How many characters lie between the start of the line and a position.
    func column(of position: Int) -> Int {
        bytes[start(of: position)..<position].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    }

    /// Whether only blanks precede a position on its line.
    ///
    /// Looks no further, since a line may be the whole file.
    func isFirstOnLine(_ position: Int) -> Bool {
        var start = position
        while start > 0, bytes[start - 1].isYAMLBlank { start -= 1 }
        return start == 0 || bytes[start - 1].isYAMLBreak || start == self.start(of: 0)
    }

    /// Whether only blanks, or blanks and a comment, follow a position on its line.
    func isLastOnLine(_ position: Int) -> Bool {
        var end = position
        while end < bytes.count, bytes[end].isYAMLBlank { end += 1 }
        guard end < bytes.count, !bytes[end].isYAMLBreak else { return true }
        return bytes[end] == UInt8(ascii: "#") && (end > position || isFirstOnLine(position))
    }

    /// The first position from here on that is neither white space nor comment.
    func nextToken(from position: Int) -> Int {
        var position = position
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "#") {
                position = end(of: position)
            } else if bytes[position].isYAMLBlank || bytes[position].isYAMLBreak {
                position += 1
            } else {
                break
            }
        }
        return position
    }

    /// `\r\n` if the first line of the file ends so.
    var lineBreak: String {
        guard let first = bytes.firstIndex(where: \.isYAMLBreak), bytes[first] == 0x0D else { return "\n" }
        return first + 1 < bytes.count && bytes[first + 1] == 0x0A ? "\r\n" : "\r"
    }

    /// Whether the file ends in the middle of a line.
    var lacksFinalBreak: Bool { bytes.last.map { !$0.isYAMLBreak } ?? false }

    private func isLoneReturn(_ position: Int) -> Bool {
        bytes[position] == 0x0D && !(position + 1 < bytes.count && bytes[position + 1] == 0x0A)
    }
}
