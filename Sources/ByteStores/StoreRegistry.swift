import ImageCore

/// The stores known by URL scheme: a value that is handed to whoever opens resources.
public struct StoreRegistry: Sendable {
    /// Makes the resource of a location of one scheme.
    public typealias Opener = @Sendable (_ location: String) throws -> Resource

    private var openers: [String: Opener] = [:]

    /// A registry that knows the files of this machine (paths and `file:` URLs).
    public init() {}

    /// Adds or replaces the store of a scheme, such as `memory`.
    public mutating func register(scheme: String, _ opener: @escaping Opener) {
        openers[scheme.lowercased()] = opener
    }

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
            let store = LocalStore(folder: parent.isEmpty ? "." : parent)
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
