import ImageCore

/// A change of a few bytes of a file.
struct YAMLEdit {
    /// What goes; empty for an insertion.
    var range: Range<Int>
    var replacement: String

    /// The bytes with some edits made; deletions may overlap.
    static func apply(_ edits: [YAMLEdit], to bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count + edits.reduce(0) { $0 + $1.replacement.utf8.count })
        var position = 0
        let order = edits.enumerated().sorted {
            ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
        }
        for (_, edit) in order {
            if edit.range.lowerBound > position {
                result.append(contentsOf: bytes[position..<edit.range.lowerBound])
                position = edit.range.lowerBound
            }
            result.append(contentsOf: edit.replacement.utf8)
            position = max(position, edit.range.upperBound)
        }
        result.append(contentsOf: bytes[position...])
        return result
    }
}
