/// Reads the header of a block with dynamic Huffman codes (RFC 1951, 3.2.7), strictly: all three codes must be
/// complete, but for a distance code of at most one symbol, and the end of the block must have a code.
///
/// An encoder that makes anything else is unheard of, and random bits hardly ever pass.
struct DynamicHeader {
    /// The lengths of the codes, those of distances after those of literals; the owner calls `deallocate`.
    let lengths = UnsafeMutablePointer<UInt8>.allocate(capacity: DeflateSymbols.lengthLimit)
    private(set) var literalCount = 0
    private(set) var distanceCount = 0
    /// For the next 7 bits: the symbol of the first code in them, times 8, plus the length of its code.
    private let codes = UnsafeMutablePointer<UInt8>.allocate(capacity: 128)

    /// The order in which the lengths of the codes for lengths are given.
    static let order: [UInt8] = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

    func deallocate() {
        lengths.deallocate()
        codes.deallocate()
    }

    /// Reads what follows the three bits of the block's kind.
    ///
    /// - Returns: whether it is a header; if not, the reader stands anywhere.
    mutating func read(_ reader: inout BitReader) -> Bool {
        reader.refill()
        literalCount = reader.take(5) + 257
        distanceCount = reader.take(5) + 1
        let codeCount = reader.take(4) + 4
        guard literalCount <= 286, distanceCount <= 30, readCodes(codeCount, &reader) else { return false }
        return readLengths(&reader) && areComplete()
    }

    private func readCodes(_ count: Int, _ reader: inout BitReader) -> Bool {
        // Three bits for each of 19 symbols, packed; the sum is over 128ths.
        var codeLengths: UInt64 = 0
        var sum = 0
        reader.refill()
        for number in 0..<count {
            if number == 12 { reader.refill() }
            let length = reader.take(3)
            codeLengths |= UInt64(length) << UInt64(Self.orderBits(number))
            if length > 0 { sum += 128 >> length }
        }
        guard sum == 128, !reader.isExhausted else { return false }
        // Codes of one length are given out in the order of the symbols; they are looked up with their bits reversed.
        var code = 0
        for length in 1...7 {
            code <<= 1
            for symbol in 0..<19 where Int(codeLengths >> UInt64(symbol * 3)) & 7 == length {
                var place = Int(UInt8(truncatingIfNeeded: code << (8 - length)).bitReversed)
                code += 1
                while place < 128 {
                    codes[place] = UInt8(symbol << 3 | length)
                    place += 1 << length
                }
            }
        }
        return true
    }

    private func readLengths(_ reader: inout BitReader) -> Bool {
        let total = literalCount + distanceCount
        var number = 0
        while number < total {
            reader.refill()
            let code = codes[Int(reader.bits & 127)]
            reader.drop(Int(code & 7))
            let symbol = Int(code >> 3)
            if symbol < 16 {
                lengths[number] = UInt8(symbol)
                number += 1
                continue
            }
            var value: UInt8 = 0
            let times: Int
            if symbol == 16 {
                guard number > 0 else { return false }
                value = lengths[number - 1]
                times = 3 + reader.take(2)
            } else {
                times = symbol == 17 ? 3 + reader.take(3) : 11 + reader.take(7)
            }
            guard times <= total - number else { return false }
            (lengths + number).update(repeating: value, count: times)
            number += times
        }
        return !reader.isExhausted
    }

    private func areComplete() -> Bool {
        guard lengths[DeflateSymbols.endOfBlock] > 0, Self.sum(lengths, literalCount) == 1 << 15 else { return false }
        let distances = Self.sum(lengths + literalCount, distanceCount)
        // None, or one of one bit.
        return distances == 1 << 15 || distances == 0
            || (distances == 1 << 14 && (0..<distanceCount).contains { lengths[literalCount + $0] == 1 })
    }

    /// The share of all bit patterns that codes of these lengths use, in 32768ths.
    private static func sum(_ lengths: UnsafePointer<UInt8>, _ count: Int) -> Int {
        var sum = 0
        for number in 0..<count where lengths[number] > 0 { sum += (1 << 15) >> Int(lengths[number]) }
        return sum
    }

    /// Where the length of the n-th given code is packed.
    private static func orderBits(_ number: Int) -> Int { Int(order[number]) * 3 }
}

extension UInt8 {
    /// The bits in the other order.
    fileprivate var bitReversed: UInt8 {
        var value = self
        value = value >> 4 | value << 4
        value = (value & 0xCC) >> 2 | (value & 0x33) << 2
        return (value & 0xAA) >> 1 | (value & 0x55) << 1
    }
}
