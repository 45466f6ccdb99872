package import ImageCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A local file's bytes without reading them: pages come in as they are touched.
///
/// Only for files that nobody shortens meanwhile, such as a temporary file of this process: touching a page beyond a new
/// end raises SIGBUS, which no program survives. Images and catalogs belong to their users, who may do that at any time;
/// they are read with `pread`.
package enum MappedFile {
    /// Maps a file as it is now, or gives nil if there is none.
    ///
    /// - Throws: `limitExceeded` above `limit` bytes; `permissionDenied`, `io`.
    package static func bytes(path: String, limit: Int) throws(ImageError) -> Bytes? {
        let descriptor = retrying { open(path, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw .system("open the file", path)
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .system("look at the file", path) }
        let size = Int(status.st_size)
        guard size <= limit else {
            throw .limitExceeded("the file has \(size) bytes, the limit is \(limit)", at: .init(path))
        }
        guard size > 0 else { return .empty }
        guard let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED else {
            throw .system("map the file", path)
        }
        let address = UInt(bitPattern: base)
        return Bytes(
            Allocation(base: base, count: size) { munmap(UnsafeMutableRawPointer(bitPattern: address), size) })
    }
}
