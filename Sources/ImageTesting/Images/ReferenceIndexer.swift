public import ImageCore

/// Takes regions and reorders axes the slow, obvious way: element after element, by index arithmetic.
///
/// What the engine does with strides, boxes and chunks is compared with it.
public struct ReferenceIndexer: Sendable {
    /// A part of an image: axes, extents, and the elements in C order.
    public struct Part: Sendable, Equatable {
        /// The axes of the part.
        public var axes: AxisOrder
        /// Its extents.
        public var shape: [Int]
        /// Its elements in C order.
        public var bytes: [UInt8]
    }

    private let axes: AxisOrder
    private let shape: [Int]
    private let elementSize: Int
    private let bytes: [UInt8]
    private let coords: [Axis: Coordinates]

    /// The elements of an array.
    ///
    /// - Throws: `limitExceeded` without memory.
    public init(_ array: ImageArray) throws(ImageError) {
        axes = array.axes
        shape = array.shape
        elementSize = array.elementType.size
        bytes = try array.bytes().array
        coords = array.metadata.coords
    }

    /// The elements of a region, with the axes that are left in an order (by default the array's own).
    ///
    /// The region must lie inside; this is for tests, and a wrong region is a wrong test.
    public func selecting(_ region: Region, order: AxisOrder? = nil) -> Part {
        let places = zip(axes, shape).map { Self.places(region.selections[$0], $0, $1, coords[$0]) }
        let kept = axes.filter { axis in
            switch region.selections[axis] {
            case .index, .label: false
            default: true
            }
        }
        let result = order.map { $0.filter { kept.contains($0) } } ?? kept
        let counts = result.map { axis in places[position(axis)].count }
        var elements: [UInt8] = []
        elements.reserveCapacity(counts.reduce(elementSize, *))
        for number in 0..<counts.reduce(1, *) {
            // The index along each axis of the result, then along each axis of the array.
            var rest = number
            var index = [Int](repeating: 0, count: result.count)
            for place in result.indices.reversed() {
                index[place] = rest % counts[place]
                rest /= counts[place]
            }
            var element = 0
            for (place, axis) in axes.enumerated() {
                let along = result.firstIndex(of: axis).map { index[$0] } ?? 0
                element = element * shape[place] + places[place][along]
            }
            elements += bytes[element * elementSize..<(element + 1) * elementSize]
        }
        let left = AxisOrder.canonical(Set(result))
        return Part(axes: (try? AxisOrder(result)) ?? left, shape: counts, bytes: elements)
    }

    private func position(_ axis: Axis) -> Int { axes.position(of: axis) ?? 0 }

    /// The places along an axis, one after the other.
    ///
    /// Independent of `Region.resolve`, which it checks.
    private static func places(
        _ selection: AxisSelection?, _ axis: Axis, _ length: Int, _ coords: Coordinates?
    ) -> [Int] {
        func positive(_ index: Int) -> Int { index < 0 ? length + index : index }
        switch selection {
        case nil: return Array(0..<length)
        case .index(let index): return [positive(index)]
        case .indices(let list): return list.map(positive)
        case .label(let label): return [place(of: label, coords)]
        case .labels(let list): return list.map { place(of: $0, coords) }
        case .range(let lower, let upper, let step):
            return Array(stride(from: positive(lower ?? 0), to: positive(upper ?? length), by: step))
        }
    }

    private static func place(of label: String, _ coords: Coordinates?) -> Int {
        switch coords {
        case .labels(let names): names.firstIndex(of: label) ?? 0
        case .values(let values): values.firstIndex { Double(label) == $0 } ?? 0
        case nil: 0
        }
    }
}
