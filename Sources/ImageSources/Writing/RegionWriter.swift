public import ImageCore

/// A writer whose images can be filled part by part, from several processes at once.
public protocol RegionWriter: ImageWriter {
    /// Makes an image without pixels: everything but them is written, and all of them read as zero.
    ///
    /// - Parameter image: what it will be; its pixels are not asked for.
    /// - Returns: what the format could not keep.
    /// - Throws: as `write`.
    func create(_ image: WritableImage, at path: String, options: WriteOptions) async throws -> [Diagnostic]

    /// Writes a part of an image that exists.
    ///
    /// Parts must begin and end where the chunks do that the image is stored in, or at its edge: whoever writes a part of
    /// a chunk would undo what another process writes into the rest.
    /// - Parameters:
    ///   - part: the pixels, with the name, the axes and the element type of the image.
    ///   - start: where the part begins along each axis; 0 where nothing is said.
    /// - Throws: `invalidArgument` for a part that does not fit or is not aligned, with the extents that would be;
    ///   `notFound` if there is no such image; `unsupported` for one that is stored in a way that is only read; `io`.
    func write(_ part: ImageArray, into path: String, at start: [Axis: Int], concurrency: Int) async throws
}
