import ImageCore
import Testing

@testable import ImageCodecs

@Suite("Finding DEFLATE blocks") struct DeflateBlockFinderTests {
    private let finder = DeflateBlockFinder()

    private func first(_ bytes: [UInt8], from bit: Int = 0) -> Int? {
        Bytes(bytes).withBytes { finder.firstBlock(in: $0, from: bit) }
    }

    @Test("blocks of ISA-L behind other data", arguments: 1...3) func afterJunk(level: Int) throws {
        var samples = DeflateSamples(seed: UInt64(level))
        for count in [0, 1, 7, 500, 3000] {
            let junk = DeflateSamples.stored(samples.random(count))
            let bytes = junk + (try DeflateSamples.blocks(samples.noise(20000), level: level))
            #expect(first(bytes, from: junk.count * 8) == junk.count * 8)
            #expect(first(bytes) == junk.count * 8)
        }
    }

    @Test("every block of zlib, which begin at any bit") func allBits() {
        // The blocks in their order, as a decoder of them sees them.
        let bytes = ZlibSample.gzip
        let starts = ZlibSample.blockStarts()
        #expect(starts.count > 20)
        #expect(Set(starts.map { $0 % 8 }).count == 8)
        var bit = 0
        var found: [Int] = []
        while let next = first(bytes, from: bit) {
            found.append(next)
            bit = next + 1
        }
        #expect(found == starts)
    }

    @Test("hardly anything is found in random bytes, and nothing in too few") func random() {
        var samples = DeflateSamples(seed: 5)
        #expect(first(samples.random(300_000)) == nil)
        for count in 0..<20 { #expect(first(samples.random(count)) == nil) }
        #expect(first([UInt8](repeating: 0, count: 1000)) == nil)
        #expect(first([UInt8](repeating: 255, count: 1000)) == nil)
        #expect(first(samples.random(100), from: 5000) == nil)
    }
}
