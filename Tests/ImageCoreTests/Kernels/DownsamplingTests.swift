import ImageTesting
import Testing

@testable import ImageCore

@Suite struct DownsamplingTests {
    private static let shapes = [
        [5], [4, 3], [3, 2, 5], [2, 3, 4, 7], [3, 2, 1, 4, 3], [1, 1, 2, 3, 33], [2, 3, 2, 3, 2, 5],
    ]

    @Test("every type, extents even and odd, every choice of axes", arguments: ElementType.allCases)
    func agreesWithTheReference(type: ElementType) throws {
        for shape in Self.shapes {
            let source = SlowHalving.sample(type, count: shape.reduce(1, *))
            for mask in 0..<1 << shape.count {
                let axes = shape.indices.map { mask >> $0 & 1 == 1 }
                for method in [Downsampling.Method.mean, .nearest] {
                    let slow = SlowHalving(shape: shape, axes: axes, type: type, method: method)
                    let result = try halved(source, shape, axes, type, method)
                    #expect(result == slow.result(source), "\(shape) \(axes) \(method)")
                }
            }
        }
    }

    @Test("long lines, for the loops that run in vectors", arguments: ElementType.allCases)
    func longLines(type: ElementType) throws {
        for shape in [[2, 130], [3, 3, 257]] {
            let source = SlowHalving.sample(type, count: shape.reduce(1, *))
            let axes = shape.map { _ in true }
            let slow = SlowHalving(shape: shape, axes: axes, type: type, method: .mean)
            #expect(try halved(source, shape, axes, type, .mean) == slow.result(source), "\(shape)")
        }
    }

    @Test func roundsHalvesAwayFromZero() throws {
        #expect(try halved([1, 2, 2, 3, 255, 255, 254], [7], [true], .uint8, .mean) == [2, 3, 255, 254])
        let signed = [-1, -2, 1, 2, -128, -128, -127, 126, 0, -1].map { UInt8(bitPattern: Int8($0)) }
        let means = try halved(signed, [10], [true], .int8, .mean).map { Int8(bitPattern: $0) }
        #expect(means == [-2, 2, -128, -1, -1])
    }

    @Test func whatMostAreIsTrue() throws {
        #expect(try halved([0, 1, 0, 0, 1, 1, 7], [7], [true], .bool, .mean) == [1, 0, 1, 1])
        #expect(try halved([0, 0, 1, 0, 0, 1, 1, 0], [2, 4], [true, true], .bool, .mean) == [0, 1])
    }

    @Test func aMeanWithNaNIsNaNAndLargeNumbersStayFinite() throws {
        let floats: [Float] = [.nan, 1, .greatestFiniteMagnitude, .greatestFiniteMagnitude, .infinity, 1, 3]
        let means: [Float] = try halved(floats.flatMap { SlowHalving.bytes($0) }, [7], [true], .float32, .mean)
            .withUnsafeBytes { bytes in (0..<4).map { bytes.loadUnaligned(fromByteOffset: $0 * 4, as: Float.self) } }
        #expect(means[0].isNaN)
        #expect(means.dropFirst() == [.greatestFiniteMagnitude, .infinity, 3])
    }

    @Test(
        "agrees with numpy",
        arguments: [
            (0.0, 0), (-0.0, 32768), (1.0, 15360), (-1.5, 48640), (65504.0, 31743), (65519.99, 31743), (65520.0, 31744),
            (-1000000000.0, 64512), (5.960464477539063e-08, 1), (2.9802322387695312e-08, 0),
            (2.980530261993408e-08, 1), (8.940696716308594e-08, 2), (6.103515625e-05, 1024),
            (6.102025508880615e-05, 1024), (1.00048828125, 15360), (1.00146484375, 15362), (0.1, 11878),
            (0.3333333333333333, 13653), (2047.5, 26624), (6.103e-05, 1024), (.infinity, 31744),
        ] as [(Double, UInt16)])
    func halfPrecision(value: Double, bits: UInt16) {
        #expect(HalfMean.bits(of: value) == bits)
    }

