import ImageCore
import ImageTesting
import Testing

@Suite("ImageArray") struct ImageArrayTests {
    private let array = SyntheticImage(axes: "czyx", shape: [2, 3, 4, 5])

    @Test("knows its extents") func extents() throws {
        let array = try array.array()
        #expect(array.count == 120)
        #expect(array.byteCount == 240)
        #expect(array.extent(.z) == 3)
        #expect(array.extent(.t) == nil)
        #expect(array.isContiguous)
        #expect(array.description == "image czyx 2 x 3 x 4 x 5 uint16")
    }

    @Test("bytes that do not fit the shape are an error") func wrongSizes() {
        for (axes, shape, count) in [("yx", [2, 3], 11), ("yx", [2, 3], 13), ("yx", [2, 3, 1], 12), ("", [], 3)] {
            #expect {
                _ = try ImageArray(
                    axes: try AxisOrder(parsing: axes), shape: shape, elementType: .uint16,
                    bytes: Bytes([UInt8](repeating: 0, count: count)))
            } throws: { ImageError.Code.invalidArgument ~= $0 }
        }
        #expect(throws: ImageError.self) {
            try ImageArray(axes: "yx", shape: [1 << 32, 1 << 32], elementType: .uint8, bytes: .empty)
        }
        #expect(throws: ImageError.self) {
            try ImageArray(axes: "yx", shape: [-1, -1], elementType: .uint8, bytes: Bytes([0]))
        }
    }

    @Test("typed pixels in and out") func typed() throws {
        let array = try ImageArray(axes: "yx", shape: [2, 2], pixels: [1.5, -2, 3, 4] as [Float])
        #expect(array.elementType == .float32)
        #expect(try array.pixels(as: Float.self) == [1.5, -2, 3, 4])
        #expect(try array.reordered(to: "xy").pixels() == [1.5, 3, -2, 4] as [Float])
        #expect(try array.pixel(at: [1, 0]) == 3 as Float)
        #expect(try array.withSpan(of: Float.self) { $0.count } == 4)
        #expect(throws: ImageError.self) { try array.pixels(as: Double.self) }
        #expect(throws: ImageError.self) { try array.pixel(at: [1, 0], as: Int32.self) }
        let flags = try ImageArray(axes: "x", shape: [2], elementType: .bool, bytes: Bytes([1, 0]))
        #expect(try flags.pixels(as: UInt8.self) == [1, 0])
    }

    @Test("a place outside is an error", arguments: [[0], [0, 0, 0], [2, 0], [0, -1], [0, Int.max], []])
    func outside(index: [Int]) throws {
        let array = try ImageArray(axes: "yx", shape: [2, 3], pixels: [UInt8](0..<6))
        #expect { _ = try array.pixel(at: index, as: UInt8.self) } throws: { ImageError.Code.invalidArgument ~= $0 }
    }

    @Test("an array without axes is one pixel, one with extent 0 has none") func degenerate() throws {
        let point = try ImageArray(axes: "", shape: [], pixels: [7 as Int64])
        #expect(try point.pixels() == [7 as Int64])
        #expect(try point.pixel(at: []) == 7 as Int64)
        #expect(try point.contiguous().count == 1)
        let nothing = try ImageArray(axes: "yx", shape: [0, 3], pixels: [UInt16]())
        #expect(nothing.count == 0)
        #expect(nothing.isContiguous)
        #expect(try nothing.reordered(to: "xy").pixels(as: UInt16.self) == [])
    }

    @Test("bytes that start at an odd address are viewed all the same") func unaligned() throws {
        let bytes = try Bytes([9, 1, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0]).slice(1..<17)
        let array = try ImageArray(axes: "x", shape: [2], elementType: .uint64, bytes: bytes)
        #expect(try array.pixels(as: UInt64.self).map { UInt64(littleEndian: $0) } == [1, 2])
    }

    @Test("every order equals the reference, and pixels stay where they are", arguments: ElementType.allCases)
    func orders(type: ElementType) throws {
        let array = try SyntheticImage(axes: "tcyx", shape: [2, 3, 4, 5], elementType: type).array()
        let reference = try ReferenceIndexer(array)
        for order in SampleRegions.orders(of: array.axes) {
            let turned = try array.reordered(to: order)
            #expect(turned.axes == order)
            #expect(try turned.bytes().array == reference.selecting(.all, order: order).bytes, "\(order)")
            let back = try turned.contiguous().reordered(to: array.axes)
            #expect(try back.bytes() == array.bytes(), "\(order) and back")
        }
    }
}
