import ByteStores
import ImageCore
import ImageSources

/// Reads an image chunk by chunk: a tile, some strips, or some whole pages, whatever makes a piece of a reasonable size.
///
/// The axes of the image are those of its planes, then the samples if they lie in planes of their own, depth, `y`, `x`,
/// and the samples if they lie side by side; depth and samples only where they are more than 1. Where the planes have
/// channels too, each with several samples, one axis has them all.
struct TIFFChunkReader: ChunkReader {
    let planes: TIFFPlanes
    /// The lengths of the axes that the planes run along.
    let outer: [Int]
    /// Which of them is also that of the samples.
    let channelAxis: Int?
    /// The axes of a chunk in memory, slowest first; nil where that is their own order.
    let chunkOrder: [Int]?
    /// The extents of a chunk along all axes.
    let chunkShape: [Int]
    let layout: TIFFLayout
    let elementSize: Int
    /// Pages in a chunk, along the last of the outer axes.
    let pagesPerChunk: Int
    let rows: Int
    let columns: Int
    let chunkDepth: Int

    /// Chunks have about so many bytes, if the segments of the file leave the choice.
    private static let byteCount = 1 << 20

    init(_ planes: TIFFPlanes, outer: [Int], channelAxis: Int?) throws(ImageError) {
        self.planes = planes
        self.outer = outer
        self.channelAxis = channelAxis
        layout = planes.layout
        elementSize = try layout.elementType().size
        let (pageByteCount, segmentByteCount) = try layout.byteCounts()
        let isOnePiece = layout.segmentCount == 1 || (!layout.isTiled && !layout.isPlanar && layout.depth == 1)
        if layout.isTiled {
            (rows, columns) = (layout.segmentHeight, layout.segmentWidth)
            // Of a deep tile a flat page has only the first plane.
            chunkDepth = layout.depth > 1 ? layout.segmentDepth : 1
        } else {
            let strips = max(1, Self.byteCount / max(segmentByteCount, 1))
            rows = min(layout.height, layout.segmentHeight.multipliedReportingOverflow(by: strips).partialValue)
            (columns, chunkDepth) = (layout.width, 1)
        }
        let isWhole = isOnePiece && rows >= layout.height && columns >= layout.width
        pagesPerChunk =
            isWhole && channelAxis == nil ? min(outer.last ?? 1, max(1, Self.byteCount / max(pageByteCount, 1))) : 1
        var shape = [Int](repeating: 1, count: outer.count)
        if !shape.isEmpty { shape[shape.count - 1] = pagesPerChunk }
        if layout.isPlanar, channelAxis == nil { shape.append(1) }
        if layout.depth > 1 { shape.append(chunkDepth) }
        shape += [rows, columns]
        var order: [Int]?
        if !layout.isPlanar, layout.samples > 1 {
            if let channelAxis {
                shape[channelAxis] = layout.samples
                order = shape.indices.filter { $0 != channelAxis } + [channelAxis]
            } else {
                shape.append(layout.samples)
            }
        }
        chunkShape = shape
        chunkOrder = order
    }
}
