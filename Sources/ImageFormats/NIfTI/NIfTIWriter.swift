import ByteStores
import ImageCore
import ImageSources

/// Writes NIfTI-1 files, and NIfTI-2 where an axis is too long for them: `.nii`, `.nii.gz`, or a header and an image.
///
/// Whether they are compressed is said by the name. An image larger than memory is read and written part by part.
struct NIfTIWriter: ImageWriter {
    let capabilities = WritingCapabilities(
        axes: [.t, .c, .z, .y, .x], splitAxes: [.c],
        elementTypes: [
            .uint8, .int8, .int16, .uint16, .int32, .uint32, .float32, .float64, .complex64, .complex128,
        ],
        compressions: ["gzip"], options: NIfTIWriteSettings.options)
    /// The bytes of an image that are in memory at once, where they are not all there anyway.
    var partByteCount = 64 << 20

    func write(_ images: [WritableImage], to path: String, options: WriteOptions) async throws -> [Diagnostic] {
        guard let image = images.first, images.count == 1 else {
            throw ImageError.unsupported("a NIfTI file holds one array, there are \(images.count)")
        }
        let settings = try NIfTIWriteSettings(options.format, path: path)
        let plan = try NIfTIWritePlan(image, settings)
        var diagnostics = plan.diagnostics
        let level = compressionLevel(options.compression, settings, path, &diagnostics)
        let header = Bytes(plan.headerBytes)
        guard let pair = settings.pair else {
            let file = try NIfTIOutput(path, level, options)
            try await file.append(header)
            try await write(plan, to: file, options)
            try file.commit()
            return diagnostics
        }
        let first = try NIfTIOutput(pair.header, level, options)
        let second = try NIfTIOutput(pair.pixels, level, options)
        try await first.append(header)
        try await write(plan, to: second, options)
        try second.commit()
        try first.commit()
        return diagnostics
    }

    private func write(_ plan: NIfTIWritePlan, to file: NIfTIOutput, _ options: WriteOptions) async throws {
        let meter = ReadMeter(total: plan.image.byteCount, report: options.progress)
        for box in NIfTIParts(plan.image, byteCount: partByteCount) {
            try Task.checkCancellation()
            var pixels = try await plan.image.pixels(in: box)
            // Taking the bytes would take parts of all this too.
            pixels.metadata = ImageMetadata()
            try await file.append(try plan.bytes(pixels))
            meter.add(pixels.byteCount)
        }
    }

    /// The gzip level, or nil for files whose name says that they are not compressed.
    private func compressionLevel(
        _ compression: Compression, _ settings: NIfTIWriteSettings, _ path: String, _ diagnostics: inout [Diagnostic]
    ) -> Int? {
        let isWanted: Bool?
        switch compression.algorithm {
        case "auto": isWanted = nil
        case "none", "raw": isWanted = false
        case "gzip", "gz": isWanted = true
        default:
            isWanted = true
            diagnostics.append(
                Diagnostic(
                    "NIfTI files are not compressed with \(compression.algorithm), only with gzip", about: .storage))
        }
        if let isWanted, isWanted != settings.isCompressed {
            diagnostics.append(
                Diagnostic(
                    isWanted
                        ? "a name without .gz is that of a file that is not compressed, and so it was written"
                        : "a name with .gz is that of a compressed file, and so it was written"))
        }
        guard settings.isCompressed else { return nil }
        // ISA-L's level 2: the size of zlib's fast levels at many times their speed.
        let wanted = compression.level ?? 2
        let level = min(max(wanted, 0), 3)
        if wanted != level {
            diagnostics.append(
                Diagnostic("gzip is written at levels 0 to 3; \(level) was used instead of \(wanted)", about: .storage))
        }
        return level
    }
}

/// A file that is being written, compressed or not.
private enum NIfTIOutput {
    case plain(NIfTIPlainFile)
    case packed(ParallelGzipFile)

    init(_ path: String, _ level: Int?, _ options: WriteOptions) throws {
        let file = try AtomicFile(path: path, mustBeNew: !options.overwrite)
        if let level {
            self = .packed(try ParallelGzipFile(file, level: level, concurrency: options.concurrency))
        } else {
            self = .plain(NIfTIPlainFile(file))
        }
    }

    func append(_ bytes: Bytes) async throws {
        switch self {
        case .plain(let file): try file.append(bytes)
        case .packed(let file): try await file.append(bytes)
        }
    }

    func commit() throws {
        switch self {
        case .plain(let file): try file.commit()
        case .packed(let file): try file.commit()
        }
    }
}

/// A file that is not compressed.
private final class NIfTIPlainFile {
    private var file: AtomicFile

    init(_ file: consuming AtomicFile) {
        self.file = file
    }

    func append(_ bytes: Bytes) throws { try file.append(bytes) }

    func commit() throws { try file.commit(flushing: .beforeReplacing) }
}
