import ByteStores
import ImageCodecs
import ImageCore
import ImageSources

/// Writes NRRD files (`.nrrd`), or a header and a data file beside it (`.nhdr`), in the two layouts that teem, ITK and
/// 3D Slicer read alike.
///
/// Gzip compressed by default, blocks compressed in parallel into one member; raw on request. An image larger than memory
/// is read and written part by part.
struct NRRDWriter: ImageWriter {
    let capabilities = WritingCapabilities(
        axes: Set(Axis.allCases),
        elementTypes: [
            .int8, .int16, .int32, .int64, .uint8, .uint16, .uint32, .uint64, .float32, .float64,
        ],
        compressions: ["gzip"])
    /// The bytes of an image that are in memory at once, where they are not all there anyway.
    var partByteCount = 64 << 20

    func write(_ images: [WritableImage], to path: String, options: WriteOptions) async throws -> [Diagnostic] {
        guard let image = images.first, images.count == 1 else {
            throw ImageError.unsupported("an NRRD file holds one array, there are \(images.count)")
        }
        try capabilities.check(image, format: "NRRD")
        guard !image.axes.isEmpty else { throw ImageError.unsupported("NRRD files need an axis; there is one pixel") }
        var (header, diagnostics) = NRRDHeaderText.make(image)
        let level = compressionLevel(options.compression, &diagnostics)
        header += "endian: \(ByteOrder.native.rawValue)\nencoding: \(level == nil ? "raw" : "gzip")\n"
        if path.lowercased().hasSuffix(".nhdr") {
            let name =
                String(ResourceLocation.name(of: path).dropLast(".nhdr".count)) + (level == nil ? ".raw" : ".raw.gz")
            let place = ResourceLocation.resolved(name, in: ResourceLocation.folder(of: path))
            let data = try OutputFile(place, gzipLevel: level, options)
            let file = try OutputFile(
                path, head: Bytes(utf8: header + "data file: \(name)\n"), gzipLevel: nil, options)
            try await data.append(image, byteCount: partByteCount, options.progress)
            try data.commit()
            try file.commit()
        } else {
            let file = try OutputFile(path, head: Bytes(utf8: header + "\n"), gzipLevel: level, options)
            try await file.append(image, byteCount: partByteCount, options.progress)
            try file.commit()
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
}
