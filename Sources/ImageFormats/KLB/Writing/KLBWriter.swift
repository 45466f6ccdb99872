import ByteStores
import ImageCodecs
import ImageCore
import ImageSources

/// Writes KLB files of header version 2, block after block, compressed by bzip2 by default.
///
/// Blocks are compressed at the same time, and an image larger than memory is read and written part by part.
struct KLBWriter: ImageWriter {
    let capabilities = WritingCapabilities(
        axes: [.t, .c, .z, .y, .x], elementTypes: Set(KLBHeader.elementTypes),
        compressions: KLBWriteSettings.compressions, options: KLBWriteSettings.options)
    /// The bytes of an image that are in memory at once, where they are not all there anyway.
    var partByteCount = 64 << 20

    /// The order of the axes of a file.
    private static let order: AxisOrder = "tczyx"
    /// Their table alone would have a gigabyte.
    private static let blockLimit = 1 << 27

    func write(_ images: [WritableImage], to path: String, options: WriteOptions) async throws -> [Diagnostic] {
        guard let original = images.first, images.count == 1 else {
            throw ImageError.unsupported("a KLB file holds one array, there are \(images.count)")
        }
        try capabilities.check(original, format: "KLB")
        let settings = try KLBWriteSettings(options.format, options.compression)
        let image = try original.reordered(to: Self.order)
        let calibration = KLBCalibration(image, text: settings.text)
        let header = try Self.header(image, settings, calibration)
        let count = try Shape.elementCount(header.blockCounts)
        guard count <= Self.blockLimit else {
            throw ImageError.limitExceeded(
                "\(Shape.describe(header.block.reversed())) are too small for blocks of an image of "
                    + "\(Shape.describe(header.sizes.reversed())) elements", hint: "choose a larger block_shape")
        }
        let headerEnd = try header.byteCount()
        var file = try AtomicFile(path: path, mustBeNew: !options.overwrite)
        let codec = settings.codec(
            blockByteCount: try Shape.byteCount(header.block, elementSize: header.elementType.size))
        let parts = KLBParts(image, header, byteCount: partByteCount)
        let meter = ReadMeter(total: image.byteCount, report: options.progress)
        var ends: [UInt64] = []
        ends.reserveCapacity(count)
        var position = headerEnd
        for box in parts.grid.boxes {
            try Task.checkCancellation()
            var pixels = try await image.pixels(in: box)
            // Taking blocks would take parts of all this too.
            pixels.metadata = ImageMetadata()
            let part = KLBPart(pixels, block: parts.block, codec: codec)
            for block in try await mapConcurrently(part.count, limit: options.concurrency, { try part.encoded($0) }) {
                try file.write(block, at: position)
                position += block.count
                ends.append(UInt64(position - headerEnd))
            }
            meter.add(pixels.byteCount)
        }
        guard ends.count == count else { throw ImageError.corrupt("\(ends.count) of \(count) blocks were made") }
        try file.write(Bytes(header.encoded), at: 0)
        try file.write(Self.table(ends), at: header.form.byteCount)
        try Task.checkCancellation()
        try file.commit(flushing: .beforeReplacing)
        return settings.diagnostics + calibration.diagnostics
    }

    private static func header(
        _ image: WritableImage, _ settings: KLBWriteSettings, _ calibration: KLBCalibration
    ) throws(ImageError) -> KLBHeader {
        let sizes = KLBHeader.axes.map { axis in image.axes.position(of: axis).map { image.shape[$0] } ?? 1 }
        guard sizes.allSatisfy({ $0 > 0 }) else { throw .unsupported("KLB files hold no image without pixels") }
        guard sizes.allSatisfy({ $0 <= Int(UInt32.max) }),
            try Shape.byteCount(sizes, elementSize: image.elementType.size) < 1 << 60
        else {
            throw .limitExceeded(
                "an image of \(Shape.describe(image.shape)) elements is too large for a KLB file")
        }
        return KLBHeader(
            sizes: sizes, sampling: KLBHeader.axes.map { calibration.sampling[$0] ?? 1 },
            elementType: image.elementType, compression: settings.compression, metadata: calibration.text,
            block: try settings.blockShape(sizes, image.elementType))
    }

    private static func table(_ ends: [UInt64]) throws(ImageError) -> Bytes {
        let size = MemoryLayout<UInt64>.size
        let bytes = ends.map(\.littleEndian).withUnsafeBytes { Bytes(Array($0)) }
        guard bytes.count == ends.count * size else { throw .corrupt("a table of \(bytes.count) bytes") }
        return bytes
    }
}
