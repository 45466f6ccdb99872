public import ImageCore

/// Regions that together reach everything that cutting an image involves: first and last places, negative indices,
/// ranges, steps, lists with repetitions, labels, and all of them at once.
public enum SampleRegions {
    /// The regions for an image of some extents; `coords` adds labels.
    public static func of(axes: AxisOrder, shape: [Int], coords: [Axis: Coordinates] = [:], seed: UInt64 = 7)
        -> [Region]
    {
        guard !shape.contains(0) else { return [.all] }
        var regions: [Region] = [.all]
        for (axis, length) in zip(axes, shape) {
            regions += along(length, coords[axis]).map { Region([axis: $0]) }
        }
        var numbers = SeededNumbers(seed: seed)
        for _ in 0..<12 {
            var selections: [Axis: AxisSelection] = [:]
            for (axis, length) in zip(axes, shape) {
                selections[axis] = along(length, coords[axis]).randomElement(using: &numbers)
            }
            regions.append(Region(selections))
        }
        return regions
    }

    /// Some selections along an axis of a length.
    public static func along(_ length: Int, _ coords: Coordinates? = nil) -> [AxisSelection] {
        let last = length - 1
        let middle = length / 2
        var selections: [AxisSelection] = [
            .index(0), .index(last), .index(-1), .index(-length), .range(lower: nil, upper: nil, step: 1),
            .range(lower: middle, upper: nil, step: 1), .range(lower: nil, upper: middle + 1, step: 1),
            .range(lower: nil, upper: nil, step: 2), .range(lower: last, upper: length, step: 5),
            .range(lower: -1, upper: nil, step: 1), .indices([last, 0, middle]), .indices([middle, middle]),
        ]
        if length > 3 {
            selections += [
                .range(lower: 1, upper: -1, step: 1), .range(lower: 1, upper: length, step: 3),
                .range(lower: -3, upper: -1, step: 1), .indices([0, 2, last]), .indices([1, 2, 3]), .indices([-1, 1]),
            ]
        }
        switch coords {
        case .labels(let names):
            let unique = names.filter { name in names.count { $0 == name } == 1 }
            guard let first = unique.first, let final = unique.last else { break }
            selections += [.label(first), .label(final), .labels([final, first])]
        case .values(let values):
            if let value = values.last, values.firstIndex(of: value) == values.count - 1 {
                selections += [.label("\(value)"), .labels(["\(value)"])]
            }
        case nil: break
        }
        return selections
    }

    /// Orders of axes: as they are, reversed, canonical, each rotated; all of them where there are at most four.
    public static func orders(of axes: AxisOrder) -> [AxisOrder] {
        var lists: [[Axis]] = []
        if axes.count <= 4 {
            lists = permutations(Array(axes))
        } else {
            let list = Array(axes)
            lists = [list, list.reversed(), list.sorted()]
            for turn in 1..<list.count { lists.append(Array(list[turn...] + list[..<turn])) }
        }
        return lists.compactMap { try? AxisOrder($0) }
    }

    private static func permutations(_ axes: [Axis]) -> [[Axis]] {
        guard axes.count > 1 else { return [axes] }
        return axes.indices.flatMap { place in
            var rest = axes
            let axis = rest.remove(at: place)
            return permutations(rest).map { [axis] + $0 }
        }
    }
}
