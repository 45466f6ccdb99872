import ImageCore
import Testing

@testable import ImageCodecs

@Suite("The header of gzip members") struct GzipHeaderTests {
    private static let fixed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]

    private func count(_ bytes: [UInt8]) throws -> Int? {
        try Bytes(bytes).withBytes { try GzipHeader.byteCount($0) }
    }

    private func header(flags: UInt8, _ rest: [UInt8]) -> [UInt8] {
        var header = Self.fixed
        header[3] = flags
        return header + rest
    }

    @Test("all parts that there may be") func parts() throws {
        #expect(try count(Self.fixed) == 10)
        #expect(try count(header(flags: 4, [3, 0, 1, 2, 3])) == 15)
        #expect(try count(header(flags: 8, Array("name\0".utf8))) == 15)
        #expect(try count(header(flags: 16, [0])) == 11)
        let all = header(flags: 4 + 8 + 16, [1, 0, 7] + Array("a\0bc\0".utf8))
        #expect(try count(all + [1, 2, 3]) == all.count)
    }

    @Test("a header that is cut off needs more bytes, at every length") func cut() throws {
        let all = header(flags: 4 + 8 + 16, [1, 0, 7] + Array("a\0bc\0".utf8))
        for length in 0..<all.count { #expect(try count(Array(all[..<length])) == nil) }
    }

    @Test("its own checksum") func checksum() throws {
        var sum = CRC32()
        let start = header(flags: 2 + 8, Array("n\0".utf8))
        start.withUnsafeBytes { sum.append($0) }
        let bytes = start + [UInt8(sum.value & 255), UInt8(sum.value >> 8 & 255)]
        #expect(try count(bytes) == bytes.count)
        #expect(try count(start + [0]) == nil)
        #expect(throws: CodecError.self) { try count(start + [bytes[12] ^ 1, bytes[13]]) }
    }

    @Test("what is no header") func damaged() {
        #expect(throws: CodecError.self) { try count([0x1F, 0x8C] + Self.fixed) }
        #expect(throws: CodecError.self) { try count([0x1F, 0x8B, 7] + Self.fixed) }
    }
}
