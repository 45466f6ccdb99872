import ByteStores
import ImageCore
import ImageSources

extension Catalog {
    /// The catalog as its files are now; this value stays as it is.
    ///
    /// - Throws: as `open`; this value can still be used then.
    @concurrent
    public func reloaded() async throws -> Catalog {
        guard let origin = body.origin else {
            throw ImageError.unsupported("the catalog was not read from files of its own", at: .init(location))
        }
        var context = body.context
        // What the files themselves declare comes from them again.
        context.parameters = body.context.inherited
        if case .file = body.content { return try await Self.openFile(location, context) }
        return try await Self.openSet(origin, context)
    }

    /// Whether the files hold something else than when they were opened: compares sizes, then contents.
    ///
    /// - Throws: as `open`, also when a file is gone.
    @concurrent
    public func hasChanged() async throws -> Bool {
        if case .file(let document) = body.content {
            let object = try await environment.stores.resource(at: location).open()
            guard object.size == document.bytes.count else { return true }
            return try await object.read(0..<object.size) != document.bytes
        }
        let now = try await reloaded()
        guard now.body.files.map(\.catalog.location) == body.files.map(\.catalog.location) else { return true }
        for file in body.files { if try await file.catalog.hasChanged() { return true } }
        return false
    }
}
