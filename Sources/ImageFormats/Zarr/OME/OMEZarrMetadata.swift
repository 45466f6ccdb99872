import ImageCore

/// What a group of a Zarr hierarchy says as OME-NGFF metadata (OME-Zarr 0.1 to 0.6).
///
/// One type serves all kinds of groups: images have multiscales, the `labels` group its list, plates and wells theirs.
struct OMEZarrMetadata: Sendable, Equatable {
    /// The version of the metadata, as written.
    var version: String?
    /// The images of the group, each with its levels of resolution; nearly always one.
    var multiscales: [OMEMultiscale] = []
    /// Names, colours and contrast of the channels.
    var omero: OMEChannels?
    /// The label images below a `labels` group.
    var labels: [String] = []
    /// The plate of a high-content screen.
    var plate: OMEPlate?
    /// The fields of a well.
    var well: OMEWell?
    /// What a label image says about its values and the image it belongs to.
    var imageLabel: Attributes?
    /// The layout of a group of several images, as `bioformats2raw` numbers it: 3.
    var bioformats2rawLayout: Int?
    /// The paths of the images in order, in the `OME` group of such a layout.
    var series: [String] = []
    /// What was noticed.
    var diagnostics: [Diagnostic] = []
}

extension OMEZarrMetadata {
    /// The metadata in a group's attributes: under `ome` from version 0.5 on, at the top level before; nil if there are
    /// none.
    ///
    /// What has another form than expected is left out and noted.
    /// - Throws: `corrupt` where an image cannot be described: it has no levels, or its first leads elsewhere.
    static func parse(_ attributes: Attributes, zarrFormat: Int) throws(ImageError) -> OMEZarrMetadata? {
        if let nested = attributes["ome"]?.mappingValue, !nested.isEmpty {
            return try parse(block: nested, zarrFormat: zarrFormat)
        }
        let found = try parse(block: attributes, zarrFormat: zarrFormat)
        return found.isEmpty ? nil : found
    }

    /// Whether nothing of OME-NGFF was found.
    private var isEmpty: Bool {
        multiscales.isEmpty && omero == nil && labels.isEmpty && plate == nil && well == nil && imageLabel == nil
            && bioformats2rawLayout == nil && series.isEmpty
    }

    private static func parse(block: Attributes, zarrFormat: Int) throws(ImageError) -> OMEZarrMetadata {
        var reader = OMEReader()
        var result = OMEZarrMetadata()
        result.version = version(block)
        for (number, value) in reader.list(block, "multiscales").enumerated() {
            result.multiscales.append(try reader.multiscale(value, number: number, version: result.version))
        }
        result.omero = reader.mapping(block, "omero").map { reader.channels($0) }
        result.labels = reader.paths(block, "labels")
        result.plate = reader.mapping(block, "plate").map { reader.plate($0) }
        result.well = reader.mapping(block, "well").map { reader.well($0) }
        result.imageLabel = reader.mapping(block, "image-label")
        result.bioformats2rawLayout = OMEReader.wholeNumber(block["bioformats2raw.layout"])
        result.series = reader.paths(block, "series")
        if let version = result.version {
            let isOld = ["0.1", "0.2", "0.3", "0.4"].contains { version == $0 || version.hasPrefix($0 + "-") }
            if isOld != (zarrFormat == 2) {
                reader.note("OME-Zarr version \(OMEPath.shown(version)) is not meant for Zarr format \(zarrFormat)")
            }
        }
        result.diagnostics = reader.diagnostics
        return result
    }

    /// The version stands in `ome` itself, or in each of the old blocks.
    private static func version(_ block: Attributes) -> String? {
        if let text = OMEReader.text(block["version"]) { return text }
        if let text = OMEReader.text(block["multiscales"]?.arrayValue?.first?.mappingValue?["version"]) { return text }
        for key in ["plate", "well", "image-label", "omero"] {
            if let text = OMEReader.text(block[key]?.mappingValue?["version"]) { return text }
        }
        return nil
    }
}
