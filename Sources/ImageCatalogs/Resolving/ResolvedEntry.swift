import ByteStores
public import ImageCore
public import ImageSources

/// An entry with everything filled in, ready to be opened.
public struct ResolvedEntry: Sendable {
    /// The name under which it was found.
    public internal(set) var name: String
    /// The description, or an empty text.
    public internal(set) var description: String
    /// The driver.
    public let driver: ImageSource.Type
    /// The absolute path, or the URL, of the data.
    public let uri: String
    /// The driver's options, and `output_axis_order` if it was given.
    public let options: Attributes
    /// The metadata of the entry, templates filled in.
    public internal(set) var metadata: Attributes
    /// The values of the parameters.
    public let parameters: Attributes
    /// What the entry's metadata correct of what the file says.
    public internal(set) var overrides: MetadataOverrides
    /// Where the entry is declared.
    public let location: ImageError.Location
    /// The names of the aliases that led here, in order.
    public internal(set) var aliases: [String]
    let environment: SourceEnvironment

    /// The source; nothing is opened.
    ///
    /// - Throws: `invalidArgument` for an option the driver does not have, with the nearest; `unsupported` for a URL of
    ///   a kind nobody can open.
    public func source() throws -> ImageSource {
        do {
            let resource = try environment.stores.resource(at: uri)
            let request = try SourceRequest(
                resource, arguments: options, overrides: overrides, environment: environment)
            return try driver.init(request)
        } catch let error as ImageError {
            throw error.inEntry(at: location)
        }
    }
}

extension ImageError {
    /// The same error with the place of a catalog entry, unless it has a place in a file, or a line of it, already.
    func inEntry(at entry: Location) -> ImageError {
        if let resource = location?.resource, resource != entry.resource || location?.line != nil { return self }
        var copy = self
        var place = entry
        place.keyPath = location?.keyPath ?? entry.keyPath
        if let line = location?.line {
            place.line = line
            place.column = location?.column
        }
        copy.location = place
        return copy
    }
}
