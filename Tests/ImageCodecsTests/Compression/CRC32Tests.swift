import Testing

@testable import ImageCodecs

@Suite("CRC-32 of parts") struct CRC32Tests {
    private func checksum(_ bytes: [UInt8]) -> CRC32 {
        var checksum = CRC32()
        bytes.withUnsafeBytes { checksum.append($0) }
        return checksum
    }

    @Test("the check value of the algorithm") func checkValue() {
        let checksum = checksum(Array("123456789".utf8))
        #expect(checksum.value == 0xCBF4_3926)
        #expect(checksum.byteCount == 9)
    }

    @Test("parts make the whole, wherever the cut is", arguments: [0, 1, 2, 255, 4096, 99_999, 100_000])
    func parts(cut: Int) {
        let bytes = (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * 7 + $0 >> 8) }
        var sum = checksum(Array(bytes[..<cut]))
        sum.append(checksum(Array(bytes[cut...])))
        #expect(sum.value == checksum(bytes).value)
        #expect(sum.byteCount == bytes.count)
    }
}
