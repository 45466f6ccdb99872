import ImageCodecs
import ImageCore
import Testing

/// Headers of gzip members that come in pieces.
@Suite("The header of a gzip member, cut anywhere") struct GzipHeaderReaderTests {
    private static let data: [UInt8] = [0x61, 0x62, 0x63]

    /// A member of `abc`, stored, with the parts of a header that the flags announce (RFC 1952, 2.3).
    private static func member(flags: UInt8, nameLength: Int = 5, extraLength: Int = 7) -> [UInt8] {
        var header: [UInt8] = [0x1F, 0x8B, 8, flags, 0, 0, 0, 0, 0, 255]
        if flags & 4 != 0 {
            header += [UInt8(extraLength & 0xFF), UInt8(extraLength >> 8)] + [UInt8](repeating: 0, count: extraLength)
        }
        if flags & 8 != 0 { header += [UInt8](repeating: 0x6E, count: nameLength) + [0] }
        if flags & 16 != 0 { header += [0x63, 0x63, 0] }
        if flags & 2 != 0 { header += bytes(crc(header), 2) }
        return header + [1, 3, 0, 0xFC, 0xFF] + data + bytes(crc(data), 4) + [3, 0, 0, 0]
    }

    private static func bytes(_ number: UInt32, _ count: Int) -> [UInt8] {
        (0..<count).map { UInt8(truncatingIfNeeded: number >> ($0 * 8)) }
    }

    /// CRC-32 bit by bit.
    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var state: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            state ^= UInt32(byte)
            for _ in 0..<8 { state = state & 1 == 1 ? state >> 1 ^ 0xEDB8_8320 : state >> 1 }
        }
        return ~state
    }

    private func decode(_ pieces: [[UInt8]]) throws -> [UInt8] {
        let decoder = GzipDecoder()
        let target = try ScatterTarget(count: 100)
        let (_, count) = try target.withOutput(0..<100) { output in
            for piece in pieces {
                let bytes = Bytes(piece)
                let used = try bytes.withBytes { (span) throws(CodecError) in try decoder.decode(span, into: &output) }
                #expect(used == piece.count)
            }
        }
        #expect(decoder.isComplete)
        return target.freeze(prefix: count).array
    }

    @Test("all parts of a header, in two pieces and byte by byte", arguments: 0..<32 as Range<UInt8>)
    func cuts(flags: UInt8) throws {
        for lengths in [(5, 7), (0, 0), (300, 513)] {
            let member = Self.member(flags: flags, nameLength: lengths.0, extraLength: lengths.1)
            for cut in 0...member.count {
                let found = try decode([Array(member[..<cut]), Array(member[cut...])])
                #expect(found == Self.data, "flags \(flags), cut at \(cut)")
            }
            #expect(try decode(member.map { [$0] }) == Self.data)
            // The second member's header is read like the first one's.
            let both = member + member
            let cut = member.count + 11
            #expect(try decode([Array(both[..<cut]), Array(both[cut...])]) == Self.data + Self.data)
        }
    }

    @Test("a header whose checksum is wrong, and one of another method") func damage() {
        var member = Self.member(flags: 10)
        member[11] ^= 1
        for cut in 0...member.count {
            #expect(throws: CodecError("gzip: the header is damaged")) {
                try decode([Array(member[..<cut]), Array(member[cut...])])
            }
        }
        var other = Self.member(flags: 0)
        other[2] = 7
        #expect(throws: CodecError("gzip: a compression method other than DEFLATE")) { try decode([other]) }
    }

    @Test("a wrong checksum or size of the data is still noticed") func trailer() {
        for place in 1...8 {
            var member = Self.member(flags: 8)
            member[member.count - place] ^= 1
            #expect(throws: CodecError.self, "\(place)") { try decode([member]) }
        }
    }
}
