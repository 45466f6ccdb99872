import ImageCore

extension RegionReader {
    /// Reads a box of an image whose pixels become another type on their way, piece by piece.
    ///
    /// - Parameter job: the image as it is stored; offset and strides in the result are those of the new type.
    func read(_ job: BoxJob, convertedTo elementType: ElementType, _ stream: inout OpenedStream?) async throws {
        let stored = job.stored
        let pieces = job.box.pieces(Self.convertedPieceSize(job), destinationStrides: job.destinationStrides)
        for number in 0..<pieces.count {
            try Task.checkCancellation()
            var piece = pieces[number]
            let count = piece.elementCount
            let copy = StridedCopy(
                shape: piece.count, elementSize: elementType.size,
                sourceStrides: Shape.strides(piece.count, elementSize: elementType.size),
                destinationStrides: job.destinationStrides, destinationOffset: piece.destinationOffset)
            let buffer = try ScatterTarget(count: count * job.elementSize)
            piece.destinationOffset = 0
            let part = BoxJob(
                box: piece, stored: stored,
                destinationStrides: Shape.strides(piece.count, elementSize: job.elementSize), target: buffer,
                meter: ReadMeter(total: 0, report: nil))
            try await read(part, &stream)
            let pixels = try ImageArray(
                axes: "x", shape: [count], elementType: stored.elementType, bytes: buffer.freeze())
            let converted = try pixels.converted(to: elementType).array.bytes()
            try converted.withBytes { try job.target.scatter(copy, from: $0) }
            job.meter.add(count * elementType.size)
        }
    }

    /// The extents of pieces that are read and converted at once: only the slowest axes are cut, as a stream needs it,
    /// and not within chunks.
    private static func convertedPieceSize(_ job: BoxJob) -> [Int] {
        let limit = 4 * pieceByteCount
        var size = job.box.count
        for axis in size.indices where size[axis] > 1 {
            let inner = size[(axis + 1)...].reduce(job.elementSize, *)
            var extent = max(limit / max(inner, 1), 1)
            if case .chunks = job.stored.access {
                let chunk = max(job.stored.chunkShape[axis] / job.box.step[axis], 1)
                extent = max(extent / chunk, 1) * chunk
            }
            size[axis] = min(size[axis], extent)
            if size[axis] > 1 { break }
        }
        return size
    }
}
