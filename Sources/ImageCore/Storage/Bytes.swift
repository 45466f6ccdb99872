/// Immutable memory that is shared, not copied: pixels, file headers, compressed chunks.
///
/// Slices cost nothing and keep the memory alive. A `RawSpan` onto it cannot enter a task; hand over the `Bytes`.
public struct Bytes: Sendable {
    private let allocation: Allocation
    private let offset: Int
    /// The number of bytes.
    public let count: Int

    package init(_ allocation: Allocation, offset: Int = 0, count: Int? = nil) {
        self.allocation = allocation
        self.offset = offset
        self.count = count ?? allocation.count - offset
        precondition(offset >= 0 && self.count >= 0 && offset + self.count <= allocation.count)
    }

    /// A copy of some bytes.
    public init(_ bytes: some Collection<UInt8>) {
        let count = bytes.count
        let base = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1), alignment: 16)
        UnsafeMutableRawBufferPointer(start: base, count: count).copyBytes(from: bytes)
        let address = UInt(bitPattern: base)
        allocation = Allocation(base: base, count: count) {
            UnsafeMutableRawPointer(bitPattern: address)?.deallocate()
        }
        offset = 0
        self.count = count
    }

    /// The UTF-8 bytes of a text.
    public init(utf8 text: String) {
        self.init(Array(text.utf8))
    }

    /// No bytes.
    public static var empty: Bytes { Bytes([]) }

    /// A view of the bytes.
    public var span: RawSpan {
        @_lifetime(borrow self) get {
            let span = RawSpan(_unsafeStart: UnsafeRawPointer(allocation.base + offset), byteCount: count)
            return _overrideLifetime(span, borrowing: self)
        }
    }

    /// Calls a function with a view of the bytes.
    public func withBytes<R, E: Error>(_ body: (RawSpan) throws(E) -> R) throws(E) -> R {
        try body(span)
    }

    /// A part of the bytes, counted from their start.
    ///
    /// - Throws: `corrupt` if the range does not lie inside.
    public func slice(_ range: Range<Int>) throws(ImageError) -> Bytes {
        guard range.lowerBound >= 0, range.upperBound <= count else {
            throw .corrupt("bytes \(range.lowerBound) to \(range.upperBound) were asked for, there are \(count)")
        }
        return Bytes(allocation, offset: offset + range.lowerBound, count: range.count)
    }

    /// The first bytes, all of them if there are fewer.
    public func prefix(_ length: Int) -> Bytes {
        Bytes(allocation, offset: offset, count: min(max(length, 0), count))
    }

    /// Whether all bytes are 0; mostly known after the first few.
    public var isZero: Bool {
        withBytes { span in
            span.withUnsafeBytes { buffer in
                var place = 0
                while place + 32 <= buffer.count {
                    let word = buffer.loadUnaligned(fromByteOffset: place, as: SIMD4<UInt64>.self)
                    if word != .zero { return false }
                    place += 32
                }
                return buffer[place...].allSatisfy { $0 == 0 }
            }
        }
    }

    /// The bytes as an array.
    public var array: [UInt8] {
        withBytes { span in span.withUnsafeBytes { Array($0) } }
    }

    /// The bytes as text; invalid UTF-8 becomes the replacement character.
    public var text: String {
        withBytes { span in span.withUnsafeBytes { String(decoding: $0, as: UTF8.self) } }
    }
}

extension Bytes: Equatable {
    /// Equal when all bytes are.
    public static func == (a: Bytes, b: Bytes) -> Bool {
        a.count == b.count
            && a.withBytes { one in
                b.withBytes { other in
                    one.withUnsafeBytes { p in other.withUnsafeBytes { q in p.elementsEqual(q) } }
                }
            }
    }
}
