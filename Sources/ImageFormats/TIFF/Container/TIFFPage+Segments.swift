import ByteStores
import ImageCore

extension TIFFPage {
    /// A page whose segments lie where a dialect says, not where its directory does.
    ///
    /// - Throws: `corrupt` if there are fewer segments than the page needs, or they do not lie in the file.
    init(file: TIFFFile, layout: TIFFLayout, segments stated: Segments) throws(ImageError) {
        let size = file.object.size
        switch stated {
        case .run(let start, let byteCount):
            guard start > 0, byteCount >= 0, start <= size, byteCount <= size - start else {
                throw Self.outside(start, byteCount, file)
            }
            segments = stated
        case .table(let offsets, let stated):
            let needed = layout.segmentCount
            guard offsets.count >= needed, layout.compression == 1 || stated.count >= needed else {
                throw .corrupt(
                    "a page needs \(needed) segments, \(min(offsets.count, stated.count)) are listed",
                    at: .init(file.object.location))
            }
            var counts = Array(stated.prefix(needed))
            counts += [Int](repeating: 0, count: needed - counts.count)
            for number in 0..<needed where offsets[number] != 0 {
                if layout.compression == 1 { counts[number] = layout.storedByteCount(number) }
                guard offsets[number] > 0, offsets[number] < size else {
                    throw Self.outside(offsets[number], counts[number], file)
                }
                // Some writers state the size before compression.
                if layout.compression != 1 { counts[number] = min(counts[number], size - offsets[number]) }
                guard counts[number] >= 0, counts[number] <= size - offsets[number] else {
                    throw Self.outside(offsets[number], counts[number], file)
                }
            }
            segments = .table(offsets: Array(offsets.prefix(needed)), byteCounts: counts)
        }
        self.file = file
        self.layout = layout
        jpegTables = nil
        schemeTags = []
        lercCompression = 0
        directory = nil
    }

    private static func outside(_ start: Int, _ count: Int, _ file: TIFFFile) -> ImageError {
        .corrupt(
            "a segment has \(count) bytes from byte \(start) on, which the file of \(file.object.size) bytes does not hold",
            at: .init(file.object.location, byteOffset: start))
    }
}
