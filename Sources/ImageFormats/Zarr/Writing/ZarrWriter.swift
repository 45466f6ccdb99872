import ByteStores
import ImageCore
import ImageSources

/// Writes Zarr stores with OME-NGFF metadata: version 0.5 in Zarr v3, or 0.4 in Zarr v2.
///
/// The layout is one that xarray and OME readers both take: the group's first array is named as the variable, smaller
/// levels lie under `_ms`, labels under `labels`, and arrays of positions and channel names beside the image. An axis `i`
/// becomes a group for each of its places (bioformats2raw layout 3).
struct ZarrWriter: ImageWriter {
    let capabilities = WritingCapabilities(
        axes: Set(Axis.allCases), elementTypes: Set(ElementType.allCases), compressions: ZarrEncoding.names,
        holdsSeveralArrays: true, isFolder: true, options: ZarrWriteSettings.options)

    func write(_ images: [WritableImage], to path: String, options: WriteOptions) async throws -> [Diagnostic] {
        try await write(images, to: path, options: options, isEmpty: false)
    }

    /// Writes a store, or with `isEmpty` all of it but the pixels.
    func write(
        _ images: [WritableImage], to path: String, options: WriteOptions, isEmpty: Bool
    ) async throws -> [Diagnostic] {
        let settings = try ZarrWriteSettings(options.format)
        for image in images {
            try capabilities.check(image, format: "Zarr")
            // Far beyond any disk; sizes rounded up to whole chunks and shards cannot overflow below it.
            guard try Shape.byteCount(image.shape, elementSize: image.elementType.size) < 1 << 60 else {
                throw ImageError.limitExceeded(
                    "an image of \(Shape.describe(image.shape)) elements is too large to save")
            }
        }
        guard let first = images.first else { throw ImageError.invalidArgument("there is no array to write") }
        let folder = try AtomicFolder(path: path, mustBeNew: !options.overwrite)
        let total = images.reduce(0) { $0 &+ $1.shape.reduce($1.elementType.size, &*) }
        let store = ZarrStoreWriter(
            sink: folder, settings: settings, options: options, isEmpty: isEmpty,
            meter: ReadMeter(total: total, report: options.progress))
        var documents = ZarrStoreDocuments(format: settings.version.zarrFormat)
        var diagnostics: [Diagnostic] = []
        if let count = first.axes.position(of: .i).map({ first.shape[$0] }) {
            var root = OMEZarrMetadata()
            root.bioformats2rawLayout = 3
            documents.addGroup("", root.attributes(as: settings.version))
            var list = OMEZarrMetadata()
            list.series = (0..<count).map(String.init)
            var attributes = list.attributes(as: settings.version)
            attributes[ZarrStack.key] = ZarrStack.attribute(first.metadata.coords[.i])
            documents.addGroup("OME", attributes)
            for number in 0..<count {
                let parts = try images.map { $0.axes.contains(.i) ? try $0.slice(.i, number) : $0 }
                try await store.write(parts, in: "\(number)", &documents, &diagnostics)
            }
        } else {
            try await store.write(images, in: "", &documents, &diagnostics)
        }
        try documents.write(to: folder)
        try Task.checkCancellation()
        try folder.commit()
        var seen: Set<Diagnostic> = []
        return diagnostics.filter { seen.insert($0).inserted }
    }
}
