public import ImageCore

/// What a driver is given to read: a key in a store.
///
/// For a file, the store is its folder and the key its name, so that companions (a detached data file) are found beside
/// it by their relative names, and nothing outside of the folder by accident.
public struct Resource: Sendable {
    /// The store.
    public let store: any ByteStore
    /// The key in the store.
    public let key: String
    /// The resource as people write it, without credentials.
    public let location: String
    private var object: (any ByteObject)?

    /// A resource.
    public init(store: any ByteStore, key: String, location: String) {
        self.store = store
        self.key = key
        self.location = location
    }

    /// The last part of the key, such as `cells.ome.tif`.
    public var name: String {
        let name = ResourceLocation.name(of: key)
        return name.utf8.allSatisfy { $0 == UInt8(ascii: "/") } ? location : name
    }

    /// Opens the object.
    ///
    /// - Throws: `notFound` if there is nothing under the key; `permissionDenied`, `io`.
    public func open() async throws -> any ByteObject {
        if let object { return object }
        guard let object = try await store.open(key) else {
            throw ImageError.notFound(
                "there is no such file", at: .init(location), hint: "check the path; relative paths start where you are"
            )
        }
        return object
    }

    /// The same resource with its object, which is open already: `open` gives it.
    ///
    /// The object stays open as long as the resource is kept.
    public func holding(_ object: any ByteObject) -> Resource {
        var resource = self
        resource.object = object
        return resource
    }

    /// The resource of a name below this one, which is a folder.
    public func below(_ name: String) -> Resource {
        Resource(
            store: store, key: key.isEmpty ? name : key + "/" + name,
            location: location.hasSuffix("/") ? location + name : location + "/" + name)
    }

    /// The resource that a file names relative to itself.
    ///
    /// - Throws: `permissionDenied` for an absolute path or one that leaves the folder.
    public func sibling(_ relative: String) throws(ImageError) -> Resource {
        let folder = key.split(separator: "/").dropLast().map(String.init)
        var parts = folder
        if relative.hasPrefix("/") { throw Self.outside(relative, location) }
        for part in relative.split(separator: "/") where part != "." {
            if part == ".." {
                guard !parts.isEmpty else { throw Self.outside(relative, location) }
                parts.removeLast()
            } else {
                parts.append(String(part))
            }
        }
        let base = ResourceLocation.folder(of: location)
        return Resource(
            store: store, key: parts.joined(separator: "/"),
            location: ResourceLocation.normalized(base.isEmpty ? relative : base + "/" + relative))
    }

    private static func outside(_ path: String, _ location: String) -> ImageError {
        ImageError(
            .permissionDenied, "the file names '\(path)', which lies outside of its own folder", at: .init(location),
            hint: "move the files together, or allow it with the option outside_files=true")
    }
}
