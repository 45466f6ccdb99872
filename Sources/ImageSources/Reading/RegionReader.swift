import ByteStores
import ImageCore
import Synchronization

/// Is told how many bytes are done and how many there are in all, from any task, not always in order.
public typealias ReadProgress = @Sendable (_ done: Int, _ total: Int) -> Void

/// Executes read plans: fetches and decodes with a bounded number of tasks, and scatters into one block of memory with
/// strides that already hold the output order.
///
/// The one place where policy about reading lives.
struct RegionReader: Sendable {
    let reader: any ImageReader
    let environment: SourceEnvironment
    let progress: ReadProgress?

    /// How many bytes are fetched before they are scattered, where they cannot go straight into the result.
    static let pieceByteCount = 4 << 20

    init(reader: any ImageReader, environment: SourceEnvironment, progress: ReadProgress?) {
        self.reader = reader
        self.environment = environment
        self.progress = progress
    }

    /// The pixels of a plan.
    ///
    /// - Throws: `limitExceeded` before anything is allocated; what stores and readers throw.
    func read(_ plan: ReadPlan) async throws -> ImageArray {
        var stream: OpenedStream?
        return try await read(plan, &stream)
    }

    /// The same with a stream that goes on from an earlier read of the same image, if there was one.
    func read(_ plan: ReadPlan, _ stream: inout OpenedStream?) async throws -> ImageArray {
        let stored = plan.image.stored
        let byteCount = try environment.limits.check(plan.shape, stored.elementType)
        try checkPlausibility(stored)
        let target = try ScatterTarget(count: byteCount)
        let meter = ReadMeter(total: byteCount, report: progress)
        // A stream that has to go back begins anew; the boxes know their places in the result.
        let isStream = if case .stream = stored.access { true } else { false }
        // Without pixels there is nothing to look for.
        let all = byteCount == 0 ? [] : plan.boxes
        let boxes = isStream ? all.sorted { $0.start.lexicographicallyPrecedes($1.start) } : all
        for box in boxes {
            let job = BoxJob(
                box: box, stored: stored, destinationStrides: plan.destinationStrides, target: target, meter: meter)
            try await read(job, &stream)
        }
        return try ImageArray(
            name: stored.name, axes: plan.axes, shape: plan.shape, elementType: stored.elementType,
            bytes: target.freeze(), metadata: plan.metadata)
    }

    /// Reads one box into its place.
    func read(_ job: BoxJob, _ stream: inout OpenedStream?) async throws {
        switch job.stored.access {
        case .contiguous(let object, let offset):
            try checkPlausibility(job.stored)
            try await readContiguous(job, object, offset)
        case .stream: try await readStream(job, &stream)
        case .chunks(let chunks): try await readChunks(job, chunks)
        case .stack(let stack): try await readStack(job, stack)
        }
    }

    /// An uncompressed image that its file is too short for is refused before memory is taken for it.
    private func checkPlausibility(_ stored: StoredImage) throws {
        guard case .contiguous(let object, let offset) = stored.access else { return }
        let needed = try Shape.byteCount(stored.shape, elementSize: stored.elementType.size)
        let (end, overflow) = offset.addingReportingOverflow(needed)
        guard !overflow, offset >= 0, end <= object.size else {
            throw ImageError.corrupt(
                "\(Shape.describe(stored.shape)) \(stored.elementType) need \(needed) bytes from byte \(offset) on, the "
                    + "file has \(object.size)", at: .init(object.location))
        }
    }
}

/// One box on its way into the result.
struct BoxJob: Sendable {
    let box: ReadPlan.Box
    let stored: StoredImage
    let destinationStrides: [Int]
    let target: ScatterTarget
    let meter: ReadMeter

    var elementSize: Int { stored.elementType.size }

    /// How many bytes must be reversed together; 1 for none.
    var swapWidth: Int { stored.byteOrder == .native ? 1 : stored.elementType.swapWidth }

    /// The bytes from one place to the next along each stored axis, in decoded C order.
    var sourceStrides: [Int] { Shape.strides(stored.shape, elementSize: elementSize) }

    /// The axis that varies fastest in the result, among those with several places.
    var fastestInResult: Int? {
        box.count.indices.filter { box.count[$0] > 1 }.min { destinationStrides[$0] < destinationStrides[$1] }
    }

    /// The extents of pieces of about a number of bytes: outer axes are cut first; `keeping` keeps at least 64 places
    /// as long as anything else can be cut.
    func pieceSize(byteCount: Int, keeping: Int? = nil) -> [Int] {
        var size = box.count
        let last = size.count - 1
        func shrink(_ axis: Int, to floor: Int) {
            let bytes = size.reduce(elementSize, *)
            if bytes > byteCount { size[axis] = max(min(floor, size[axis]), size[axis] * byteCount / max(bytes, 1)) }
        }
        // size.reduce cannot overflow: the box is no larger than the result. The product with byteCount can.
        guard let limit = size.max(), limit <= Int.max / max(byteCount, 1) else { return size.map { _ in 1 } }
        for axis in size.indices where axis != last && axis != keeping { shrink(axis, to: 1) }
        if let keeping { shrink(keeping, to: 64) }
        if last >= 0 { shrink(last, to: 1) }
        if let keeping { shrink(keeping, to: 1) }
        return size
    }
}

/// Counts what is done and reports it.
package final class ReadMeter: Sendable {
    private let total: Int
    private let report: ReadProgress?
    private let done = Atomic<Int>(0)

    package init(total: Int, report: ReadProgress?) {
        self.total = total
        self.report = report
    }

    package func add(_ bytes: Int) {
        guard let report else { return }
        report(done.wrappingAdd(bytes, ordering: .relaxed).newValue, total)
    }
}
