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
    /// What stands there is kept until all are in their places, and what replaces it is flushed to the disk before.
    /// - Throws: `invalidArgument` if some stand there and may not be replaced; `io`, and then everything is as it was.
    public func commit() throws(ImageError) {
        guard let names = FolderNames.all(in: temporaryPath)?.sorted() else {
            throw .system("list the folder", temporaryPath)
        }
        try check(names)
        let old = temporaryPath + "/.old"
        guard mkdir(old, 0o777) == 0 else { throw .system("create a folder in", temporaryPath) }
        var replaced: [String] = []
        var moved: [String] = []
        do throws(ImageError) {
            for name in names {
                var status = stat()
                if lstat(place(name), &status) == 0 {
                    try Self.flush(temporaryPath + "/" + name)
                    guard rename(place(name), old + "/" + name) == 0 else { throw .system("replace", place(name)) }
                    replaced.append(name)
                }
                guard rename(temporaryPath + "/" + name, place(name)) == 0 else {
                    throw .system("name the file", place(name))
                }
                moved.append(name)
            }
        } catch {
            for name in moved { AtomicFolder.removeTree(place(name)) }
            for name in replaced { _ = rename(old + "/" + name, place(name)) }
            throw error
        }
    }

    private static func flush(_ path: String) throws(ImageError) {
        let descriptor = retrying { open(path, O_RDONLY | O_CLOEXEC) }
        guard descriptor >= 0 else { throw .system("open the file", path) }
        defer { close(descriptor) }
        guard retrying({ fsync(descriptor) }) == 0 else { throw .system("write the file", path) }
    }

    private func place(_ name: String) -> String { folder + "/" + name }
}
