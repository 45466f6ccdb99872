import ImageCore

/// What ImageJ keeps in the tags 50838 (how long the pieces are) and 50839 (the pieces).
struct ImageJMetadata: Sendable, Equatable {
    /// The tags.
    static let countsTag = 50838
    static let bytesTag = 50839

    /// A text about the image, for people.
    var info: String?
    /// The name of each plane, channels fastest, then z, then t.
    var labels: [String] = []
    /// The values shown as black and as the full colour, for each channel.
    var ranges: [Range] = []
    /// The colours of each channel: 256 reds, 256 greens, 256 blues.
    var tables: [[UInt8]] = []
    /// Pairs of names and values.
    var properties: [Property] = []
    /// What was wrong and could be left out.
    var diagnostics: [Diagnostic] = []

    /// The part of the values of a channel that is shown.
    struct Range: Sendable, Equatable {
        /// The values shown as black and as the full colour.
        var minimum, maximum: Double
    }

    /// A name with a value.
    struct Property: Sendable, Equatable {
        /// The name.
        var key: String
        /// The value.
        var value: String
    }

    /// The kinds of pieces, by the four letters that stand for them.
    private enum Kind: UInt32 {
        case info = 0x696E_666F
        case labels = 0x6C61_626C
        case ranges = 0x7261_6E67
        case tables = 0x6C75_7473
        case properties = 0x7072_6F70
    }

    private static let magic: UInt32 = 0x494A_494A
    private static let tableLength = 768

    // MARK: Reading

    /// Parses the values of both tags.
    ///
    /// What cannot be made sense of becomes a diagnostic: nothing of this is needed to read the pixels.
    /// - Parameters:
    ///   - counts: the values of tag 50838.
    ///   - bytes: the value of tag 50839.
    ///   - byteOrder: that of the file.
    static func parse(counts: [Int], bytes: RawSpan, byteOrder: ByteOrder) -> ImageJMetadata {
        var result = ImageJMetadata()
        do {
            try result.read(counts, bytes, byteOrder)
        } catch {
            result.diagnostics.append(Diagnostic("ImageJ's metadata are damaged: \(error.message)"))
        }
        return result
    }

    private mutating func read(_ counts: [Int], _ bytes: RawSpan, _ byteOrder: ByteOrder) throws(ParseError) {
        guard let header = counts.first, header >= 12, header <= 804, header % 8 == 4 else {
            throw ParseError("the header has \(counts.first ?? 0) bytes", at: 0)
        }
        var cursor = ByteCursor(bytes, byteOrder: byteOrder)
        let start = try cursor.read(UInt32.self)
        if start == Self.magic.byteSwapped {
            // Some wrote the other order than that of the file.
            cursor.byteOrder = byteOrder == .little ? .big : .little
        } else if start != Self.magic {
            throw ParseError("they do not begin with IJIJ", at: 0)
        }
        var kinds: [(kind: UInt32, count: Int)] = []
        for _ in 0..<(header - 4) / 8 {
            let kind = try cursor.read(UInt32.self)
            kinds.append((kind, Int(try cursor.read(UInt32.self))))
        }
        var lengths = counts.dropFirst()
        for (kind, count) in kinds {
            guard count <= lengths.count else {
                throw ParseError("\(count) pieces are announced, \(lengths.count) are there", at: cursor.offset)
            }
            for length in lengths.prefix(count) {
                guard length >= 0, length <= cursor.remaining else {
                    throw ParseError("a piece of \(length) bytes ends after the last byte", at: cursor.offset)
                }
                try read(kind, length, &cursor)
            }
            lengths = lengths.dropFirst(count)
        }
    }

