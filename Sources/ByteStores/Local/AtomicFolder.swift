import CFileSpace
public import ImageCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder that appears under its name only when everything in it is complete.
///
/// Files go to a folder of a temporary name beside it; `commit` renames that. Without `commit` the temporary folder is
/// removed and nothing has happened. Files are not flushed to the disk one by one: after a crash of the program there is
/// the old folder or the new one, after a power failure the file system decides. Used from several tasks at once.
public final class AtomicFolder: Sendable {
    /// The path that the folder will have.
    public let path: String
    /// The path that it has until then.
    public let temporaryPath: String
    private let mustBeNew: Bool
    private let state = Mutex(State())

    private struct State {
        var isFinished = false
        /// The folders that exist, relative to the temporary one.
        var folders: Set<String> = [""]
    }

    private static let serial = Atomic<UInt>(0)

    /// Starts a folder that will stand at `path`.
    ///
    /// With `mustBeNew` it is an error if something stands there now or at `commit`; else that is replaced.
    /// - Throws: `notFound` if the parent folder does not exist, `invalidArgument` if something stands at the path and may
    ///   not be replaced, `permissionDenied`, `io`.
    public init(path: String, mustBeNew: Bool = false) throws(ImageError) {
        let path = ResourceLocation.normalized(path)
        var status = stat()
        if mustBeNew, lstat(path, &status) == 0 { throw Self.standsThere(path) }
        let folder = ResourceLocation.folder(of: path)
        let number = Self.serial.add(1, ordering: .relaxed).newValue
        let name = ".imageintake-\(String(UInt64.random(in: 0 ... .max), radix: 36))-\(number).tmp"
        temporaryPath = ResourceLocation.resolved(name, in: folder)
        self.path = path
        self.mustBeNew = mustBeNew
        guard mkdir(temporaryPath, 0o777) == 0 else { throw .system("create a folder beside it", path) }
    }

    deinit {
        if !state.withLock({ $0.isFinished }) { Self.removeTree(temporaryPath) }
    }

    /// Writes a file; its key is a path relative to the folder, without `.` and `..`.
    ///
    /// - Throws: `io`, for example when the disk is full.
    public func write(_ key: String, _ bytes: Bytes) throws(ImageError) {
        try write(key, bytes, at: 0, flags: O_WRONLY | O_CREAT | O_TRUNC)
    }

    /// Writes bytes at the end of a file, which is made if missing; one task at a time for each file.
    ///
    /// - Throws: as `write`.
    public func append(_ key: String, _ bytes: Bytes) throws(ImageError) {
        try write(key, bytes, at: nil, flags: O_WRONLY | O_CREAT | O_APPEND)
    }

    /// Gives the folder its name.
    ///
    /// - Throws: `io`; `invalidArgument` if it had to be new and is not.
    public func commit() throws(ImageError) {
        guard !state.withLock({ $0.isFinished }) else { return }
        var status = stat()
        if lstat(path, &status) == 0 {
            if mustBeNew { throw Self.standsThere(path) }
            // A folder cannot be renamed over one that is not empty: the old one makes room, and is removed when the new
            // one stands.
            let old = temporaryPath + ".old"
            guard rename(path, old) == 0 else { throw .system("replace", path) }
            guard rename(temporaryPath, path) == 0 else {
                let number = errno
                _ = rename(old, path)
                throw .system("name the folder", path, errno: number)
            }
            Self.removeTree(old)
        } else {
            guard rename(temporaryPath, path) == 0 else {
                // An empty folder may be replaced by rename, a full one not: somebody was faster.
                if errno == ENOTEMPTY || errno == EEXIST { throw Self.standsThere(path) }
                throw .system("name the folder", path)
            }
        }
        state.withLock { $0.isFinished = true }
    }

    private func write(_ key: String, _ bytes: Bytes, at position: Int?, flags: Int32) throws(ImageError) {
        try createFolder(ResourceLocation.folder(of: key))
        let place = temporaryPath + "/" + key
        let descriptor = retrying { open(place, flags | O_CLOEXEC, 0o666) }
        guard descriptor >= 0 else { throw .system("create the file", place) }
        defer { close(descriptor) }
        try FileWriting.writeAll(bytes, to: descriptor, at: position, path: path + "/" + key)
    }

    private func createFolder(_ folder: String) throws(ImageError) {
        if state.withLock({ $0.folders.contains(folder) }) { return }
        try createFolder(ResourceLocation.folder(of: folder))
        if mkdir(temporaryPath + "/" + folder, 0o777) != 0, errno != EEXIST {
            throw .system("create the folder", path + "/" + folder)
        }
        state.withLock { _ = $0.folders.insert(folder) }
    }

    private static func standsThere(_ path: String) -> ImageError {
        .invalidArgument(
            "there is such a file or folder already", at: .init(path), hint: "choose another name, or ask to overwrite")
    }

    /// Removes a folder with all that is in it, or a file; links are removed, not followed.
    static func removeTree(_ path: String) {
        if unlink(path) == 0 { return }
        guard let names = FolderNames.all(in: path) else { return }
        for name in names { removeTree(path + "/" + name) }
        rmdir(path)
    }
}

/// Writing to open files.
enum FileWriting {
    /// From here on it pays to ask for a file's blocks before its bytes: ext4 then finds them all at once instead of
    /// counting each page against what is free (512 MB in 105 instead of 150 ms).
    private static let leastReserved = 8 << 20

    /// Writes all bytes, at a place if there is one, else where the file stands.
    ///
    /// - Throws: `io`, for example when the disk is full.
    static func writeAll(
        _ bytes: Bytes, to descriptor: Int32, at position: Int?, path: String
    ) throws(ImageError) {
        if let position, bytes.count >= leastReserved { file_space_reserve(descriptor, position, bytes.count) }
        try bytes.withBytes { (span) throws(ImageError) in
            var done = 0
            while done < span.byteCount {
                let written = span.withUnsafeBytes { buffer in
                    let start = buffer.baseAddress.map { $0 + done }
                    let count = min(buffer.count - done, 1 << 30)
                    return retrying {
                        guard let position else { return write(descriptor, start, count) }
                        return pwrite(descriptor, start, count, off_t(position + done))
                    }
                }
                guard written > 0 else { throw .system("write the file", path) }
                done += written
            }
        }
    }
}
