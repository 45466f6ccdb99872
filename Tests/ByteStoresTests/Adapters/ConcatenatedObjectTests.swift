import ByteStores
import ImageCore
import ImageTesting
import Testing

@Suite("ConcatenatedObject") struct ConcatenatedObjectTests {
    private let bytes = (0..<60).map { UInt8($0) }

    private func object(_ ranges: [Range<Int>]) throws -> ConcatenatedObject {
        let base = MemoryObject(location: "base", bytes: Bytes(bytes))
        return try ConcatenatedObject(location: "parts", try ranges.map { try ConcatenatedObject.Part(base, $0) })
    }

    @Test("every range of parts of all sizes, empty ones too") func ranges() async throws {
        let ranges = [5..<9, 20..<20, 0..<1, 30..<30, 30..<47, 59..<60, 60..<60]
        let object = try object(ranges)
        let expected = ranges.flatMap { bytes[$0] }
        #expect(object.size == expected.count)
        for lower in 0...expected.count {
            for upper in lower...expected.count {
                let part = try await object.read(lower..<upper).array
                guard part == Array(expected[lower..<upper]) else {
                    Issue.record("\(lower)..<\(upper) gave \(part)")
                    return
                }
            }
        }
    }

    @Test("nothing at all") func empty() async throws {
        let object = try object([])
        #expect(object.size == 0)
        #expect(try await object.read(0..<0).count == 0)
        await #expect(throws: ImageError.self) { try await object.read(0..<1) }
    }

    @Test("parts outside of their object are errors") func outside() {
        #expect { _ = try object([50..<61]) } throws: { ImageError.Code.corrupt ~= $0 }
    }

    @Test("positions outside are errors", arguments: [(-1, 1), (4, 2), (Int.max, 1), (5, 1)])
    func positions(position: Int, count: Int) async throws {
        let object = try object([0..<5])
        let target = try ScatterTarget(count: count)
        await #expect(throws: ImageError.self) { try await object.read(at: position, into: target, 0..<count) }
    }

    @Test("a fault in one part is not hidden") func faults() async throws {
        let store = FaultyStore(MemoryStore(["a": Bytes(bytes)]), .failingRead(1))
        let base = try #require(try await store.open("a"))
        let object = try ConcatenatedObject(
            location: "parts", [try .init(base, 0..<5), try .init(base, 5..<10), try .init(base, 10..<15)])
        await #expect { try await object.read(0..<15) } throws: { ImageError.Code.io ~= $0 }
    }
}
