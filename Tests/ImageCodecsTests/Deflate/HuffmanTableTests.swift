import Testing

@testable import ImageCodecs

@Suite("Huffman tables") struct HuffmanTableTests {
    private func build(_ lengths: [UInt8], primaryBits: Int = 4, mayBeIncomplete: Bool = false) -> [UInt32]? {
        let table = HuffmanTable(primaryBits: primaryBits, symbolCount: lengths.count)
        defer { table.deallocate() }
        let meanings = lengths.indices.map { UInt32($0) << 16 | HuffmanTable.literal }
        guard table.build(lengths, count: lengths.count, meanings: meanings, mayBeIncomplete: mayBeIncomplete) else {
            return nil
        }
        // What every pattern of 15 bits stands for.
        return (0..<1 << 15).map { bits in
            let entry = table.entries[bits & (1 << primaryBits - 1)]
            return entry & HuffmanTable.link == 0 ? entry : table.entries[Int(entry >> 16) + bits >> primaryBits]
        }
    }

    @Test("the example of RFC 1951, 3.2.2") func example() throws {
        // A to H: 010 011 100 101 110 00 1110 1111, first bit of the code in the lowest bit.
        let table = try #require(build([3, 3, 3, 3, 3, 2, 4, 4]))
        let codes = ["010", "011", "100", "101", "110", "00", "1110", "1111"]
        for (symbol, code) in codes.enumerated() {
            let bits = try #require(Int(String(code.reversed()), radix: 2))
            #expect(table[bits] == UInt32(symbol) << 16 | HuffmanTable.literal | UInt32(code.count))
        }
    }

    @Test("codes longer than the first level") func longCodes() throws {
        // 1 bit, 2 bits ... 15 bits, 15 bits: the code of symbol n is n ones and a zero.
        let table = try #require(build((1...15).map { UInt8($0) } + [15]))
        for symbol in 0..<16 {
            let length = min(symbol + 1, 15)
            let bits = 1 << symbol - 1
            #expect(table[bits & 0x7FFF] == UInt32(symbol) << 16 | HuffmanTable.literal | UInt32(length))
        }
    }

    @Test("codes that are not complete are refused") func incomplete() {
        #expect(build([1]) == nil)
        #expect(build([2, 2, 2]) == nil)
        #expect(build([1, 1, 1]) == nil)
        #expect(build([0, 0]) == nil)
        #expect(build([2, 2, 2], mayBeIncomplete: true) == nil)
        #expect(build([2], mayBeIncomplete: true) == nil)
        #expect(build([0, 0], mayBeIncomplete: true)?.allSatisfy { $0 == HuffmanTable.invalid } == true)
        let single = build([0, 1], mayBeIncomplete: true)
        #expect(single?[0] == 1 << 16 | HuffmanTable.literal | 1)
        #expect(single?[1] == HuffmanTable.invalid)
    }
}
