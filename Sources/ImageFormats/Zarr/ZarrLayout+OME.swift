import ByteStores
import ImageCore
import ImageSources

extension ZarrLayout {
    /// The series of a group with OME metadata, or nil if these say nothing about images.
    func omeSeries(_ ome: OMEZarrMetadata, _ node: ZarrNode) async throws -> [ZarrSeries]? {
        // A group that is an image itself is read as such, whatever else it claims to be.
        if ome.bioformats2rawLayout != nil, ome.plate == nil, ome.multiscales.isEmpty {
            return try await listedSeries()
        }
        if let plate = ome.plate { return try await plateSeries(plate) }
        if let well = ome.well { return well.images.map { image in groupSeries(image.path) } }
        if !ome.multiscales.isEmpty {
            return ome.multiscales.indices.map { number in
                let name = ome.multiscales.count == 1 ? nil : ome.multiscales[number].name ?? "\(number)"
                return ZarrSeries(name: name) { try await omeImages(ome, number, at: "", node) }
            }
        }
        if !ome.labels.isEmpty, try await hierarchy.node(at: ome.labels[0]) != nil {
            return ome.labels.map { groupSeries($0) }
        }
        return nil
    }

    /// The images of a bioformats2raw layout: those that its `OME` group lists, else the numbered groups.
    private func listedSeries() async throws -> [ZarrSeries] {
        if let node = try await hierarchy.node(at: "OME"),
            let listed = try OMEZarrMetadata.parse(node.attributes, zarrFormat: node.format)?.series, !listed.isEmpty
        {
            if let stack = try await stack(listed, node) { return [ZarrSeries { stack }] }
            return listed.map { groupSeries($0) }
        }
        var numbers = 0
        while numbers < 100_000, try await hierarchy.node(at: "\(numbers)") != nil { numbers += 1 }
        guard numbers > 0 else {
            throw ImageError.corrupt("no image 0 in a bioformats2raw layout", at: .init(hierarchy.root.location))
        }
        return (0..<numbers).map { groupSeries("\($0)") }
    }

    /// The images of a layout that was one image with an axis `i`; nil for any other.
    private func stack(_ paths: [String], _ node: ZarrNode) async throws -> [StoredImage]? {
        let (isStack, coords) = ZarrStack.names(node.attributes)
        guard isStack else { return nil }
        let groups = try await mapConcurrently(paths.count, limit: concurrency) { try await groupImages(paths[$0]) }
        var images: [StoredImage] = []
        for number in groups[0].indices {
            let parts = groups.compactMap { $0.indices.contains(number) ? $0[number] : nil }
            guard parts.count == groups.count, let image = ZarrStack.image(parts, coords: coords) else { return nil }
            images.append(image)
        }
        return images
    }

    /// The fields of a plate; only the wells' own documents are read, and none where the plate says how many fields
    /// there are.
    private func plateSeries(_ plate: OMEPlate) async throws -> [ZarrSeries] {
        let wells = plate.wells
        if let count = plate.fieldCount, count > 0, count <= 10_000 {
            return wells.flatMap { well in
                (0..<count).map { field in
                    ZarrSeries(name: "\(well.path)/\(field)") {
                        let fields = try await fields(of: well.path)
                        guard fields.indices.contains(field) else {
                            throw ImageError.notFound(
                                "the well \(well.path) has \(fields.count) fields, none with number \(field)",
                                at: .init(hierarchy.root.location))
                        }
                        return try await groupImages(well.path + "/" + fields[field])
                    }
                }
            }
        }
        let paths = try await mapConcurrently(wells.count, limit: concurrency) { number in
            try await fields(of: wells[number].path)
        }
        return zip(wells, paths).flatMap { well, fields in fields.map { groupSeries(well.path + "/" + $0) } }
    }

    private func fields(of well: String) async throws -> [String] {
        guard let node = try await hierarchy.node(at: well),
            let found = try OMEZarrMetadata.parse(node.attributes, zarrFormat: node.format)?.well
        else {
            throw ImageError.corrupt("there is no well '\(well)'", at: .init(hierarchy.root.location))
        }
        return found.images.map(\.path)
    }

    private func groupSeries(_ path: String) -> ZarrSeries {
        ZarrSeries(name: path) { try await groupImages(path) }
    }

    /// The first image of the group at a path.
    private func groupImages(_ path: String) async throws -> [StoredImage] {
        guard let node = try await hierarchy.node(at: path) else {
            throw ImageError.corrupt("there is no group '\(path)'", at: .init(hierarchy.root.location))
        }
        guard let ome = try OMEZarrMetadata.parse(node.attributes, zarrFormat: node.format), !ome.multiscales.isEmpty
        else {
            throw ImageError.corrupt("the group '\(path)' describes no image", at: .init(hierarchy.root.location))
        }
        return try await omeImages(ome, 0, at: path, node)
    }

