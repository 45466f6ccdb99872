public import ImageCore

/// The stores known by URL scheme: a value that is handed to whoever opens resources.
public struct StoreRegistry: Sendable {
    /// Makes the resource of a location of one scheme.
    public typealias Opener = @Sendable (_ location: String) throws -> Resource

    /// A kind of file that holds other files.
    public struct Archive: Sendable {
        /// The bytes that such files begin with, one of these.
        public var signatures: [[UInt8]]
        /// Makes a store of what is inside of such a file, read in place.
        public var open: @Sendable (_ object: any ByteObject) async throws -> any ByteStore

        /// A kind of archive.
        public init(
            signatures: [[UInt8]], open: @escaping @Sendable (_ object: any ByteObject) async throws -> any ByteStore
        ) {
            self.signatures = signatures
            self.open = open
        }
    }

    private var openers: [String: Opener] = [:]
    private var archives: [Archive] = []
    /// The folder that files of this machine must lie in; nil for anywhere.
    private var root: String?

    /// How many folders above a path are looked at for an archive.
    private static let depthLimit = 64

    /// A registry that knows the files of this machine (paths and `file:` URLs).
    public init() {}

    /// Adds or replaces the store of a scheme, such as `memory`.
    public mutating func register(scheme: String, _ opener: @escaping Opener) {
        openers[scheme.lowercased()] = opener
    }

    /// Adds a kind of archive; paths may go on inside of one.
    public mutating func register(_ archive: Archive) {
        archives.append(archive)
    }

    /// The same registry, whose files of this machine all lie in a folder, links followed.
    package func confined(to folder: String) -> StoreRegistry {
        var copy = self
        copy.root = WorkingFolder.real(WorkingFolder.absolute(folder)) ?? WorkingFolder.absolute(folder)
        return copy
    }

    /// What a resource means inside of an archive: the root for the archive itself, a place in it for a path that goes
    /// on behind an archive's name; nil if there is no archive.
    ///
    /// - Throws: what the store and the archive throw, `corrupt` for a damaged archive.
    public func inside(_ resource: Resource) async throws -> Resource? {
        if archives.isEmpty { return nil }
        var outer = resource
        var inner: [String] = []
        for _ in 0..<Self.depthLimit {
            let object: (any ByteObject)?
            do {
                object = try await outer.store.open(outer.key)
            } catch ImageError.Code.unsupported {
                return nil  // a folder
            }
            if let object {
                guard let archive = try await archive(of: object) else { return nil }
                return Resource(
                    store: try await archive.open(object), key: inner.joined(separator: "/"),
                    location: resource.location)
            }
            let parts = outer.key.split(separator: "/").map(String.init)
            let folder = ResourceLocation.folder(of: outer.location)
            guard let last = parts.last, !folder.isEmpty else { return nil }
            inner.insert(last, at: 0)
            if parts.count > 1 {
                outer = Resource(
                    store: outer.store, key: parts.dropLast().joined(separator: "/"), location: folder)
            } else {
                guard ResourceLocation.scheme(folder) == nil else { return nil }
                outer = try self.resource(at: folder)
            }
        }
        return nil
    }

    private func archive(of object: any ByteObject) async throws -> Archive? {
        let count = archives.flatMap { $0.signatures.map(\.count) }.max() ?? 0
        return archive(beginningWith: try await object.readPrefix(count))
    }

    private func archive(beginningWith prefix: Bytes) -> Archive? {
        let prefix = prefix.prefix(64).array
        return archives.first { $0.signatures.contains { prefix.starts(with: $0) } }
    }

    /// Whether a file with these first bytes is an archive, and paths may go on inside of it.
    public func isArchive(beginningWith prefix: Bytes) -> Bool { archive(beginningWith: prefix) != nil }

    /// The schemes that are known besides plain paths, sorted.
    public var schemes: [String] { (["file"] + openers.keys).sorted() }

    /// The resource at a path or URL; nothing is opened.
    ///
    /// A relative path starts at `folder`, or at the working directory.
    /// - Throws: `unsupported` for a scheme nobody registered, `invalidArgument` for an empty or impossible path.
    public func resource(at location: String, in folder: String = "") throws -> Resource {
        guard !location.isEmpty else { throw ImageError.invalidArgument("an empty path") }
        let whole = ResourceLocation.resolved(location, in: folder)
        if let path = try ResourceLocation.localPath(whole) {
            let normal = ResourceLocation.normalized(path)
            let parent = ResourceLocation.folder(of: normal)
            let store = LocalStore(folder: parent.isEmpty ? "." : parent, root: root)
            return Resource(store: store, key: ResourceLocation.name(of: normal), location: normal)
        }
        let scheme = ResourceLocation.scheme(whole) ?? ""
        guard let opener = openers[scheme] else {
            throw ImageError.unsupported(
                "no store for '\(scheme)' URLs", at: .init(ResourceLocation.redacted(whole)),
                hint: "known are paths and \(schemes.joined(separator: ", "))")
        }
        let resource = try opener(whole)
        return Resource(
            store: resource.store, key: resource.key, location: ResourceLocation.redacted(resource.location))
    }
}
