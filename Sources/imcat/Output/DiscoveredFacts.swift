import ImageIntake

/// What the headers of an image say for themselves, as a catalog keeps it under `metadata.discovered`.
struct DiscoveredFacts {
    /// Axes, shape, type, spacing, units and names of the first image, as `imcat info --json` has them.
    let attributes: Attributes

    private static let keys = ["axes", "shape", "dtype", "spacing", "spacing_units", "coords"]

    /// Reads the headers, without what a catalog or a command line corrects.
    ///
    /// - Throws: as `discover`.
    init(of source: ImageSource) async throws {
        let described = try await source.withoutOverrides().discover().attribute.mappingValue
        let image = described?["images"]?.arrayValue?.first?.mappingValue ?? Attributes()
        attributes = Attributes(
            Self.keys.compactMap { key in
                guard let value = image[key], value != .mapping(Attributes()) else { return nil }
                return (key, value)
            })
    }

    /// What is not as it was.
    func changes(since earlier: Attributes) -> [String] {
        earlier.pairs.compactMap { key, value in
            guard Self.keys.contains(key), attributes[key] != value else { return nil }
            let now = attributes[key].map { $0.json() } ?? "nothing"
            return "the file has changed since it was added: \(key) was \(value.json()) and is \(now)"
        }
    }
}

extension ImageSource {
    /// The same source with the file's own metadata.
    func withoutOverrides() throws -> ImageSource {
        var request = request
        request.overrides = MetadataOverrides()
        return try type(of: self).init(request)
    }
}
