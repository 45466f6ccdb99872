public import ImageCore

/// The type of numbers in a file: what they are, and in which order their bytes lie.
public struct StoredType: Sendable, Hashable, CustomStringConvertible {
    /// What the numbers are.
    public var elementType: ElementType
    /// The order of their bytes.
    public var byteOrder: ByteOrder

    /// A type; single bytes have no order, and count as little-endian.
    public init(_ elementType: ElementType, _ byteOrder: ByteOrder = .little) {
        self.elementType = elementType
        self.byteOrder = elementType.swapWidth == 1 ? .little : byteOrder
    }

    /// The type that NumPy writes as `<u2`, `|b1`, `>f4` or `<c8`, or calls `uint16`.
    ///
    /// - Throws: `CodecError` for anything else, such as texts, times and records.
    public init(numpy text: String) throws(CodecError) {
        let order = text.first.flatMap { "<>|=".contains($0) ? $0 : nil }
        let code = order == nil ? text[...] : text.dropFirst()
        let found = Self.codes.first { $0.code == code }?.type ?? ElementType(rawValue: String(code))
        guard let found, order != "|" || found.swapWidth == 1 else {
            throw CodecError("'\(text)' is no type of numbers that is supported")
        }
        self.init(found, order == ">" ? .big : .little)
    }

    /// NumPy's way to write it, such as `<u2`.
    public var description: String {
        let code = Self.codes.first { $0.type == elementType }?.code ?? elementType.rawValue
        let order = elementType.swapWidth == 1 ? "|" : byteOrder == .little ? "<" : ">"
        return order + code
    }

    /// The size of one number in bytes.
    var size: Int { elementType.size }

    private static let codes: [(code: String, type: ElementType)] = [
        ("b1", .bool), ("i1", .int8), ("i2", .int16), ("i4", .int32), ("i8", .int64), ("u1", .uint8), ("u2", .uint16),
        ("u4", .uint32), ("u8", .uint64), ("f2", .float16), ("f4", .float32), ("f8", .float64), ("c8", .complex64),
        ("c16", .complex128),
    ]
}
