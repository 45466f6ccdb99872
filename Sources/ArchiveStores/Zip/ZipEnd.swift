import ByteStores
import ImageCore

/// What stands at the end of an archive: where its directory is.
struct ZipEnd {
    /// The central directory in the object.
    var directory: Range<Int>
    /// The number of members in it.
    var memberCount: Int
    /// How many bytes stand before the archive, such as a program that unpacks it.
    var prefixByteCount: Int
    /// The archive's comment.
    var comment: Bytes

    /// Larger directories are refused.
    static let directoryLimit = 1 << 30

    /// Finds the end of the archive that an object holds.
    ///
    /// - Throws: `corrupt` if there is none; `unsupported` for one part of several; what reading throws.
    static func find(in object: any ByteObject) async throws -> ZipEnd {
        let tailCount =
            ZipRecord.end64.byteCount + ZipRecord.end64Locator.byteCount + ZipRecord.end.byteCount
            + ZipRecord.commentLimit
        let tailStart = max(object.size - tailCount, 0)
        let tail = try await object.read(tailStart..<object.size)
        guard let place = endPlace(in: tail) else {
            throw ImageError.corrupt("not a zip archive, or it is cut off: its end is missing")
        }
        var fields = try EndFields(tail, at: place, offset: tailStart)
        var recordsStart = tailStart + place
        if let record = try await record64(before: tailStart + place, in: object) {
            recordsStart = record.offset
            try fields.take64(record.bytes, at: record.offset)
        } else if fields.isSaturated {
            throw ImageError.corrupt(
                "the archive's 64-bit end record is missing", at: .init(byteOffset: tailStart + place))
        }
        return try await located(fields, before: recordsStart, in: object)
    }

    /// The last end record whose comment ends with the bytes, else the last whose comment fits.
    private static func endPlace(in tail: Bytes) -> Int? {
        tail.withBytes { span in
            var fitting: Int?
            var place = span.byteCount - ZipRecord.end.byteCount
            while place >= 0 {
                if span.unsafeLoadUnaligned(fromByteOffset: place, as: UInt32.self).littleEndian
                    == ZipRecord.end.signature
                {
                    let comment = Int(
                        span.unsafeLoadUnaligned(fromByteOffset: place + 20, as: UInt16.self).littleEndian)
                    let left = span.byteCount - place - ZipRecord.end.byteCount - comment
                    if left == 0 { return place }
                    if left > 0, fitting == nil { fitting = place }
                }
                place -= 1
            }
            return fitting
        }
    }

    /// The 64-bit end record, if its locator stands before the end record.
    private static func record64(before end: Int, in object: any ByteObject) async throws -> (
        bytes: Bytes, offset: Int
    )? {
        let size = ZipRecord.end64.byteCount
        let locatorStart = end - ZipRecord.end64Locator.byteCount
        guard locatorStart >= size else { return nil }
        let locator = try await object.read(locatorStart..<end)
        let claimed = try locator.withBytes { (span) throws(ImageError) -> UInt64? in
            do throws(ParseError) {
                var cursor = ByteCursor(span)
                guard try cursor.read(UInt32.self) == ZipRecord.end64Locator.signature else { return nil }
                try cursor.skip(4)
                return try cursor.read(UInt64.self)
            } catch {
                throw error.imageError
            }
        }
        guard let claimed else { return nil }
        // With bytes before the archive it is elsewhere than claimed, most likely right before its locator.
        for place in [Int(exactly: claimed), locatorStart - size] {
            guard let place, place >= 0, place <= locatorStart - size else { continue }
            let bytes = try await object.read(place..<place + size)
            let signature = bytes.withBytes {
                $0.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt32.self).littleEndian
            }
            if signature == ZipRecord.end64.signature { return (bytes, place) }
        }
        return nil
    }

    /// The directory that the fields tell of; it should end where the end records start.
    private static func located(
        _ fields: EndFields, before end: Int, in object: any ByteObject
    ) async throws -> ZipEnd {
        let place = ImageError.Location(byteOffset: end)
        guard let size = Int(exactly: fields.directorySize), let offset = Int(exactly: fields.directoryOffset),
            let count = Int(exactly: fields.memberCount), size <= end, offset <= end - size
        else {
            throw ImageError.corrupt("the archive's directory lies outside of the file", at: place)
        }
        guard size <= directoryLimit else {
            throw ImageError.limitExceeded("the archive's directory has \(size) bytes", at: place)
        }
        guard count <= size / ZipRecord.directoryEntry.byteCount else {
            throw ImageError.corrupt("a directory of \(size) bytes cannot list \(count) members", at: place)
        }
        var prefix = end - size - offset
        if prefix > 0, count > 0 {
            // Something may also stand between the directory and the end.
            let start = try await object.read(offset..<offset + 4)
            let signature = start.withBytes {
                $0.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt32.self).littleEndian
            }
            if signature == ZipRecord.directoryEntry.signature { prefix = 0 }
        }
        return ZipEnd(
            directory: prefix + offset..<prefix + offset + size, memberCount: count, prefixByteCount: prefix,
            comment: fields.comment)
    }
}

