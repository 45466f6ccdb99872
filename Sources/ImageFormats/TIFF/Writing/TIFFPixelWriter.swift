import ImageCore
import ImageSources
import Synchronization

/// Writes the pixels of an image, part by part, in one pass: each segment is read once, and what the next level needs of
/// it is made at once.
///
/// A tile of a smaller level is kept from the first of the tiles that it is made of until the last.
final class TIFFPixelWriter: Sendable {
    /// A tile of a smaller level on its way.
    private struct Pending {
        var block: ScatterTarget
        /// The elements that are still to come.
        var missing: Int
        /// The last of the segments of the full level that it is made of.
        var last = 0
    }

    private struct Key: Hashable {
        var level, plane, row, column: Int
    }

    private let plan: TIFFWritePlan
    private let sink: TIFFSegmentSink
    /// Where the pixels begin that lie in the file as they do in memory.
    private let start: Int
    /// The first slot of each level in the tables of the file.
    private let firstSlots: [Int]
    private let pending = Mutex<[Key: Pending]>([:])

    /// The bytes of the image that are in memory at once.
    private let partByteCount: Int

    init(_ plan: TIFFWritePlan, to sink: TIFFSegmentSink, at start: Int, partByteCount: Int) {
        self.plan = plan
        self.partByteCount = partByteCount
        self.sink = sink
        self.start = start
        firstSlots = plan.firstSlots
    }

    /// Writes everything.
    ///
    /// - Throws: what the source and the file throw; `CancellationError` between segments.
    func write(concurrency: Int, meter: ReadMeter) async throws {
        let parts = TIFFParts(plan, byteCount: partByteCount)
        var number = 0
        for box in parts.grid.boxes {
            try Task.checkCancellation()
            var pixels = try await plan.image.pixels(in: box)
            // Taking parts would take parts of all this too.
            pixels.metadata = ImageMetadata()
            if plan.isPlain {
                try writePlain(pixels, box)
            } else {
                number += try await writeSegments(pixels, box, from: number, concurrency: concurrency)
            }
            meter.add(pixels.byteCount)
        }
    }

    // MARK: Pixels as they are

    private func writePlain(_ pixels: ImageArray, _ box: [Range<Int>]) throws {
        let shape = plan.image.shape
        let strides = Shape.strides(shape, elementSize: plan.storedType.size)
        // Axes from here on are whole, so that what they hold is a run of bytes in the file.
        let whole = (shape.indices.last { box[$0].count < shape[$0] } ?? 0)
        var outer = Array(box.prefix(whole).map(\.lowerBound))
        while true {
            var region = Region.all
            for (place, axis) in pixels.axes.prefix(whole).enumerated() {
                region.selections[axis] = .index(outer[place] - box[place].lowerBound)
            }
            let run = try pixels.selecting(region)
            let place = zip(outer + box[whole...].map(\.lowerBound), strides).reduce(start) { $0 + $1.0 * $1.1 }
            try writeRun(run, at: place)
            guard let axis = outer.indices.last(where: { outer[$0] + 1 < box[$0].upperBound }) else { return }
            outer[axis] += 1
            for later in outer.indices where later > axis { outer[later] = box[later].lowerBound }
        }
    }

    /// Writes pixels that follow each other in the file; in memory they may lie otherwise, then some at a time are put in
    /// order.
    private func writeRun(_ pixels: ImageArray, at place: Int) throws {
        if pixels.isContiguous || pixels.byteCount <= partByteCount || pixels.shape.count < 2 {
            return try sink.write(try pixels.bytes(), at: place)
        }
        guard let axis = pixels.axes.first, let extent = pixels.shape.first else { return }
        let step = pixels.byteCount / max(extent, 1)
        for index in 0..<extent { try writeRun(try pixels.slice(axis, index), at: place + index * step) }
    }

    // MARK: Segments

    /// Writes the segments of a part.
    ///
    /// - Returns: how many there are at full resolution.
    private func writeSegments(
        _ pixels: ImageArray, _ box: [Range<Int>], from first: Int, concurrency: Int
    ) async throws -> Int {
        let level = plan.levels[0]
        let outer = Array(box.dropLast(2))
        let rows = box[outer.count]
        let firstRow = rows.lowerBound / level.segmentHeight
        let down = (rows.count + level.segmentHeight - 1) / level.segmentHeight
        let planes = outer.reduce(1) { $0 * $1.count }
        let count = planes * down * level.across
        let plan = plan
        try await forEachConcurrently(
            count, limit: concurrency, state: { ScratchBuffers() },
            { scratch, number in
                let column = number % level.across
                let row = number / level.across % down
                var rest = number / level.across / down
                var region = Region.all
                var (plane, stride) = (0, 1)
                for axis in outer.indices.reversed() {
                    let index = rest % outer[axis].count
                    rest /= outer[axis].count
                    region.selections[pixels.axes[axis]] = .index(index)
                    plane += (outer[axis].lowerBound + index) * stride
                    stride *= plan.image.shape[axis]
                }
                let top = row * level.segmentHeight
                let left = column * level.segmentWidth
                region.selections[.y] = .range(
                    lower: top, upper: min(top + level.segmentHeight, rows.count), step: 1)
                region.selections[.x] = .range(
                    lower: left, upper: min(left + level.segmentWidth, level.width), step: 1)
                let piece = try pixels.selecting(region)
                let dense: Bytes
                if piece.isContiguous {
                    dense = try piece.bytes()
                } else {
                    let block = try scratch.block(0, count: piece.byteCount)
                    try piece.copy(
                        to: block, strides: Shape.strides(piece.shape, elementSize: plan.storedType.size), offset: 0)
                    dense = block.freeze(prefix: piece.byteCount)
                }
                let key = Key(level: 0, plane: plane, row: firstRow + row, column: column)
                try self.finish(key, dense, piece.shape, first + number, scratch)
            })
        return count
    }

