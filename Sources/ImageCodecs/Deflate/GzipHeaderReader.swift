/// Reads the header of a gzip member (RFC 1952, 2.3) from input that comes in pieces, which may end anywhere in it.
struct GzipHeaderReader {
    private enum Part {
        case fixed, extraSize, extra, name, comment, checksum, done
    }

    private var part = Part.fixed
    private var flags: UInt8 = 0
    /// The bytes of the part that were read so far, and as a number the last two of them, little-endian.
    private var count = 0
    private var number = 0
    private var extraSize = 0
    /// Of all bytes before the header's own checksum.
    private var checksum = CRC32()
    private var expected = 0

    private static let methodOffset = 2
    private static let flagsOffset = 3
    private static let fixedByteCount = 10

    /// Takes bytes that were kept of earlier input: the first of a header.
    mutating func read(held bytes: [UInt8]) {
        bytes.withUnsafeBytes { checksum.append($0) }
        count = bytes.count
    }

    /// Reads on.
    ///
    /// - Parameter position: the byte to go on at; moves behind what was read.
    /// - Returns: whether the header is complete.
    /// - Throws: `CodecError` for a method other than DEFLATE or a wrong checksum of the header.
    mutating func read(_ input: RawSpan, _ position: inout Int) throws(CodecError) -> Bool {
        let start = position
        while part != .done, position < input.byteCount {
            try take(input.unsafeLoad(fromByteOffset: position, as: UInt8.self))
            position += 1
            // The last byte before the checksum, which covers all until here.
            if part == .checksum, count == 0 {
                append(input, start..<position)
                expected = Int(checksum.value & 0xFFFF)
            }
        }
        if part != .done, part != .checksum { append(input, start..<position) }
        return part == .done
    }

    private mutating func append(_ input: RawSpan, _ range: Range<Int>) {
        input.extracting(range).withUnsafeBytes { checksum.append($0) }
    }

    private mutating func take(_ byte: UInt8) throws(CodecError) {
        number = number >> 8 | Int(byte) << 8
        count += 1
        switch part {
        case .fixed:
            if count == Self.methodOffset + 1, byte != 8 {
                throw CodecError("gzip: a compression method other than DEFLATE")
            }
            if count == Self.flagsOffset + 1 { flags = byte }
            if count == Self.fixedByteCount { advance() }
        case .extraSize:
            guard count == 2 else { return }
            extraSize = number
            advance()
        case .extra: if count == extraSize { advance() }
        case .name, .comment: if byte == 0 { advance() }
        case .checksum:
            guard count == 2 else { return }
            guard number == expected else { throw CodecError("gzip: the header is damaged") }
            advance()
        case .done: break
        }
    }

    /// Goes to the next part that the flags announce.
    private mutating func advance() {
        let order: [(Part, isThere: Bool)] = [
            (.fixed, true), (.extraSize, flags & 4 != 0), (.extra, flags & 4 != 0 && extraSize > 0),
            (.name, flags & 8 != 0), (.comment, flags & 16 != 0), (.checksum, flags & 2 != 0), (.done, true),
        ]
        let place = order.firstIndex { $0.0 == part } ?? 0
        part = order[(place + 1)...].first { $0.isThere }?.0 ?? .done
        (count, number) = (0, 0)
    }
}
