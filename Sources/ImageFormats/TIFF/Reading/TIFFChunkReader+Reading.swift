import ByteStores
import ImageCodecs
import ImageCore
import ImageSources

extension TIFFChunkReader {
    func readChunk(_ request: ChunkRequest) async throws {
        let box = box(of: request.index)
        let pageByteCount = request.byteCount / pagesPerChunk
        let needed = request.neededRange
        let output = try output(for: request)
        var pieces = TIFFPieces()
        for number in needed.lowerBound / pageByteCount...(needed.upperBound - 1) / pageByteCount {
            let start = number * pageByteCount
            // Of one page, only the needed rows; of several, each whole.
            let wanted =
                pagesPerChunk > 1
                ? 0..<pageByteCount : needed.lowerBound - start..<needed.upperBound - start
            try await readPage(box.plane + number, box, wanted, start, request, output, &pieces)
        }
        try await pieces.read(into: output, request.scratch)
        try finish(request, output)
    }

    private func finish(_ request: ChunkRequest, _ output: Output) throws {
        if request.directRange != nil { return try request.deliverDirect() }
        let needed = request.neededRange
        let bytes = try output.target.freeze().slice(needed)
        try request.deliver(part: bytes.span, from: needed.lowerBound)
    }

    private func readPage(
        _ plane: Int, _ box: Box, _ wanted: Range<Int>, _ start: Int, _ request: ChunkRequest, _ output: Output,
        _ pieces: inout TIFFPieces
    ) async throws {
        if let page = try await planes.page(plane) {
            let part = TIFFPagePart(page: page, box: box, wanted: wanted, place: start)
            try await read(part, request, output, &pieces)
        } else {
            try output.clear(start + wanted.lowerBound..<start + wanted.upperBound)
        }
    }

    /// The chunk's place in the result, or else a buffer.
    private func output(for request: ChunkRequest) throws(ImageError) -> Output {
        if let place = request.directRange { return Output(target: request.target, base: place.lowerBound) }
        try request.checkBufferSize()
        return Output(target: try request.scratch.block(0, count: request.byteCount), base: 0)
    }

    /// Decodes what is needed of a page, or notes where it lies.
    private func read(
        _ part: TIFFPagePart, _ request: ChunkRequest, _ output: Output, _ pieces: inout TIFFPieces
    ) async throws {
        let isInOrder = part.page.file.header.byteOrder == planes.byteOrder || elementSize == 1
        if isInOrder, TIFFSegmentDecoder.isPlain(part.page.layout), hasSameSegments(part.page.layout) {
            return try addPlain(part, request, output, &pieces)
        }
        do {
            try await decode(part, request, output)
        } catch let error as CodecError {
            throw error.imageError.located(in: part.page.file.object.location)
        } catch let error as ParseError {
            throw error.imageError.located(in: part.page.file.object.location)
        } catch let error as ImageError {
            throw error.located(in: part.page.file.object.location)
        }
    }

    /// Where a chunk's pixels are put.
    struct Output {
        let target: ScatterTarget
        /// The first byte of the chunk in the target.
        let base: Int

        /// Sets a part of the chunk to zero.
        func clear(_ range: Range<Int>) throws(ImageError) {
            let copy = StridedCopy(
                shape: [range.count], elementSize: 1, sourceStrides: [0], destinationStrides: [1],
                destinationOffset: base + range.lowerBound)
            try target.fill(copy, with: Bytes([0]))
        }
    }

    /// Where a chunk lies in its image.
    struct Box {
        /// The number of its first plane.
        var plane = 0
        var sample = 0
        /// The first of its pixels in a page.
        var z = 0
        var y = 0
        var x = 0
    }

    private func box(of index: [Int]) -> Box {
        var box = Box()
        for (axis, length) in outer.enumerated() {
            var number = index[axis]
            if axis == channelAxis, layout.isPlanar {
                box.sample = number % layout.samples
                number /= layout.samples
            }
            box.plane = box.plane * length + number * (axis == outer.count - 1 ? pagesPerChunk : 1)
        }
        var place = outer.count
        if layout.isPlanar, channelAxis == nil {
            box.sample = index[place]
            place += 1
        }
        if layout.depth > 1 {
            box.z = index[place] * chunkDepth
            place += 1
        }
        box.y = index[place] * rows
        box.x = index[place + 1] * columns
        return box
    }

