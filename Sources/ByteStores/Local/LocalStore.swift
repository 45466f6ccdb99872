public import ImageCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A folder of this machine.
public struct LocalStore: WritableByteStore {
    /// The path of the folder.
    public let location: String
    /// The folder, without links, that all that is opened must lie in; nil for anywhere.
    private let root: String?

    /// The store of a folder; nothing is opened.
    public init(folder: String) {
        self.init(folder: folder, root: nil)
    }

    init(folder: String, root: String?) {
        location = folder
        self.root = root
    }

    /// Opens an object; see `ByteStore`.
    public func open(_ key: String) async throws -> (any ByteObject)? {
        let path = path(key)
        try checkPlace(path)
        return try LocalFile(path: path)
    }

    /// Lists a folder; see `ByteStore`.
    public func list(_ folder: String) async throws -> [String]? {
        let path = path(folder)
        try checkPlace(path)
        guard let all = FolderNames.all(in: path) else {
            if errno == ENOENT || errno == ENOTDIR { return nil }
            throw ImageError.system("list the folder", path)
        }
        var names: [String] = []
        for name in all {
            var status = stat()
            guard stat(path + "/" + name, &status) == 0 else { continue }  // a dangling link
            names.append(status.st_mode & S_IFMT == S_IFDIR ? name + "/" : name)
        }
        return names.sorted()
    }

    /// Writes an object; see `WritableByteStore`.
    public func write(_ key: String, _ bytes: Bytes) async throws {
        try checkWritePlace(path(key))
        try Self.createFolders(above: path(key))
        var file = try AtomicFile(path: path(key))
        try file.append(bytes)
        try file.commit()
    }

    /// Removes an object; see `WritableByteStore`.
    public func remove(_ key: String) async throws {
        try checkWritePlace(path(key))
        if unlink(path(key)) != 0, errno != ENOENT { throw ImageError.system("remove the file", path(key)) }
    }

    /// Looks whether an object can be written, whose folders need not exist yet.
    ///
    /// - Throws: `permissionDenied`, `io`.
    package func checkWritable(_ key: String) throws(ImageError) {
        try checkWritePlace(path(key))
        var folder = ResourceLocation.folder(of: path(key))
        var status = stat()
        while !folder.isEmpty, stat(folder, &status) != 0, errno == ENOENT {
            folder = ResourceLocation.folder(of: folder)
        }
        if folder.isEmpty { folder = "." }
        guard access(folder + "/.", W_OK | X_OK) == 0 else { throw .system("write to the folder", folder) }
    }

    /// Makes the folders that a path lies in.
    ///
    /// - Throws: `permissionDenied`, `io`.
    package static func createFolders(above path: String) throws(ImageError) {
        let folder = ResourceLocation.folder(of: path)
        var status = stat()
        guard !folder.isEmpty, folder != "/", stat(folder, &status) != 0 else { return }
        try createFolders(above: folder)
        if mkdir(folder, 0o777) != 0, errno != EEXIST { throw .system("create the folder", folder) }
    }

    /// - Throws: `permissionDenied` for what lies outside of the root, links followed.
    private func checkPlace(_ path: String) throws(ImageError) {
        guard let root, let real = WorkingFolder.real(path), !ResourceLocation.lies(real, in: root) else { return }
        throw Self.outside(root, path)
    }

    /// - Throws: `permissionDenied` for what would lie outside of the root; the file and its folders need not exist yet.
    private func checkWritePlace(_ path: String) throws(ImageError) {
        guard let root else { return }
        var place = path
        while WorkingFolder.real(place) == nil, !place.isEmpty {
            // Behind what does not exist yet, `..` could lead anywhere.
            guard ResourceLocation.name(of: place) != ".." else { throw Self.outside(root, path) }
            place = ResourceLocation.folder(of: place)
        }
        try checkPlace(place.isEmpty ? "." : place)
    }

    private static func outside(_ root: String, _ path: String) -> ImageError {
        ImageError(
            .permissionDenied, "the file lies outside of '\(root)'", at: .init(path),
            hint: "only files below that folder are allowed")
    }

    private func path(_ key: String) -> String {
        if key.isEmpty { return location }
        return location == "." ? key : location.hasSuffix("/") ? location + key : location + "/" + key
    }
}
