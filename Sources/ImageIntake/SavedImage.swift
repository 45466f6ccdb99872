import ByteStores
import ImageCatalogs
public import ImageCore
public import ImageSources

/// Files that were saved, and how they are read again.
struct SavedImage {
    /// The path of the file, or the pattern of the files.
    var location: String
    /// The driver, and its options.
    var driver: String
    var options = Attributes()
    /// What the format could not keep.
    var diagnostics: [Diagnostic] = []
}

extension SavedImage {
    /// What files of a partition are read by: a pattern with a field for each axis that was split.
    init(_ plan: WritePartition, in folder: String, driver: String) {
        self.driver = "filepattern"
        func literal(_ text: String) -> String { text.replacing("{", with: "{{").replacing("}", with: "}}") }
        var pattern = literal(plan.base) + (plan.variables.isEmpty ? "" : ".var_{var}")
        var places = Attributes()
        for split in plan.split {
            pattern += ".\(split.axis)_{\(split.axis)\(split.digits.map { ":0\($0)d" } ?? "")}"
            if split.digits == nil { places["\(split.axis)"] = .array(split.keys.map { .string($0) }) }
        }
        location = ResourceLocation.resolved(pattern + literal(plan.suffix), in: folder)
        options["driver"] = .string(driver)
        if !places.isEmpty { options["places"] = .mapping(places) }
    }

    /// Opens what was saved.
    func source(_ environment: SourceEnvironment) async throws -> ImageSource {
        try await imopen(location, driver: driver, options: options, environment: environment)
    }

    /// What must be corrected of what the files say, for it to be what was saved; one for all variables.
    ///
    /// What an entry cannot say is noted.
    mutating func overrides(
        for images: [WritableImage], _ environment: SourceEnvironment
    ) async throws -> MetadataOverrides {
        var overrides = MetadataOverrides()
        let found = try await source(environment).discover().images
        func note(_ text: String) { diagnostics.append(Diagnostic(text)) }
        for image in images {
            guard let own = found.first(where: { $0.name == image.name }) ?? (found.count == 1 ? found.first : nil)
            else {
                note("the variable '\(image.name)' is loaded by another name")
                continue
            }
            let (wanted, known) = (image.metadata, own.metadata)
            /// Entries correct all variables alike.
            func correct<Value: Equatable>(
                _ path: WritableKeyPath<MetadataOverrides, [Axis: Value?]>, _ axis: Axis, _ value: Value?,
                _ what: String
            ) {
                if let other = overrides[keyPath: path][axis], other != value {
                    note("\(what) along \(axis) differs between variables; that of '\(image.name)' is not kept")
                } else {
                    overrides[keyPath: path][axis] = .some(value)
                }
            }
            for axis in image.axes where own.axes.contains(axis) {
                if wanted.spacing[axis] != known.spacing[axis] {
                    correct(\.spacing, axis, wanted.spacing[axis], "the spacing")
                }
                if wanted.spacing[axis] != nil, wanted.units[axis] != known.units[axis] {
                    correct(\.units, axis, wanted.units[axis], "the unit")
                }
                if wanted.coords[axis] != known.coords[axis] {
                    correct(\.coords, axis, wanted.coords[axis], "what the places are called")
                }
                if wanted.origin[axis] != known.origin[axis] { note("the origin along \(axis) is not kept") }
            }
            if wanted.affine != known.affine { note("the placement in space is not kept") }
            for (key, value) in wanted.attributes.pairs where known.attributes[key] != value {
                note("the attribute '\(key)' is not kept")
            }
        }
        return overrides
    }
}

/// Saves an image and puts it into a catalog, from where it is loaded as it was: what the files cannot hold, such as the
/// names of channels, stands in the entry.
///
/// Other parameters as in `imsave`.
/// - Parameters:
///   - catalog: the path of the catalog, which is made if missing; the rest of it stays as it is.
///   - entry: the name in the catalog.
///   - description: what the image shows.
/// - Returns: what neither the files nor the entry could keep.
/// - Throws: as `imsave`; `invalidArgument` if the catalog has such an entry and it may not be replaced, before anything
///   is written.
@discardableResult
public func imsave(
    _ dataset: ImageDataset, to path: String, catalog: String, entry: String, description: String = "",
    partition: AxisOrder? = nil, compression: Compression = .automatic, overwrite: Bool = false,
    options: Attributes = Attributes(), environment: SourceEnvironment = .standard
) async throws -> [Diagnostic] {
    let writer = try CatalogWriter(catalog, drivers: environment.drivers)
    let images = dataset.arrays.map { WritableImage($0) }
    // A catalog that cannot take the entry is noticed before pixels are written.
    try await writer.add(
        NewEntry(name: entry, description: description, driver: "zarr", uri: path), replace: overwrite, dryRun: true)
    var saved = try await save(
        images, to: path, partition: partition, asOne: true,
        WriteOptions(
            compression: compression, overwrite: overwrite, concurrency: environment.concurrency, format: options),
        environment)
    let overrides = try await saved.overrides(for: images, environment)
    _ = try await writer.add(
        NewEntry(
            name: entry, description: description, driver: saved.driver, uri: saved.location, options: saved.options,
            metadata: overrides.attribute),
        replace: overwrite)
    return saved.diagnostics
}

/// Saves an array and puts it into a catalog; see `imsave` of a data set.
///
/// - Throws: as there.
@discardableResult
public func imsave(
    _ image: ImageArray, to path: String, catalog: String, entry: String, description: String = "",
    partition: AxisOrder? = nil, compression: Compression = .automatic, overwrite: Bool = false,
    options: Attributes = Attributes(), environment: SourceEnvironment = .standard
) async throws -> [Diagnostic] {
    try await imsave(
        try ImageDataset([image]), to: path, catalog: catalog, entry: entry, description: description,
        partition: partition, compression: compression, overwrite: overwrite, options: options,
        environment: environment)
}
