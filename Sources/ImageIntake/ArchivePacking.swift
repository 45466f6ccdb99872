import ArchiveStores
import ByteStores
import ImageCore

/// Puts a store that is a folder into a zip archive: it is written as a folder beside the archive first.
///
/// Members are not compressed, since chunks are, and metadata documents come first, from the root on, as zipped OME-Zarr
/// asks for (RFC-9).
struct ArchivePacking {
    private let path: String
    private let mustBeNew: Bool

    /// The packing for a path whose extension is that of an archive; nil for any other.
    init?(path: String, mustBeNew: Bool) {
        let lower = path.lowercased()
        guard lower.hasSuffix(".zip") || lower.hasSuffix(".ozx") else { return nil }
        self.path = path
        self.mustBeNew = mustBeNew
    }

    /// Calls a function that writes a folder, and packs that.
    ///
    /// - Throws: what the function throws; `io`; `invalidArgument` if something stands at the path.
    func pack<R>(_ write: (_ folder: String) async throws -> R) async throws -> R {
        var archive = try ZipWriter(path: path, mustBeNew: mustBeNew, zip64: .whereNeeded)
        // Its name begins with a point and ends as all temporary ones do; it goes away with the object.
        let folder = try AtomicFolder(path: path + ".folder", mustBeNew: true)
        let inner = folder.temporaryPath + "/store"
        let result = try await write(inner)
        let store = LocalStore(folder: inner)
        for key in try await Self.keys(of: store) {
            try Task.checkCancellation()
            guard let bytes = try await store.readAll(key, limit: 1 << 40) else { continue }
            try archive.add(name: key, bytes: bytes)
        }
        try archive.finish(comment: Self.comment)
        return result
    }

    /// What RFC-9 writes as the archive's comment.
    private static let comment = #"{"ome":{"version":"0.5","zipFile":{"centralDirectory":{"jsonFirst":true}}}}"#

    /// All keys, metadata documents first, those nearer to the root before others.
    private static func keys(of store: LocalStore) async throws -> [String] {
        var documents: [String] = []
        var others: [String] = []
        var folders = [""]
        var next = 0
        while next < folders.count {
            let folder = folders[next]
            next += 1
            for name in try await store.list(folder) ?? [] {
                let key = folder.isEmpty ? name : folder + "/" + name
                if name.hasSuffix("/") {
                    folders.append(String(key.dropLast()))
                } else if name == "zarr.json" || name.hasPrefix(".z") {
                    documents.append(key)
                } else {
                    others.append(key)
                }
            }
        }
        return documents + others
    }
}