    /// Writes a complete segment of a level, and makes its part of the next one.
    ///
    /// - Parameters:
    ///   - dense: its elements without those beyond the image's edge.
    ///   - number: the last of the segments of the full level that it is made of.
    private func finish(
        _ key: Key, _ dense: Bytes, _ extents: [Int], _ number: Int, _ scratch: ScratchBuffers
    ) throws {
        let level = plan.levels[key.level]
        let isLast = key.level == plan.levels.count - 1
        let isCorner =
            (key.row % 2 == 1 || key.row == level.down - 1) && (key.column % 2 == 1 || key.column == level.across - 1)
        let pixels = plan.isTiled ? try padded(dense, extents, level, scratch) : dense
        let encoded = try plan.encoding.encode(
            pixels, rowByteCount: level.segmentWidth * plan.storedType.size, scratch)
        try sink.add(
            encoded, slot: slot(key), turn: .init(number: number, level: key.level), isFollowed: !isLast && isCorner)
        guard !isLast else { return }
        let next = plan.levels[key.level + 1]
        let size = plan.storedType.size
        let above = Key(level: key.level + 1, plane: key.plane, row: key.row / 2, column: key.column / 2)
        let whole = [
            min(next.segmentHeight, next.height - above.row * next.segmentHeight),
            min(next.segmentWidth, next.width - above.column * next.segmentWidth),
        ]
        let strides = Shape.strides(whole, elementSize: size)
        let block = try pending.withLock { pending in
            if let known = pending[above] { return known.block }
            let block = try ScatterTarget(count: whole[0] * whole[1] * size)
            pending[above] = Pending(block: block, missing: whole[0] * whole[1])
            return block
        }
        let halved = Downsampling.halvedShape(extents, axes: [true, true])
        try Downsampling.halve(
            dense.span, shape: extents, axes: [true, true], type: plan.image.elementType, method: plan.method,
            into: block,
            destinationOffset: key.row % 2 * (next.segmentHeight / 2) * strides[0] + key.column % 2
                * (next.segmentWidth / 2) * strides[1],
            destinationStrides: strides)
        let last: Int? = pending.withLock { pending in
            guard var entry = pending[above] else { return nil }
            entry.missing -= halved[0] * halved[1]
            entry.last = max(entry.last, number)
            pending[above] = entry.missing == 0 ? nil : entry
            return entry.missing == 0 ? entry.last : nil
        }
        if let last { try finish(above, block.freeze(), whole, last, scratch) }
    }

    private func slot(_ key: Key) -> Int {
        let level = plan.levels[key.level]
        return firstSlots[key.level] + key.plane * level.segmentCount + key.row * level.across + key.column
    }

    /// The tile at its full extents; zeros fill what lies beyond the edge.
    private func padded(
        _ dense: Bytes, _ extents: [Int], _ level: TIFFWritePlan.Level, _ scratch: ScratchBuffers
    ) throws -> Bytes {
        let full = [level.segmentHeight, level.segmentWidth]
        if extents == full { return dense }
        let size = plan.storedType.size
        let count = full[0] * full[1] * size
        let block = try scratch.block(1, count: count)
        let strides = Shape.strides(full, elementSize: size)
        let zeros = StridedCopy(
            shape: full, elementSize: size, sourceStrides: strides, destinationStrides: strides)
        try block.fill(zeros, with: Bytes([UInt8](repeating: 0, count: size)))
        let copy = StridedCopy(
            shape: extents, elementSize: size, sourceStrides: Shape.strides(extents, elementSize: size),
            destinationStrides: strides)
        try block.scatter(copy, from: dense.span)
        return block.freeze(prefix: count)
    }
}

extension TIFFWritePlan {
    /// The first slot of each level: segments of all planes of a level follow each other.
    var firstSlots: [Int] {
        var slots = [0]
        for level in levels.dropLast() { slots.append(slots[slots.count - 1] + planeCount * level.segmentCount) }
        return slots
    }

    /// How many segments there are in all.
    var slotCount: Int { levels.reduce(0) { $0 + planeCount * $1.segmentCount } }
}
