public import ImageCore

/// What a file says, and its decoded pixels in stored order.
///
/// Immutable and without policy: cropping, axis order, byte order, units, limits and concurrency are the engine's.
///
/// A driver gives each image one way of access (`StoredImage.access`) and implements the function that goes with it.
public protocol ImageReader: Sendable {
    /// What is there, by series (scenes, positions); at least one.
    var series: [StoredSeries] { get }

    /// The decoded bytes of one chunk, in stored order and byte order, at the full chunk size also at the edges; nil if
    /// the format declares it absent, which means the fill value. Only for images with access by chunks.
    func chunk(at index: [Int], of image: StoredImage) async throws -> Bytes?

    /// The decoded bytes from the first on. Only for images with access by stream.
    func stream(of image: StoredImage) async throws -> any PixelStream
}

extension ImageReader {
    /// Drivers without chunks need not implement it.
    public func chunk(at index: [Int], of image: StoredImage) async throws -> Bytes? {
        throw ImageError.unsupported("'\(image.name)' is not read by chunks")
    }

    /// Drivers without streams need not implement it.
    public func stream(of image: StoredImage) async throws -> any PixelStream {
        throw ImageError.unsupported("'\(image.name)' is not read as a stream")
    }
}

/// Decoded bytes that only come one after the other, as from a compressed file.
///
/// Used by one task at a time.
public protocol PixelStream: AnyObject {
    /// Fills a part of a block with the next bytes.
    ///
    /// - Throws: `corrupt` if the data end or break before it is full.
    func read(into target: ScatterTarget, _ range: Range<Int>) async throws

    /// Leaves out the next bytes.
    func skip(_ count: Int) async throws
}

extension PixelStream {
    /// Decodes the next bytes and throws them away; drivers that know better implement it.
    public func skip(_ count: Int) async throws {
        guard count > 0 else { return }
        let scratch = try ScatterTarget(count: min(count, 1 << 20))
        var left = count
        while left > 0 {
            let piece = min(left, scratch.count)
            try await read(into: scratch, 0..<piece)
            left -= piece
        }
    }
}

/// The images of one series.
public struct StoredSeries: Sendable {
    /// The name that the file gives it, if any.
    public var name: String?
    /// Its arrays; at least one.
    public var images: [StoredImage]

    /// A series.
    public init(name: String? = nil, images: [StoredImage]) {
        self.name = name
        self.images = images
    }
}
