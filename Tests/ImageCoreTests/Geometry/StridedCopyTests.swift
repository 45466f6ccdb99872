import ImageCore
import ImageTesting
import Testing

@Suite("StridedCopy") struct StridedCopyTests {
    /// The element sizes with the widths that may be reversed in them.
    private static let widths = [(1, 1), (2, 1), (2, 2), (4, 1), (4, 4), (8, 1), (8, 8), (8, 4), (16, 1), (16, 8)]

    @Test("random boxes, orders, steps and byte orders against element by element", arguments: 0..<40)
    func random(seed: Int) throws {
        var numbers = SeededNumbers(seed: UInt64(seed))
        for _ in 0..<25 {
            let (size, swap) = Self.widths.randomElement(using: &numbers) ?? (1, 1)
            let rank = Int.random(in: 0...5, using: &numbers)
            // Now and then an axis long enough for several tiles of the transposing kernel.
            let long = Int.random(in: 0...4, using: &numbers)
            let shape = (0..<rank).map {
                $0 == long ? Int.random(in: 1...150, using: &numbers) : Int.random(in: 1...5, using: &numbers)
            }
            let source = Layout(shape, size, &numbers, allowsGaps: true)
            let target = Layout(shape, size, &numbers, allowsGaps: true)
            try check(shape, size, swap, source, target)
        }
    }

    @Test("planes that are turned, of all sizes around the tile's edge", arguments: widths)
    func turned(size: Int, swap: Int) throws {
        for (rows, columns) in [(1, 300), (7, 9), (16, 16), (17, 8), (128, 129), (130, 3), (64, 65)] {
            let source = Layout(strides: [columns * size, size], offset: 0, count: rows * columns * size)
            let target = Layout(strides: [size, rows * size], offset: 0, count: rows * columns * size)
            try check([rows, columns], size, swap, source, target)
        }
    }

    @Test("negative strides turn an axis around") func negative() throws {
        let source = Bytes([1, 2, 3, 4, 5, 6])
        let target = try ScatterTarget(count: 6)
        let copy = StridedCopy(
            shape: [2, 3], elementSize: 1, sourceStrides: [3, -1], sourceOffset: 2, destinationStrides: [3, 1])
        try source.withBytes { try target.scatter(copy, from: $0) }
        #expect(target.freeze().array == [3, 2, 1, 6, 5, 4])
    }

    @Test("nothing is touched for an empty box, wherever it lies") func empty() throws {
        let target = try ScatterTarget(count: 1)
        try target.withOutput(0..<1) { $0.append(7, as: UInt8.self) }
        let copy = StridedCopy(
            shape: [3, 0], elementSize: 4, sourceStrides: [900, 900], sourceOffset: -5, destinationStrides: [-70, 9],
            destinationOffset: 1 << 40)
        try Bytes.empty.withBytes { try target.scatter(copy, from: $0) }
        #expect(target.freeze().array == [7])
    }

    @Test("long rows into a block that no cache holds", arguments: [255, 256, 257, 319, 320, 451, 4096])
    func pastCaches(length: Int) throws {
        let block = try ScatterTarget(count: 33 << 20)
        let source = Bytes((0..<3 * length).map { UInt8(truncatingIfNeeded: $0 &* 7 | 1) })
        let stride = length + 100
        for offset in 0...70 {
            // Each starts at another byte of a cache line, and nothing between the rows is touched.
            let base = offset * (3 * stride + 1)
            let copy = StridedCopy(
                shape: [3, length], elementSize: 1, sourceStrides: [length, 1], destinationStrides: [stride, 1],
                destinationOffset: base)
            try source.withBytes { try block.scatter(copy, from: $0) }
        }
        let result = block.freeze(prefix: 71 * (3 * stride + 1) + 1000).array
        var expected = [UInt8](repeating: 0, count: result.count)
        for offset in 0...70 {
            for row in 0..<3 {
                let start = offset * (3 * stride + 1) + row * stride
                expected.replaceSubrange(start..<start + length, with: source.array[row * length..<(row + 1) * length])
            }
        }
        let isEqual = result == expected
        #expect(isEqual)
    }

    private func check(_ shape: [Int], _ size: Int, _ swap: Int, _ source: Layout, _ target: Layout) throws {
        let bytes = (0..<source.count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) }
        var copy = StridedCopy(
            shape: shape, elementSize: size, sourceStrides: source.strides, sourceOffset: source.offset,
            destinationStrides: target.strides, destinationOffset: target.offset, swapWidth: swap)
        var expected = [UInt8](repeating: 0xCC, count: target.count)
        for number in 0..<shape.reduce(1, *) {
            var rest = number
            var (from, to) = (source.offset, target.offset)
            for axis in shape.indices.reversed() {
                from += rest % shape[axis] * source.strides[axis]
                to += rest % shape[axis] * target.strides[axis]
                rest /= shape[axis]
            }
            for byte in 0..<size {
                expected[to + byte] = bytes[from + (swap == 1 ? byte : byte / swap * swap + swap - 1 - byte % swap)]
            }
        }
        for _ in 0..<2 {
            let block = try ScatterTarget(count: target.count)
            try block.withOutput(0..<target.count) { output in
                for _ in 0..<target.count { output.append(0xCC, as: UInt8.self) }
            }
            try Bytes(bytes).withBytes { try block.scatter(copy, from: $0) }
            let isEqual = block.freeze().array == expected
            #expect(isEqual, "\(copy)")
            copy.reverseSlowestAxis()
        }
    }
}

/// A way to lay a box out in memory: axes in any order, some turned around, with gaps.
private struct Layout {
    var strides: [Int]
    var offset: Int
    var count: Int

    init(strides: [Int], offset: Int, count: Int) {
        (self.strides, self.offset, self.count) = (strides, offset, count)
    }

    init(_ shape: [Int], _ size: Int, _ numbers: inout SeededNumbers, allowsGaps: Bool) {
        strides = [Int](repeating: 0, count: shape.count)
        offset = Int.random(in: 0...3, using: &numbers)
        var reach = size
        for axis in Array(shape.indices).shuffled(using: &numbers) {
            let gap = allowsGaps && Bool.random(using: &numbers) ? Int.random(in: 0...9, using: &numbers) : 0
            let stride = reach + gap
            reach = (shape[axis] - 1) * stride + reach
            if Int.random(in: 0...5, using: &numbers) == 0 {
                strides[axis] = -stride
                offset += (shape[axis] - 1) * stride
            } else {
                strides[axis] = stride
            }
        }
        count = reach + 40 + offset
    }
}
