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
    try await imopen(uri, driver, options, metadata, environment, keepsFileOpen: false)
}

/// The same; where it is read at once, the file that was opened to find the driver stays open for the driver.
func imopen(
    _ uri: String, _ driver: String?, _ options: Attributes, _ metadata: MetadataOverrides,
    _ environment: SourceEnvironment, keepsFileOpen: Bool
) async throws -> ImageSource {
    var resource = try environment.stores.resource(at: uri)
    let type: ImageSource.Type
    if let driver {
        type = try environment.drivers.requiredDriver(named: driver)
    } else {
        let detection = try await DriverDetection(
            resource, drivers: environment.drivers, stores: environment.stores)
        type = try detection.best(of: environment.drivers)
        if keepsFileOpen { resource = detection.resource }
    }
    return try type.init(
        SourceRequest(resource, arguments: options, overrides: metadata, environment: environment))
}
