import ByteStores
import ImageCore
import ImageSources

/// Parts of files that are copied as they are, read with few system calls.
struct TIFFPieces {
    private struct Piece {
        var start: Int
        var count: Int
        var place: Int
    }

    private var file: TIFFFile?
    private var pieces: [Piece] = []
    private var rest: [(TIFFFile, Piece)] = []

    /// So many bytes that nobody needs are rather read than a further system call made.
    private static let gap = 4096
    private static let windowByteCount = 4 << 20

    /// Adds `count` bytes of a file for a place in the chunk.
    mutating func add(_ file: TIFFFile, _ start: Int, _ count: Int, to place: Int) {
        if self.file == nil { self.file = file }
        guard self.file === file else { return rest.append((file, Piece(start: start, count: count, place: place))) }
        if let last = pieces.last, last.start + last.count == start, last.place + last.count == place {
            pieces[pieces.count - 1].count += count
        } else {
            pieces.append(Piece(start: start, count: count, place: place))
        }
    }

    /// Reads all that was added.
    func read(into output: TIFFChunkReader.Output, _ scratch: ScratchBuffers) async throws {
        for (file, piece) in rest { try await read(piece, of: file, output) }
        guard let file else { return }
        var first = 0
        while first < pieces.count {
            var end = first + 1
            // Pieces close behind one another are read at once and then put in their places.
            while end < pieces.count {
                let gap = pieces[end].start - pieces[end - 1].start - pieces[end - 1].count
                let all = pieces[end].start + pieces[end].count - pieces[first].start
                guard (0...Self.gap).contains(gap), all <= Self.windowByteCount else { break }
                end += 1
            }
            if end == first + 1 {
                try await read(pieces[first], of: file, output)
            } else {
                try await read(pieces[first..<end], of: file, output, scratch)
            }
            first = end
        }
    }

    private func read(_ piece: Piece, of file: TIFFFile, _ output: TIFFChunkReader.Output) async throws {
        let place = output.base + piece.place
        try await file.object.read(at: piece.start, into: output.target, place..<place + piece.count)
    }

    private func read(
        _ pieces: ArraySlice<Piece>, of file: TIFFFile, _ output: TIFFChunkReader.Output, _ scratch: ScratchBuffers
    ) async throws {
        guard let first = pieces.first, let last = pieces.last else { return }
        let byteCount = last.start + last.count - first.start
        let block = try scratch.block(2, count: byteCount)
        try await file.object.read(at: first.start, into: block, 0..<byteCount)
        let bytes = block.freeze(prefix: byteCount)
        var rest = pieces
        while let next = rest.first {
            // Pages of one size at equal distances, as most files have them, are one copy.
            let equal = Self.equalSteps(rest)
            let second = rest.dropFirst().first ?? next
            let copy = StridedCopy(
                shape: [equal, next.count], elementSize: 1, sourceStrides: [second.start - next.start, 1],
                sourceOffset: next.start - first.start, destinationStrides: [second.place - next.place, 1],
                destinationOffset: output.base + next.place)
            try output.target.scatter(copy, from: bytes.span)
            rest = rest.dropFirst(equal)
        }
    }

    /// How many pieces have the same size and the same distance to the one before.
    private static func equalSteps(_ pieces: ArraySlice<Piece>) -> Int {
        guard let first = pieces.first, let second = pieces.dropFirst().first else { return 1 }
        let (step, distance) = (second.start - first.start, second.place - first.place)
        var count = 0
        for piece in pieces {
            guard piece.count == first.count, piece.start == first.start + count * step,
                piece.place == first.place + count * distance
            else { break }
            count += 1
        }
        return max(count, 1)
    }
}
