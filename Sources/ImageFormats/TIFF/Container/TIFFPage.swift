import ByteStores
import ImageCodecs
import ImageCore

/// One page whose pixels are to be read: its layout and where its segments lie.
struct TIFFPage: Sendable {
    let file: TIFFFile
    let layout: TIFFLayout
    /// Where the segments begin and how many bytes they have; both 0 for one that is not stored.
    let segments: Segments
    /// The tables that the streams of its segments share (tag 347).
    let jpegTables: Bytes?
    /// Further tags that its compression needs.
    let schemeTags: [TIFFSegment.Tag]
    /// The compression around LERC.
    let lercCompression: Int
    /// The directory; nil for a page whose layout and place told all.
    let directory: TIFFDirectory?

    /// The places of the segments.
    enum Segments: Sendable {
        /// One segment, or several that lie without gaps one behind the other.
        case run(start: Int, byteCount: Int)
        case table(offsets: [Int], byteCounts: [Int])

        subscript(number: Int) -> Range<Int>? {
            switch self {
            case .run(let start, let byteCount):
                // Of runs, only the first is asked for by number.
                return number == 0 ? start..<start + byteCount : nil
            case .table(let offsets, let byteCounts):
                guard offsets.indices.contains(number), byteCounts.indices.contains(number) else { return nil }
                let (start, count) = (offsets[number], byteCounts[number])
                return start > 0 && count > 0 ? start..<start + count : nil
            }
        }
    }

    /// A page with one segment of known size.
    init(file: TIFFFile, layout: TIFFLayout, start: Int, byteCount: Int) {
        self.file = file
        self.layout = layout
        segments = .run(start: start, byteCount: byteCount)
        jpegTables = nil
        schemeTags = []
        lercCompression = 0
        directory = nil
    }

    /// Reads the places of the segments of a page.
    ///
    /// - Parameter expected: the layout that the page must have, if that is known already.
    /// - Throws: `corrupt` if there are fewer segments than the page needs, or they do not lie in the file.
    init(_ directory: TIFFDirectory, layout known: TIFFLayout? = nil) async throws {
        let layout: TIFFLayout
        if let known { layout = known } else { layout = try await TIFFLayout(directory) }
        let (file, location) = (directory.file, directory.file.object.location)
        let place = ImageError.Location(location, byteOffset: directory.offset)
        let needed = layout.segmentCount
        let offsetTag = layout.isTiled ? TIFFTag.tileOffsets : TIFFTag.stripOffsets
        var offsets = try await directory.integers(offsetTag) ?? []
        if offsets.isEmpty, layout.isTiled { offsets = try await directory.integers(TIFFTag.stripOffsets) ?? [] }
        guard offsets.count >= needed else {
            throw ImageError.corrupt("the page needs \(needed) segments, \(offsets.count) are listed", at: place)
        }
        offsets.removeLast(offsets.count - needed)
        var counts =
            try await directory.integers(layout.isTiled ? TIFFTag.tileByteCounts : TIFFTag.stripByteCounts) ?? []
        if counts.isEmpty, layout.isTiled { counts = try await directory.integers(TIFFTag.stripByteCounts) ?? [] }
        if counts.count < needed {
            // Old writers leave the counts out: uncompressed segments have their size, others reach to what follows.
            guard layout.compression == 1 || needed == 1 else {
                throw ImageError.corrupt(
                    "the page needs \(needed) sizes of segments, \(counts.count) are listed", at: place)
            }
            for start in offsets where start < 0 || start >= file.object.size {
                throw ImageError.corrupt(
                    "a segment begins at byte \(start), which the file of \(file.object.size) bytes does not hold",
                    at: place)
            }
            counts = (0..<needed).map { number in
                layout.compression == 1 ? layout.storedByteCount(number) : file.object.size - offsets[number]
            }
        }
        counts.removeLast(counts.count - needed)
        // One strip that begins somewhere is there, whatever is said of its size; of several, some may not be stored.
        if needed == 1, layout.compression == 1, !layout.isTiled, offsets[0] > 0, counts[0] == 0 {
            counts[0] = layout.storedByteCount(0)
        }
        let size = file.object.size
        for (number, start) in offsets.enumerated() where start != 0 && counts[number] != 0 {
            if layout.compression == 1 {
                // More than the segment needs is padding; less is wrong in some files whose data are complete.
                counts[number] = layout.storedByteCount(number)
            }
            if start > 0, counts[number] > 0, start <= size, layout.compression != 1, counts[number] > size - start {
                // Some writers state the size before compression.
                counts[number] = size - start
            }
            guard start > 0, counts[number] >= 0, start < size, counts[number] <= size - start else {
                throw ImageError.corrupt(
                    "segment \(number) of a page has \(counts[number]) bytes from byte \(start) on, which the file of "
                        + "\(size) bytes does not hold",
                    at: place)
            }
        }
        self.file = file
        self.layout = layout
        self.directory = directory
        jpegTables = layout.compression == 7 ? try await directory.bytes(TIFFTag.jpegTables) : nil
        let lerc = layout.compression == 34887 ? try await directory.integers(TIFFTag.lercParameters) : nil
        lercCompression = lerc.flatMap { $0.count > 1 ? $0[1] : nil } ?? 0
        schemeTags = try await Self.schemeTags(directory, layout)
        segments = Self.merged(offsets, counts, layout)
    }

    /// The bytes of a segment in the file; nil for one that is not stored.
    func storedRange(_ number: Int) -> Range<Int>? {
        guard case .run(let start, _) = segments else { return segments[number] }
        // Only the last strip of each sample is smaller than the others.
        let (strips, full) = (layout.segmentGrid.down, layout.storedByteCount(0))
        let sample = (strips - 1) * full + layout.storedByteCount(strips - 1)
        let first = start + number / strips * sample + number % strips * full
        return first..<first + layout.storedByteCount(number)
    }

    /// Uncompressed strips that lie without gaps are one run.
    private static func merged(_ offsets: [Int], _ counts: [Int], _ layout: TIFFLayout) -> Segments {
        guard layout.compression == 1, !layout.isTiled, let first = offsets.first, first > 0 else {
            return .table(offsets: offsets, byteCounts: counts)
        }
        var end = first
        for (start, count) in zip(offsets, counts) {
            guard start == end, count > 0 else { return .table(offsets: offsets, byteCounts: counts) }
            end += count
        }
        return .run(start: first, byteCount: end - first)
    }
}

extension TIFFLayout {
    /// The bytes of a page in strips without compression.
    var storedByteCount: Int { storedRowByteCount * height * depth * (isPlanar ? samples : 1) }

    /// The bytes of a segment without compression.
    func storedByteCount(_ number: Int) -> Int {
        let grid = segmentGrid
        return storedByteCount(rows: rows(down: number / grid.across % grid.down))
    }

    /// The bytes of a segment with so many rows without compression.
    func storedByteCount(rows: Int) -> Int {
        if isSubsampled {
            // Blocks of luminance with one pair of colour differences each.
            let (h, v) = (subsampling[0], subsampling[1])
            let blocks = ((segmentWidth - 1) / h + 1) * ((rows - 1) / v + 1)
            return (blocks * (h * v + 2) * bits + 7) / 8 * segmentDepth
        }
        return storedRowByteCount * rows * segmentDepth
    }
}
