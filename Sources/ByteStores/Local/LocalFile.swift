public import ImageCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file of this machine, opened for reading; `pread` from any number of tasks.
public final class LocalFile: ByteObject {
    /// The location as people write it.
    public let location: String
    /// The number of bytes.
    public let size: Int
    private let descriptor: Int32

    /// Opens a file, or gives nil if there is none at the path.
    ///
    /// - Throws: `permissionDenied`, `io`; `unsupported` for a folder, a pipe or a device.
    public init?(path: String) throws(ImageError) {
        descriptor = retrying { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        location = path
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .system("open the file", path)
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            let number = errno
            close(descriptor)
            throw .system("look at the file", path, errno: number)
        }
        // O_NONBLOCK: opening a pipe must not hang; for regular files it means nothing.
        guard status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            let kind = status.st_mode & S_IFMT == S_IFDIR ? "a folder" : "not a regular file"
            throw .unsupported("it is \(kind)", at: .init(path), hint: "name a file")
        }
        size = Int(status.st_size)
    }

    deinit { close(descriptor) }

    /// Fills a part of a block; see `ByteObject`.
    public func read(at position: Int, into target: ScatterTarget, _ range: Range<Int>) async throws {
        try readNow(at: position, into: target, range)
    }

    /// Fills a part of a block; for callers that are not asynchronous.
    func readNow(at position: Int, into target: ScatterTarget, _ range: Range<Int>) throws {
        let (end, overflow) = position.addingReportingOverflow(range.count)
        guard !overflow, position >= 0 else {
            throw ImageError.corrupt("byte \(position) lies outside of the file", at: .init(location))
        }
        try checkRange(position..<end)
        try target.withUnsafeBytes(range) { buffer in
            var done = 0
            while done < buffer.count, let base = buffer.baseAddress {
                // Linux moves at most 2 GiB - 4 KiB in one call.
                let piece = min(buffer.count - done, 1 << 30)
                let count = retrying { pread(descriptor, base + done, piece, off_t(position + done)) }
                guard count >= 0 else { throw ImageError.system("read the file", location) }
                guard count > 0 else {
                    throw ImageError.corrupt(
                        "the file became shorter while it was read: it had \(size) bytes",
                        at: .init(location, byteOffset: position + done))
                }
                done += count
            }
        }
    }

    /// The whole file.
    ///
    /// - Throws: `limitExceeded` if it has more than `limit` bytes; `io`.
    package func readWhole(limit: Int) throws -> Bytes {
        guard size <= limit else {
            throw ImageError.limitExceeded("the file has \(size) bytes, the limit is \(limit)", at: .init(location))
        }
        let target = try ScatterTarget(count: size)
        try readNow(at: 0, into: target, 0..<size)
        return target.freeze()
    }
}
