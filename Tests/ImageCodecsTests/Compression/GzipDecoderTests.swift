import ImageCodecs
import ImageCore
import Testing

@Suite struct GzipDecoderTests {
    /// `abc`, stored, with a header that has a name and its own checksum (RFC 1952, 2.3.1: FNAME and FHCRC).
    private static let withHeaderChecksum: [UInt8] = {
        let header: [UInt8] = [0x1F, 0x8B, 8, 0x0A, 0, 0, 0, 0, 0, 3, 0x61, 0]
        let checksum = crc(header)
        let stored: [UInt8] = [1, 3, 0, 0xFC, 0xFF, 0x61, 0x62, 0x63]
        let data = crc([0x61, 0x62, 0x63])
        let trailer: [UInt8] = (0..<4).map { UInt8(truncatingIfNeeded: data >> ($0 * 8)) } + [3, 0, 0, 0]
        let ofHeader: [UInt8] = [UInt8(truncatingIfNeeded: checksum), UInt8(truncatingIfNeeded: checksum >> 8)]
        return header + ofHeader + stored + trailer
    }()

    /// CRC-32 bit by bit.
    private static func crc(_ bytes: [UInt8]) -> UInt32 {
        var state: UInt32 = 0xFFFF_FFFF
        for byte in bytes {
            state ^= UInt32(byte)
            for _ in 0..<8 {
                let isOdd = state & 1 == 1
                state >>= 1
                if isOdd { state ^= 0xEDB8_8320 }
            }
        }
        return ~state
    }

    /// Decodes input that comes in pieces of a size.
    private func decode(_ bytes: [UInt8], pieces: Int) throws -> [UInt8] {
        let decoder = GzipDecoder()
        let target = try ScatterTarget(count: 100)
        let (_, count) = try target.withOutput(0..<100) { output in
            for start in stride(from: 0, to: bytes.count, by: pieces) {
                var piece = Bytes(bytes[start..<min(start + pieces, bytes.count)])
                while piece.count > 0, !decoder.isFinished {
                    let used = try piece.withBytes { (span) throws(CodecError) in
                        try decoder.decode(span, into: &output)
                    }
                    if used == 0 { break }
                    piece = try piece.slice(used..<piece.count)
                }
            }
        }
        #expect(decoder.isComplete || decoder.isFinished)
        return target.freeze(prefix: count).array
    }

    @Test("a header with a checksum of its own") func headerChecksum() throws {
        #expect(try decode(Self.withHeaderChecksum, pieces: 100) == [0x61, 0x62, 0x63])
    }

    @Test("members that are cut anywhere", arguments: 1...40) func pieces(size: Int) throws {
        let plain = Self.withHeaderChecksum.enumerated().filter { !(10...13).contains($0.offset) }.map(\.element)
        var member = plain
        member[3] = 0
        #expect(try decode(member + member + [0, 0, 0], pieces: size) == [0x61, 0x62, 0x63, 0x61, 0x62, 0x63])
    }

    @Test("what is no gzip") func noGzip() throws {
        for bytes: [UInt8] in [[0], [0x1F, 0], [0x50, 0x4B, 3, 4]] {
            #expect(throws: CodecError.self) { try decode(bytes, pieces: 10) }
        }
    }
}
