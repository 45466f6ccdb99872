import ByteStores
import ImageCore

/// Files of Hamamatsu's scanners above 4 GiB (NDPI): classic ones in which offsets have 64 bits.
///
/// The header and each directory end in an offset of 8 bytes; behind it, a directory has the upper halves of the values of
/// its entries. Below 4 GiB all upper halves are 0, and the files are like any other.
extension TIFFFile {
    /// The header of such a file; nil for any other.
    ///
    /// The upper half of the first offset lies where other files may have anything: the directory it leads to decides.
    static func wideHeader(_ object: any ByteObject, _ header: TIFFHeader) async throws -> TIFFHeader? {
        guard !header.isBig, header.byteOrder == .little, object.size > 1 << 32,
            let offset = TIFFRecord(try await object.read(0..<12), .little).offset(4), offset >= 12,
            offset <= object.size - 2,
            let count = TIFFRecord(try await object.read(offset..<offset + 2), .little).uint16(0),
            (1...entryLimit).contains(count), count * 12 <= object.size - 2 - offset
        else { return nil }
        let entries = TIFFRecord(try await object.read(offset + 2..<offset + 2 + count * 12), .little)
        guard (0..<count).contains(where: { entries.uint16(12 * $0) == Int(TIFFTag.ndpiFormat) }) else { return nil }
        return TIFFHeader(byteOrder: .little, isBig: false, firstDirectory: offset, isWide: true)
    }

    /// The directory at an offset.
    func wideDirectory(at offset: Int) async throws -> TIFFDirectory {
        try object.checkRange(offset..<offset + 2)
        let count = TIFFRecord(try await object.read(offset..<offset + 2), .little).uint16(0) ?? 0
        let byteCount = 2 + count * 12 + 8 + count * 4
        guard count <= Self.entryLimit, byteCount <= object.size - offset else {
            throw ImageError.corrupt(
                "a directory of \(count) entries at byte \(offset), which the file of \(object.size) bytes does not hold",
                at: .init(object.location, byteOffset: offset))
        }
        let record = TIFFRecord(try await object.read(offset..<offset + byteCount), .little)
        // Values that stand in their entries are put together with their upper halves, at places that no file has.
        let virtual = object.size
        var values: [UInt8] = []
        var entries: [TIFFDirectory.Entry] = []
        for number in 0..<count {
            let start = 2 + 12 * number
            guard let tag = record.uint16(start), let code = record.uint16(start + 2),
                let many = record.uint32(start + 4),
                let low = record.uint32(start + 8), let high = record.uint32(2 + 12 * count + 8 + 4 * number)
            else { break }
            let value = Int(clamping: UInt64(high) << 32 | UInt64(low))
            var type = TIFFFieldType(rawValue: UInt16(truncatingIfNeeded: code))
            let isInline = many <= 4 && many * (type?.byteCount ?? 1) <= 4
            if isInline, many == 1, type == .long { type = .long8 }
            entries.append(
                .init(
                    tag: UInt16(truncatingIfNeeded: tag), type: type, count: many,
                    place: isInline ? virtual + 8 * number : value))
            for byte in 0..<8 { values.append(UInt8(truncatingIfNeeded: value >> (8 * byte))) }
        }
        return TIFFDirectory(
            file: self, offset: offset, next: record.offset(2 + 12 * count) ?? 0, entries: entries,
            window: Bytes(values),
            windowStart: virtual)
    }
}

extension TIFFRecord {
    /// A place in a file as 8 bytes.
    fileprivate func offset(_ place: Int) -> Int? {
        guard let low = uint32(place), let high = uint32(place + 4) else { return nil }
        return Int(clamping: UInt64(high) << 32 | UInt64(low))
    }
}
