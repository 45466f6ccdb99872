import ByteStores
import ImageCore

/// One directory (IFD) of a file: its entries, and the way to their values.
///
/// Values are read when they are asked for; those that lie near the directory were read with it.
struct TIFFDirectory: Sendable {
    /// One entry: a tag and where its values lie.
    struct Entry: Sendable {
        var tag: UInt16
        /// The type; nil for one that nobody knows, whose values are then unknown too.
        var type: TIFFFieldType?
        var count: Int
        /// The first byte of the values in the file.
        var place: Int
    }

    /// More numbers than this in one tag take more memory than any file's segments are worth.
    private static let numberLimit = 1 << 26

    let file: TIFFFile
    /// Where it lies.
    let offset: Int
    /// Where the next one lies; 0 at the end of the chain.
    let next: Int
    let entries: [Entry]
    /// Bytes of the file around the directory.
    private let window: Bytes
    private let windowStart: Int

    init(file: TIFFFile, offset: Int, next: Int, entries: [Entry], window: Bytes, windowStart: Int) {
        self.file = file
        self.offset = offset
        self.next = next
        self.entries = entries
        self.window = window
        self.windowStart = windowStart
    }

    /// The first entry with a tag.
    func entry(_ tag: UInt16) -> Entry? { entries.first { $0.tag == tag } }

    /// The bytes of a tag's values as they lie in the file; nil without the tag or with a type that nobody knows.
    ///
    /// - Throws: `corrupt` if they do not lie in the file.
    func bytes(_ tag: UInt16) async throws -> Bytes? {
        guard let entry = entry(tag), let type = entry.type else { return nil }
        let (count, overflow) = entry.count.multipliedReportingOverflow(by: type.byteCount)
        let start = entry.place.subtractingReportingOverflow(windowStart).partialValue
        if !overflow, count >= 0, start >= 0, start <= window.count, count <= window.count - start {
            return try window.slice(start..<start + count)
        }
        guard !overflow, count >= 0, count <= file.object.size, entry.place <= file.object.size - count else {
            throw ImageError.corrupt(
                "tag \(tag) has \(entry.count) values from byte \(entry.place) on, which the file of "
                    + "\(file.object.size) bytes does not hold",
                at: .init(file.object.location, byteOffset: offset))
        }
        return try await file.object.read(entry.place..<entry.place + count)
    }

    /// The whole numbers of a tag; nil without the tag or if its values are none.
    func integers(_ tag: UInt16) async throws -> [Int]? {
        guard let entry = entry(tag), let type = entry.type else { return nil }
        guard entry.count <= Self.numberLimit else {
            throw ImageError.limitExceeded(
                "tag \(tag) has \(entry.count) numbers, more than \(Self.numberLimit)",
                at: .init(file.object.location, byteOffset: offset))
        }
        guard let bytes = try await bytes(tag) else { return nil }
        return try bytes.withBytes { (span) throws(ParseError) -> [Int]? in
            var cursor = ByteCursor(span, byteOrder: file.header.byteOrder)
            var values: [Int] = []
            values.reserveCapacity(span.byteCount / type.byteCount)
            while cursor.remaining >= type.byteCount {
                switch type {
                case .byte, .undefined: values.append(Int(try cursor.read(UInt8.self)))
                case .signedByte: values.append(Int(try cursor.read(Int8.self)))
                case .short: values.append(Int(try cursor.read(UInt16.self)))
                case .signedShort: values.append(Int(try cursor.read(Int16.self)))
                case .long, .ifd: values.append(Int(try cursor.read(UInt32.self)))
                case .signedLong: values.append(Int(try cursor.read(Int32.self)))
                case .long8, .ifd8: values.append(Int(clamping: try cursor.read(UInt64.self)))
                case .signedLong8: values.append(Int(try cursor.read(Int64.self)))
                case .ascii, .rational, .signedRational, .float, .double: return nil
                }
            }
            return values
        }
    }

    /// The first whole number of a tag.
    func integer(_ tag: UInt16) async throws -> Int? {
        guard let entry = entry(tag) else { return nil }
        // Mostly one that stands in the directory itself, which is read without a list.
        let place = entry.place - windowStart
        guard entry.count == 1, entry.type == .short || entry.type == .long, place >= 0, place <= window.count - 4
        else { return try await integers(tag)?.first }
        return try window.withBytes { (span) throws(ParseError) -> Int in
            var cursor = ByteCursor(span, byteOrder: file.header.byteOrder)
            try cursor.seek(to: place)
            return entry.type == .short ? Int(try cursor.read(UInt16.self)) : Int(try cursor.read(UInt32.self))
        }
    }

    /// The real numbers of a tag: whole ones, fractions, floating-point ones; a fraction over 0 is not a number.
    func doubles(_ tag: UInt16) async throws -> [Double]? {
        guard let type = entry(tag)?.type else { return nil }
        if let fractions = try await fractions(tag) {
            return fractions.map { Double($0.numerator) / Double($0.denominator) }
        }
        guard type == .float || type == .double else { return try await integers(tag)?.map(Double.init) }
        guard let bytes = try await bytes(tag) else { return nil }
        return try bytes.withBytes { (span) throws(ParseError) -> [Double] in
            var cursor = ByteCursor(span, byteOrder: file.header.byteOrder)
            var values: [Double] = []
            while cursor.remaining >= type.byteCount {
                values.append(
                    type == .float
                        ? Double(Float(bitPattern: try cursor.read(UInt32.self)))
                        : Double(bitPattern: try cursor.read(UInt64.self)))
            }
            return values
        }
    }

    /// The fractions of a tag as they are written.
    func fractions(_ tag: UInt16) async throws -> [(numerator: Int, denominator: Int)]? {
        guard let type = entry(tag)?.type, type == .rational || type == .signedRational,
            let bytes = try await bytes(tag)
        else { return nil }
        return try bytes.withBytes { (span) throws(ParseError) in
            var cursor = ByteCursor(span, byteOrder: file.header.byteOrder)
            var values: [(Int, Int)] = []
            while cursor.remaining >= 8 {
                if type == .rational {
                    values.append((Int(try cursor.read(UInt32.self)), Int(try cursor.read(UInt32.self))))
                } else {
                    values.append((Int(try cursor.read(Int32.self)), Int(try cursor.read(Int32.self))))
                }
            }
            return values
        }
    }

    /// The text of a tag up to its first NUL, UTF-8 or else Latin-1; nil without the tag.
    func text(_ tag: UInt16) async throws -> String? {
        guard let type = entry(tag)?.type, type.byteCount == 1, let bytes = try await bytes(tag) else { return nil }
        return try Self.text(of: bytes)
    }

    /// The text of bytes up to the first NUL, UTF-8 or else Latin-1.
    static func text(of bytes: Bytes) throws(ParseError) -> String {
        try bytes.withBytes { (span) throws(ParseError) in
            var length = 0
            while length < span.byteCount, span.unsafeLoad(fromByteOffset: length, as: UInt8.self) != 0 { length += 1 }
            var cursor = ByteCursor(span)
            return try cursor.readText(length)
        }
    }
}
