import ByteStores
import ImageCore
import ImageSources

extension ZarrWriter: RegionWriter {
    func create(_ image: WritableImage, at path: String, options: WriteOptions) async throws -> [Diagnostic] {
        guard !image.axes.contains(.i) else {
            throw ImageError.unsupported("an image with an axis i is several images, which are made one by one")
        }
        var options = options
        // Smaller levels could not be kept in step with parts that come from several processes.
        options.format["levels"] = 1
        return try await write([image], to: path, options: options, isEmpty: true)
    }

    func write(_ part: ImageArray, into path: String, at start: [Axis: Int], concurrency: Int) async throws {
        let root = Resource(
            store: LocalStore(folder: path), key: "", location: ResourceLocation.normalized(path))
        guard let (hierarchy, node) = try await ZarrHierarchy.open(root) else {
            throw ImageError.notFound("there is no Zarr store", at: .init(path), hint: "make it with imcreate")
        }
        let (name, array) = try await Self.array(named: part.name, hierarchy, node)
        let axes = try Self.axes(of: array, node)
        let plan = try Self.plan(name, array, axes)
        guard part.elementType == plan.elementType else {
            throw ImageError.invalidArgument("the part holds \(part.elementType), the image \(plan.elementType)")
        }
        guard Set(part.axes.axes) == Set(axes.axes) else {
            throw ImageError.invalidArgument("the part has the axes \(part.axes), the image \(axes)")
        }
        let part = try part.reordered(to: axes)
        let box = try Self.box(of: part, at: start, plan)
        let writer = ZarrArrayWriter(plan, to: ZarrRegionSink(folder: root.location), leavesOutZeros: false)
        let pyramid = ZarrPyramidWriter(WritableImage(part), [writer], [], .mean)
        try await pyramid.write(part, box, concurrency: concurrency)
    }

    /// The array of an image in a store, and its path.
    private static func array(
        named name: String, _ hierarchy: ZarrHierarchy, _ node: ZarrNode
    ) async throws -> (String, ZarrArray) {
        if node.kind == .array { return ("", try node.array()) }
        var path = name
        if let ome = try OMEZarrMetadata.parse(node.attributes, zarrFormat: node.format) {
            let own = ome.multiscales.first { $0.levels[0].path == name } ?? ome.multiscales.first
            if let own {
                path = own.levels[0].path
                guard own.levels.count == 1 else {
                    throw ImageError.unsupported(
                        "the image has smaller levels, which a part cannot keep in step",
                        at: .init(hierarchy.root.location),
                        hint: "fill a store that was made with imcreate")
                }
            }
        }
        guard let found = try await hierarchy.node(at: path), found.kind == .array else {
            throw ImageError.notFound("there is no array '\(path)'", at: .init(hierarchy.root.location))
        }
        return (path, try found.array())
    }

    private static func axes(of array: ZarrArray, _ node: ZarrNode) throws -> AxisOrder {
        guard let names = array.metadata.dimensionNames else {
            throw ImageError.unsupported("the array does not name its axes", at: .init(array.folder.location))
        }
        return try AxisOrder(parsing: names.map { $0 ?? "?" }.joined())
    }

    /// How the chunks of an array that exists are to be written.
    private static func plan(_ path: String, _ array: ZarrArray, _ axes: AxisOrder) throws(ImageError) -> ZarrArrayPlan
    {
        let metadata = array.metadata
        let inner = metadata.codecs.innermost
        var isPlain = inner.axes == Array(inner.axes.indices) && inner.filters.isEmpty && inner.compressors.count <= 1
        isPlain = isPlain && (inner.byteOrder == .little || inner.capacities.isEmpty && metadata.type.size == 1)
        if case .sharding(let sharding) = metadata.codecs.serializer {
            isPlain =
                isPlain && metadata.codecs.capacities.isEmpty && sharding.isIndexAtEnd
                && sharding.index.compressors.count == 1 && sharding.index.byteOrder == .little
            if case .sharding = sharding.inner.serializer { isPlain = false }
        }
        guard isPlain else {
            throw .unsupported(
                "the array is stored in a way that is only read", at: .init(array.folder.location),
                hint: "fill a store that was made with imcreate")
        }
        return ZarrArrayPlan(
            path: path, format: metadata.format, dimensions: axes.map(\.description), shape: metadata.shape,
            chunk: metadata.chunk, shard: metadata.storedChunk == metadata.chunk ? nil : metadata.storedChunk,
            elementType: try metadata.elementType(array.folder.location),
            encoding: ZarrEncoding(existing: inner.compressors.first), existingKeys: metadata.keys)
    }

    /// The places that a part fills.
    ///
    /// - Throws: `invalidArgument` if it reaches outside or cuts through what is stored as one object.
    private static func box(
        of part: ImageArray, at start: [Axis: Int], _ plan: ZarrArrayPlan
    ) throws(ImageError) -> [Range<Int>] {
        for axis in start.keys where !part.axes.contains(axis) {
            throw .invalidArgument("the image has no axis \(axis) to begin at", hint: "its axes are \(part.axes)")
        }
        var box: [Range<Int>] = []
        for (place, axis) in part.axes.enumerated() {
            let low = start[axis] ?? 0
            let (high, overflow) = low.addingReportingOverflow(part.shape[place])
            guard low >= 0, !overflow, high <= plan.shape[place] else {
                throw .invalidArgument(
                    "\(axis)=\(low):\(overflow ? .max : high) reaches outside of the image",
                    hint: "\(axis) has \(plan.shape[place]) places")
            }
            let unit = plan.stored[place]
            guard low % unit == 0, high % unit == 0 || high == plan.shape[place] else {
                let what = plan.shard == nil ? "chunks" : "shards"
                throw .invalidArgument(
                    "\(axis)=\(low):\(high) cuts through \(what) of \(unit) places, which other processes may be writing",
                    hint: "begin and end at multiples of \(unit), or at the image's edge")
            }
            box.append(low..<high)
        }
        return box
    }
}
