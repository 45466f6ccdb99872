import ImageCodecs
import ImageTesting
import Testing

@Suite struct LZWTests {
    private static let text: [UInt8] = (0..<1200).flatMap { Array("\($0 * $0 % 97), \($0 * 7 % 31); ".utf8) }

    @Test("the contract") func contract() throws {
        try CodecContract(LZW(), detectsDamage: false).check()
    }

    @Test("data of imagecodecs") func reference() throws {
        #expect(Self.text.count == 9025)
        #expect(try LZW().decoded(LZWSamples.lzw, room: 9025) == Self.text)
        #expect(try LZW().decoded(LZWSamples.lzw, room: 20_000) == Self.text)
        #expect(try LZW().decoded(LZWSamples.oldLZW, room: 1500) == Array(Self.text[..<1500]))
        #expect(try LZW().decoded(LZWSamples.oldLZW, room: 1600) == Array(Self.text[..<1500]))
    }

    @Test("the example of the specification of TIFF 6") func example() throws {
        // Codes 256, 7, 258, 8, 8, 258, 6, 257.
        let plain: [UInt8] = [7, 7, 7, 8, 8, 7, 7, 6]
        let packed: [UInt8] = [0x80, 0x01, 0xE0, 0x40, 0x80, 0x44, 0x08, 0x0D, 0x01]
        #expect(
            try LZW().decoded(packed, room: 8) == plain)
        #expect(try LZW().encoded(plain) == packed)
    }

    @Test("data without an end are complete when the output is full") func withoutEnd() throws {
        let packed = try LZW().encoded(Self.text)
        let cut = Array(packed.dropLast())
        #expect(try LZW().decoded(cut, room: 9025) == Self.text)
        #expect(throws: CodecError("lzw: the data end after 9025 of the 9026 bytes expected")) {
            try LZW().decoded(cut, room: 9026)
        }
        #expect(throws: CodecError("lzw: there are no data")) { try LZW().decoded([], room: 1) }
        #expect(throws: CodecError("lzw: the data are damaged after 0 bytes")) {
            try LZW().decoded([0xFF, 0xFF, 0xFF], room: 10)
        }
    }

    @Test("more than there is room for") func excess() throws {
        let packed = try LZW().encoded(Self.text)
        for room in [0, 1, 17, 1000, 9024] {
            #expect(throws: CodecError("lzw: the data decode to more than the \(room) bytes expected")) {
                try LZW().decoded(packed, room: room)
            }
            #expect(try LZW(ignoresExcess: true).decoded(packed, room: room) == Array(Self.text[..<room]))
        }
    }

    @Test("runs, whose codes are read before they are complete") func runs() throws {
        for count in [1, 2, 3, 16, 17, 40, 300, 70_000, 5_000_000] {
            let run = [UInt8](repeating: 9, count: count)
            let packed = try LZW().encoded(run)
            #expect(try LZW().decoded(packed, room: count) == run)
            #expect(try LZW().decoded(packed, room: count + 100) == run)
            let pattern = (0..<count).map { UInt8($0 % 23 % 5) }
            #expect(try LZW().decoded(LZW().encoded(pattern), room: count) == pattern)
        }
    }

    @Test("damaged data of both kinds give bytes or an error", arguments: [LZWSamples.lzw, LZWSamples.oldLZW])
    func damage(sample: [UInt8]) throws {
        var numbers = SeededNumbers(seed: 21)
        for _ in 0..<3000 {
            var packed = sample
            for _ in 0..<Int.random(in: 1...4, using: &numbers) {
                packed[Int.random(in: 2..<packed.count, using: &numbers)] = UInt8.random(in: 0...255, using: &numbers)
            }
            let room = Int.random(in: 0...10_000, using: &numbers)
            do { _ = try LZW().decoded(packed, room: room) } catch is CodecError {}
        }
    }

    @Test("limits of sizes") func limits() {
        #expect(LZW().encodedByteCountLimit(.max) == .max)
    }
}
