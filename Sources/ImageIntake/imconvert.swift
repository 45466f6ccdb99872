public import ImageCore
public import ImageSources

/// Saves what a source holds in another format, part by part: a Zarr store of any size is written in constant memory.
///
/// Other parameters as in `imsave`.
/// - Parameters:
///   - source: the source, as from `imopen` or a catalog entry.
///   - selection: the part of it, everything of the first series by default.
///   - progress: is told the bytes done and in all, from any task.
/// - Returns: what the format could not keep.
/// - Throws: as reading the source and as `imsave`; `CancellationError`, and then nothing stands at the path.
@concurrent
@discardableResult
public func imconvert(
    _ source: ImageSource, _ selection: Selection = .all, to path: String, compression: Compression = .automatic,
    overwrite: Bool = false, options: Attributes = Attributes(), progress: ReadProgress? = nil
) async throws -> [Diagnostic] {
    let environment = source.request.environment
    return try await write(
        try await source.writableImages(selection), to: path,
        WriteOptions(
            compression: compression, overwrite: overwrite, concurrency: environment.concurrency, format: options,
            progress: progress), environment)
}

/// The writer of the format that a path's extension names; of Zarr where there is none.
func writer(for path: String, _ environment: SourceEnvironment) throws(ImageError) -> any ImageWriter {
    let name = ResourceLocation.name(of: path)
    return name.contains(".")
        ? try environment.drivers.writer(forFileName: name) : try environment.drivers.requiredWriter(named: "zarr")
}

/// Chooses the writer by the path, checks what it is told, and packs a folder into an archive where the path says so.
func write(
    _ images: [WritableImage], to path: String, _ options: WriteOptions, _ environment: SourceEnvironment
) async throws -> [Diagnostic] {
    let writer = try writer(for: path, environment)
    let capabilities = writer.capabilities
    guard images.count == 1 || capabilities.holdsSeveralArrays else {
        let names = images.map(\.name)
        throw ImageError.unsupported(
            "there are the arrays \(names.joined(separator: ", ")), a file of this format holds one", at: .init(path),
            hint: "save each array on its own, as in imsave(dataset[\"\(names.first ?? "image")\"], to: ...)")
    }
    var options = options
    options.format = try capabilities.checked(options.format)
    guard capabilities.isFolder, let archive = ArchivePacking(path: path, mustBeNew: !options.overwrite) else {
        return try await writer.write(images, to: path, options: options)
    }
    return try await archive.pack { folder in try await writer.write(images, to: folder, options: options) }
}
