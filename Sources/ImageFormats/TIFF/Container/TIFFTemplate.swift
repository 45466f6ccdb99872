import ImageCore

/// What a directory that was parsed looks like: one that is equal in all that matters for the layout needs no parsing.
struct TIFFTemplate: Sendable {
    /// Bytes of a directory that are compared: their place, what they are, and which of them count.
    private struct Word: Sendable {
        var place: Int
        var value: UInt64
        var mask: UInt64
    }

    /// The bytes of the directory, from the number of its entries to the place of the next one.
    let byteCount: Int
    /// Whether the entries tell all of the layout; values that lie elsewhere would have to be compared there.
    let isComparable: Bool
    private let words: [Word]
    /// Where the place of the only segment is said; nil where there are several.
    private let segmentPlace: Int?
    private let header: TIFFHeader

    init(_ bytes: Bytes, _ directory: TIFFDirectory, _ header: TIFFHeader) {
        self.header = header
        byteCount = bytes.count
        // Which bytes must be equal: kinds and counts of all entries, and the values that make the layout.
        var counts = [Bool](repeating: false, count: bytes.count)
        func demand(_ start: Int, _ count: Int) {
            for place in start..<min(start + count, counts.count) { counts[place] = true }
        }
        var (isComparable, segmentPlace, start) = (true, Int?.none, header.countByteCount)
        demand(0, start)
        for entry in directory.entries {
            let size = (entry.type?.byteCount ?? 1).multipliedReportingOverflow(by: entry.count)
            let isInline = !size.overflow && size.partialValue <= header.offsetByteCount
            let isOfLayout = TIFFTag.layout.contains(entry.tag)
            if isOfLayout, !isInline { isComparable = false }
            demand(start, header.entryByteCount - (isOfLayout ? 0 : header.offsetByteCount))
            let isPlace = entry.tag == TIFFTag.stripOffsets || entry.tag == TIFFTag.tileOffsets
            if isPlace, entry.count == 1, entry.type?.byteCount == header.offsetByteCount {
                segmentPlace = start + header.entryByteCount - header.offsetByteCount
            }
            start += header.entryByteCount
        }
        self.isComparable = isComparable && start + header.offsetByteCount == bytes.count
        self.segmentPlace = segmentPlace
        words = bytes.withBytes { span in
            // The last word overlaps the one before it.
            let last = bytes.count - 8
            guard last >= 0 else { return [] }
            return (Array(stride(from: 0, to: last, by: 8)) + [last]).compactMap { place in
                var mask: UInt64 = 0
                for byte in 0..<8 where counts[place + byte] { mask |= 0xFF << (8 * UInt64(byte)) }
                mask = UInt64(littleEndian: mask)
                return mask == 0 ? nil : Word(place: place, value: Self.word(span, place) & mask, mask: mask)
            }
        }
    }

    /// Whether a directory of `byteCount` bytes has the same layout.
    func matches(_ span: RawSpan, at start: Int) -> Bool {
        var difference: UInt64 = 0
        for word in words { difference |= Self.word(span, start + word.place) & word.mask ^ word.value }
        return difference == 0 && isComparable
    }

    /// Where the directory behind one lies.
    func next(_ span: RawSpan, at start: Int) -> Int { offset(span, start + byteCount - header.offsetByteCount) }

    /// Where the only segment of a directory lies; 0 where there are several.
    func segment(_ span: RawSpan, at start: Int) -> Int { segmentPlace.map { offset(span, start + $0) } ?? 0 }

    private static func word(_ span: RawSpan, _ place: Int) -> UInt64 {
        span.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)
    }

    private func offset(_ span: RawSpan, _ place: Int) -> Int {
        let isLittle = header.byteOrder == .little
        if header.isBig {
            let value = span.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)
            return Int(clamping: isLittle ? UInt64(littleEndian: value) : UInt64(bigEndian: value))
        }
        let value = span.unsafeLoadUnaligned(fromByteOffset: place, as: UInt32.self)
        return Int(isLittle ? UInt32(littleEndian: value) : UInt32(bigEndian: value))
    }
}
