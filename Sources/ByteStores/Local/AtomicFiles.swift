public import ImageCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Files of one folder that appear under their names together, when all are complete.
///
/// They are written into a temporary folder beside their places; `commit` moves them there. Without `commit` the temporary
/// folder is removed and nothing has happened.
public final class AtomicFiles: Sendable {
    /// Where to write the files, under their own names.
    public let temporaryPath: String
    private let folder: String
    private let mustBeNew: Bool

    /// Starts files that will stand in a folder.
    ///
    /// - Throws: `notFound` if there is no such folder, `permissionDenied`, `io`.
    public init(in folder: String, mustBeNew: Bool) throws(ImageError) {
        self.folder = folder.isEmpty ? "." : folder
        self.mustBeNew = mustBeNew
        let name = ".imageintake-\(String(UInt64.random(in: 0 ... .max), radix: 36)).tmp"
        temporaryPath = ResourceLocation.resolved(name, in: self.folder)
        guard mkdir(temporaryPath, 0o777) == 0 else { throw .system("create a folder in", self.folder) }
    }

    deinit { AtomicFolder.removeTree(temporaryPath) }

    /// Checks that files of these names may be written.
    ///
    /// - Throws: `invalidArgument`, with the names, if some stand there and may not be replaced.
    public func check(_ names: [String]) throws(ImageError) {
        guard mustBeNew else { return }
        var status = stat()
        let standing = names.filter { lstat(place($0), &status) == 0 }
        guard standing.isEmpty else {
            let listed = standing.prefix(8).joined(separator: ", ") + (standing.count > 8 ? ", ..." : "")
            throw .invalidArgument(
                "there are such files already: \(listed)", at: .init(folder),
                hint: "choose another name, or ask to overwrite")
        }
    }

    /// Gives all files their places.
    ///
    /// - Throws: `invalidArgument` if some stand there and may not be replaced; `io`, and then those that had nothing in
    ///   their places are gone again.
    public func commit() throws(ImageError) {
        guard let handle = opendir(temporaryPath) else { throw .system("list the folder", temporaryPath) }
        var names: [String] = []
        while let entry = readdir(handle) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                pointer.withMemoryRebound(to: CChar.self, capacity: 1) { String(cString: $0) }
            }
            if name != ".", name != ".." { names.append(name) }
        }
        closedir(handle)
        try check(names)
        var moved: [String] = []
        for name in names.sorted() {
            var status = stat()
            let isNew = lstat(place(name), &status) != 0
            // A folder is not renamed over one that is not empty.
            if !isNew, status.st_mode & S_IFMT == S_IFDIR {
                _ = rename(place(name), temporaryPath + "/." + name + ".old")
            }
            guard rename(temporaryPath + "/" + name, place(name)) == 0 else {
                let number = errno
                for name in moved { AtomicFolder.removeTree(place(name)) }
                throw .system("name the file", place(name), errno: number)
            }
            if isNew { moved.append(name) }
        }
    }

    private func place(_ name: String) -> String { folder + "/" + name }
}
