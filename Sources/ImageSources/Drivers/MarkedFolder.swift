public import ByteStores
import ImageCore

/// A folder that a format knows by a file in it, wherever the folder lies: on a disk, in an archive, or as the only such
/// folder below an archive's root.
public struct MarkedFolder: Sendable {
    /// The folder.
    public var folder: Resource
    /// The name of the file that was found in it.
    public var marker: String
    /// Whether it lies in an archive.
    public var isArchived: Bool

    /// How many folders of an archive's root are looked into.
    private static let folderLimit = 64

    /// Looks for the first of some marker files: in a folder, or in the archive that the resource is or lies in.
    ///
    /// - Throws: what the stores throw; `invalidArgument` for an archive that holds several such folders.
    public static func find(_ resource: Resource, markers: [String], stores: StoreRegistry) async throws
        -> MarkedFolder?
    {
        if markers.isEmpty { return nil }
        if let marker = try await marker(in: resource, markers) {
            return MarkedFolder(folder: resource, marker: marker, isArchived: false)
        }
        guard let inside = try await stores.inside(resource) else { return nil }
        if let marker = try await marker(in: inside, markers) {
            return MarkedFolder(folder: inside, marker: marker, isArchived: true)
        }
        guard inside.key.isEmpty, let names = try await inside.store.list("") else { return nil }
        var found: [MarkedFolder] = []
        for name in names.filter({ $0.hasSuffix("/") }).prefix(folderLimit) {
            let folder = inside.below(String(name.dropLast()))
            if let marker = try await marker(in: folder, markers) {
                found.append(MarkedFolder(folder: folder, marker: marker, isArchived: true))
            }
        }
        guard found.count <= 1 else {
            let names = found.prefix(8).map(\.folder.name).joined(separator: ", ")
            throw ImageError.invalidArgument(
                "the archive holds several images: \(names)", at: .init(resource.location),
                hint: "name one of them, as in \(resource.location)/\(found[0].folder.name)")
        }
        return found.first
    }

    private static func marker(in folder: Resource, _ markers: [String]) async throws -> String? {
        for marker in markers where try await folder.store.open(folder.below(marker).key) != nil { return marker }
        return nil
    }
}
