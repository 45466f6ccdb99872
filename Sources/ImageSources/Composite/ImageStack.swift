import ImageCore

/// Images that together are a larger one: each fills one place of a grid, such as one plane of a stack.
///
/// The axes of the grid come first in the larger image, those of the members after them.
public protocol ImageStack: Sendable {
    /// The extents of the grid, slowest axis first.
    var grid: [Int] { get }

    /// The image at a place of the grid; nil where one is missing that may be, which reads as the fill value.
    ///
    /// Called from several tasks at once, for the places that a region needs.
    func member(at index: [Int]) async throws -> StackMember?
}

/// One of the images of a stack, open.
public struct StackMember: Sendable {
    /// What reads it.
    public var reader: any ImageReader
    /// The image.
    public var image: StoredImage
    /// For each of its axes the place of that axis among the members' axes of the stack.
    public var places: [Int]
    /// Whether its pixels are turned into the type of the stack; otherwise they have it.
    public var isConverted: Bool

    /// A member.
    public init(reader: any ImageReader, image: StoredImage, places: [Int], isConverted: Bool = false) {
        self.reader = reader
        self.image = image
        self.places = places
        self.isConverted = isConverted
    }
}

extension RegionReader {
    /// Reads a box of a stack: only the members that it touches, each straight into its place in the result.
    func readStack(_ job: BoxJob, _ stack: any ImageStack) async throws {
        let outer = stack.grid.count
        guard outer <= job.box.count.count else { throw ImageError.corrupt("a stack with too few axes") }
        let counts = Array(job.box.count[..<outer])
        let count = counts.reduce(1, *)
        // Few members are read one after the other, each by all tasks.
        let isWide = count >= environment.concurrency
        try await forEachConcurrently(count, limit: isWide ? environment.concurrency : 1) { number in
            var (rest, index) = (number, [Int](repeating: 0, count: outer))
            var box = job.box
            for axis in (0..<outer).reversed() {
                let place = rest % counts[axis]
                rest /= counts[axis]
                index[axis] = box.start[axis] + place * box.step[axis]
                box.destinationOffset += place * job.destinationStrides[axis]
            }
            try await readMember(job, box, index, stack, concurrency: isWide ? 1 : environment.concurrency)
        }
    }

    private func readMember(
        _ job: BoxJob, _ box: ReadPlan.Box, _ index: [Int], _ stack: any ImageStack, concurrency: Int
    ) async throws {
        let outer = index.count
        guard let member = try await stack.member(at: index) else {
            let shape = Array(box.count[outer...])
            let fill = StridedCopy(
                shape: shape, elementSize: job.elementSize, sourceStrides: shape.map { _ in 0 },
                destinationStrides: Array(job.destinationStrides[outer...]), destinationOffset: box.destinationOffset)
            let zero = Bytes([UInt8](repeating: 0, count: job.elementSize))
            try job.target.fill(fill, with: job.stored.fillValue ?? zero)
            return job.meter.add(shape.reduce(job.elementSize, *))
        }
        let places = member.places.map { outer + $0 }
        let isOfType = member.image.elementType == job.stored.elementType
        guard places.count == box.count.count - outer, isOfType || member.isConverted,
            zip(places, member.image.shape).allSatisfy({ $0 < job.stored.shape.count && job.stored.shape[$0] == $1 })
        else { throw ImageError.corrupt("the image at \(index) of a stack has other axes or another type") }
        let part = BoxJob(
            box: ReadPlan.Box(
                start: places.map { box.start[$0] }, count: places.map { box.count[$0] },
                step: places.map { box.step[$0] }, destinationOffset: box.destinationOffset),
            stored: member.image, destinationStrides: places.map { job.destinationStrides[$0] }, target: job.target,
            meter: job.meter)
        var own = environment
        own.concurrency = concurrency
        var stream: OpenedStream?
        let engine = RegionReader(reader: member.reader, environment: own, progress: nil)
        if isOfType { return try await engine.read(part, &stream) }
        try await engine.read(part, convertedTo: job.stored.elementType, &stream)
    }
}
