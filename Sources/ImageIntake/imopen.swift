public import ImageCore
public import ImageSources

/// The source behind a path or URL, nothing of it read but its first bytes where the driver is not named.
///
/// `options` may also hold `output_axis_order` and `metadata`, as in a catalog entry.
/// - Throws: `notFound`; `unsupported` if the format is unknown; `invalidArgument` for an option that does not exist.
public func imopen(
    _ uri: String, driver: String? = nil, options: Attributes = Attributes(),
    metadata: MetadataOverrides = MetadataOverrides(), environment: SourceEnvironment = .standard
) async throws -> ImageSource {
    try await environment.source(
        at: try environment.stores.resource(at: uri), driver: driver, arguments: options, overrides: metadata,
        keepsFileOpen: false)
}
