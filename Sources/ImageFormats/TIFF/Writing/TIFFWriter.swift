import ByteStores
import ImageCore
import ImageSources

/// Writes TIFF files: ImageJ's where ImageJ can open them, OME-TIFF under names that say so and wherever ImageJ's scheme
/// does not reach, and tifffile's for the types that neither has.
///
/// Directories come first and pixels follow, plane after plane, uncompressed by default. Segments are compressed at the
/// same time, and an image larger than memory is read and written part by part.
struct TIFFWriter: ImageWriter {
    let capabilities = WritingCapabilities(
        axes: [.t, .z, .c, .y, .x], elementTypes: Set(ElementType.allCases), compressions: TIFFEncoding.names,
        options: TIFFWriteSettings.options)
    /// The bytes of an image that are in memory at once, where they are not all there anyway.
    var partByteCount = 64 << 20

    func write(_ images: [WritableImage], to path: String, options: WriteOptions) async throws -> [Diagnostic] {
        guard let image = images.first, images.count == 1 else {
            throw ImageError.unsupported("a TIFF file holds one array, there are \(images.count)")
        }
        try capabilities.check(image, format: "TIFF")
        let settings = try TIFFWriteSettings(options.format, path: path)
        let plan = try TIFFWritePlan(image, settings, options.compression)
        let description = try TIFFDescription(plan)
        let directories = try TIFFDirectories(plan, description)
        var file = try AtomicFile(path: path, mustBeNew: !options.overwrite)
        var start = TIFFBytes(directories.header)
        start.appendHeader()
        start.pad(to: directories.end)
        try file.append(Bytes(start.array))
        let sink = TIFFSegmentSink(file, count: plan.isPlain ? 0 : plan.slotCount)
        let pixels = TIFFPixelWriter(plan, to: sink, at: directories.end, partByteCount: partByteCount)
        let total = plan.planeCount * plan.planeByteCount
        try await pixels.write(
            concurrency: options.concurrency, meter: ReadMeter(total: total, report: options.progress))
        try Task.checkCancellation()
        try sink.finish { file, places, counts in
            try directories.write(to: &file, places: places, counts: counts)
        }
        return plan.diagnostics + description.diagnostics
    }
}
