/// Why a header could not be parsed: the position and what was wrong there.
public struct ParseError: Error, Sendable, CustomStringConvertible {
    /// What is wrong, in one sentence.
    public var message: String
    /// The first offending byte, counted from the start of what is parsed.
    public var offset: Int

    /// An error at a byte.
    public init(_ message: String, at offset: Int) {
        self.message = message
        self.offset = offset
    }

    /// The same as an `ImageError` of kind `corrupt`.
    public var imageError: ImageError { .corrupt(message, at: .init(byteOffset: offset)) }

    /// The message and the position.
    public var description: String { "\(message) (byte \(offset))" }
}

/// Reads numbers and text out of untrusted bytes, front to back, and throws where they end early; never traps.
public struct ByteCursor: ~Escapable {
    @usableFromInline let bytes: RawSpan
    @usableFromInline var position = 0
    /// The order in which the bytes of numbers lie.
    public var byteOrder: ByteOrder

    /// A cursor at the start of some bytes.
    @_lifetime(copy bytes)
    public init(_ bytes: RawSpan, byteOrder: ByteOrder = .little) {
        self.bytes = bytes
        self.byteOrder = byteOrder
    }

    /// The next byte to be read, counted from the start.
    @inlinable public var offset: Int { position }
    /// How many bytes are left.
    @inlinable public var remaining: Int { bytes.byteCount - position }

    /// Moves to a position; the end itself is allowed.
    public mutating func seek(to position: Int) throws(ParseError) {
        guard position >= 0, position <= bytes.byteCount else {
            throw ParseError("a position outside of \(bytes.byteCount) bytes", at: position)
        }
        self.position = position
    }

    /// Moves forward.
    public mutating func skip(_ count: Int) throws(ParseError) {
        try need(count)
        position += count
    }

    /// The next number, in the cursor's byte order.
    @inlinable
    public mutating func read<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type) throws(ParseError) -> T {
        let size = MemoryLayout<T>.size
        try need(size)
        let value = bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: T.self)
        position += size
        return byteOrder == .little ? T(littleEndian: value) : T(bigEndian: value)
    }

    /// The next bytes as Latin-1 or UTF-8 text up to `count` bytes; invalid UTF-8 is read as Latin-1.
    public mutating func readText(_ count: Int) throws(ParseError) -> String {
        try need(count)
        defer { position += count }
        return Self.text(bytes.extracting(offset..<offset + count))
    }

    /// The next line without its end (LF, CRLF or a lone CR before the end), or nil at the end of the bytes.
    ///
    /// - Throws: `ParseError` if the line is longer than `limit` bytes.
    public mutating func readLine(limit: Int = 1 << 20) throws(ParseError) -> String? {
        guard remaining > 0 else { return nil }
        var end = offset
        while end < bytes.byteCount, bytes.unsafeLoad(fromByteOffset: end, as: UInt8.self) != 0x0A {
            end += 1
            if end - offset > limit { throw ParseError("a line of more than \(limit) bytes", at: offset) }
        }
        let start = offset
        position = min(end + 1, bytes.byteCount)
        if end > start, bytes.unsafeLoad(fromByteOffset: end - 1, as: UInt8.self) == 0x0D { end -= 1 }
        return Self.text(bytes.extracting(start..<end))
    }

    @inlinable
    func need(_ count: Int) throws(ParseError) {
        guard count >= 0, count <= remaining else {
            throw ParseError("\(count) bytes are needed, \(remaining) are left", at: offset)
        }
    }

    private static func text(_ span: RawSpan) -> String {
        span.withUnsafeBytes { buffer in
            String(validating: buffer, as: UTF8.self)
                ?? String(String.UnicodeScalarView(buffer.map { Unicode.Scalar($0) }))
        }
    }
}
