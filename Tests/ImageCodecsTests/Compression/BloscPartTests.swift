import ImageCodecs
import ImageTesting
import Testing

@Suite struct BloscPartTests {
    @Test("data of numcodecs, every range", arguments: NumcodecsSamples.blosc.keys.sorted())
    func reference(key: String) throws {
        let bytes = try #require(NumcodecsSamples.blosc[key])
        let whole = NumcodecsSamples.repeated
        for lower in stride(from: 0, through: 960, by: 7) {
            for upper in stride(from: lower, through: 960, by: 13) {
                let part = try Blosc().decoded(bytes, part: lower..<upper, of: 960)
                guard part == Array(whole[lower..<upper]) else {
                    Issue.record("\(lower)..<\(upper)")
                    return
                }
            }
        }
        #expect(try Blosc().decoded(bytes, part: 0..<960, of: 960) == whole)
        #expect(try Blosc().decoded(bytes, part: 960..<960, of: 960) == [])
    }

    /// Bytes behind the last whole element, blocks of several sizes, noise that is stored as it is.
    @Test("many blocks", arguments: [1, 2, 3, 8, 255]) func blocks(typeSize: Int) throws {
        var numbers = SeededNumbers(seed: 5)
        let runs = (0..<50_001).map { UInt8(truncatingIfNeeded: $0 / 50) }
        let noise = (0..<50_001).map { _ in UInt8.random(in: 0...255, using: &numbers) }
        for (whole, level) in [(runs, 5), (noise, 5), (runs, 0)] {
            let codec = Blosc(level: level, typeSize: typeSize, blockSize: 4096)
            let bytes = try codec.encoded(whole)
            for _ in 0..<200 {
                let ends = (0..<2).map { _ in Int.random(in: 0...50_001, using: &numbers) }.sorted()
                let range = ends[0]..<ends[1]
                let part = codec.usefulPart(range, of: 50_001) ?? 0..<50_001
                #expect(part.lowerBound <= range.lowerBound && part.upperBound >= range.upperBound)
                #expect(try codec.decoded(bytes, part: part, of: 50_001) == Array(whole[part]))
                #expect(try Blosc().decoded(bytes, part: range, of: 50_001) == Array(whole[range]))
            }
        }
    }

    @Test("useful parts") func useful() {
        let codec = Blosc(typeSize: 4)
        #expect(codec.usefulPart(5..<11, of: 1000) == 4..<12)
        #expect(codec.usefulPart(4..<12, of: 1000) == 4..<12)
        #expect(codec.usefulPart(999..<1001, of: 1001) == 996..<1001)
        #expect(codec.usefulPart(0..<750, of: 1000) == nil)
        #expect(codec.usefulPart(0..<748, of: 1000) == 0..<748)
        #expect(codec.usefulPart(0..<1001, of: 1000) == nil)
        #expect(codec.usefulPart(-4..<4, of: 1000) == nil)
        #expect(codec.usefulPart(Int.max - 2..<Int.max, of: .max) == Int.max - 3..<Int.max)
    }

    @Test("what is no part") func invalid() throws {
        let bytes = try #require(NumcodecsSamples.blosc["lz4/1"])
        for (part, count) in [(0..<10, 959), (0..<961, 960), (-2..<2, 960), (0..<10, 2000)] {
            #expect(throws: CodecError.self) { try Blosc().decoded(bytes, part: part, of: count) }
        }
    }

    @Test("damage", arguments: NumcodecsSamples.blosc.keys.sorted()) func damage(key: String) throws {
        let bytes = try #require(NumcodecsSamples.blosc[key])
        for length in 0..<bytes.count {
            #expect(throws: CodecError.self) {
                try Blosc().decoded(Array(bytes[..<length]), part: 100..<200, of: 960)
            }
        }
        for offset in bytes.indices {
            for value in stride(from: 0, through: 255, by: offset < 24 ? 1 : 51) {
                var damaged = bytes
                damaged[offset] = UInt8(value)
                for part in [0..<2, 300..<600, 101..<959] {
                    do { _ = try Blosc().decoded(damaged, part: part, of: 960) } catch is CodecError {}
                }
            }
        }
    }
}
