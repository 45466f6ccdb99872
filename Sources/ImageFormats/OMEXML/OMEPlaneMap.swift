import ImageCore

/// In which file and directory each plane of an image lies.
///
/// Planes that follow each other in a file are one entry, so that the map of a large set is small and a size that a
/// file claims costs nothing.
struct OMEPlaneMap: Sendable, Equatable {
    /// Where a plane lies.
    struct Location: Sendable, Equatable {
        /// The place of the file in `OMEPixels.files`; nil for the file with the text.
        var file: Int?
        /// The number of its directory in the file, from 0.
        var directory: Int
    }

    /// Planes that lie in directories that follow each other.
    struct Run: Sendable, Equatable {
        /// The first plane, counted in the order of the planes.
        var start: Int
        /// How many planes there are.
        var count: Int
        /// The place of the file in `OMEPixels.files`; nil for the file with the text.
        var file: Int?
        /// The directory of the first plane.
        var directory: Int

        fileprivate var end: Int { start + count }
        fileprivate var location: Location { Location(file: file, directory: directory) }
    }

    /// The planes that lie somewhere, in order; none overlap.
    private(set) var runs: [Run] = []
    /// How many planes the image has.
    private(set) var planeCount: Int
    /// How many of them lie nowhere.
    var missingCount: Int { runs.reduce(planeCount) { $0 - $1.count } }
    /// What was wrong and could be left out.
    private(set) var diagnostics: [Diagnostic] = []

    // The numbers of planes from one place along an axis to the next.
    private var strides: [Axis: Int] = [:]
    private var sizes: [Axis: Int] = [:]

    /// The map of an image.
    ///
    /// - Parameters:
    ///   - pixels: what is known about the image.
    ///   - uuid: the identity of the file with the text, which may be referred to like any other.
    ///   - samplesPerPlane: how many samples a plane holds; by default what the channels say.
    ///   - directoryCount: how many directories a file has, nil if that is not known: the file goes on to the next
    ///     plane that lies elsewhere.
    /// - Throws: `corrupt` if the samples of planes do not divide those of the image.
    init(
        _ pixels: OMEPixels, uuid: String? = nil, samplesPerPlane: Int? = nil,
        directoryCount: (Int?) -> Int? = { _ in nil }
    ) throws(ImageError) {
        let samples = samplesPerPlane ?? pixels.samplesPerPlane
        guard samples > 0, pixels.sizeC % samples == 0 else {
            throw .corrupt("planes of \(samples) samples cannot make the \(pixels.sizeC) samples of the image")
        }
        sizes = [.z: pixels.sizeZ, .c: pixels.sizeC / samples, .t: pixels.sizeT]
        planeCount = 1
        for axis in pixels.dimensionOrder.planeAxes {
            strides[axis] = planeCount
            let (product, overflows) = planeCount.multipliedReportingOverflow(by: sizes[axis] ?? 1)
            guard !overflows else { throw .corrupt("the image has more planes than can be counted") }
            planeCount = product
        }
        var isOwn = pixels.files.map { Self.same($0.uuid, uuid) }
        // A reference without a name and an identity says nothing.
        for (place, file) in pixels.files.enumerated() where file.uuid == nil && file.fileName == nil {
            isOwn[place] = true
        }
        var found: [Run] = []
        var isOpen: [Bool] = []
        let parts = pixels.tiffData.isEmpty ? [OMEPixels.TiffData(planeCount: nil)] : pixels.tiffData
        found.reserveCapacity(parts.count)
        isOpen.reserveCapacity(parts.count)
        var outside = 0
        var cut = 0
        for part in parts {
            guard let start = index(z: part.firstZ, c: part.firstC, t: part.firstT) else {
                outside += 1
                continue
            }
            let file = part.file.flatMap { isOwn.indices.contains($0) && !isOwn[$0] ? $0 : nil }
            let directory = part.ifd ?? 0
            let left = planeCount - start
            let count = part.planeCount ?? (part.ifd == nil ? directoryCount(file) : 1)
            if let count, count > left, part.planeCount != nil { cut += 1 }
            found.append(Run(start: start, count: max(min(count ?? left, left), 0), file: file, directory: directory))
            isOpen.append(count == nil)
        }
        if outside > 0 { note("\(outside) TiffData begin outside of the image; they are left out") }
        if cut > 0 { note("\(cut) TiffData go on after the last plane of the image; they are cut off there") }
        arrange(found, isOpen)
    }

    private mutating func note(_ message: String) {
        diagnostics.append(Diagnostic(message))
    }

