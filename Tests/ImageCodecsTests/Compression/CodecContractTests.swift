import ImageCodecs
import ImageCore
import ImageTesting
import Testing

@Suite("Codecs keep their contract") struct CodecContractTests {
    @Test("gzip at every level", arguments: 0...3) func gzip(level: Int) throws {
        try CodecContract(Gzip(level: level)).check()
    }

    @Test("bzip2", arguments: [1, 9]) func bzip2(level: Int) throws {
        try CodecContract(Bzip2(level: level)).check()
    }

    @Test("levels beyond the ends mean the nearest") func levels() {
        #expect(Gzip(level: -1).level == 0 && Gzip(level: 9).level == 3)
        #expect(Bzip2(level: 0).level == 1 && Bzip2(level: 99).level == 9)
    }
}
