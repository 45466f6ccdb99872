import ImageCore
import Testing

@Suite("ScatterTarget") struct ScatterTargetTests {
    @Test("output spans write where they should") func output() throws {
        let target = try ScatterTarget(count: 6)
        let (result, written) = try target.withOutput(0..<6) { output in
            for value in UInt8(1)...6 { output.append(value, as: UInt8.self) }
            return "done"
        }
        #expect(result == "done")
        #expect(written == 6)
        let (_, few) = try target.withOutput(2..<5) { $0.append(9, as: UInt8.self) }
        #expect(few == 1)
        #expect(target.freeze().array == [1, 2, 9, 4, 5, 6])
        #expect(target.freeze(prefix: 3).array == [1, 2, 9])
        #expect(target.freeze(prefix: 100).count == 6)
        #expect(target.freeze(prefix: -1).count == 0)
    }

    @Test("parts outside of the block are errors", arguments: [-1..<2, 0..<5, 5..<5, 0..<Int.max])
    func outside(range: Range<Int>) throws {
        let target = try ScatterTarget(count: 4)
        #expect { try target.withOutput(range) { _ in } } throws: { ImageError.Code.limitExceeded ~= $0 }
        #expect { try target.swapBytes(range, width: 2) } throws: { ImageError.Code.limitExceeded ~= $0 }
    }

    @Test("impossible sizes are errors", arguments: [-1, Int.max]) func sizes(count: Int) {
        #expect { _ = try ScatterTarget(count: count) } throws: { ImageError.Code.limitExceeded ~= $0 }
    }

    @Test("fills a box with one element, never swapped") func fill() throws {
        let target = try ScatterTarget(count: 12)
        try target.withOutput(0..<12) { output in for _ in 0..<12 { output.append(0, as: UInt8.self) } }
        let box = StridedCopy(
            shape: [2, 2], elementSize: 2, sourceStrides: [100, 100], sourceOffset: 50, destinationStrides: [6, 2],
            destinationOffset: 2, swapWidth: 2)
        try target.fill(box, with: Bytes([1, 2]))
        #expect(target.freeze().array == [0, 0, 1, 2, 1, 2, 0, 0, 1, 2, 1, 2])
        #expect(throws: ImageError.self, "an element that is too short") { try target.fill(box, with: Bytes([1])) }
    }

    @Test(
        "swaps bytes in place",
        arguments: [
            (1, [UInt8]([1, 2, 3, 4, 5, 6, 7, 8, 9])), (2, [2, 1, 4, 3, 6, 5, 8, 7, 9]),
            (4, [4, 3, 2, 1, 8, 7, 6, 5, 9]),
            (8, [8, 7, 6, 5, 4, 3, 2, 1, 9]), (3, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        ])
    func swapping(width: Int, expected: [UInt8]) throws {
        let target = try ScatterTarget(count: 9)
        try target.withOutput(0..<9) { output in for value in UInt8(1)...9 { output.append(value, as: UInt8.self) } }
        try target.swapBytes(0..<9, width: width)
        #expect(target.freeze().array == expected)
    }
}
