import ByteStores
import ImageCodecs
import ImageCore
import ImageSources

/// Writes NRRD files (`.nrrd`), or a header and a data file beside it (`.nhdr`), in the two layouts that teem, ITK and
/// 3D Slicer read alike.
///
/// Gzip compressed by default, blocks compressed in parallel into one member; raw on request.
struct NRRDWriter: ImageWriter {
    let capabilities = WritingCapabilities(
        axes: Set(Axis.allCases),
        elementTypes: [
            .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .float32, .float64,
        ],
        compressions: ["gzip"])

    func write(_ images: [WritableImage], to path: String, options: WriteOptions) async throws -> [Diagnostic] {
        guard let image = images.first, images.count == 1 else {
            throw ImageError.unsupported("an NRRD file holds one array, there are \(images.count)")
        }
        try capabilities.check(image, format: "NRRD")
        let array = try await image.pixels()
        guard !array.axes.isEmpty else { throw ImageError.unsupported("NRRD files need an axis; there is one pixel") }
        var (header, diagnostics) = NRRDHeaderText.make(array)
        let level = compressionLevel(options.compression, &diagnostics)
        header += "endian: \(ByteOrder.native.rawValue)\nencoding: \(level == nil ? "raw" : "gzip")\n"
        let isDetached = path.lowercased().hasSuffix(".nhdr")
        let pixels = try array.bytes()
        if isDetached {
            let name =
                String(ResourceLocation.name(of: path).dropLast(".nhdr".count)) + (level == nil ? ".raw" : ".raw.gz")
            let data = try AtomicFile(
                path: ResourceLocation.resolved(name, in: ResourceLocation.folder(of: path)),
                mustBeNew: !options.overwrite)
            var file = try AtomicFile(path: path, mustBeNew: !options.overwrite)
            try file.append(Bytes(utf8: header + "data file: \(name)\n"))
            try await finish(data, with: pixels, level: level, options)
            try file.commit(flushing: .beforeReplacing)
        } else {
            var file = try AtomicFile(path: path, mustBeNew: !options.overwrite)
            try file.append(Bytes(utf8: header + "\n"))
            try await finish(file, with: pixels, level: level, options)
        }
        return diagnostics
    }

    /// The gzip level, or nil for raw.
    private func compressionLevel(_ compression: Compression, _ diagnostics: inout [Diagnostic]) -> Int? {
        switch compression.algorithm {
        case "none", "raw": return nil
        case "auto", "gzip", "gz": break
        default:
            diagnostics.append(
                Diagnostic(
                    "NRRD files are not compressed with \(compression.algorithm); gzip was used instead",
                    about: .storage))
        }
        // ISA-L's level 2: zlib's default size at many times its speed (3 gains under one per cent).
        return min(max(compression.level ?? 2, 0), 3)
    }

    /// Appends the pixels to a file and gives it its name.
    private func finish(
        _ file: consuming AtomicFile, with pixels: Bytes, level: Int?, _ options: WriteOptions
    ) async throws {
        if let level {
            let packed = try ParallelGzipFile(file, level: level, concurrency: options.concurrency)
            try await packed.append(pixels)
            try packed.commit()
        } else {
            var file = file
            try file.append(pixels)
            try file.commit(flushing: .beforeReplacing)
        }
    }
}
