import ImageCore
import ImageTesting
import Testing

@Suite("Conversion") struct ConvertTests {
    @Test("clamps and counts") func clamping() throws {
        let wide = try ImageArray(axes: "x", shape: [5], pixels: [Int32(-5), 0, 255, 256, 70_000])
        let (narrow, clipped) = try wide.converted(to: .uint8)
        #expect(try narrow.pixels(as: UInt8.self) == [0, 0, 255, 255, 255])
        #expect(clipped == 3)
        let large = try ImageArray(axes: "x", shape: [2], pixels: [UInt64.max, 1])
        #expect(try large.converted(to: .int64).array.pixels() == [Int64.max, 1])
        #expect(try large.converted(to: .int64).clipped == 1)
    }

    @Test("rounds half away from zero, NaN becomes 0") func rounding() throws {
        let values: [Double] = [0.5, 1.5, -0.5, -1.5, 0.49, .nan, .infinity, -.infinity, 1e300]
        let (array, clipped) = try ImageArray(axes: "x", shape: [9], pixels: values).converted(to: .int16)
        #expect(try array.pixels(as: Int16.self) == [1, 2, -1, -2, 0, 0, .max, .min, .max])
        #expect(clipped == 4)
    }

    @Test("to single precision: too large becomes infinite and counts, NaN stays") func single() throws {
        let (array, clipped) = try ImageArray(axes: "x", shape: [3], pixels: [1e300, .nan, 0.1]).converted(to: .float32)
        let pixels = try array.pixels(as: Float.self)
        #expect(pixels[0] == .infinity && pixels[1].isNaN && pixels[2] == 0.1)
        #expect(clipped == 1)
    }

    @Test("to and from truth values") func truth() throws {
        let (flags, clipped) = try ImageArray(axes: "x", shape: [4], pixels: [0, 2, -1, Float.nan]).converted(to: .bool)
        #expect(flags.elementType == .bool)
        #expect(try flags.pixels(as: UInt8.self) == [0, 1, 1, 1])
        #expect(clipped == 0)
        #expect(try flags.converted(to: .float64).array.pixels() == [0.0, 1, 1, 1])
    }

    @Test(
        "every pair of types, on values that all of them hold", arguments: ElementType.allCases.filter { !$0.isComplex }
    )
    func pairs(from: ElementType) throws {
        let small = try ImageArray(axes: "yx", shape: [2, 2], pixels: [UInt8(0), 1, 1, 0])
        guard from != .float16 else {
            #expect(throws: ImageError.self) { try small.converted(to: .float16) }
            return
        }
        let start = try small.converted(to: from).array.reordered(to: "xy")
        for target in ElementType.allCases where !target.isComplex && target != .float16 {
            let (result, clipped) = try start.converted(to: target)
            #expect(result.elementType == target && clipped == 0 && result.shape == [2, 2])
            #expect(try result.converted(to: .float64).array.pixels() == [0.0, 1, 1, 0], "\(from) to \(target)")
        }
        #expect(throws: ImageError.self) { try start.converted(to: .complex64) }
    }

    @Test("name and metadata stay") func metadata() throws {
        var image = SyntheticImage(axes: "yx", shape: [3, 3], elementType: .uint16)
        image.metadata.spacing[.x] = 0.5
        let array = try image.array(named: "cells").converted(to: .float32).array
        #expect(array.name == "cells" && array.metadata == image.metadata)
    }
}
