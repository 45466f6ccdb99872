import ByteStores
public import ImageCore
public import ImageSources

/// Saves what a source holds in another format, part by part: a Zarr store of any size is written in constant memory.
///
/// Other parameters as in `imsave`.
/// - Parameters:
///   - source: the source, as from `imopen` or a catalog entry.
///   - selection: the part of it, everything of the first series by default.
///   - partition: the axes that each file shall have; see `imsave`.
///   - progress: is told the bytes done and in all, from any task.
/// - Returns: what the format could not keep.
/// - Throws: as reading the source and as `imsave`; `CancellationError`, and then nothing stands at the path.
@concurrent
@discardableResult
public func imconvert(
    _ source: ImageSource, _ selection: Selection = .all, to path: String, partition: AxisOrder? = nil,
    compression: Compression = .automatic, overwrite: Bool = false, options: Attributes = Attributes(),
    progress: ReadProgress? = nil
) async throws -> [Diagnostic] {
    try await savedImage(
        of: source, selection, to: path, as: nil, in: nil, partition: partition, compression: compression,
        overwrite: overwrite, options: options, progress: progress
    ).diagnostics
}

/// The driver, and its writer, of the format that a path's extension names; of Zarr where there is none.
func writer(
    for path: String, _ environment: SourceEnvironment
) throws(ImageError) -> (driver: DriverDescriptor, writer: any ImageWriter) {
    let name = ResourceLocation.name(of: path)
    let driver =
        name.contains(".")
        ? try environment.drivers.driver(writingFileName: name)
        : try environment.drivers.requiredDriver(named: "zarr")
    guard let writer = driver.writer else { throw .unsupported("the driver '\(driver.driver.name)' does not write") }
    return (driver.driver, writer)
}

/// Chooses the writer by the path, checks what it is told, spreads the images over files where one cannot hold them, and
/// packs a folder into an archive where the path says so.
func save(
    _ images: [WritableImage], to path: String, partition: AxisOrder?, asOne: Bool = false, _ options: WriteOptions,
    _ environment: SourceEnvironment
) async throws -> SavedImage {
    let (driver, writer) = try writer(for: path, environment)
    let capabilities = writer.capabilities
    var options = options
    options.format = try capabilities.checked(options.format)
    let name = ResourceLocation.name(of: path)
    let known = environment.drivers.descriptors.compactMap { $0.matchingExtension(of: name) }
    let plan = try WritePartition(
        images, to: path, axes: partition, capabilities: capabilities,
        fileExtension: known.max { $0.count < $1.count } ?? "")
    guard plan.isUniform || !asOne else {
        throw ImageError.unsupported(
            "the variables become files of different axes, which no one entry of a catalog names", at: .init(path),
            hint: "save them as .zarr, or one by one")
    }
    if plan.isSingle, let file = plan.files.first {
        let lost = try await write(file.images, to: path, writer, options)
        return SavedImage(location: path, driver: driver.name, diagnostics: lost)
    }
    let folder = ResourceLocation.folder(of: path)
    let files = try AtomicFiles(in: folder, mustBeNew: !options.overwrite)
    try files.check(plan.files.map(\.name))
    // Sources that only read forwards are best asked for one part after the other.
    let isSequential = images.contains { $0.isSequential }
    let (all, several) = (options, isSequential ? 1 : options.concurrency)
    let meter = ReadMeter(
        total: plan.files.reduce(0) { $0 + $1.images.reduce(0) { $0 + $1.byteCount } }, report: options.progress)
    let lost = try await mapConcurrently(plan.files.count, limit: several) { number in
        var own = all
        own.concurrency = isSequential ? all.concurrency : max(1, all.concurrency / plan.files.count)
        own.progress = nil
        let file = plan.files[number]
        defer { meter.add(file.images.reduce(0) { $0 + $1.byteCount }) }
        return try await write(file.images, to: files.temporaryPath + "/" + file.name, writer, own)
    }
    try files.commit()
    var saved = SavedImage(plan, in: folder, driver: driver.name)
    for note in lost.joined() where !saved.diagnostics.contains(note) { saved.diagnostics.append(note) }
    return saved
}

private func write(
    _ images: [WritableImage], to path: String, _ writer: any ImageWriter, _ options: WriteOptions
) async throws -> [Diagnostic] {
    guard writer.capabilities.isFolder,
        let archive = ArchivePacking(path: path, mustBeNew: !options.overwrite)
    else {
        return try await writer.write(images, to: path, options: options)
    }
    return try await archive.pack { folder in try await writer.write(images, to: folder, options: options) }
}
