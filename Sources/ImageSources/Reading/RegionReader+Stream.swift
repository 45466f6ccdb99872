import ImageCore

extension RegionReader {
    /// Reads a box out of a stream: decodes from the start to the last needed byte, and keeps what is needed.
    ///
    /// The stream goes on from where the box before it ended, if this one lies behind that.
    func readStream(_ job: BoxJob, _ current: inout OpenedStream?) async throws {
        let strides = job.sourceStrides
        func offset(_ place: [Int]) -> Int { zip(place, strides).reduce(0) { $0 + $1.0 * $1.1 } }
        let opened: OpenedStream
        if let current, current.position <= offset(job.box.start) {
            opened = current
        } else {
            opened = OpenedStream(try await reader.stream(of: job.stored))
            current = opened
        }
        // Pieces must come in stored order: only the slowest axes may be cut. What counts is all that lies between a
        // piece's first and last element, since all of it is decoded into memory.
        let pieceBytes = 4 * Self.pieceByteCount
        var size = job.box.count
        for axis in size.indices where size[axis] > 1 {
            let between = job.box.step[axis] * strides[axis]
            size[axis] = min(size[axis], max(1, pieceBytes / between))
            if size[axis] > 1 { break }
        }
        let pieces = job.box.pieces(size, destinationStrides: job.destinationStrides)
        for number in 0..<pieces.count {
            try Task.checkCancellation()
            let piece = pieces[number]
            let first = offset(piece.start)
            let span = piece.count.indices.reduce(job.elementSize) {
                $0 + (piece.count[$1] - 1) * piece.step[$1] * strides[$1]
            }
            try await opened.stream.skip(first - opened.position)
            opened.position = first + span
            try await readPiece(job, piece, span: span, opened.stream)
            job.meter.add(piece.elementCount * job.elementSize)
        }
    }

    private func readPiece(
        _ job: BoxJob, _ piece: ReadPlan.Box, span: Int, _ stream: any PixelStream
    ) async throws {
        let bytes = piece.elementCount * job.elementSize
        let dense = Shape.strides(piece.count, elementSize: job.elementSize)
        let isDirect =
            span == bytes
            && piece.count.indices.allSatisfy { piece.count[$0] == 1 || job.destinationStrides[$0] == dense[$0] }
        if isDirect {
            let range = piece.destinationOffset..<piece.destinationOffset + bytes
            try await stream.read(into: job.target, range)
            if job.swapWidth > 1 { try job.target.swapBytes(range, width: job.swapWidth) }
            return
        }
        let buffer = try ScatterTarget(count: span)
        try await stream.read(into: buffer, 0..<span)
        let copy = StridedCopy(
            shape: piece.count, elementSize: job.elementSize,
            sourceStrides: zip(job.sourceStrides, piece.step).map { $0 * $1 },
            destinationStrides: job.destinationStrides, destinationOffset: piece.destinationOffset,
            swapWidth: job.swapWidth)
        try buffer.freeze().withBytes { try job.target.scatter(copy, from: $0) }
    }
}

/// A stream and the byte that it gives next.
final class OpenedStream {
    let stream: any PixelStream
    var position = 0

    init(_ stream: any PixelStream) {
        self.stream = stream
    }
}
