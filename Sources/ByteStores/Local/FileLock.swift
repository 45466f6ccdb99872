public import ImageCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A lock between processes that edit files of one folder.
///
/// It is `flock` on the folder itself: the file that is edited is replaced by each edit and cannot carry the lock, and
/// no lock file is left behind. File systems that cannot lock a folder (NFS) get a lock file `.name.lock` instead, which
/// stays, because removing it would let two processes lock two different files of that name. Advisory: it keeps those
/// apart who ask for it. The lock ends with the process at the latest.
public struct FileLock: ~Copyable {
    private let descriptor: Int32

    /// Waits until this process is the only one with the lock for editing a file.
    ///
    /// - Throws: `notFound` if the folder does not exist, `permissionDenied`, `io`.
    public init(forEditing path: String) throws(ImageError) {
        let parent = ResourceLocation.folder(of: path)
        let folder = parent.isEmpty ? "." : parent
        let handle = retrying { open(folder, O_RDONLY | O_CLOEXEC) }
        guard handle >= 0 else { throw .system("open the folder", folder) }
        if retrying({ flock(handle, LOCK_EX) }) == 0 {
            descriptor = handle
            return
        }
        close(handle)
        let name = folder + "/.\(ResourceLocation.name(of: path)).lock"
        let file = retrying { open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0o666) }
        guard file >= 0 else { throw .system("create the lock file", name) }
        guard retrying({ flock(file, LOCK_EX) }) == 0 else {
            let number = errno
            close(file)
            throw .system("lock the file", name, errno: number)
        }
        descriptor = file
    }

    deinit { close(descriptor) }
}
