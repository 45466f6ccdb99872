public import ImageCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that appears under its name only when it is complete.
///
/// The bytes go to a temporary name in the same folder; `commit` flushes them to the disk and renames. A crash at any
/// moment leaves the old file or the new one. Without `commit` the temporary file is removed and nothing has happened.
/// Pixels that replace nothing need not be flushed; see `Flushing`.
public struct AtomicFile: ~Copyable, Sendable {
    private let path: String
    private let temporary: String
    private let descriptor: Int32
    private let mustBeNew: Bool
    private let replaces: Bool
    private var isFinished = false
    /// The number of bytes up to the last that was written.
    public private(set) var count = 0

    /// What `commit` waits for the disk for.
    public enum Flushing: Sendable {
        /// The file survives a failure of the power from then on.
        case always
        /// A file that it replaces is not lost before it survives; a new one is written out as the system sees fit, as
        /// other programs leave it, since waiting for the disk takes several times as long as writing.
        case beforeReplacing
    }

    private static let serial = Atomic<UInt>(0)

    /// Starts a file that will stand at `path`.
    ///
    /// A link at the path is followed, so that the file it points to is replaced and not the link. An existing file's
    /// permissions are kept. With `mustBeNew`, `commit` fails if something stands at the path by then.
    /// - Throws: `notFound` if the folder does not exist, `invalidArgument` if the file must be new and is not,
    ///   `permissionDenied`, `io`.
    public init(path: String, mustBeNew: Bool = false) throws(ImageError) {
        let target = mustBeNew ? path : Self.resolvingLink(path)
        var status = stat()
        let exists = stat(target, &status) == 0
        // Said now rather than after the pixels have been compressed; `commit` makes sure of it.
        if exists, mustBeNew { throw Self.standsThere(path) }
        let folder = ResourceLocation.folder(of: target)
        let number = Self.serial.add(1, ordering: .relaxed).newValue
        // Not the file's own name, which may be as long as a name can be. Process numbers repeat, in containers and
        // between the hosts of a network mount.
        let name = ".imageintake-\(String(UInt64.random(in: 0 ... .max), radix: 36))-\(number).tmp"
        let temporary = folder.isEmpty ? name : folder == "/" ? "/" + name : folder + "/" + name
        // O_EXCL: never write through something another put there.
        let descriptor = retrying { open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666) }
        guard descriptor >= 0 else { throw .system("create a file beside it", target) }
        if exists { fchmod(descriptor, status.st_mode & 0o7777) }
        self.path = target
        self.temporary = temporary
        self.descriptor = descriptor
        self.mustBeNew = mustBeNew
        replaces = exists
    }

    deinit {
        if !isFinished {
            close(descriptor)
            unlink(temporary)
        }
    }

    /// Writes bytes at the end.
    ///
    /// - Throws: `io`, for example when the disk is full.
    public mutating func append(_ bytes: Bytes) throws(ImageError) {
        try write(bytes, at: count)
    }

    /// Writes bytes at a place, also over some that were written before.
    ///
    /// What lies between the end and the place reads as zeros until something is written there.
    /// - Throws: `io`, for example when the disk is full; `invalidArgument` for a place that no file has.
    public mutating func write(_ bytes: Bytes, at position: Int) throws(ImageError) {
        guard !isFinished else { throw .invalidArgument("the file is complete already", at: .init(path)) }
        let (end, overflows) = position.addingReportingOverflow(bytes.count)
        guard position >= 0, !overflows else {
            throw .invalidArgument("a file has no byte \(position)", at: .init(path))
        }
        try FileWriting.writeAll(bytes, to: descriptor, at: position, path: path)
        if bytes.count > 0 { count = max(count, end) }
    }

    /// Flushes the bytes to the disk and gives the file its name.
    ///
    /// - Throws: `io`; `invalidArgument` if the file had to be new and is not.
    public mutating func commit(flushing: Flushing = .always) throws(ImageError) {
        let isFlushed = flushing == .always || replaces
        if isFlushed { try flush() }
        try name(isFlushed: isFlushed)
    }

    /// Flushes the bytes to the disk and gives the file its name if a last look says so; else nothing has happened.
    ///
    /// - Throws: as `commit`; what the function throws.
    package mutating func commit(if isWanted: () throws -> Bool) throws -> Bool {
        try flush()
        guard try isWanted() else { return false }
        try name(isFlushed: true)
        return true
    }

    private func flush() throws(ImageError) {
        guard retrying({ fsync(descriptor) }) == 0 else { throw .system("write the file", path) }
    }

    private mutating func name(isFlushed: Bool) throws(ImageError) {
        if mustBeNew {
            // link() fails where rename() would replace.
            if link(temporary, path) == 0 {
                unlink(temporary)
            } else {
                try nameWithoutLink(errno)
            }
        } else {
            guard rename(temporary, path) == 0 else { throw .system("name the file", path) }
        }
        isFinished = true
        close(descriptor)
        if isFlushed { Self.flushFolder(of: path) }
    }

    /// The second best for file systems without hard links (FAT, exFAT, some network mounts): look, then rename.
    private func nameWithoutLink(_ reason: Int32) throws(ImageError) {
        var status = stat()
        guard reason != EEXIST, lstat(path, &status) != 0 else { throw Self.standsThere(path) }
        guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(reason) else {
            throw .system("name the file", path, errno: reason)
        }
        guard rename(temporary, path) == 0 else { throw .system("name the file", path) }
    }

    private static func standsThere(_ path: String) -> ImageError {
        .invalidArgument(
            "there is such a file already", at: .init(path), hint: "choose another name, or ask to overwrite")
    }

    /// The name survives a power failure only once the folder is flushed too; file systems that cannot do it say so by
    /// an error that means nothing here.
    private static func flushFolder(of path: String) {
        let folder = ResourceLocation.folder(of: path)
        let handle = open(folder.isEmpty ? "." : folder, O_RDONLY | O_CLOEXEC)
        guard handle >= 0 else { return }
        _ = fsync(handle)
        close(handle)
    }

    private static func resolvingLink(_ path: String) -> String {
        var status = stat()
        guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFLNK, let real = realpath(path, nil) else {
            return path
        }
        defer { free(real) }
        return String(cString: real)
    }
}
