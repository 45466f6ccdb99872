import ImageCore
import ImageSources
import Synchronization

/// Writes an image and its smaller levels in one pass: each part of the image is read once, and what the next level
/// needs of it is made at once.
///
/// A chunk of a smaller level is kept from the first of the chunks that it is made of until the last; then it is written
/// and handed on in the same way. Since parts come in order, these are few.
final class ZarrPyramidWriter: Sendable {
    /// A chunk of a smaller level on its way.
    private struct Pending {
        var block: ScatterTarget
        /// The elements that are still to come.
        var missing: Int
    }

    private let image: WritableImage
    private let levels: [ZarrArrayWriter]
    /// The axes that each level halves of the one before.
    private let halvings: [[Bool]]
    private let method: Downsampling.Method
    private let pending = Mutex<[Key: Pending]>([:])
    private let ranges = Mutex<[Int: ClosedRange<Double>]>([:])

    private struct Key: Hashable {
        var level: Int
        var index: [Int]
    }

    /// The bytes of the image that are in memory at once, where they are not all there anyway.
    private static let partByteCount = 64 << 20

    /// - Parameter levels: one writer more than there are halvings.
    init(_ image: WritableImage, _ levels: [ZarrArrayWriter], _ halvings: [[Bool]], _ method: Downsampling.Method) {
        self.image = image
        self.levels = levels
        self.halvings = halvings
        self.method = method
    }

    /// The smallest and largest value of each channel, of the smallest level; nil for complex images.
    func valueRanges() -> [Int: ClosedRange<Double>] { ranges.withLock { $0 } }

    /// Writes everything.
    ///
    /// - Throws: what the source and the sink throw; `CancellationError` between chunks.
    func write(concurrency: Int, progress: (Int) -> Void) async throws {
        guard !image.shape.contains(0) else { return }
        let plan = levels[0].plan
        let part = partExtents
        let grid = zip(plan.shape, part).map { ($0 + $1 - 1) / $1 }
        for number in 0..<grid.reduce(1, *) {
            let box = Self.box(number, part, grid, plan.shape, image.axes)
            try Task.checkCancellation()
            let pixels = try await image.pixels(in: box)
            try await write(pixels, box, concurrency: concurrency)
            progress(pixels.byteCount)
        }
    }

    /// Writes a part of the image, which begins and ends where chunks do.
    func write(_ pixels: ImageArray, _ box: [Range<Int>], concurrency: Int) async throws {
        let chunk = levels[0].plan.chunk
        let first = zip(box, chunk).map { $0.lowerBound / $1 }
        let counts = zip(box, chunk).map { ($0.count + $1 - 1) / $1 }
        try await forEachConcurrently(
            counts.reduce(1, *), limit: concurrency, state: { ScratchBuffers() },
            { scratch, number in
                var rest = number
                var index = first
                for axis in counts.indices.reversed() {
                    index[axis] += rest % counts[axis]
                    rest /= counts[axis]
                }
                try self.writeChunk(index, of: pixels, from: box.map(\.lowerBound), scratch)
            })
    }

    /// Cuts a chunk out of a part of the image.
    private func writeChunk(
        _ index: [Int], of pixels: ImageArray, from start: [Int], _ scratch: ScratchBuffers
    ) throws {
        let plan = levels[0].plan
        let low = zip(index, plan.chunk).map { $0 * $1 }
        let extents = zip(zip(low, plan.chunk), plan.shape).map { min($0.1, $1 - $0.0) }
        var region = Region.all
        for (place, axis) in pixels.axes.enumerated() where extents[place] != pixels.shape[place] {
            let first = low[place] - start[place]
            region.selections[axis] = .range(lower: first, upper: first + extents[place], step: 1)
        }
        let piece = try pixels.selecting(region)
        let dense: Bytes
        if piece.isContiguous {
            dense = try piece.bytes()
        } else {
            let block = try scratch.block(0, count: piece.byteCount)
            try piece.copy(
                to: block, strides: Shape.strides(extents, elementSize: plan.elementType.size), offset: 0)
            dense = block.freeze(prefix: piece.byteCount)
        }
        try finish(0, index, dense, extents, scratch)
    }