    private mutating func read(_ kind: UInt32, _ length: Int, _ cursor: inout ByteCursor) throws(ParseError) {
        switch Kind(rawValue: kind) {
        case .info: info = try Self.text(length, &cursor)
        case .labels: labels.append(try Self.text(length, &cursor))
        case .properties:
            let text = try Self.text(length, &cursor)
            // Names and values in turn; the name waits with an empty value.
            if awaitsValue, let last = properties.indices.last {
                properties[last].value = text
            } else {
                properties.append(Property(key: text, value: ""))
            }
            awaitsValue.toggle()
        case .ranges:
            for _ in 0..<length / 16 {
                let minimum = Double(bitPattern: try cursor.read(UInt64.self))
                let maximum = Double(bitPattern: try cursor.read(UInt64.self))
                ranges.append(Range(minimum: minimum, maximum: maximum))
            }
            try cursor.skip(length % 16)
        case .tables:
            guard length == Self.tableLength else {
                diagnostics.append(Diagnostic("a table of colours has \(length) bytes; it is left out"))
                return try cursor.skip(length)
            }
            var table: [UInt8] = []
            table.reserveCapacity(length)
            for _ in 0..<length { table.append(try cursor.read(UInt8.self)) }
            tables.append(table)
        case nil: try cursor.skip(length)
        }
    }

    private static func text(_ length: Int, _ cursor: inout ByteCursor) throws(ParseError) -> String {
        var units: [UInt16] = []
        units.reserveCapacity(length / 2)
        for _ in 0..<length / 2 { units.append(try cursor.read(UInt16.self)) }
        try cursor.skip(length % 2)
        return String(decoding: units, as: UTF16.self)
    }

    private var awaitsValue = false

    /// Nothing known.
    init() {}

    // MARK: Writing

    /// Whether there is nothing to write.
    var isEmpty: Bool {
        (info ?? "").isEmpty && labels.isEmpty && ranges.isEmpty && tables.isEmpty && properties.isEmpty
    }

    /// The values of both tags in a byte order; nil if there is nothing to write or a piece is too long.
    func encoded(_ byteOrder: ByteOrder) -> (counts: [UInt32], bytes: [UInt8])? {
        var pieces: [(kind: Kind, items: [[UInt8]])] = []
        if let info, !info.isEmpty { pieces.append((.info, [Self.bytes(info, byteOrder)])) }
        if !labels.isEmpty { pieces.append((.labels, labels.map { Self.bytes($0, byteOrder) })) }
        if !ranges.isEmpty {
            let numbers = ranges.flatMap { [$0.minimum, $0.maximum] }
            pieces.append((.ranges, [numbers.flatMap { Self.bytes($0.bitPattern, byteOrder) }]))
        }
        let tables = tables.filter { $0.count == Self.tableLength }
        if !tables.isEmpty { pieces.append((.tables, tables)) }
        if !properties.isEmpty {
            let texts = properties.flatMap { [$0.key, $0.value] }
            pieces.append((.properties, texts.map { Self.bytes($0, byteOrder) }))
        }
        guard !pieces.isEmpty else { return nil }
        var counts: [UInt32] = [UInt32(4 + 8 * pieces.count)]
        var bytes = Self.bytes(Self.magic, byteOrder)
        for piece in pieces {
            guard let count = UInt32(exactly: piece.items.count) else { return nil }
            bytes += Self.bytes(piece.kind.rawValue, byteOrder) + Self.bytes(count, byteOrder)
        }
        for item in pieces.flatMap(\.items) {
            guard let count = UInt32(exactly: item.count) else { return nil }
            counts.append(count)
            bytes += item
        }
        return (counts, bytes)
    }

    private static func bytes(_ number: some FixedWidthInteger, _ byteOrder: ByteOrder) -> [UInt8] {
        let count = number.bitWidth / 8
        return (0..<count).map { place in
            let shift = 8 * (byteOrder == .little ? place : count - 1 - place)
            return UInt8(truncatingIfNeeded: number >> shift)
        }
    }

    private static func bytes(_ text: String, _ byteOrder: ByteOrder) -> [UInt8] {
        text.utf16.flatMap { bytes($0, byteOrder) }
    }
}