    /// Whether the segments of a page lie as those of all pages should.
    private func hasSameSegments(_ other: TIFFLayout) -> Bool {
        other.isTiled == layout.isTiled && other.segmentWidth == layout.segmentWidth
            && (other.segmentHeight == layout.segmentHeight || !other.isTiled)
            && other.segmentDepth == layout.segmentDepth
    }

    /// Notes where the needed bytes of a page lie in its file: they are the pixels themselves.
    private func addPlain(
        _ part: TIFFPagePart, _ request: ChunkRequest, _ output: Output, _ pieces: inout TIFFPieces
    ) throws {
        let runs = pagesPerChunk > 1 ? [part.place..<part.place + part.wanted.count] : request.neededRuns
        if part.page.layout.isTiled {
            let number = part.page.layout.segmentNumber(part.box)
            for run in runs {
                if let segment = part.page.segments[number] {
                    let place = segment.lowerBound + run.lowerBound - part.place
                    pieces.add(part.page.file, place, run.count, to: run.lowerBound)
                } else {
                    try output.clear(run)
                }
            }
            return
        }
        for run in runs { try addStrips(part, run, output, &pieces) }
    }

    /// Notes where some bytes of a page lie that is stored in strips.
    private func addStrips(
        _ part: TIFFPagePart, _ run: Range<Int>, _ output: Output, _ pieces: inout TIFFPieces
    ) throws {
        let (page, box, layout) = (part.page, part.box, part.page.layout)
        let row = layout.storedRowByteCount
        let before = box.sample * layout.depth + box.z
        // Counted from the first pixel of this plane of the page; the chunk may reach beyond its end.
        let first = box.y * row + run.lowerBound - part.place
        let end = min(box.y * row + run.upperBound - part.place, layout.height * row)
        guard first < end else { return }
        if case .run(let start, _) = page.segments {
            return pieces.add(page.file, start + before * layout.height * row + first, end - first, to: run.lowerBound)
        }
        let strip = layout.segmentHeight * row
        for down in first / strip...(end - 1) / strip {
            let bytes = max(first, down * strip)..<min(end, (down + 1) * strip)
            let place = run.lowerBound + bytes.lowerBound - first
            if let segment = page.segments[before * layout.segmentGrid.down + down] {
                pieces.add(page.file, segment.lowerBound + bytes.lowerBound - down * strip, bytes.count, to: place)
            } else {
                try output.clear(place..<place + bytes.count)
            }
        }
    }

    /// Decodes the segments of a page that hold needed rows, each into its place in the chunk.
    private func decode(_ part: TIFFPagePart, _ request: ChunkRequest, _ output: Output) async throws {
        let (page, box) = (part.page, part.box)
        let layout = page.layout
        let decoder = try TIFFSegmentDecoder(page, resultOrder: planes.byteOrder)
        let grid = layout.segmentGrid
        let chunkRow = columns * layout.chunkySamples * elementSize
        let wantedRows = part.wanted.lowerBound / chunkRow...(part.wanted.upperBound - 1) / chunkRow
        for deep in box.z / layout.segmentDepth...min(box.z + chunkDepth - 1, layout.depth - 1) / layout.segmentDepth {
            let bottom = min(box.y + rows, layout.height) - 1
            for down in box.y / layout.segmentHeight...bottom / layout.segmentHeight {
                let top = down * layout.segmentHeight
                let height = layout.rows(down: down)
                if chunkDepth == 1,
                    top + height - 1 < box.y + wantedRows.lowerBound || top > box.y + wantedRows.upperBound
                {
                    continue
                }
                let right = min(box.x + columns, layout.width) - 1
                for across in box.x / layout.segmentWidth...right / layout.segmentWidth {
                    let number = ((box.sample * grid.deep + deep) * grid.down + down) * grid.across + across
                    let area = TIFFSegmentArea(
                        z: deep * layout.segmentDepth, y: top, x: across * layout.segmentWidth, rows: height)
                    try await place(area, number, part, decoder, request, output)
                }
            }
        }
    }

