public import ImageCore
public import ImageSources

/// Loads an image: detects the format, reads the pixels, labels them.
///
/// - Parameters:
///   - uri: a path or URL.
///   - axes: the order in which the axes are delivered; `itczyx` by default, `.stored` for the file's own.
///   - region: the part to load, everything by default.
///   - metadata: what to correct of the file's axes, spacing, units and names.
///   - driver: the driver's name; nil detects it by content, then by extension.
///   - options: further options of the driver.
///   - series: the series by number or name; nil for the first.
///   - level: the resolution level; 0 is the full resolution.
///   - environment: the known formats and stores, limits, concurrency.
/// - Throws: `notFound`, `corrupt`, `unsupported`, `invalidArgument`, `limitExceeded`; `CancellationError`.
public func imload(
    _ uri: String, axes: OutputOrder = .canonical, region: Region = .all,
    metadata: MetadataOverrides = MetadataOverrides(), driver: String? = nil, options: Attributes = Attributes(),
    series: String? = nil, level: Int = 0, environment: SourceEnvironment = .standard
) async throws -> ImageDataset {
    let source = try await environment.source(
        at: try environment.stores.resource(at: uri), driver: driver, arguments: options, overrides: metadata,
        keepsFileOpen: true)
    return try await source.read(Selection(region: region, order: axes, series: series, level: level))
}
