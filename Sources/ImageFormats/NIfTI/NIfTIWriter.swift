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
            let file = try OutputFile(path, gzipLevel: level, options)
            try await file.append(header)
            try await file.append(plan.image, byteCount: partByteCount, options.progress) { try plan.bytes($0) }
            try file.commit()
            return diagnostics
        }
        let first = try OutputFile(pair.header, gzipLevel: level, options)
        let second = try OutputFile(pair.pixels, gzipLevel: level, options)
        try await first.append(header)
        try await second.append(plan.image, byteCount: partByteCount, options.progress) { try plan.bytes($0) }
        try second.commit()
        try first.commit()
        return diagnostics
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
