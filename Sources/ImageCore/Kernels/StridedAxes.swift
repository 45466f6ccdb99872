import CMemory

/// The axes of a `StridedCopy`, simplified: no axis of length 1, neighbours merged that lie without a gap on both
/// sides, ordered by the destination's stride, the smallest last.
struct StridedAxes {
    private struct Line {
        var extent: Int
        var source: Int
        var destination: Int
    }

    private var lines: [Line] = []
    private let elementSize: Int

    init(_ copy: StridedCopy) {
        elementSize = copy.elementSize
        var sorted: [Line] = []
        for axis in copy.shape.indices where copy.shape[axis] > 1 {
            sorted.append(
                Line(
                    extent: copy.shape[axis], source: copy.sourceStrides[axis],
                    destination: copy.destinationStrides[axis]))
        }
        sorted.sort { abs($0.destination) > abs($1.destination) }
        for line in sorted {
            if let last = lines.last, last.source == line.source &* line.extent,
                last.destination == line.destination &* line.extent
            {
                lines[lines.count - 1] = Line(
                    extent: last.extent &* line.extent, source: line.source, destination: line.destination)
            } else {
                lines.append(line)
            }
        }
    }

    /// Copies the box; `past caches` writes long runs straight to memory, which pays for a destination that no cache
    /// would hold until someone reads it: otherwise each of its lines is first read.
    func copy<M: ElementMove>(
        _: M.Type, _ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer, pastCaches: Bool
    ) {
        guard let inner = lines.last else {
            to.storeBytes(of: M.apply(from.loadUnaligned(as: M.Raw.self)), as: M.Raw.self)
            return
        }
        // The source's fastest axis; if it is not the destination's too, the two are walked in tiles.
        let fast = lines.indices.min { abs(lines[$0].source) < abs(lines[$1].source) } ?? lines.count - 1
        var outer = lines
        outer.removeLast()
        guard fast == lines.count - 1 else {
            let other = outer.remove(at: fast)
            loop(outer[...], from, to) { source, destination in
                Self.plane(M.self, rows: other, columns: inner, source, destination)
            }
            return
        }
        let rows = outer.popLast() ?? Line(extent: 1, source: 0, destination: 0)
        let size = MemoryLayout<M.Raw>.size
        let isRun = M.isPlain && inner.source == size && inner.destination == size
        if isRun, pastCaches, inner.extent &* size >= Self.streamedByteCount {
            loop(outer[...], from, to) { source, destination in
                for row in 0..<rows.extent {
                    memory_copy_streaming(
                        destination + row &* rows.destination, source + row &* rows.source, inner.extent &* size)
                }
            }
            memory_copy_streaming_end()
        } else {
            loop(outer[...], from, to) { source, destination in
                for row in 0..<rows.extent {
                    Self.row(M.self, inner, source + row &* rows.source, destination + row &* rows.destination)
                }
            }
        }
    }

    /// Shorter runs have too few whole cache lines.
    private static let streamedByteCount = 256

    private func loop(
        _ outer: ArraySlice<Line>, _ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer,
        _ body: (UnsafeRawPointer, UnsafeMutableRawPointer) -> Void
    ) {
        guard let line = outer.first else { return body(from, to) }
        let rest = outer.dropFirst()
        for index in 0..<line.extent {
            loop(rest, from + index &* line.source, to + index &* line.destination, body)
        }
    }

    /// One run of elements.
    @inline(__always)
    private static func row<M: ElementMove>(
        _: M.Type, _ line: Line, _ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer
    ) {
        let size = MemoryLayout<M.Raw>.size
        if line.source == size, line.destination == size {
            if M.isPlain {
                to.copyMemory(from: from, byteCount: line.extent &* size)
            } else {
                for index in 0..<line.extent {
                    let value = from.loadUnaligned(fromByteOffset: index &* size, as: M.Raw.self)
                    to.storeBytes(of: M.apply(value), toByteOffset: index &* size, as: M.Raw.self)
                }
            }
            return
        }
        for index in 0..<line.extent {
            let value = from.loadUnaligned(fromByteOffset: index &* line.source, as: M.Raw.self)
            to.storeBytes(of: M.apply(value), toByteOffset: index &* line.destination, as: M.Raw.self)
        }
    }

    /// A plane whose fast axis differs on the two sides: `rows` runs fast in the source, `columns` in the destination.
    ///
    /// Each tile is gathered into a small buffer, then written out turned: both sides touch whole cache lines, once,
    /// also where the strides are powers of two and all lines of a tile would fall into the same cache set.
    private static func plane<M: ElementMove>(
        _: M.Type, rows: Line, columns: Line, _ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer
    ) {
        let size = MemoryLayout<M.Raw>.size
        let edge = max(8, 128 / size)
        withUnsafeTemporaryAllocation(byteCount: edge * edge * size, alignment: 64) { buffer in
            guard let tile = buffer.baseAddress else { return }
            for firstColumn in stride(from: 0, to: columns.extent, by: edge) {
                let width = min(edge, columns.extent - firstColumn)
                for firstRow in stride(from: 0, to: rows.extent, by: edge) {
                    let height = min(edge, rows.extent - firstRow)
                    let source = from + firstColumn &* columns.source + firstRow &* rows.source
                    let destination = to + firstColumn &* columns.destination + firstRow &* rows.destination
                    for column in 0..<width {
                        row(
                            M.self, Line(extent: height, source: rows.source, destination: size),
                            source + column &* columns.source, tile + column &* edge &* size)
                    }
                    for line in 0..<height {
                        row(
                            Move<M.Raw>.self,
                            Line(extent: width, source: edge &* size, destination: columns.destination),
                            UnsafeRawPointer(tile + line &* size), destination + line &* rows.destination)
                    }
                }
            }
        }
    }
}
