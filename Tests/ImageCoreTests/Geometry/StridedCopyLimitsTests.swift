import ImageCore
import Testing

/// What files and callers may ask for, and must never get: places outside of the memory.
@Suite("StridedCopy stays inside") struct StridedCopyLimitsTests {
    private func run(_ copy: StridedCopy, source: Int = 64, target: Int = 64) throws {
        let block = try ScatterTarget(count: target)
        try Bytes([UInt8](repeating: 1, count: source)).withBytes { try block.scatter(copy, from: $0) }
    }

    private static let outside: [(shape: [Int], source: [Int], offset: Int)] = [
        ([64], [1], 1), ([65], [1], 0), ([2], [64], 0), ([8, 9], [8, 1], 0), ([2], [-1], 0), ([3], [-1], 1),
        ([2], [Int.max], 0), ([2], [Int.min], 0), ([3], [Int.max], 0), ([3], [Int.min], 63), ([1], [0], 64),
        ([1], [0], -1), ([1], [0], Int.max), ([1], [0], Int.min), ([Int.max], [1], 0),
        ([Int.max, Int.max], [1, 1], 0),
        ([2, 2], [Int.max, Int.max], 0), ([2, 2], [Int.max, Int.min], 5), ([-1], [1], 0), ([-1], [0], 0),
    ]

    @Test("a box outside of the source is an error", arguments: outside)
    func source(shape: [Int], strides: [Int], offset: Int) {
        let copy = StridedCopy(
            shape: shape, elementSize: 1, sourceStrides: strides, sourceOffset: offset,
            destinationStrides: shape.map { _ in 0 })
        #expect(throws: ImageError.self) { try run(copy) }
    }

    @Test("a box outside of the destination is an error", arguments: outside)
    func destination(shape: [Int], strides: [Int], offset: Int) {
        let copy = StridedCopy(
            shape: shape, elementSize: 1, sourceStrides: shape.map { _ in 0 }, destinationStrides: strides,
            destinationOffset: offset)
        #expect(throws: ImageError.self) { try run(copy) }
    }

    @Test("the last element counts with its whole size", arguments: [1, 2, 4, 8, 16]) func lastElement(size: Int) throws
    {
        let copy = StridedCopy(
            shape: [2], elementSize: size, sourceStrides: [64 - size], destinationStrides: [64 - size])
        try run(copy)
        #expect(throws: ImageError.self) { try run(copy, source: 63) }
        #expect(throws: ImageError.self) { try run(copy, target: 63) }
    }

    @Test(
        "element sizes and widths without a kernel are errors, not unswapped copies",
        arguments: [
            (3, 1), (0, 1), (-1, 1), (32, 1), (4, 3), (4, 0), (4, -1), (4, 2), (8, 2), (16, 16), (16, 4), (2, 4),
            (1, 2),
        ])
    func kernels(size: Int, width: Int) {
        let copy = StridedCopy(
            shape: [1], elementSize: size, sourceStrides: [0], destinationStrides: [0], swapWidth: width)
        #expect { try run(copy) } throws: { ImageError.Code.invalidArgument ~= $0 }
    }

    @Test("strides for another number of axes are errors") func ranks() {
        #expect(throws: ImageError.self) {
            try run(StridedCopy(shape: [2, 2], elementSize: 1, sourceStrides: [1], destinationStrides: [1, 1]))
        }
        #expect(throws: ImageError.self) {
            try run(StridedCopy(shape: [2, 2], elementSize: 1, sourceStrides: [1, 1], destinationStrides: []))
        }
    }

    @Test("the smallest extent there is") func smallestExtent() {
        #expect(throws: ImageError.self) {
            try run(StridedCopy(shape: [Int.min], elementSize: 1, sourceStrides: [1], destinationStrides: [1]))
        }
    }
}
