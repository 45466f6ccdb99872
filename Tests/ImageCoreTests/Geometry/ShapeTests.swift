import ImageCore
import Testing

@Suite("Shape") struct ShapeTests {
    @Test(
        "counts",
        arguments: [
            ([Int](), 1), ([5], 5), ([2, 3, 4], 24), ([0, 7], 0), ([Int.max], Int.max), ([1 << 31, 1 << 31], 1 << 62),
        ])
    func counts(extents: [Int], count: Int) throws {
        #expect(try Shape.elementCount(extents) == count)
    }

    @Test(
        "products that do not fit are errors",
        arguments: [
            [1 << 32, 1 << 32], [Int.max, 2], [3, Int.max], [1 << 21, 1 << 21, 1 << 21],
        ])
    func overflow(extents: [Int]) {
        #expect { _ = try Shape.elementCount(extents) } throws: { ImageError.Code.limitExceeded ~= $0 }
    }

    @Test("negative extents are errors", arguments: [[-1], [3, -2], [Int.min], [-1, -1]]) func negative(extents: [Int])
    {
        #expect { _ = try Shape.elementCount(extents) } throws: { ImageError.Code.corrupt ~= $0 }
    }

    @Test("bytes") func bytes() throws {
        #expect(try Shape.byteCount([3, 5], elementSize: 4) == 60)
        #expect { _ = try Shape.byteCount([1 << 61], elementSize: 8) } throws: { ImageError.Code.limitExceeded ~= $0 }
    }

    @Test(
        "strides",
        arguments: [
            ([2, 3, 4], 2, [24, 8, 2]), ([5], 8, [8]), ([], 4, []), ([3, 0, 2], 1, [2, 2, 1]), ([1, 1], 4, [4, 4]),
        ])
    func strides(extents: [Int], size: Int, expected: [Int]) {
        #expect(Shape.strides(extents, elementSize: size) == expected)
    }

    @Test("as people write it") func describing() {
        #expect(Shape.describe([16, 512, 512]) == "16 x 512 x 512")
        #expect(Shape.describe([]) == "")
    }
}