    /// Whether two identities are the same, with or without `urn:uuid:`.
    static func same(_ a: String?, _ b: String?) -> Bool {
        guard let a, let b else { return false }
        return a == b || bareIdentity(a) == bareIdentity(b)
    }

    /// An identity in small letters without `urn:uuid:`.
    static func bareIdentity(_ text: String) -> String {
        let lower = text.lowercased()
        return lower.hasPrefix("urn:uuid:") ? String(lower.dropFirst(9)) : lower
    }

    // MARK: Looking up

    /// The number of a plane in the order of the planes; nil outside of the image.
    func index(z: Int, c: Int, t: Int) -> Int? {
        var index = 0
        for (axis, place) in [(Axis.z, z), (.c, c), (.t, t)] {
            guard let size = sizes[axis], let stride = strides[axis], place >= 0, place < size else { return nil }
            index += place * stride
        }
        return index
    }

    /// Where a plane lies, or nil if it is missing or outside of the image; `c` counts channels.
    func location(z: Int, c: Int, t: Int) -> Location? {
        index(z: z, c: c, t: t).flatMap { location(index: $0) }
    }

    /// Where a plane lies by its number in the order of the planes; nil if it is missing or outside of the image.
    func location(index: Int) -> Location? {
        var low = 0
        var high = runs.count
        while low < high {
            let middle = low + (high - low) / 2
            if runs[middle].end <= index { low = middle + 1 } else { high = middle }
        }
        guard low < runs.count, runs[low].start <= index else { return nil }
        return Location(file: runs[low].file, directory: runs[low].directory + index - runs[low].start)
    }

    // MARK: Making

    /// Sorts runs and joins those that follow each other; where some overlap, the last in the text counts.
    private mutating func arrange(_ found: [Run], _ isOpen: [Bool]) {
        let order = found.indices.sorted { (found[$0].start, $0) < (found[$1].start, $1) }
        var sorted: [(run: Run, rank: Int)] = []
        sorted.reserveCapacity(order.count)
        var next = planeCount
        for place in order.reversed() {
            var run = found[place]
            if isOpen[place] { run.count = min(run.count, next - run.start) }
            if run.count > 0 { sorted.append((run, place)) }
            next = run.start
        }
        sorted.reverse()
        let overlaps = zip(sorted, sorted.dropFirst()).contains { $0.run.end > $1.run.start }
        if !overlaps {
            for item in sorted { append(item.run) }
            return
        }
        note("some planes are placed several times; the last place in the text counts")
        separate(sorted)
    }

    /// Cuts runs that overlap: at each start and end the last in the text of those that cover the place is taken.
    private mutating func separate(_ sorted: [(run: Run, rank: Int)]) {
        let ends = (sorted.map(\.run.start) + sorted.map(\.run.end)).sorted()
        var waiting = RankHeap()
        var next = 0
        for (place, end) in zip(ends, ends.dropFirst()) where place < end {
            while next < sorted.count, sorted[next].run.start <= place {
                waiting.insert(sorted[next])
                next += 1
            }
            while let top = waiting.top, top.run.end <= place { waiting.removeTop() }
            guard let run = waiting.top?.run else { continue }
            append(
                Run(start: place, count: end - place, file: run.file, directory: run.directory + place - run.start))
        }
    }

    private mutating func append(_ run: Run) {
        if let last = runs.last, last.end == run.start, last.file == run.file,
            last.directory + last.count == run.directory
        {
            runs[runs.count - 1].count += run.count
        } else {
            runs.append(run)
        }
    }
}

/// Runs of which the one with the highest rank is at hand.
private struct RankHeap {
    private var items: [(run: OMEPlaneMap.Run, rank: Int)] = []

    var top: (run: OMEPlaneMap.Run, rank: Int)? { items.first }

    mutating func insert(_ item: (run: OMEPlaneMap.Run, rank: Int)) {
        items.append(item)
        var place = items.count - 1
        while place > 0, items[(place - 1) / 2].rank < items[place].rank {
            items.swapAt(place, (place - 1) / 2)
            place = (place - 1) / 2
        }
    }

    mutating func removeTop() {
        items.swapAt(0, items.count - 1)
        items.removeLast()
        var place = 0
        while true {
            var largest = place
            for child in [2 * place + 1, 2 * place + 2] where child < items.count {
                if items[child].rank > items[largest].rank { largest = child }
            }
            if largest == place { return }
            items.swapAt(place, largest)
            place = largest
        }
    }
}
