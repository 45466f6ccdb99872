import ImageCore
import ImageTesting
import Testing

@Suite("Statistics") struct StatisticsTests {
    @Test("whole numbers stay whole, to the ends of their types") func extremes() throws {
        let statistics = try ImageArray(axes: "x", shape: [2], pixels: [UInt64.max, 5]).statistics()
        #expect(statistics.minimum == .int(5))
        #expect(statistics.maximum == .unsigned(UInt.max))
        #expect(statistics.mean == 0x1p63)
        let signed = try ImageArray(axes: "x", shape: [2], pixels: [Int64.min, Int64.max]).statistics()
        #expect(signed.minimum == .int(.min) && signed.maximum == .int(.max))
        #expect(signed.mean == 0)
        #expect(signed.nanCount == 0)
    }

    @Test(
        "every real type against a plain loop, in any layout", arguments: ElementType.allCases.filter { !$0.isComplex })
    func plainLoop(type: ElementType) throws {
        let whole = try SyntheticImage(axes: "zyx", shape: [7, 30, 50], elementType: type).array()
        for array in [whole, try whole.reordered(to: "xzy"), try whole.slice(.y, 3..<20, step: 4)] {
            let values = try doubles(array)
            let statistics = try array.statistics()
            if type == .bool {
                #expect(statistics.minimum == false && statistics.maximum == true)
            } else {
                #expect(statistics.minimum?.doubleValue == values.min())
                #expect(statistics.maximum?.doubleValue == values.max())
            }
            let mean = values.reduce(0, +) / Double(values.count)
            let scale = values.map(abs).max() ?? 1
            #expect(abs((statistics.mean ?? .nan) - mean) <= 1e-12 * scale)
        }
    }

    private func doubles(_ array: ImageArray) throws -> [Double] {
        func list<T: RealPixel>(_: T.Type) throws -> [Double] { try array.pixels(as: T.self).map(\.doubleValue) }
        guard let type = array.elementType.pixelType as? any RealPixel.Type else { return [] }
        return try list(type)
    }

    @Test("NaN is left out and counted; infinities are numbers") func notNumbers() throws {
        let some = try ImageArray(axes: "x", shape: [5], pixels: [Float.nan, 2, .nan, -4, 8]).statistics()
        #expect(some.nanCount == 2)
        #expect(some.minimum == .double(-4) && some.maximum == .double(8) && some.mean == 2)
        let infinite = try ImageArray(axes: "x", shape: [3], pixels: [1, -Double.infinity, 3]).statistics()
        #expect(infinite.minimum == .double(-.infinity) && infinite.maximum == .double(3))
        #expect(infinite.mean == -.infinity && infinite.nanCount == 0)
        let none = try ImageArray(axes: "x", shape: [2], pixels: [Double.nan, .nan]).statistics()
        #expect(none.minimum == nil && none.maximum == nil && none.mean == nil && none.nanCount == 2)
        let empty = try ImageArray(axes: "x", shape: [0], pixels: [Int32]()).statistics()
        #expect(empty.minimum == nil && empty.mean == nil && empty.nanCount == 0)
    }

    @Test("NaN anywhere around the ends of blocks", arguments: [0, 1, 4095, 4096, 4097, 8191, 9999])
    func blocks(place: Int) throws {
        var pixels = [Double](repeating: 1, count: 10_000)
        pixels[place] = .nan
        pixels[(place + 1) % 10_000] = 3
        let statistics = try ImageArray(axes: "x", shape: [10_000], pixels: pixels).statistics()
        #expect(statistics.nanCount == 1)
        #expect(statistics.minimum == .double(1) && statistics.maximum == .double(3))
        #expect(statistics.mean == Double(9998 + 3) / 9999)
    }

    @Test("complex means") func complex() throws {
        let pixels = [
            Complex64(real: 1, imaginary: -2), Complex64(real: 3, imaginary: 4), Complex64(real: .nan, imaginary: 0),
        ]
        let statistics = try ImageArray(axes: "x", shape: [3], pixels: pixels).statistics()
        #expect(statistics.mean == 2 && statistics.imaginaryMean == 1 && statistics.nanCount == 1)
        #expect(statistics.minimum == nil && statistics.maximum == nil)
    }
}
