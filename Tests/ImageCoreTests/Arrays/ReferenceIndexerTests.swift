import ImageCore
import ImageTesting
import Testing

/// The tools that everything is compared with, against examples written by hand.
@Suite("Reference tools") struct ReferenceIndexerTests {
    @Test("regions and orders, by hand") func byHand() throws {
        var array = try ImageArray(axes: "yx", shape: [2, 3], pixels: [UInt8](0..<6))
        array.metadata.coords[.y] = .labels(["top", "bottom"])
        let reference = try ReferenceIndexer(array)
        func bytes(_ selections: [Axis: AxisSelection], _ order: AxisOrder? = nil) -> [UInt8] {
            reference.selecting(Region(selections), order: order).bytes
        }
        #expect(bytes([:]) == [0, 1, 2, 3, 4, 5])
        #expect(bytes([:], "xy") == [0, 3, 1, 4, 2, 5])
        #expect(bytes([.y: .index(-1)]) == [3, 4, 5])
        #expect(bytes([.y: .label("bottom"), .x: .range(lower: nil, upper: nil, step: 2)]) == [3, 5])
        #expect(bytes([.x: .indices([2, 0, 0])]) == [2, 0, 0, 5, 3, 3])
        #expect(bytes([.x: .range(lower: -2, upper: -1, step: 1)], "xy") == [1, 4])
        #expect(bytes([.y: .labels(["bottom", "top"])], "tyx") == [3, 4, 5, 0, 1, 2])
        let part = reference.selecting(Region([.y: .index(0)]), order: "xy")
        #expect(part.axes == "x" && part.shape == [3])
    }

    @Test("synthetic images: both byte orders hold the same numbers", arguments: ElementType.allCases)
    func byteOrders(type: ElementType) throws {
        let image = SyntheticImage(axes: "yx", shape: [5, 6], elementType: type)
        for place in 0..<image.count {
            let little = image.element(place, byteOrder: .little)
            let big = image.element(place, byteOrder: .big)
            #expect(little.count == type.size)
            let width = type.swapWidth
            for start in stride(from: 0, to: type.size, by: width) {
                #expect(Array(little[start..<start + width].reversed()) == Array(big[start..<start + width]))
            }
        }
        if type != .bool {
            let elements = Set((0..<image.count).map { image.element($0) })
            #expect(elements.count > image.count * 3 / 4, "neighbours differ")
        }
        let statistics = try image.array().statistics()
        #expect(statistics.nanCount == 0)
    }

    @Test("extremes are there") func extremes() throws {
        let pixels = try SyntheticImage(axes: "x", shape: [9], elementType: .int32).array().pixels(as: Int32.self)
        #expect(pixels[0] == .min && pixels[1] == .max)
        let unsigned = try SyntheticImage(axes: "x", shape: [9]).array().pixels(as: UInt16.self)
        #expect(unsigned[0] == 0 && unsigned[1] == .max)
    }

    @Test("sample regions reach the ends of every axis") func samples() throws {
        let shape = [1, 2, 5]
        let regions = SampleRegions.of(axes: "zyx", shape: shape)
        for region in regions {
            #expect(throws: Never.self) { try region.resolve(axes: "zyx", shape: shape, coords: [:]) }
        }
        let along = regions.compactMap { try? $0.resolve(axes: "zyx", shape: shape, coords: [:])[2].places }
        #expect(along.contains([0]) && along.contains([4]) && along.contains([0, 2, 4]))
        #expect(SampleRegions.orders(of: "zyx").count == 6)
        #expect(SampleRegions.orders(of: "tczyx").count == 7)
    }

    @Test("nested loops name the way to a failure") func withEveryTrail() throws {
        struct Broken: Error {}
        let error = try #require(throws: TrailError.self) {
            try withEvery("row", in: 1...2) { row in
                try withEvery("column", in: ["a", "b"]) { column in
                    if row == 2, column == "b" { throw Broken() }
                }
            }
        }
        #expect(error.trail == "row: 2, column: b")
        #expect(error.underlying is Broken)
        #expect(WithEvery.trail == "")
    }
}
