import ByteStores
import ImageCore

extension ImageSource {
    /// The selected images in a form that writers take: pixels are read when they ask for them.
    ///
    /// - Throws: as `read`, before any pixel is read.
    public final func writableImages(_ selection: Selection = .all) async throws -> [WritableImage] {
        let reader = try await reader()
        return try await plans(selection, reader).map { plan in
            // A source that only reads forwards goes on from part to part.
            let parts = PartReader(
                plan: plan, engine: RegionReader(reader: reader, environment: request.environment, progress: nil),
                location: request.resource.location)
            var isSequential = false
            if case .stream = plan.image.stored.access { isSequential = true }
            return WritableImage(plan.description, isSequential: isSequential) { try await parts.read($0) }
        }
    }
}

/// Reads parts of one plan, one after the other.
private actor PartReader {
    private let plan: ReadPlan
    private let engine: RegionReader
    private let location: String
    private var stream: OpenedStream?

    init(plan: ReadPlan, engine: RegionReader, location: String) {
        self.plan = plan
        self.engine = engine
        self.location = location
    }

    func read(_ box: [Range<Int>]) async throws -> ImageArray {
        do {
            var current = stream
            let array = try await engine.read(try plan.part(box), &current)
            stream = current
            return array
        } catch let error as ImageError {
            stream = nil
            throw error.located(in: location)
        }
    }
}

extension ReadPlan {
    /// The plan of a box of the result.
    ///
    /// - Throws: `invalidArgument` for a box outside.
    func part(_ box: [Range<Int>]) throws(ImageError) -> ReadPlan {
        guard box.count == shape.count, zip(box, shape).allSatisfy({ $0.lowerBound >= 0 && $0.upperBound <= $1 }) else {
            throw .invalidArgument("\(box) is no part of \(axes) \(Shape.describe(shape))")
        }
        var places = self.places
        for (place, axis) in axes.enumerated() {
            guard let own = image.axes.position(of: axis) else { continue }
            places[own].runs = places[own].runs.slice(box[place])
        }
        return try ReadPlan(image, places, order: axes, isWhole: false)
    }
}

extension [AxisPlaces.Run] {
    /// The runs of some of the places, counted from the first.
    fileprivate func slice(_ range: Range<Int>) -> [AxisPlaces.Run] {
        var result: [AxisPlaces.Run] = []
        var first = 0
        for run in self {
            let part = range.clamped(to: first..<first + run.count)
            if !part.isEmpty {
                let start = run.start + (part.lowerBound - first) * run.step
                result.append(.init(start: start, count: part.count, step: part.count == 1 ? 1 : run.step))
            }
            first += run.count
        }
        return result
    }
}
