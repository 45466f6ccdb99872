public import ImageCore
public import ImageSources

/// Makes an image without pixels, to be filled part by part with `imwrite`, by any number of processes.
///
/// Other parameters as in `imsave`.
/// - Parameters:
///   - path: a local path with the extension of a format that can be filled: `.zarr`.
///   - name: the name of the variable.
///   - axes: the axes, slowest first.
///   - shape: the extents in the order of `axes`.
///   - elementType: the type of the pixels.
///   - metadata: spacing, units, names and everything else that is known.
/// - Returns: what the format could not keep.
/// - Throws: as `imsave`; `unsupported` for a format that is only written as a whole.
@discardableResult
public func imcreate(
    _ path: String, name: String = "image", axes: AxisOrder, shape: [Int], elementType: ElementType,
    metadata: ImageMetadata = ImageMetadata(), compression: Compression = .automatic, overwrite: Bool = false,
    options: Attributes = Attributes(), environment: SourceEnvironment = .standard
) async throws -> [Diagnostic] {
    guard shape.count == axes.count else {
        throw ImageError.invalidArgument("\(axes.count) axes (\(axes)) for \(shape.count) extents")
    }
    _ = try Shape.byteCount(shape, elementSize: elementType.size)
    let writer = try regionWriter(for: path, environment)
    let description = ImageDescription(
        name: name, axes: axes, shape: shape, elementType: elementType, metadata: metadata, storedAxes: axes,
        storedShape: shape, chunks: shape, levels: [shape])
    let image = WritableImage(description, isSequential: false) { _ in
        throw ImageError.invalidArgument("the image has no pixels yet")
    }
    let settings = WriteOptions(
        compression: compression, overwrite: overwrite, concurrency: environment.concurrency,
        format: try writer.capabilities.checked(options))
    return try await writer.create(image, at: path, options: settings)
}

/// Writes a part of an image that `imcreate` made; several processes may do so at once.
///
/// A part begins and ends where the stored chunks (or shards) do, or at the image's edge: `imdescribe` tells the chunks,
/// and the setting `chunks` of `imcreate` chooses them.
/// - Parameters:
///   - part: the pixels, with the axes and the element type of the image.
///   - path: the path of the image.
///   - start: where the part begins along each axis; 0 where nothing is said.
/// - Throws: `invalidArgument` for a part that reaches outside or is not aligned, `notFound`, `unsupported`, `io`.
public func imwrite(
    _ part: ImageArray, into path: String, at start: [Axis: Int] = [:], environment: SourceEnvironment = .standard
) async throws {
    try await regionWriter(for: path, environment).write(
        part, into: path, at: start, concurrency: environment.concurrency)
}

private func regionWriter(for path: String, _ environment: SourceEnvironment) throws(ImageError) -> any RegionWriter {
    guard let writer = try writer(for: path, environment).writer as? any RegionWriter,
        ArchivePacking(path: path, mustBeNew: true) == nil
    else {
        throw .unsupported(
            "files of this format are only written as a whole", at: .init(path), hint: "use a .zarr folder")
    }
    return writer
}