    /// Writes a complete chunk of a level, and makes its part of the next one.
    ///
    /// - Parameter dense: its elements without those beyond the image's edge.
    private func finish(
        _ level: Int, _ index: [Int], _ dense: Bytes, _ extents: [Int], _ scratch: ScratchBuffers
    ) throws {
        let plan = levels[level].plan
        try levels[level].write(index, try padded(dense, extents, plan, scratch), scratch)
        guard level < halvings.count else { return try note(dense, extents, index, plan) }
        let next = levels[level + 1].plan
        let halved = Downsampling.halvedShape(extents, axes: halvings[level])
        let start = index.indices.map { index[$0] * plan.chunk[$0] / (halvings[level][$0] ? 2 : 1) }
        let key = Key(level: level + 1, index: zip(start, next.chunk).map { $0 / $1 })
        let low = zip(key.index, next.chunk).map { $0 * $1 }
        let whole = zip(zip(low, next.chunk), next.shape).map { min($0.1, $1 - $0.0) }
        let strides = Shape.strides(whole, elementSize: next.elementType.size)
        let block = try pending.withLock { pending in
            if let known = pending[key] { return known.block }
            let count = try Shape.byteCount(whole, elementSize: next.elementType.size)
            let block = try ScatterTarget(count: count)
            pending[key] = Pending(block: block, missing: whole.reduce(1, *))
            return block
        }
        try Downsampling.halve(
            dense.span, shape: extents, axes: halvings[level], type: next.elementType, method: method, into: block,
            destinationOffset: zip(zip(start, low), strides).reduce(0) { $0 + ($1.0.0 - $1.0.1) * $1.1 },
            destinationStrides: strides)
        let isComplete = pending.withLock { pending in
            pending[key]?.missing -= halved.reduce(1, *)
            guard pending[key]?.missing == 0 else { return false }
            pending[key] = nil
            return true
        }
        if isComplete { try finish(level + 1, key.index, block.freeze(), whole, scratch) }
    }

    /// The chunk at its full extents; zeros fill what lies beyond the edge.
    private func padded(
        _ dense: Bytes, _ extents: [Int], _ plan: ZarrArrayPlan, _ scratch: ScratchBuffers
    ) throws -> Bytes {
        if extents == plan.chunk { return dense }
        let size = plan.elementType.size
        let block = try scratch.block(1, count: plan.chunkByteCount)
        let strides = Shape.strides(plan.chunk, elementSize: size)
        let whole = StridedCopy(
            shape: plan.chunk, elementSize: size, sourceStrides: strides, destinationStrides: strides)
        try block.fill(whole, with: Bytes([UInt8](repeating: 0, count: size)))
        let copy = StridedCopy(
            shape: extents, elementSize: size, sourceStrides: Shape.strides(extents, elementSize: size),
            destinationStrides: strides)
        try dense.withBytes { (span) throws(ImageError) in try block.scatter(copy, from: span) }
        return block.freeze(prefix: plan.chunkByteCount)
    }

    /// The extents of the parts that are read at once: whole chunks, shards where there are any.
    private var partExtents: [Int] {
        let plan = levels[0].plan
        if image.isInMemory { return plan.shape }
        var part = zip(plan.stored, plan.shape).map { min($0, $1) }
        if image.isSequential {
            // Everything that comes between two places along the slowest axis comes anyway.
            let slowest = image.storedAxes.first { axis in
                image.axes.position(of: axis).map { image.shape[$0] > 1 } ?? false
            }
            for (place, axis) in image.axes.enumerated() where axis != slowest { part[place] = plan.shape[place] }
            return part
        }
        for place in part.indices.reversed() {
            let others = part.enumerated().reduce(plan.elementType.size) { $1.offset == place ? $0 : $0 * $1.element }
            let fitting = max(Self.partByteCount / max(others, 1) / part[place], 1)
            let (extent, overflow) = part[place].multipliedReportingOverflow(by: fitting)
            part[place] = overflow ? plan.shape[place] : min(extent, plan.shape[place])
        }
        return part
    }

    /// A part by its number: columns along z one after the other, so that little of the smaller levels is kept.
    private static func box(
        _ number: Int, _ part: [Int], _ grid: [Int], _ shape: [Int], _ axes: AxisOrder
    ) -> [Range<Int>] {
        var order = Array(axes.indices)
        if let z = axes.position(of: .z) {
            order.remove(at: z)
            order.append(z)
        }
        var rest = number
        var box = shape.map { 0..<$0 }
        for axis in order.reversed() {
            let low = rest % grid[axis] * part[axis]
            rest /= grid[axis]
            box[axis] = low..<min(low + part[axis], shape[axis])
        }
        return box
    }

    /// Notes the values of a chunk of the smallest level by channel; of a large image without smaller ones, those of some
    /// chunks.
    private func note(_ dense: Bytes, _ extents: [Int], _ index: [Int], _ plan: ZarrArrayPlan) throws {
        if plan.elementType.isComplex { return }
        if halvings.isEmpty, plan.grid.reduce(1, *) > 64, index.reduce(0, +) % 8 != 0 { return }
        let array = try ImageArray(axes: image.axes, shape: extents, elementType: plan.elementType, bytes: dense)
        let channel = image.axes.position(of: .c)
        for place in 0..<(channel.map { extents[$0] } ?? 1) {
            let part = channel == nil ? array : try array.slice(.c, place)
            let statistics = try part.statistics()
            guard let low = statistics.minimum?.plainNumber, let high = statistics.maximum?.plainNumber else {
                continue
            }
            let number = channel.map { index[$0] * plan.chunk[$0] + place } ?? 0
            ranges.withLock { ranges in
                let known = ranges[number] ?? low...high
                ranges[number] = min(low, known.lowerBound)...max(high, known.upperBound)
            }
        }
    }
}

extension AttributeValue {
    /// A number or truth value as a finite number.
    fileprivate var plainNumber: Double? {
        let number = doubleValue ?? boolValue.map { $0 ? 1 : 0 }
        return number.flatMap { $0.isFinite ? $0 : nil }
    }
}
