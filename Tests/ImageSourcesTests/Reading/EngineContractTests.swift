import ImageCore
import ImageSources
import ImageTesting
import Testing

/// The engine's three paths keep the contract of sources, whatever axes, types and byte orders.
@Suite("The engine reads what is stored") struct EngineContractTests {
    static let shapes: [(AxisOrder, [Int])] = [
        ("yx", [5, 7]), ("zyx", [3, 4, 5]), ("yxc", [4, 5, 3]), ("tczyx", [2, 2, 3, 4, 3]), ("x", [9]),
        ("xyz", [2, 1, 6]),
        ("itczyx", [2, 1, 2, 2, 2, 3]),
    ]

    static func layouts(_ shape: [Int]) -> [SyntheticLayout] {
        let chunk = shape.map { max(1, ($0 + 1) / 2) }
        let odd = shape.enumerated().map { $0 % 2 == 0 ? 1 : $1 + 3 }
        let absent: Set<[Int]> = [shape.map { _ in 0 }]
        return [
            SyntheticLayout(.contiguous, byteOrder: .big, offset: 3), SyntheticLayout(.contiguous, byteOrder: .little),
            SyntheticLayout(.stream, byteOrder: .big), SyntheticLayout(.chunks, byteOrder: .big, chunk: odd),
            SyntheticLayout(.chunks, byteOrder: .big, chunk: odd, hasCroppedChunks: true),
            SyntheticLayout(
                .chunks, byteOrder: .little, chunk: shape.map { max(1, $0 * 2 / 3) }, hasCroppedChunks: true),
            SyntheticLayout(.chunks, byteOrder: .little, chunk: chunk, absent: absent, fillElement: [1, 2]),
        ]
    }

    @Test("for every shape and layout", arguments: shapes) func contract(axes: AxisOrder, shape: [Int]) async throws {
        var image = SyntheticImage(axes: axes, shape: shape)
        for (number, axis) in axes.filter(\.isPhysical).enumerated() {
            image.metadata.spacing[axis] = 0.25 * Double(number + 1)
            image.metadata.origin[axis] = 3
            image.metadata.units[axis] = axis == .t ? .second : .micrometre
        }
        if let count = axes.position(of: .c).map({ shape[$0] }) {
            image.metadata.coords[.c] = .labels((0..<count).map { "channel \($0)" })
        }
        try await withEvery("layout", in: Self.layouts(shape)) { layout in
            try await SourceContract { [image] in try SyntheticSource.make(SyntheticStore(image, layout)) }.check()
        }
    }

    @Test("every element type in both byte orders, on every path", arguments: ElementType.allCases)
    func types(type: ElementType) async throws {
        let image = SyntheticImage(axes: "zyx", shape: [2, 3, 5], elementType: type)
        let fill = (0..<type.size).map { UInt8($0 + 1) }
        for order in [ByteOrder.little, .big] {
            for layout in [
                SyntheticLayout(.contiguous, byteOrder: order), SyntheticLayout(.stream, byteOrder: order),
                SyntheticLayout(
                    .chunks, byteOrder: order, chunk: [1, 2, 3], absent: [[0, 1, 0], [1, 0, 1]], fillElement: fill),
                SyntheticLayout(.chunks, byteOrder: order, chunk: [2, 2, 2], absent: [[0, 0, 0]]),
            ] {
                let store = SyntheticStore(image, layout)
                let expected = try store.expectedArray()
                for axes in [AxisOrder("zyx"), "xyz", "yxz"] {
                    let array = try await SyntheticSource.make(store).read(Selection(order: .custom(axes))).image
                    let isEqual = try array.bytes() == expected.reordered(to: axes).bytes()
                    #expect(isEqual, "\(order) \(layout.access) \(axes)")
                }
            }
        }
    }

    @Test("larger than the pieces that are read at once", arguments: SyntheticLayout.Access.allCases)
    func large(access: SyntheticLayout.Access) async throws {
        // 12 MB in rows; the values are cheap to compute.
        let shape = [3, 2000, 2000]
        let store = LargeStore(shape: shape, access: access)
        let source = try store.source()
        for region in [
            Region.all, Region([.z: .index(1)]), Region([.y: .range(lower: 1, upper: nil, step: 7)]),
            Region([.x: .range(lower: 5, upper: 1999, step: 3), .z: .indices([2, 0])]),
        ] {
            for order in [AxisOrder("zyx"), "xyz", "yzx"] {
                let array = try await source.read(Selection(region: region, order: .custom(order))).image
                let expected = try store.array.selecting(region).reordered(to: order)
                let isEqual = try array.bytes() == expected.bytes()
                #expect(isEqual, "\(region.selections) \(order)")
            }
        }
    }
}
