import ByteStores
package import ImageCore
import ImageSources

/// Files that were saved, and how they are read again.
package struct SavedImage: Sendable {
    /// The path of the file, or the pattern of the files.
    package var location: String
    /// The driver, and its options.
    var driver: String
    var options = Attributes()
    /// What the format could not keep.
    package var diagnostics: [Diagnostic] = []
}

extension SavedImage {
    /// What files of a partition are read by: a pattern with a field for each axis that was split.
    init(_ plan: WritePartition, in folder: String, driver: String) {
        self.driver = "filepattern"
        var fields = plan.split.map { (key: "\($0.axis)", specification: $0.digits.map { "0\($0)d" } ?? "") }
        if !plan.variables.isEmpty { fields.insert((key: "var", specification: ""), at: 0) }
        location = SplitNames.pattern(folder: folder, base: plan.base, fields, suffix: plan.suffix)
        var places = Attributes()
        for split in plan.split where split.digits == nil {
            places["\(split.axis)"] = .array(split.keys.map { .string($0) })
        }
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
            // The header of the file that it came from is no fact about the image.
            for (key, value) in wanted.attributes.pairs
            where key != "fileheader" && known.attributes[key] != value {
                note("the attribute '\(key)' is not kept")
            }
        }
        return overrides
    }
}
