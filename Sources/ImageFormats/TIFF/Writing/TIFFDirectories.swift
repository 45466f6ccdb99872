import ByteStores
import ImageCore

/// The directories of a file that is written: those of the planes in a row, then those of their smaller levels.
///
/// How large they are is known before any pixel is written, so that they lie before the pixels and are found with few
/// reads.
struct TIFFDirectories: Sendable {
    let header: TIFFHeader
    /// Where the directories end and pixels begin.
    let end: Int
    private let plan: TIFFWritePlan
    private let description: TIFFDescription
    /// The bytes of the first directory, and of each of the others.
    private let firstByteCount, byteCount: Int
    /// Where the directories of smaller levels begin, counted from those of their plane.
    private let levelStarts: [Int]

    /// Pixels begin at a multiple of this.
    private static let alignment = 64
    /// So many bytes are written at once.
    private static let bufferByteCount = 1 << 20

    /// - Throws: `limitExceeded` if a classic file cannot hold the directories.
    init(_ plan: TIFFWritePlan, _ description: TIFFDescription) throws(ImageError) {
        self.plan = plan
        self.description = description
        header = TIFFHeader(byteOrder: .native, isBig: plan.isBig, firstDirectory: plan.isBig ? 16 : 8)
        let places = Places(segments: { Array(repeating: 0, count: plan.levels[$0].segmentCount) }, levels: { _ in 0 })
        firstByteCount = Self.entries(plan, description, level: 0, isFirst: true, places).directoryByteCount(header)
        byteCount = Self.entries(plan, description, level: 0, isFirst: false, places).directoryByteCount(header)
        var starts = [0]
        for level in plan.levels.indices.dropFirst() {
            let size = Self.entries(plan, description, level: level, isFirst: false, places).directoryByteCount(header)
            starts.append(starts[starts.count - 1] + size)
        }
        levelStarts = starts
        let mains = header.firstDirectory + firstByteCount + (plan.directoryCount - 1) * byteCount
        let all = mains + plan.directoryCount * starts[starts.count - 1]
        end = (all + Self.alignment - 1) / Self.alignment * Self.alignment
        guard plan.isBig || end < 1 << 31 else {
            throw .limitExceeded(
                "the description and the directories have \(end) bytes, more than a classic TIFF file holds",
                hint: "write a BigTIFF with bigtiff=true")
        }
    }

    private func place(_ plane: Int) -> Int {
        header.firstDirectory + (plane == 0 ? 0 : firstByteCount + (plane - 1) * byteCount)
    }

    private func place(_ plane: Int, level: Int) -> Int {
        place(plan.directoryCount) + plane * levelStarts[levelStarts.count - 1] + levelStarts[level - 1]
    }

    /// Writes all directories, now that it is known where the segments lie.
    ///
    /// - Parameters:
    ///   - places: the places of the segments by their slots; empty if pixels lie in the file as in memory.
    ///   - counts: their sizes.
    func write(to file: inout AtomicFile, places: [Int], counts: [Int]) throws(ImageError) {
        let slots = plan.firstSlots
        var bytes = TIFFBytes(header)
        var start = header.firstDirectory
        func flush(_ isLast: Bool) throws(ImageError) {
            guard isLast || bytes.array.count >= Self.bufferByteCount else { return }
            try file.write(Bytes(bytes.array), at: start)
            start += bytes.array.count
            bytes = TIFFBytes(header)
        }
        func add(_ plane: Int, _ level: Int, at place: Int, next: Int) throws(ImageError) {
            let count = plan.levels[level].segmentCount
            let first = slots[level] + plane * count
            func segments(_ isCount: Bool) -> [Int] {
                if plan.isPlain { return strips(plane, isCount) }
                return Array((isCount ? counts : places)[first..<first + count])
            }
            let places = Places(
                segments: { _ in segments(false) }, counts: { _ in segments(true) },
                levels: { self.place(plane, level: $0) })
            bytes.append(
                Self.entries(plan, description, level: level, isFirst: plane == 0 && level == 0, places), at: place,
                next: next)
            try flush(false)
        }
        for plane in 0..<plan.directoryCount {
            let next = plane + 1 < plan.directoryCount ? place(plane + 1) : 0
            try add(plane, 0, at: place(plane), next: next)
        }
        for plane in 0..<plan.directoryCount {
            for level in plan.levels.indices.dropFirst() {
                try add(plane, level, at: place(plane, level: level), next: 0)
            }
        }
        try flush(true)
    }

