public import ImageCore

/// What a file says, and its decoded pixels in stored order.
///
/// Immutable and without policy: cropping, axis order, byte order, units, limits and concurrency are the engine's.
///
/// A driver gives each image one way of access (`StoredImage.access`), and implements `stream` if it is that.
public protocol ImageReader: Sendable {
    /// The names of the series (scenes, positions, wells), nil for one without a name; at least one.
    ///
    /// Known without opening them: a plate may have thousands.
    var seriesNames: [String?] { get }

    /// What one of the series holds; reads its headers where these are files of their own.
    ///
    /// - Parameter number: a valid index into `seriesNames`.
    func series(at number: Int) async throws -> StoredSeries

    /// The decoded bytes from the first on. Only for images with access by stream.
    func stream(of image: StoredImage) async throws -> any PixelStream
}

extension ImageReader {
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

/// A reader that knows everything once it is made, because the headers of all series lie in one place.
public protocol EagerImageReader: ImageReader {
    /// What is there, by series; at least one.
    var series: [StoredSeries] { get }
}

extension EagerImageReader {
    /// The names of the series.
    public var seriesNames: [String?] { series.map(\.name) }

    /// One of the series.
    public func series(at number: Int) async throws -> StoredSeries { series[number] }
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
