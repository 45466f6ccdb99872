public import ImageCore
public import ImageSources

/// Saves an image in the format that the extension of `path` names; without an extension, as a Zarr store.
///
/// What one file of the format cannot hold is split into several, and into as few as possible: `cells.tif` with an axis
/// `i` becomes `cells.i_00.tif`, `cells.i_01.tif` and so on, several variables become `cells.var_image.tif` and
/// `cells.var_segmentation.tif`. See `WritePartition`. The driver `filepattern` loads them again.
///
/// Files appear under their names when all are complete; existing ones stay as they are unless `overwrite` is set.
/// - Parameters:
///   - image: the array.
///   - path: a local path with the extension of a format that can be written.
///   - partition: the axes that each file shall have, in this order: `"tyx"` makes one file for each place along the other
///     axes. By default as many as the format holds.
///   - compression: a wish; what the format cannot do is reported, not an error. `.automatic` is what the format's
///     users expect.
///   - overwrite: whether what stands there may be replaced.
///   - options: the format's own settings, such as `["chunks": "z=32,y=256,x=256"]`.
/// - Returns: what the format could not keep.
/// - Throws: `unsupported` for an extension nobody writes, or a type of pixels that the format does not hold;
///   `invalidArgument` if something stands there, or for a setting that the format does not have; `io`.
@discardableResult
public func imsave(
    _ image: ImageArray, to path: String, partition: AxisOrder? = nil, compression: Compression = .automatic,
    overwrite: Bool = false, options: Attributes = Attributes(), environment: SourceEnvironment = .standard
) async throws -> [Diagnostic] {
    try await imsave(
        try ImageDataset([image]), to: path, partition: partition, compression: compression, overwrite: overwrite,
        options: options,
        environment: environment)
}

/// Saves the arrays of a data set; see `imsave` of an array.
///
/// - Throws: as there.
@discardableResult
public func imsave(
    _ dataset: ImageDataset, to path: String, partition: AxisOrder? = nil, compression: Compression = .automatic,
    overwrite: Bool = false, options: Attributes = Attributes(), environment: SourceEnvironment = .standard
) async throws -> [Diagnostic] {
    try await save(
        dataset.arrays.map { WritableImage($0) }, to: path, partition: partition,
        WriteOptions(
            compression: compression, overwrite: overwrite, concurrency: environment.concurrency, format: options),
        environment
    ).diagnostics
}
