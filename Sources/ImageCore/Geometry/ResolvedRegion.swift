/// The places a region takes along one axis of a certain length.
public struct AxisPlaces: Sendable, Hashable {
    /// Runs of equally spaced places, in order.
    public struct Run: Sendable, Hashable {
        /// The first place.
        public var start: Int
        /// The number of places.
        public var count: Int
        /// The distance between places.
        public var step: Int

        /// Makes a run.
        public init(start: Int, count: Int, step: Int) {
            self.start = start
            self.count = count
            self.step = step
        }
    }

    /// The runs; one for an index or a range, several only for lists.
    public var runs: [Run]
    /// Whether the axis disappears, because one place was named.
    public var dropsAxis: Bool

    /// The number of places.
    public var count: Int { runs.reduce(0) { $0 + $1.count } }
    /// All places in order.
    public var places: [Int] { runs.flatMap { run in (0..<run.count).map { run.start + $0 * run.step } } }

    /// All places of an axis.
    public static func all(_ length: Int) -> AxisPlaces {
        AxisPlaces(runs: [Run(start: 0, count: length, step: 1)], dropsAxis: false)
    }
}

extension Region {
    /// The places taken along each axis.
    ///
    /// - Throws: `invalidArgument` for an axis the image does not have or a place outside of it, `notFound` for a label
    ///   that does not exist (naming those that do).
    public func resolve(
        axes: AxisOrder, shape: [Int], coords: [Axis: Coordinates]
    ) throws(ImageError) -> [AxisPlaces] {
        for axis in selections.keys where axes.position(of: axis) == nil {
            throw .invalidArgument("the image has no axis \(axis) to select from", hint: "its axes are \(axes)")
        }
        var result: [AxisPlaces] = []
        for (axis, length) in zip(axes, shape) {
            result.append(try resolve(axis, length, coords[axis]))
        }
        return result
    }

    private func resolve(_ axis: Axis, _ length: Int, _ coords: Coordinates?) throws(ImageError) -> AxisPlaces {
        switch selections[axis] {
        case nil: return .all(length)
        case .index(let index):
            let place = try Self.place(index, axis, length)
            return AxisPlaces(runs: [.init(start: place, count: 1, step: 1)], dropsAxis: true)
        case .label(let label):
            let place = try Self.place(label, axis, coords)
            return AxisPlaces(runs: [.init(start: place, count: 1, step: 1)], dropsAxis: true)
        case .indices([]), .labels([]): throw .invalidArgument("an empty list along \(axis) selects nothing")
        case .indices(let list):
            var places: [Int] = []
            for index in list { places.append(try Self.place(index, axis, length)) }
            return AxisPlaces(runs: Self.runs(places), dropsAxis: false)
        case .labels(let list):
            var places: [Int] = []
            for label in list { places.append(try Self.place(label, axis, coords)) }
            return AxisPlaces(runs: Self.runs(places), dropsAxis: false)
        case .range(let lower, let upper, let step):
            guard step > 0 else { throw .invalidArgument("a step of \(step) along \(axis); steps are 1 or more") }
            let first = try Self.bound(lower ?? 0, axis, length)
            let end = try Self.bound(upper ?? length, axis, length)
            guard first < end else {
                throw .invalidArgument("\(axis)=\(first):\(end) selects nothing", hint: "\(axis) has \(length) places")
            }
            let count = (end - first - 1) / step + 1
            // The step of a single place means nothing, and a huge one must not reach the arithmetic on strides.
            return AxisPlaces(runs: [.init(start: first, count: count, step: count == 1 ? 1 : step)], dropsAxis: false)
        }
    }

    private static func place(_ index: Int, _ axis: Axis, _ length: Int) throws(ImageError) -> Int {
        guard index < length, index >= -length else {
            throw .invalidArgument(
                "\(axis)=\(index) is outside", hint: "\(axis) has \(length) places, 0 to \(length - 1)")
        }
        return index < 0 ? index + length : index
    }

    private static func bound(_ index: Int, _ axis: Axis, _ length: Int) throws(ImageError) -> Int {
        guard index <= length, index >= -length else {
            throw .invalidArgument("\(axis) cannot be cut at \(index)", hint: "\(axis) has \(length) places")
        }
        return index < 0 ? index + length : index
    }

    private static func place(_ label: String, _ axis: Axis, _ coords: Coordinates?) throws(ImageError) -> Int {
        guard let coords else {
            throw .notFound("\(axis)=\(label): the image has no names along \(axis)", hint: "use numbers from 0")
        }
        if let place = coords.position(of: label) { return place }
        let known: [String] =
            switch coords {
            case .labels(let labels): labels
            case .values(let values): values.map { "\($0)" }
            }
        throw .notFound(
            "no '\(label)' along \(axis)",
            hint: nearestNameHint(
                to: label, among: known, else: "there are \(known.prefix(12).joined(separator: ", "))"))
    }

    private static func runs(_ places: [Int]) -> [AxisPlaces.Run] {
        var runs: [AxisPlaces.Run] = []
        for place in places {
            guard let last = runs.last else {
                runs.append(.init(start: place, count: 1, step: 1))
                continue
            }
            let step = place - (last.start + (last.count - 1) * last.step)
            if step > 0, last.count == 1 || step == last.step {
                runs[runs.count - 1] = .init(start: last.start, count: last.count + 1, step: step)
            } else {
                runs.append(.init(start: place, count: 1, step: 1))
            }
        }
        return runs
    }
}