    /// The places or the sizes of strips that follow each other.
    private func strips(_ plane: Int, _ isCount: Bool) -> [Int] {
        let level = plan.levels[0]
        let row = level.width * plan.storedType.size
        return (0..<level.down).map { strip in
            let top = strip * level.segmentHeight
            return isCount
                ? min(level.segmentHeight, level.height - top) * row : end + plane * plan.planeByteCount + top * row
        }
    }

    /// What is known about segments and other directories.
    private struct Places {
        var segments: (_ level: Int) -> [Int]
        var counts: ((_ level: Int) -> [Int])?
        var levels: (_ level: Int) -> Int
    }

    /// The entries of a directory, in the order of their tags.
    private static func entries(
        _ plan: TIFFWritePlan, _ description: TIFFDescription, level number: Int, isFirst: Bool, _ places: Places
    ) -> [TIFFEntry] {
        let level = plan.levels[number]
        let type = plan.storedType
        var entries = isFirst ? description.entries : []
        entries += [
            TIFFEntry(TIFFTag.newSubfileType, .long([number == 0 ? 0 : 1])),
            TIFFEntry(TIFFTag.imageWidth, number: level.width), TIFFEntry(TIFFTag.imageLength, number: level.height),
            TIFFEntry(TIFFTag.bitsPerSample, .short([UInt16(type.size * 8)])),
            TIFFEntry(TIFFTag.compression, number: plan.encoding.compression),
            TIFFEntry(TIFFTag.photometric, .short([1])), TIFFEntry(TIFFTag.samplesPerPixel, .short([1])),
            TIFFEntry(TIFFTag.sampleFormat, .short([sampleFormat(type)])),
        ]
        let offsets = places.segments(number)
        let counts = places.counts?(number) ?? offsets
        if plan.isTiled {
            entries += [
                TIFFEntry(TIFFTag.tileWidth, number: level.segmentWidth),
                TIFFEntry(TIFFTag.tileLength, number: level.segmentHeight),
                TIFFEntry(TIFFTag.tileOffsets, .offsets(offsets)),
                TIFFEntry(TIFFTag.tileByteCounts, .offsets(counts)),
            ]
        } else {
            entries += [
                TIFFEntry(TIFFTag.stripOffsets, .offsets(offsets)),
                TIFFEntry(TIFFTag.rowsPerStrip, number: level.segmentHeight),
                TIFFEntry(TIFFTag.stripByteCounts, .offsets(counts)),
            ]
        }
        if plan.encoding.predictor > 1 {
            entries.append(TIFFEntry(TIFFTag.predictor, .short([UInt16(plan.encoding.predictor)])))
        }
        if number == 0, plan.levels.count > 1 {
            entries.append(TIFFEntry(TIFFTag.subIFDs, .directories((1..<plan.levels.count).map(places.levels))))
        }
        if let resolution = description.resolution(
            scaledBy: TIFFPyramid.ratio(plan.levels[0].width, level.width),
            TIFFPyramid.ratio(plan.levels[0].height, level.height))
        {
            entries += [
                TIFFEntry(TIFFTag.xResolution, .rational(resolution.x)),
                TIFFEntry(TIFFTag.yResolution, .rational(resolution.y)),
                TIFFEntry(TIFFTag.resolutionUnit, .short([description.resolutionUnit])),
            ]
        }
        return entries.sorted { $0.tag < $1.tag }
    }

    private static func sampleFormat(_ type: ElementType) -> UInt16 {
        switch type {
        case .bool, .uint8, .uint16, .uint32, .uint64: 1
        case .int8, .int16, .int32, .int64: 2
        case .float16, .float32, .float64: 3
        case .complex64, .complex128: 6
        }
    }
}
