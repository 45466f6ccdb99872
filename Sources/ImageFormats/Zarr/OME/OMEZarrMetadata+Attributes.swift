import ImageCore

extension OMEZarrMetadata {
    /// The metadata as a group's attributes.
    ///
    /// Version 0.4 repeats its number in each block at the top level, version 0.5 states it once, in `ome`.
    func attributes(as version: OMEZarrVersion) -> Attributes {
        var block = Attributes()
        if version == .v05 { block["version"] = .string(version.rawValue) }
        if let layout = bioformats2rawLayout { block["bioformats2raw.layout"] = .int(layout) }
        if !multiscales.isEmpty {
            block["multiscales"] = .array(
                multiscales.map { .mapping(Self.stamped($0.attributes, if: version == .v04)) })
        }
        if let omero { block["omero"] = .mapping(Self.stamped(omero.attributes, if: version == .v04)) }
        if !labels.isEmpty { block["labels"] = .array(labels.map { .string($0) }) }
        if var imageLabel {
            imageLabel["version"] = nil
            block["image-label"] = .mapping(Self.stamped(imageLabel, if: version == .v04))
        }
        // Readers of 0.5 want the version in the plate as well.
        if let plate { block["plate"] = .mapping(Self.stamped(plate.attributes, if: true, version)) }
        if let well { block["well"] = .mapping(Self.stamped(well.attributes, if: version == .v04)) }
        if !series.isEmpty { block["series"] = .array(series.map { .string($0) }) }
        return version == .v04 ? block : ["ome": .mapping(block)]
    }

    /// The block with the version of its metadata in front.
    private static func stamped(
        _ block: Attributes, if isStamped: Bool, _ version: OMEZarrVersion = .v04
    ) -> Attributes {
        guard isStamped else { return block }
        return Attributes([("version", .string(version.rawValue))] + block.pairs.map { ($0.key, $0.value) })
    }

    /// The block of a label image that lies in the `labels` group of its image.
    static var labelOfImageAbove: Attributes { ["source": ["image": "../../"]] }
}

extension OMEMultiscale {
    /// The entry of `multiscales`, without a version.
    var attributes: Attributes {
        var block = Attributes()
        if let name { block["name"] = .string(name) }
        block["axes"] = .array(axes.map { .mapping($0.attributes) })
        block["datasets"] = .array(levels.map { .mapping($0.attributes(rank: axes.count)) })
        if let type { block["type"] = .string(type) }
        if let metadata { block["metadata"] = metadata }
        return block
    }
}

extension OMEAxis {
    fileprivate var attributes: Attributes {
        var block: Attributes = ["name": .string(name)]
        if kind != .other { block["type"] = .string(kind.rawValue) }
        if let unit { block["unit"] = .string(unit) }
        if let orientation { block["orientation"] = ["type": "anatomical", "value": .string(orientation)] }
        return block
    }
}

extension OMELevel {
    /// The path with a scale, which is required and 1 where it is unknown, and a translation where there is any.
    fileprivate func attributes(rank: Int) -> Attributes {
        let factors = scale ?? [Double](repeating: 1, count: rank)
        var steps: [AttributeValue] = [
            ["type": "scale", "scale": .array(factors.map { .double($0.isFinite && $0 > 0 ? $0 : 1) })]
        ]
        if let translation, translation.contains(where: { $0 != 0 }), translation.allSatisfy(\.isFinite) {
            steps.append(["type": "translation", "translation": .array(translation.map { .double($0) })])
        }
        return ["path": .string(path), "coordinateTransformations": .array(steps)]
    }
}

extension OMEPlate {
    fileprivate var attributes: Attributes {
        var block = Attributes()
        if let name { block["name"] = .string(name) }
        block["rows"] = .array(rows.map { ["name": .string($0)] })
        block["columns"] = .array(columns.map { ["name": .string($0)] })
        block["wells"] = .array(
            wells.map { well in
                var entry: Attributes = ["path": .string(well.path)]
                if let row = well.rowIndex { entry["rowIndex"] = .int(row) }
                if let column = well.columnIndex { entry["columnIndex"] = .int(column) }
                return .mapping(entry)
            })
        if let fieldCount { block["field_count"] = .int(fieldCount) }
        if !acquisitions.isEmpty {
            block["acquisitions"] = .array(
                acquisitions.map { run in
                    var entry: Attributes = ["id": .int(run.id)]
                    if let name = run.name { entry["name"] = .string(name) }
                    return .mapping(entry)
                })
        }
        return block
    }
}

extension OMEWell {
    fileprivate var attributes: Attributes {
        let entries: [AttributeValue] = images.map { image in
            var entry: Attributes = ["path": .string(image.path)]
            if let run = image.acquisition { entry["acquisition"] = .int(run) }
            return .mapping(entry)
        }
        return ["images": .array(entries)]
    }
}
