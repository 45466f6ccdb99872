import ByteStores
import ImageCore
import ImageSources

/// What the arrays and groups of a store mean: the images of a plate, of a bioformats2raw layout, an OME image, the
/// variables of an xarray store, or just arrays.
struct ZarrLayout: Sendable {
    let hierarchy: ZarrHierarchy
    /// Whether the labels of an OME image come with it.
    let withLabels: Bool
    /// How many metadata documents are read at once.
    let concurrency: Int

    /// The series of the node at the root of the hierarchy.
    func series(of node: ZarrNode) async throws -> [ZarrSeries] {
        guard node.kind == .group else {
            return [ZarrSeries { [try await lonelyImage(node)] }]
        }
        if let ome = try OMEZarrMetadata.parse(node.attributes, zarrFormat: node.format),
            let series = try await omeSeries(ome, node)
        {
            return series
        }
        if let variables = try await xarrayVariables(in: "") {
            return [ZarrSeries { try await xarrayImages(variables, group: node) }]
        }
        let series = try await plainSeries()
        guard !series.isEmpty else {
            throw ImageError.corrupt("the group holds no array", at: .init(hierarchy.root.location))
        }
        return series
    }

    /// Every array and every OME image below the root, by its path.
    private func plainSeries() async throws -> [ZarrSeries] {
        var series: [ZarrSeries] = []
        var image: String?
        for (path, node) in try await hierarchy.descendants(of: "") {
            // The levels and labels of an image are no images of their own.
            if let image, path.hasPrefix(image + "/") { continue }
            if node.kind == .array {
                series.append(ZarrSeries(name: path) { [try await plainImage(node)] })
            } else if let ome = try? OMEZarrMetadata.parse(node.attributes, zarrFormat: node.format),
                !ome.multiscales.isEmpty
            {
                image = path
                series.append(ZarrSeries(name: path) { try await omeImages(ome, 0, at: path, node) })
            }
        }
        return series
    }

    /// An array whose group says nothing.
    func plainImage(_ node: ZarrNode) async throws -> StoredImage {
        let array = try node.array()
        let names = array.metadata.dimensionNames
        let axes = array.metadata.shape.enumerated().map { place, length in
            StoredAxis(label: names?[place], length: length)
        }
        return try stored(array, name: "image", axes: axes, metadata: StoredMetadata(attributes: plain(node, array)))
    }

    /// An array that was opened by itself: the group around it may know its axes.
    private func lonelyImage(_ node: ZarrNode) async throws -> StoredImage {
        let folder = hierarchy.root
        let parts = folder.key.split(separator: "/").map(String.init)
        let parent = Resource(
            store: folder.store, key: parts.dropLast().joined(separator: "/"),
            location: ResourceLocation.folder(of: folder.location))
        // What the group says is a help, and no reason to fail.
        guard let name = parts.last, let (outer, group) = try? await ZarrHierarchy.open(parent), group.kind == .group
        else { return try await plainImage(node) }
        let layout = ZarrLayout(hierarchy: outer, withLabels: false, concurrency: concurrency)
        let array = try node.array()
        if let ome = try? OMEZarrMetadata.parse(group.attributes, zarrFormat: group.format) {
            for multiscale in ome.multiscales {
                guard let level = multiscale.levels.firstIndex(where: { $0.path == name }),
                    let axes = try? multiscale.storedAxes(
                        shape: array.metadata.shape, level: level, channelNames: ome.omero?.channelNames)
                else { continue }
                return try stored(
                    array, name: "image", axes: axes, metadata: StoredMetadata(attributes: plain(node, array)))
            }
        }
        guard array.metadata.dimensionNames != nil else { return try await plainImage(node) }
        return try await layout.xarrayImage(array, node, name: "image", group: group)
    }

    /// The attribute under which our writer keeps a placement in space.
    static let placementKey = "placement"

    /// An image over an array.
    func stored(
        _ array: ZarrArray, name: String, axes: [StoredAxis], metadata: StoredMetadata
    ) throws(ImageError) -> StoredImage {
        let facts = array.metadata
        var (axes, metadata) = (axes, metadata)
        Self.place(&axes, &metadata)
        let chain = facts.codecs.innermost
        let isSorted = chain.axes == Array(chain.axes.indices)
        return StoredImage(
            name: name, axes: axes, elementType: try facts.elementType(array.folder.location),
            byteOrder: chain.byteOrder, chunkShape: chain.chunk, chunkOrder: isSorted ? nil : chain.axes,
            shardShape: facts.storedChunk == chain.chunk ? nil : facts.storedChunk, access: .chunks(array),
            fillValue: facts.fill, metadata: metadata)
    }

    /// Takes a placement out of the attributes; anything else under that key stays an attribute.
    private static func place(_ axes: inout [StoredAxis], _ metadata: inout StoredMetadata) {
        func numbers(_ value: AttributeValue?) -> [Double]? {
            value?.arrayValue.flatMap { items in
                let numbers = items.compactMap(\.doubleValue)
                return numbers.count == items.count ? numbers : nil
            }
        }
        guard let map = metadata.attributes[placementKey]?.mappingValue, let origin = numbers(map["origin"]),
            let directions = map["directions"]?.mappingValue
        else { return }
        for place in axes.indices {
            if let label = axes[place].label { axes[place].direction = numbers(directions[label]) }
        }
        metadata.space = map["space"]?.stringValue
        metadata.spaceOrigin = origin
        metadata.attributes[placementKey] = nil
    }

    /// The attributes of an array that are not about Zarr or xarray themselves.
    func plain(_ node: ZarrNode, _ array: ZarrArray) -> Attributes {
        var attributes = array.metadata.attributes
        for key in ["_ARRAY_DIMENSIONS", "coordinates"] { attributes[key] = nil }
        // intake_io put everything into one mapping.
        if let nested = attributes["metadata"]?.mappingValue {
            attributes["metadata"] = nil
            for (key, value) in nested.pairs where attributes[key] == nil && key != "spacing_units" {
                attributes[key] = value
            }
        }
        return attributes
    }
}
