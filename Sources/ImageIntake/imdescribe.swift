public import ImageCore
public import ImageSources

/// Describes an image from its headers; no pixel is read.
///
/// Parameters as in `imload`.
///
/// - Throws: as `imload`.
public func imdescribe(
    _ uri: String, axes: OutputOrder = .canonical, metadata: MetadataOverrides = MetadataOverrides(),
    driver: String? = nil, options: Attributes = Attributes(), series: String? = nil,
    environment: SourceEnvironment = .standard
) async throws -> SourceDescription {
    let source = try await environment.source(
        at: try environment.stores.resource(at: uri), driver: driver, arguments: options, overrides: metadata,
        keepsFileOpen: true)
    return try await source.discover(Selection(order: axes, series: series))
}
