/// The walk over the lines of a block that is halved by means: each line of the result is made of one, two, four or more
/// of the source, at once.
struct HalvedLines {
    /// An axis of the block.
    struct Line {
        /// The extent in the source.
        var extent: Int
        /// Whether the result has half of it.
        var isHalved: Bool
        /// The bytes from one element to the next in the source.
        var source: Int
        /// The bytes from one element to the next in the destination.
        var destination: Int

        /// The extent in the destination.
        var result: Int { isHalved ? extent / 2 + extent % 2 : extent }
    }

    private let outer: [Line]
    private let inner: Line

    /// The walk over axes, slowest first; nil if there are none.
    init?(_ axes: [Line]) {
        guard let last = axes.last else { return nil }
        inner = last
        outer = axes.dropLast().filter { $0.extent != 1 }
    }

    /// Writes the means; the places of all elements must have been checked.
    func means(of type: ElementType, from: UnsafeRawPointer, to: UnsafeMutableRawPointer) {
        switch type {
        case .bool: walk(TruthMean.self, from, to)
        case .int8: walk(WholeMean<Int8, Int16>.self, from, to)
        case .int16: walk(WholeMean<Int16, Int32>.self, from, to)
        case .int32: walk(WholeMean<Int32, Int64>.self, from, to)
        case .int64: walk(WholeMean<Int64, Int128>.self, from, to)
        case .uint8: walk(WholeMean<UInt8, UInt16>.self, from, to)
        case .uint16: walk(WholeMean<UInt16, UInt32>.self, from, to)
        case .uint32: walk(WholeMean<UInt32, UInt64>.self, from, to)
        case .uint64: walk(WholeMean<UInt64, UInt128>.self, from, to)
        case .float16: walk(HalfMean.self, from, to)
        case .float32: walk(FloatMean.self, from, to)
        case .float64: walk(DoubleMean.self, from, to)
        case .complex64: walk(ComplexFloatMean.self, from, to)
        case .complex128: walk(ComplexMean.self, from, to)
        }
    }

    private func walk<K: MeanKernel>(_: K.Type, _ from: UnsafeRawPointer, _ to: UnsafeMutableRawPointer) {
        var index = [Int](repeating: 0, count: outer.count)
        withUnsafeTemporaryAllocation(of: UnsafeRawPointer.self, capacity: 1 &<< outer.count) { rows in
            rows.initialize(repeating: from)
            while true {
                // The first row of the source, then again as many behind it for each halved axis that has a second.
                var first = from
                var target = to
                for axis in outer.indices {
                    let line = outer[axis]
                    first += (line.isHalved ? 2 &* index[axis] : index[axis]) &* line.source
                    target += index[axis] &* line.destination
                }
                rows[0] = first
                var count = 1
                var shift = 0
                for axis in outer.indices where outer[axis].isHalved && 2 &* index[axis] &+ 1 < outer[axis].extent {
                    for row in 0..<count { rows[count &+ row] = rows[row] + outer[axis].source }
                    count &*= 2
                    shift &+= 1
                }
                line(K.self, UnsafeBufferPointer(rebasing: rows[..<count]), shift, target)

                var axis = outer.count - 1
                while axis >= 0 {
                    index[axis] &+= 1
                    if index[axis] < outer[axis].result { break }
                    index[axis] = 0
                    axis -= 1
                }
                if axis < 0 { return }
            }
        }
    }

    /// One line of the result from `1 << shift` rows of the source.
    @inline(__always)
    private func line<K: MeanKernel>(
        _: K.Type, _ rows: UnsafeBufferPointer<UnsafeRawPointer>, _ shift: Int, _ to: UnsafeMutableRawPointer
    ) {
        let size = MemoryLayout<K.Element>.size
        guard inner.isHalved else {
            return sums(K.self, rows, inner.extent, step: size, K.one) { sum, place in
                to.storeBytes(of: K.mean(sum, shift: shift), toByteOffset: place, as: K.Element.self)
            }
        }
        let pairs = inner.extent / 2
        sums(K.self, rows, pairs, step: 2 &* size, K.two) { sum, place in
            to.storeBytes(of: K.mean(sum, shift: shift &+ 1), toByteOffset: place, as: K.Element.self)
        }
        if inner.extent % 2 == 1, let first = rows.first {
            let offset = 2 &* pairs &* size
            var sum = K.one(first + offset)
            for row in rows.dropFirst() { sum = K.add(sum, K.one(row + offset)) }
            to.storeBytes(
                of: K.mean(sum, shift: shift), toByteOffset: pairs &* inner.destination, as: K.Element.self)
        }
    }

    /// The sums over rows, with the byte each belongs to.
    ///
    /// The usual numbers of rows have loops of their own, which the compiler turns into vectors.
    @inline(__always)
    private func sums<K: MeanKernel>(
        _: K.Type, _ rows: UnsafeBufferPointer<UnsafeRawPointer>, _ count: Int, step: Int,
        _ load: (UnsafeRawPointer) -> K.Sum, _ store: (K.Sum, Int) -> Void
    ) {
        switch rows.count {
        case 1:
            let a = rows[0]
            each(K.self, count, step: step, { load(a + $0) }, store)
        case 2:
            let (a, b) = (rows[0], rows[1])
            each(K.self, count, step: step, { K.add(load(a + $0), load(b + $0)) }, store)
        case 4:
            let (a, b, c, d) = (rows[0], rows[1], rows[2], rows[3])
            each(
                K.self, count, step: step,
                { K.add(K.add(load(a + $0), load(b + $0)), K.add(load(c + $0), load(d + $0))) }, store)
        default:
            let a = rows[0]
            let others = UnsafeBufferPointer(rebasing: rows.dropFirst())
            each(
                K.self, count, step: step,
                { offset in
                    var sum = load(a + offset)
                    for row in others { sum = K.add(sum, load(row + offset)) }
                    return sum
                }, store)
        }
    }

    @inline(__always)
    private func each<K: MeanKernel>(
        _: K.Type, _ count: Int, step: Int, _ sum: (Int) -> K.Sum, _ store: (K.Sum, Int) -> Void
    ) {
        let size = MemoryLayout<K.Element>.size
        if inner.destination == size {
            for index in 0..<count { store(sum(index &* step), index &* size) }
        } else {
            for index in 0..<count { store(sum(index &* step), index &* inner.destination) }
        }
    }
}
