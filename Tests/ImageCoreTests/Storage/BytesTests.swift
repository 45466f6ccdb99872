import ImageCore
import Testing

@Suite("Bytes") struct BytesTests {
    @Test("copies, slices and compares") func slicing() throws {
        let bytes = Bytes((0..<10).map { UInt8($0) })
        #expect(bytes.count == 10)
        let slice = try bytes.slice(2..<7)
        #expect(slice.array == [2, 3, 4, 5, 6])
        #expect(try slice.slice(1..<3).array == [3, 4])
        #expect(try slice.slice(5..<5).array == [])
        #expect(try slice.slice(1..<3) == Bytes([3, 4]))
        #expect(try slice.slice(1..<3) != Bytes([3, 5]))
        #expect(slice != bytes)
        #expect(Bytes.empty.count == 0)
        #expect(Bytes.empty == Bytes([]))
    }

    @Test("a slice outside is an error", arguments: [0..<11, -1..<3, 10..<12, 11..<11, -2 ..< -1, 0..<Int.max])
    func outside(range: Range<Int>) {
        let bytes = Bytes((0..<10).map { UInt8($0) })
        #expect { _ = try bytes.slice(range) } throws: { ImageError.Code.corrupt ~= $0 }
    }

    @Test("prefixes never reach outside", arguments: [(-5, 0), (0, 0), (3, 3), (10, 10), (Int.max, 10)])
    func prefix(length: Int, count: Int) throws {
        let bytes = Bytes((0..<20).map { UInt8($0) })
        #expect(try bytes.slice(5..<15).prefix(length).array == Array((5..<15).map { UInt8($0) }.prefix(count)))
    }

    @Test("text") func text() {
        #expect(Bytes(utf8: "\u{B5}m").array == [0xC2, 0xB5, 0x6D])
        #expect(Bytes(utf8: "\u{B5}m").text == "\u{B5}m")
        #expect(Bytes([0x61, 0xFF]).text == "a\u{FFFD}")
    }

    @Test("a slice keeps the memory alive, and spans see it") func lifetime() throws {
        var slice = Bytes.empty
        do {
            let whole = Bytes([UInt8](repeating: 7, count: 1 << 20))
            slice = try whole.slice(500_000..<500_003)
        }
        #expect(slice.array == [7, 7, 7])
        #expect(slice.span.byteCount == 3)
        #expect(slice.withBytes { $0.byteCount } == 3)
    }
}
