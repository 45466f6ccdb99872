import ImageCore

extension KLBHeader {
    /// Whether a file may be one of the format by its first bytes and its size: there is no magic number, but fields, the
    /// table and the size have to fit each other.
    static func isPlausible(_ prefix: Bytes, byteCount: Int) -> Bool {
        [Form.versioned, .original].contains { isPlausible(prefix, byteCount, as: $0) }
    }

    private static func isPlausible(_ prefix: Bytes, _ byteCount: Int, as form: Form) -> Bool {
        guard let header = try? KLBHeader(parsing: prefix.span, as: form),
            header.version == currentVersion || form == .original, let end = try? header.byteCount(), end < byteCount
        else { return false }
        let size = MemoryLayout<UInt64>.size
        let isWhole = end <= prefix.count
        // A part of the table says little of a file without a version.
        guard isWhole || form == .versioned else { return false }
        var cursor = ByteCursor(prefix.span)
        guard (try? cursor.seek(to: form.byteCount)) != nil else { return false }
        var last: UInt64 = 0
        while cursor.offset < end, cursor.remaining >= size {
            guard let next = try? cursor.read(UInt64.self),
                next > last || (next == last && cursor.offset > form.byteCount + size),
                next <= UInt64(byteCount - end)
            else { return false }
            last = next
        }
        return last > 0 && (!isWhole || last == UInt64(byteCount - end))
    }
}