    private func place(
        _ area: TIFFSegmentArea, _ number: Int, _ part: TIFFPagePart, _ decoder: TIFFSegmentDecoder,
        _ request: ChunkRequest, _ output: Output
    ) async throws {
        let layout = part.page.layout
        let size = layout.chunkySamples * elementSize
        let isWhole =
            area.x == part.box.x && layout.segmentWidth == columns && area.y >= part.box.y
            && area.z == part.box.z && layout.segmentDepth == chunkDepth
            && area.y + area.rows <= part.box.y + rows && (chunkDepth == 1 || area.rows == rows)
        let byteCount = layout.segmentDepth * area.rows * layout.segmentWidth * size
        if isWhole {
            // The segment's rows lie in the chunk as they lie in the segment.
            let start = part.place + (area.y - part.box.y) * columns * size
            guard let bytes = try await read(number, part.page, request) else {
                return try output.clear(start..<start + byteCount)
            }
            let place = output.base + start
            return try located(number, part.page) {
                try decoder.decode(bytes, area, into: output.target, place..<place + byteCount, request.scratch)
            }
        }
        guard byteCount <= max(request.byteCount, Self.segmentLimit) else {
            throw ImageError.limitExceeded(
                "a segment of \(byteCount) bytes stands among much smaller ones",
                at: .init(part.page.file.object.location))
        }
        let block = try request.scratch.block(1, count: byteCount)
        if let bytes = try await read(number, part.page, request) {
            try located(number, part.page) {
                try decoder.decode(bytes, area, into: block, 0..<byteCount, request.scratch)
            }
        } else {
            try Output(target: block, base: 0).clear(0..<byteCount)
        }
        let z = max(area.z, part.box.z)..<min(area.z + layout.segmentDepth, part.box.z + chunkDepth, layout.depth)
        let y = max(area.y, part.box.y)..<min(area.y + area.rows, part.box.y + rows, layout.height)
        let x = max(area.x, part.box.x)..<min(area.x + layout.segmentWidth, part.box.x + columns, layout.width)
        guard !z.isEmpty, !y.isEmpty, !x.isEmpty else { return }
        let source = Shape.strides([layout.segmentDepth, area.rows, layout.segmentWidth, size], elementSize: 1)
        let target = Shape.strides([chunkDepth, rows, columns, size], elementSize: 1)
        let from = [z.lowerBound - area.z, y.lowerBound - area.y, x.lowerBound - area.x, 0]
        let to = [z.lowerBound - part.box.z, y.lowerBound - part.box.y, x.lowerBound - part.box.x, 0]
        let copy = StridedCopy(
            shape: [z.count, y.count, x.count, size], elementSize: 1, sourceStrides: source,
            sourceOffset: zip(from, source).reduce(0) { $0 + $1.0 * $1.1 }, destinationStrides: target,
            destinationOffset: output.base + part.place + zip(to, target).reduce(0) { $0 + $1.0 * $1.1 })
        try output.target.scatter(copy, from: block.freeze(prefix: byteCount).span)
    }

    /// Decodes a segment; damage is told with the segment's number and its place in the file.
    private func located(_ number: Int, _ page: TIFFPage, _ decode: () throws -> Void) throws {
        do {
            try decode()
        } catch let error as CodecError {
            let directory = page.directory.map { " of the directory at byte \($0.offset)" } ?? ""
            throw ImageError.corrupt(
                "segment \(number)\(directory): \(error.message)",
                at: .init(page.file.object.location, byteOffset: page.storedRange(number)?.lowerBound))
        }
    }

    /// A segment of another size than those of the first page may have so many bytes.
    private static let segmentLimit = 1 << 28

    /// The stored bytes of a segment; nil for one that is not stored.
    private func read(_ number: Int, _ page: TIFFPage, _ request: ChunkRequest) async throws -> Bytes? {
        guard let range = page.storedRange(number) else { return nil }
        let block = try request.scratch.block(2, count: range.count)
        try await page.file.object.read(at: range.lowerBound, into: block, 0..<range.count)
        return block.freeze(prefix: range.count)
    }
}

/// The part of a page that goes into a chunk.
struct TIFFPagePart {
    let page: TIFFPage
    let box: TIFFChunkReader.Box
    /// The bytes that are needed, counted from the page's first in the chunk.
    let wanted: Range<Int>
    /// The page's first byte in the chunk.
    let place: Int
}

/// Where a segment lies in its page.
struct TIFFSegmentArea {
    let z: Int
    let y: Int
    let x: Int
    /// The rows that are stored: fewer in the last strip.
    let rows: Int

    init(z: Int, y: Int, x: Int, rows: Int) {
        (self.z, self.y, self.x, self.rows) = (z, y, x, rows)
    }
}
