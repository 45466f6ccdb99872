public import ImageCore
public import ImageSources

/// Saves an image in the format that the extension of `path` names; without an extension, as a Zarr store.
///
/// The file or folder appears under its name when it is complete; an existing one stays as it is unless `overwrite` is
/// set.
/// - Parameters:
///   - image: the array.
///   - path: a local path with the extension of a format that can be written.
///   - compression: a wish; what the format cannot do is reported, not an error. `.automatic` is what the format's
///     users expect.
///   - overwrite: whether what stands there may be replaced.
///   - options: the format's own settings, such as `["chunks": "z=32,y=256,x=256"]`.
/// - Returns: what the format could not keep.
/// - Throws: `unsupported` for an extension nobody writes, or an image that one file of the format cannot hold;
///   `invalidArgument` if something stands there, or for a setting that the format does not have; `io`.
@discardableResult
public func imsave(
    _ image: ImageArray, to path: String, compression: Compression = .automatic, overwrite: Bool = false,
    options: Attributes = Attributes(), environment: SourceEnvironment = .standard
) async throws -> [Diagnostic] {
    try await imsave(
        try ImageDataset([image]), to: path, compression: compression, overwrite: overwrite, options: options,
        environment: environment)
}

/// Saves the arrays of a data set; see `imsave` of an array.
///
/// - Throws: `unsupported` if there are several, and the format holds one.
@discardableResult
public func imsave(
    _ dataset: ImageDataset, to path: String, compression: Compression = .automatic, overwrite: Bool = false,
    options: Attributes = Attributes(), environment: SourceEnvironment = .standard
) async throws -> [Diagnostic] {
    try await write(
        dataset.arrays.map { WritableImage($0) }, to: path,
        WriteOptions(
            compression: compression, overwrite: overwrite, concurrency: environment.concurrency, format: options),
        environment)
}
