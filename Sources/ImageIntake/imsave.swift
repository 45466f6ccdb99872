public import ImageCore
public import ImageSources

/// Saves an image in the format that the extension of `path` names.
///
/// The file appears under its name when it is complete; an existing one stays as it is unless `overwrite` is set.
/// - Parameters:
///   - image: the array.
///   - path: a local path with the extension of a format that can be written.
///   - compression: a wish; what the format cannot do is reported, not an error. `.automatic` is what the format's
///     users expect.
///   - overwrite: whether a file that stands there may be replaced.
/// - Returns: what the format could not keep.
/// - Throws: `unsupported` for an extension nobody writes, or an image that one file of the format cannot hold;
///   `invalidArgument` if the file exists; `io`.
@discardableResult
public func imsave(
    _ image: ImageArray, to path: String, compression: Compression = .automatic, overwrite: Bool = false,
    environment: SourceEnvironment = .standard
) async throws -> [Diagnostic] {
    let writer = try environment.drivers.writer(forFileName: path)
    let options = WriteOptions(
        compression: compression, overwrite: overwrite, concurrency: environment.concurrency)
    return try await writer.write(image, to: path, options: options)
}

/// Saves a data set that holds one array; see `imsave` of an array.
///
/// - Throws: `unsupported` if it holds several, since they do not fit into one file of the formats that are written.
@discardableResult
public func imsave(
    _ dataset: ImageDataset, to path: String, compression: Compression = .automatic, overwrite: Bool = false,
    environment: SourceEnvironment = .standard
) async throws -> [Diagnostic] {
    guard dataset.arrays.count == 1 else {
        throw ImageError.unsupported(
            "the data set holds \(dataset.names.joined(separator: ", ")), a file holds one array",
            hint: "save each array on its own, as in imsave(dataset[\"\(dataset.names[0])\"], to: ...)")
    }
    return try await imsave(
        dataset.image, to: path, compression: compression, overwrite: overwrite, environment: environment)
}
