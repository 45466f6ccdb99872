import ImageCore

extension ZipIndex {
    /// The members that a central directory lists.
    ///
    /// - Throws: `corrupt`, with the byte of the object, if it is damaged, a name leads out of the archive, or members
    ///   overlap.
    init(_ directory: Bytes, _ end: ZipEnd) throws(ImageError) {
        self.init(count: end.memberCount)
        try directory.withBytes { (span) throws(ImageError) in
            names.reserveCapacity(span.byteCount - end.memberCount * ZipRecord.directoryEntry.byteCount)
            var place = 0
            do throws(ParseError) {
                for _ in 0..<end.memberCount { try appendEntry(span, &place, end) }
                // Nothing but the directory's signature may follow.
                if place < span.byteCount {
                    var cursor = ByteCursor(span)
                    try cursor.seek(to: place)
                    guard try cursor.read(UInt32.self) == ZipRecord.directorySignature else {
                        throw ParseError("the archive's directory is longer than its members", at: place)
                    }
                }
            } catch {
                throw .corrupt(error.message, at: .init(byteOffset: end.directory.lowerBound + error.offset))
            }
        }
        try limitMembers(by: end.directory.lowerBound)
    }

    private mutating func appendEntry(_ span: RawSpan, _ place: inout Int, _ end: ZipEnd) throws(ParseError) {
        let start = place
        let fixed = ZipRecord.directoryEntry.byteCount
        guard span.byteCount - start >= fixed else {
            throw ParseError("the archive's directory ends within a member", at: start)
        }
        // All of these lie within the bytes just checked.
        func number<T: FixedWidthInteger & BitwiseCopyable>(_ offset: Int, _: T.Type) -> T {
            T(littleEndian: span.unsafeLoadUnaligned(fromByteOffset: start + offset, as: T.self))
        }
        guard number(0, UInt32.self) == ZipRecord.directoryEntry.signature else {
            throw ParseError("the archive's directory is damaged", at: start)
        }
        let nameCount = number(28, UInt16.self)
        let extraCount = Int(number(30, UInt16.self))
        let commentCount = Int(number(32, UInt16.self))
        let nameEnd = start + fixed + Int(nameCount)
        guard span.byteCount - nameEnd >= extraCount + commentCount else {
            throw ParseError("the archive's directory ends within a member", at: start)
        }
        place = nameEnd + extraCount + commentCount
        let nameStart = names.count
        try appendName(span.extracting(start + fixed..<nameEnd), at: start)
        var large = LargeNumbers(
            size: number(24, UInt32.self), storedSize: number(20, UInt32.self), start: number(42, UInt32.self),
            disk: number(34, UInt16.self))
        if large.isSaturated {
            try large.take(span.extracting(nameEnd..<nameEnd + extraCount), at: nameEnd)
        }
        guard large.disk == 0 else { throw ParseError("a member in another part of the archive", at: start) }
        guard let size = Int(exactly: large.size), let storedSize = Int(exactly: large.storedSize),
            let offset = Int(exactly: large.start), offset <= end.directory.lowerBound - end.prefixByteCount
        else {
            throw ParseError("'\(lastName(nameStart))' lies outside of the archive", at: start)
        }
        append(
            Entry(
                nameStart: UInt32(truncatingIfNeeded: nameStart),
                nameCount: UInt32(truncatingIfNeeded: names.count - nameStart), storedNameCount: nameCount,
                method: number(10, UInt16.self), flags: number(8, UInt16.self), hash: 0,
                checksum: number(16, UInt32.self), storedSize: storedSize, size: size,
                start: end.prefixByteCount + offset, limit: 0))
    }

    /// Appends a name, which is UTF-8, or else taken for Latin-1.
    private mutating func appendName(_ name: RawSpan, at place: Int) throws(ParseError) {
        let start = names.count
        let bytes = name.withUnsafeBytes { Array($0) }
        var problem: String?
        if bytes.allSatisfy({ $0 < 0x80 }) || String(validating: bytes, as: UTF8.self) != nil {
            problem = ZipName.appendKey(of: bytes.span, to: &names)
        } else {
            let text = String(String.UnicodeScalarView(bytes.map { Unicode.Scalar($0) }))
            problem = ZipName.appendKey(of: Array(text.utf8).span, to: &names)
        }
        guard let problem else { return }
        names.removeSubrange(start...)
        throw ParseError("'\(String(decoding: bytes, as: UTF8.self))' \(problem)", at: place)
    }

    private func lastName(_ start: Int) -> String { String(decoding: names[start...], as: UTF8.self) }
}

/// The numbers of a member that may stand in its 64-bit extra field (4.5.3).
private struct LargeNumbers {
    var size: UInt64
    var storedSize: UInt64
    var start: UInt64
    var disk: UInt32

    init(size: UInt32, storedSize: UInt32, start: UInt32, disk: UInt16) {
        self.size = UInt64(size)
        self.storedSize = UInt64(storedSize)
        self.start = UInt64(start)
        self.disk = UInt32(disk)
    }

    private static let large = UInt64(ZipRecord.saturated32)

    var isSaturated: Bool {
        size == Self.large || storedSize == Self.large || start == Self.large || disk == ZipRecord.saturated16
    }

    /// Takes the numbers that did not fit, in their fixed order.
    mutating func take(_ extra: RawSpan, at place: Int) throws(ParseError) {
        var cursor = ByteCursor(extra)
        do throws(ParseError) {
            while cursor.remaining >= 4 {
                let kind = try cursor.read(UInt16.self)
                let count = Int(try cursor.read(UInt16.self))
                guard kind == ZipRecord.extra64 else {
                    try cursor.skip(count)
                    continue
                }
                if size == Self.large { size = try cursor.read(UInt64.self) }
                if storedSize == Self.large { storedSize = try cursor.read(UInt64.self) }
                if start == Self.large { start = try cursor.read(UInt64.self) }
                if disk == ZipRecord.saturated16 { disk = try cursor.read(UInt32.self) }
                return
            }
        } catch {
            throw ParseError("a member's extra field is damaged", at: place + error.offset)
        }
        throw ParseError("a member's 64-bit numbers are missing", at: place)
    }
}
