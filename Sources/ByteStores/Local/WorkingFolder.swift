#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What relative paths that a user typed start at.
package enum WorkingFolder {
    /// A path as an absolute one; URLs stay.
    package static func absolute(_ path: String) -> String {
        guard let folder = getcwd(nil, 0) else { return path }
        defer { free(folder) }
        return ResourceLocation.resolved(path, in: String(cString: folder))
    }

    /// The path without links and `..`, or nil if there is nothing there.
    package static func real(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }

    /// Whether this user may write to a file that is there.
    package static func mayWrite(_ path: String) -> Bool { access(path, W_OK) == 0 }

    /// Whether a path names a link, wherever that leads.
    package static func isLink(_ path: String) -> Bool {
        var status = stat()
        return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
    }
}