/// The numbers of an end record.
private struct EndFields {
    var memberCount: UInt64
    var directorySize: UInt64
    var directoryOffset: UInt64
    var comment: Bytes
    /// Whether a number stands in the 64-bit record.
    var isSaturated: Bool

    init(_ tail: Bytes, at place: Int, offset: Int) throws {
        let record = try tail.slice(place..<tail.count)
        let numbers = try record.withBytes { (span) throws(ImageError) in
            do throws(ParseError) {
                var cursor = ByteCursor(span)
                try cursor.skip(4)
                return (
                    disk: try cursor.read(UInt16.self), start: try cursor.read(UInt16.self),
                    here: try cursor.read(UInt16.self), count: try cursor.read(UInt16.self),
                    size: try cursor.read(UInt32.self), offset: try cursor.read(UInt32.self),
                    comment: Int(try cursor.read(UInt16.self))
                )
            } catch {
                throw error.imageError
            }
        }
        isSaturated =
            numbers.count == ZipRecord.saturated16 || numbers.size == ZipRecord.saturated32
            || numbers.offset == ZipRecord.saturated32
        memberCount = UInt64(numbers.count)
        directorySize = UInt64(numbers.size)
        directoryOffset = UInt64(numbers.offset)
        let end = ZipRecord.end.byteCount
        comment = try record.slice(end..<end + numbers.comment)
        let isWhole =
            [0, ZipRecord.saturated16].contains(numbers.disk) && [0, ZipRecord.saturated16].contains(numbers.start)
            && numbers.here == numbers.count
        guard isWhole else { throw Self.severalParts(at: offset + place) }
    }

    mutating func take64(_ record: Bytes, at place: Int) throws {
        let numbers = try record.withBytes { (span) throws(ImageError) in
            do throws(ParseError) {
                var cursor = ByteCursor(span)
                try cursor.skip(16)
                return (
                    disk: try cursor.read(UInt32.self), start: try cursor.read(UInt32.self),
                    here: try cursor.read(UInt64.self), count: try cursor.read(UInt64.self),
                    size: try cursor.read(UInt64.self), offset: try cursor.read(UInt64.self)
                )
            } catch {
                throw error.imageError
            }
        }
        guard numbers.disk == 0, numbers.start == 0, numbers.here == numbers.count else {
            throw Self.severalParts(at: place)
        }
        memberCount = numbers.count
        directorySize = numbers.size
        directoryOffset = numbers.offset
    }

    private static func severalParts(at place: Int) -> ImageError {
        .unsupported(
            "the archive is one part of several", at: .init(byteOffset: place), hint: "join the parts with zip -s 0")
    }
}
