import ByteStores
import ImageCore

/// Planes that lie uncompressed one behind the other, of which only the first has a directory.
struct TIFFStack: Sendable {
    let layout: TIFFLayout
    /// How many planes the file holds; fewer than are said if it was cut off.
    let count: Int
    /// Where the segments of the first plane begin, and how far those of the next are.
    private let offsets: [Int]
    private let stride: Int
    /// Where the pixels begin, if all lie without gaps.
    let contiguousStart: Int?

    /// The planes behind a page; nil if not even the first lies in the file or its pixels are packed.
    init?(_ page: TIFFPage, planes: Int) {
        layout = page.layout
        let number = layout.segmentCount
        switch page.segments {
        case .run(let start, let byteCount):
            (offsets, stride) = ([start], byteCount)
            contiguousStart = TIFFSegmentDecoder.isPlain(layout) ? start : nil
        case .table(let offsets, let byteCounts):
            guard number > 0, offsets.count >= number, byteCounts.count >= number, let first = offsets.first else {
                return nil
            }
            self.offsets = Array(offsets.prefix(number))
            let end = zip(offsets, byteCounts).prefix(number).map { $0 + $1 }.max() ?? first
            stride = end - (offsets.prefix(number).min() ?? first)
            contiguousStart = nil
        }
        guard planes > 0, let start = offsets.min(), start > 0, stride > 0, stride <= page.file.object.size - start
        else {
            return nil
        }
        count = min(planes, (page.file.object.size - start) / stride)
    }

    /// The planes behind a page; nil if not all lie in the file or their pixels are not plain.
    init?(allOf planes: Int, behind page: TIFFPage) {
        self.init(page, planes: planes)
        guard count == planes, contiguousStart != nil else { return nil }
    }

    /// The segments of a plane.
    func segments(_ plane: Int) -> TIFFPage.Segments? {
        guard (0..<count).contains(plane) else { return nil }
        // No overflow: all planes lie in the file.
        let distance = plane * stride
        if offsets.count == 1 { return .run(start: offsets[0] + distance, byteCount: stride) }
        return .table(
            offsets: offsets.map { $0 + distance }, byteCounts: offsets.indices.map { layout.storedByteCount($0) })
    }
}

extension TIFFContext {
    /// The planes of a stack.
    func planes(_ stack: TIFFStack) -> TIFFPlanes {
        planes(stack.count, at: .segments { stack.segments($0) }, layout: stack.layout)
    }
}
