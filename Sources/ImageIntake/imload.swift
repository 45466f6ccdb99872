public import ImageCatalogs
public import ImageCore
public import ImageSources

/// Loads an image: detects the format, reads the pixels, labels them.
///
/// - Parameters:
///   - uri: a path or URL.
///   - axes: the order in which the axes are delivered; `itczyx` by default, `.stored` for the file's own.
///   - partition: a part along the first of these axes: `3` for one place, `"actin"` for one by its name, which is gone
///     then; `[0, 2]` for several.
///   - region: the part to load, everything by default.
///   - metadata: what to correct of the file's axes, spacing, units and names.
///   - driver: the driver's name; nil detects it by content, then by extension.
///   - options: further options of the driver.
///   - series: the series by number or name; nil for the first.
///   - level: the resolution level; 0 is the full resolution.
///   - environment: the known formats and stores, limits, concurrency.
/// - Throws: `notFound`, `corrupt`, `unsupported`, `invalidArgument`, `limitExceeded`; `CancellationError`.
public func imload(
    _ uri: String, axes: OutputOrder = .canonical, partition: AxisSelection? = nil, region: Region = .all,
    metadata: MetadataOverrides = MetadataOverrides(), driver: String? = nil, options: Attributes = Attributes(),
    series: String? = nil, level: Int = 0, environment: SourceEnvironment = .standard
) async throws -> ImageDataset {
    let selection = Selection(region: region, order: axes, series: series, level: level)
    let source = try await environment.source(
        at: try environment.stores.resource(at: uri), driver: driver, arguments: options, overrides: metadata,
        keepsFileOpen: true, only: partition == nil ? selection : nil)
    return try await imload(source, partition: partition, selection)
}

/// Loads the image of a source, as from `imopen`.
///
/// - Parameters:
///   - partition: a part along the first axis, as for a path.
///   - selection: the part, the order of the axes, the series and so on; everything of the first series by default.
/// - Throws: as of a path.
public func imload(
    _ source: ImageSource, partition: AxisSelection? = nil, _ selection: Selection = .all
) async throws -> ImageDataset {
    guard let partition else { return try await source.read(selection) }
    return try await source.read(try await source.selection(ofPartition: partition, in: selection))
}

/// Loads the image of a catalog's entry, with the entry's options and corrections.
///
/// ```swift
/// let lab = try await Catalog.open("lab.yaml")
/// let actin = try await imload(try await lab["exp1"], partition: "actin").image
/// ```
///
/// - Throws: as of a source; what is wrong with the entry.
public func imload(
    _ entry: CatalogEntry, partition: AxisSelection? = nil, _ selection: Selection = .all
) async throws -> ImageDataset {
    try await imload(try await entry.source(), partition: partition, selection)
}
