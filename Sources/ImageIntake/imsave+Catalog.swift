public import ImageCatalogs
public import ImageCore
public import ImageSources

/// Saves an image and puts it into a catalog, from where it is loaded as it was: what the files cannot hold, such as the
/// names of channels, stands in the entry.
///
/// Other parameters as in `imsave`.
/// - Parameters:
///   - catalog: the path of the catalog, which is made if missing; the rest of it stays as it is.
///   - entry: the name in the catalog.
///   - description: what the image shows.
///   - provenance: what it was made from, to be written to the entry; nil for nothing.
/// - Returns: what neither the files nor the entry could keep.
/// - Throws: as `imsave`; `invalidArgument` if the catalog has such an entry and it may not be replaced, before anything
///   is written.
@discardableResult
public func imsave(
    _ dataset: ImageDataset, to path: String, catalog: String, entry: String, description: String = "",
    provenance: Provenance? = nil, partition: AxisOrder? = nil, compression: Compression = .automatic,
    overwrite: Bool = false, options: Attributes = Attributes(), environment: SourceEnvironment = .standard
) async throws -> [Diagnostic] {
    var entry = NewEntry(name: entry, description: description, driver: "zarr", uri: path)
    entry.provenance = provenance
    return try await save(
        dataset.arrays.map { WritableImage($0) }, to: path, as: entry, in: catalog, partition: partition,
        WriteOptions(
            compression: compression, overwrite: overwrite, concurrency: environment.concurrency, format: options),
        environment
    ).diagnostics
}

/// Saves an array and puts it into a catalog; see `imsave` of a data set.
///
/// - Throws: as there.
@discardableResult
public func imsave(
    _ image: ImageArray, to path: String, catalog: String, entry: String, description: String = "",
    provenance: Provenance? = nil, partition: AxisOrder? = nil, compression: Compression = .automatic,
    overwrite: Bool = false, options: Attributes = Attributes(), environment: SourceEnvironment = .standard
) async throws -> [Diagnostic] {
    try await imsave(
        try ImageDataset([image]), to: path, catalog: catalog, entry: entry, description: description,
        provenance: provenance, partition: partition, compression: compression, overwrite: overwrite, options: options,
        environment: environment)
}

/// Saves what a source holds in another format, as `imconvert`, and puts it into a catalog, as `imsave`.
///
/// - Throws: as these.
@concurrent
@discardableResult
public func imconvert(
    _ source: ImageSource, _ selection: Selection = .all, to path: String, catalog: String, entry: String,
    description: String = "", provenance: Provenance? = nil, partition: AxisOrder? = nil,
    compression: Compression = .automatic, overwrite: Bool = false, options: Attributes = Attributes(),
    progress: ReadProgress? = nil
) async throws -> [Diagnostic] {
    var entry = NewEntry(name: entry, description: description, driver: "zarr", uri: path)
    entry.provenance = provenance
    return try await savedImage(
        of: source, selection, to: path, as: entry, in: catalog, partition: partition, compression: compression,
        overwrite: overwrite, options: options, progress: progress
    ).diagnostics
}

/// Saves what a source holds, and says what became of it; with an entry and a catalog it is added there.
///
/// - Throws: as `imconvert`.
@concurrent
package func savedImage(
    of source: ImageSource, _ selection: Selection, to path: String, as entry: NewEntry?, in catalog: String?,
    partition: AxisOrder?, compression: Compression, overwrite: Bool, options: Attributes, progress: ReadProgress?
) async throws -> SavedImage {
    let environment = source.request.environment
    let images = try await source.writableImages(selection)
    let options = WriteOptions(
        compression: compression, overwrite: overwrite, concurrency: environment.concurrency, format: options,
        progress: progress)
    guard let entry, let catalog else {
        return try await save(images, to: path, partition: partition, options, environment)
    }
    return try await save(images, to: path, as: entry, in: catalog, partition: partition, options, environment)
}

/// Saves images, and writes the entry that loads them again.
private func save(
    _ images: [WritableImage], to path: String, as entry: NewEntry, in catalog: String, partition: AxisOrder?,
    _ options: WriteOptions, _ environment: SourceEnvironment
) async throws -> SavedImage {
    let writer = try CatalogWriter(catalog, drivers: environment.drivers)
    // A catalog that cannot take the entry is noticed before pixels are written.
    try await writer.add(entry, replace: options.overwrite, dryRun: true)
    var saved = try await save(images, to: path, partition: partition, asOne: true, options, environment)
    // What the files could not say is compared anew.
    saved.diagnostics.removeAll { $0.subject == .metadata }
    let overrides = try await saved.overrides(for: images, environment)
    var entry = entry
    (entry.driver, entry.uri, entry.options) = (saved.driver, saved.location, saved.options)
    entry.metadata = overrides.attribute
    try await writer.add(entry, replace: options.overwrite)
    return saved
}
