import ByteStores
import ImageCore
import ImageSources

/// A file that is written from the first byte to the last, compressed with gzip or not.
enum OutputFile {
    case plain(PlainFile)
    case packed(ParallelGzipFile)

    /// - Parameters:
    ///   - head: bytes at the beginning that are never compressed.
    ///   - level: that of gzip, 0 to 3; nil for no compression.
    init(_ path: String, head: Bytes = .empty, gzipLevel level: Int?, _ options: WriteOptions) throws {
        var file = try AtomicFile(path: path, mustBeNew: !options.overwrite)
        try file.append(head)
        if let level {
            self = .packed(try ParallelGzipFile(file, level: level, concurrency: options.concurrency))
        } else {
            self = .plain(PlainFile(file))
        }
    }

    func append(_ bytes: Bytes) async throws {
        switch self {
        case .plain(let file): try file.append(bytes)
        case .packed(let file): try await file.append(bytes)
        }
    }

    /// Appends the pixels of an image in its own order, part by part.
    ///
    /// - Parameters:
    ///   - byteCount: the bytes of a part that is in memory at once, if that is more than one row.
    ///   - progress: is told the pixels' bytes done and in all.
    ///   - bytes: the bytes of a part as they are to stand in the file.
    func append(
        _ image: WritableImage, byteCount: Int, _ progress: ReadProgress?,
        _ bytes: (ImageArray) throws -> Bytes = { try $0.bytes() }
    ) async throws {
        let meter = ReadMeter(total: image.byteCount, report: progress)
        for box in SequentialParts(image, byteCount: byteCount) {
            try Task.checkCancellation()
            var pixels = try await image.pixels(in: box)
            // Taking the bytes would take parts of all this too.
            pixels.metadata = ImageMetadata()
            try await append(try bytes(pixels))
            meter.add(pixels.byteCount)
        }
    }

    /// Gives the file its name.
    func commit() throws {
        switch self {
        case .plain(let file): try file.commit()
        case .packed(let file): try file.commit()
        }
    }
}

/// A file that is not compressed.
final class PlainFile {
    private var file: AtomicFile

    init(_ file: consuming AtomicFile) {
        self.file = file
    }

    func append(_ bytes: Bytes) throws { try file.append(bytes) }

    func commit() throws { try file.commit(flushing: .beforeReplacing) }
}
