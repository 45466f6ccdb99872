/// What the symbols of a DEFLATE block stand for (RFC 1951, 3.2.5), as entries of a `HuffmanTable`, and the codes of
/// blocks with fixed codes (3.2.6).
enum DeflateSymbols {
    /// Symbols of literals and lengths, including the two that have a fixed code but no meaning.
    static let literalCount = 288
    /// Symbols of distances, including the two that have a fixed code but no meaning.
    static let distanceCount = 32
    /// The end of a block.
    static let endOfBlock = 256
    /// The most lengths that a block's header gives: 286 and 30.
    static let lengthLimit = 286 + 30
    /// How far back a distance reaches.
    static let windowByteCount = 1 << 15
    /// The longest match.
    static let longestMatch = 258

    /// The meanings of literals and lengths.
    static func literals() -> [UInt32] {
        var meanings = (0..<256).map { UInt32($0) << 16 | HuffmanTable.literal }
        meanings.append(HuffmanTable.endOfBlock)
        var base: UInt32 = 3
        for symbol in 0..<28 {
            let extra = symbol < 4 ? 0 : UInt32(symbol / 4 - 1)
            meanings.append(base << 16 | extra << 4)
            base += 1 << extra
        }
        meanings.append(258 << 16)
        return meanings + [HuffmanTable.invalid, HuffmanTable.invalid]
    }

    /// The meanings of distances.
    static func distances() -> [UInt32] {
        var meanings: [UInt32] = []
        var base: UInt32 = 1
        for symbol in 0..<30 {
            let extra = symbol < 2 ? 0 : UInt32(symbol / 2 - 1)
            meanings.append(base << 16 | extra << 4)
            base += 1 << extra
        }
        return meanings + [HuffmanTable.invalid, HuffmanTable.invalid]
    }

    /// The lengths of the fixed codes, those of distances after those of literals.
    static func fixedLengths() -> [UInt8] {
        (0..<literalCount).map { $0 < 144 ? 8 : $0 < 256 ? 9 : $0 < 280 ? 7 : 8 }
            + (0..<distanceCount).map { _ in 5 }
    }
}