    @Test func halfPrecisionKeepsAllItsNumbers() {
        for bits in UInt16.min...UInt16.max {
            let value = Half(bitPattern: bits).doubleValue
            if value.isNaN {
                #expect(Half(bitPattern: HalfMean.bits(of: value)).doubleValue.isNaN)
            } else if HalfMean.bits(of: value) != bits {
                Issue.record("\(bits)")
            }
        }
    }

    @Test("into a larger block, also across its lines", arguments: ElementType.allCases)
    func scatters(type: ElementType) throws {
        let (shape, axes, size) = ([3, 5], [true, true], type.size)
        let source = SlowHalving.sample(type, count: 15)
        for method in [Downsampling.Method.mean, .nearest] {
            let dense = SlowHalving(shape: shape, axes: axes, type: type, method: method).result(source)
            for strides in [[7 * size, size], [size, 4 * size], [7 * size, -size]] {
                let target = try ScatterTarget(count: 20 * size)
                try target.withUnsafeBytes(0..<target.count) { for place in $0.indices { $0[place] = 0xAA } }
                let offset = 3 * size
                try Bytes(source).withBytes { (span) throws(ImageError) in
                    try Downsampling.halve(
                        span, shape: shape, axes: axes, type: type, method: method, into: target,
                        destinationOffset: offset, destinationStrides: strides)
                }
                var expected = [UInt8](repeating: 0xAA, count: 20 * size)
                for row in 0..<2 {
                    for column in 0..<3 {
                        let place = offset + row * strides[0] + column * strides[1]
                        let from = (row * 3 + column) * size
                        expected.replaceSubrange(place..<place + size, with: dense[from..<from + size])
                    }
                }
                #expect(target.freeze().array == expected, "\(strides) \(method)")
            }
        }
    }

    @Test func nothingComesOfNothing() throws {
        #expect(try halved([], [0, 4], [true, true], .uint16, .mean) == [])
        #expect(try halved([5], [], [], .uint8, .mean) == [5])
        #expect(
            Downsampling.halvedShape([0, 1, 2, 3, .max], axes: [true, true, true, false, true]) == [
                0, 1, 1, 3, 1 << 62,
            ])
    }

    @Test(
        arguments: [
            (shape: [4], axes: [true, true], offset: 0, strides: nil), ([4, 2], [true], 0, nil), ([-4], [true], 0, nil),
            ([9], [true], 0, nil), ([.max, .max], [true, true], 0, nil), ([8], [true], 1, nil), ([8], [true], -1, nil),
            ([8], [true], .max, nil), ([8], [true], 0, [.max]), ([8], [true], 0, [.min]), ([8], [true], 0, [1, 1]),
            ([8], [true], 0, []), ([2, 1, 1, 1, 1, 1, 1], [Bool](repeating: true, count: 7), 0, nil),
        ] as [(shape: [Int], axes: [Bool], offset: Int, strides: [Int]?)])
    func whatDoesNotFitIsRefused(shape: [Int], axes: [Bool], offset: Int, strides: [Int]?) throws {
        let target = try ScatterTarget(count: 4)
        for method in [Downsampling.Method.mean, .nearest] {
            #expect(throws: ImageError.self) {
                try Bytes([1, 2, 3, 4, 5, 6, 7, 8]).withBytes { (span) throws(ImageError) in
                    try Downsampling.halve(
                        span, shape: shape, axes: axes, type: .uint8, method: method, into: target,
                        destinationOffset: offset, destinationStrides: strides)
                }
            }
        }
    }

    private func halved(
        _ source: [UInt8], _ shape: [Int], _ axes: [Bool], _ type: ElementType, _ method: Downsampling.Method
    ) throws -> [UInt8] {
        let extents = Downsampling.halvedShape(shape, axes: axes)
        let target = try ScatterTarget(count: try Shape.byteCount(extents, elementSize: type.size))
        try Bytes(source).withBytes { (span) throws(ImageError) in
            try Downsampling.halve(span, shape: shape, axes: axes, type: type, method: method, into: target)
        }
        return target.freeze().array
    }
}