    /// One image of a group, its labels behind it.
    func omeImages(
        _ ome: OMEZarrMetadata, _ number: Int, at path: String, _ node: ZarrNode
    ) async throws -> [StoredImage] {
        var image = try await omeImage(ome, number, at: path, node)
        guard withLabels, number == 0,
            let folder = try await hierarchy.node(at: Self.joined(path, "labels")), folder.kind == .group,
            let listed = try? OMEZarrMetadata.parse(folder.attributes, zarrFormat: folder.format)?.labels
        else { return [image] }
        var images: [StoredImage] = []
        for label in listed {
            do {
                let path = Self.joined(path, "labels/" + label)
                guard let node = try await hierarchy.node(at: path),
                    let ome = try OMEZarrMetadata.parse(node.attributes, zarrFormat: node.format),
                    !ome.multiscales.isEmpty
                else { throw ImageError.corrupt("its group describes no image") }
                var found = try await omeImage(ome, 0, at: path, node)
                found.name = ResourceLocation.name(of: label)
                for level in found.levels.indices { found.levels[level].name = found.name }
                guard found.name != image.name, !images.contains(where: { $0.name == found.name }) else {
                    throw ImageError.corrupt("there are two arrays of this name")
                }
                images.append(try Self.fitting(found, to: image))
            } catch let error as ImageError {
                let place = hierarchy.root.below(Self.joined(path, "labels/" + label)).location
                image.metadata.diagnostics.append(
                    Diagnostic("the labels '\(label)' are left out: \(error.message); open them as \(place)"))
            }
        }
        return [image] + images
    }

    /// Labels with as many levels as fit those of their image.
    ///
    /// - Throws: `unsupported` if not even the first does.
    private static func fitting(_ labels: StoredImage, to image: StoredImage) throws(ImageError) -> StoredImage {
        func fits(_ level: Int) -> Bool {
            guard let one = labels.level(level), let other = image.level(level) else { return false }
            return one.axes.allSatisfy { axis in
                other.axes.first { $0.label == axis.label }.map { $0.length == axis.length } ?? true
            }
        }
        guard fits(0) else { throw .unsupported("they have other extents than the image") }
        var labels = labels
        labels.levels = Array(
            labels.levels.prefix { _ in true }.enumerated().prefix { fits($0.offset + 1) }.map(\.element))
        return labels
    }

    /// One image of a group with all its levels.
    private func omeImage(
        _ ome: OMEZarrMetadata, _ number: Int, at path: String, _ node: ZarrNode
    ) async throws -> StoredImage {
        let multiscale = ome.multiscales[number]
        let names = number == 0 ? ome.omero?.channelNames : nil
        var levels: [StoredImage] = []
        var diagnostics = ome.diagnostics
        for (level, description) in multiscale.levels.enumerated() {
            do {
                guard let array = try await hierarchy.node(at: Self.joined(path, description.path)),
                    array.kind == .array
                else {
                    throw ImageError.corrupt(
                        "there is no array '\(description.path)', which the image's metadata name",
                        at: .init(node.folder.location))
                }
                levels.append(try await omeLevel(multiscale, level, array, names, at: path, node, ome))
            } catch let error as ImageError where level > 0 {
                diagnostics.append(Diagnostic("level \(level) and those behind it are left out: \(error.message)"))
                break
            }
        }
        guard var image = levels.first else {
            throw ImageError.corrupt("the image has no levels", at: .init(node.folder.location))
        }
        image.metadata.diagnostics += diagnostics
        image.levels = Array(levels.dropFirst())
        return image
    }

    private func omeLevel(
        _ multiscale: OMEMultiscale, _ level: Int, _ node: ZarrNode, _ names: [String]?, at path: String,
        _ group: ZarrNode, _ ome: OMEZarrMetadata
    ) async throws -> StoredImage {
        let array = try node.array()
        var axes = try multiscale.storedAxes(shape: array.metadata.shape, level: level, channelNames: names)
        if level == 0 { axes = try await withCoordinates(axes, at: path) }
        var attributes = plain(node, array)
        if let block = (group.attributes["ome"]?.mappingValue ?? group.attributes)["omero"] {
            attributes["omero"] = block
        }
        if let block = ome.imageLabel { attributes["image-label"] = .mapping(block) }
        attributes["fileheader"] = .mapping(group.attributes)
        return try stored(
            array, name: Self.name(multiscale.levels[level].path), axes: axes,
            metadata: StoredMetadata(attributes: attributes))
    }

    /// The axes with what coordinate arrays beside the image say more exactly, where consolidated metadata list these.
    private func withCoordinates(_ axes: [StoredAxis], at path: String) async throws -> [StoredAxis] {
        guard hierarchy.isConsolidated else { return axes }
        var axes = axes
        for (place, axis) in axes.enumerated() {
            guard let label = axis.label, let node = try await hierarchy.node(at: Self.joined(path, label)),
                let coordinate = try? await ZarrCoordinate(node, length: axis.length)
            else { continue }
            coordinate.complete(&axes[place])
        }
        return axes
    }

    static func joined(_ path: String, _ name: String) -> String { path.isEmpty ? name : path + "/" + name }

    /// What the array of an image is called: its own name, unless that only counts the levels.
    private static func name(_ path: String) -> String {
        let name = ResourceLocation.name(of: path)
        let rest = name.hasPrefix("scale") ? name.dropFirst(5) : name.hasPrefix("s") ? name.dropFirst() : name[...]
        let counts = rest.allSatisfy { $0.isASCII && $0.isNumber }
        return counts || name.first?.isLetter != true ? "image" : name
    }
}
