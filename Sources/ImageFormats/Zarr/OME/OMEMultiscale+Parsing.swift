import ImageCore

extension OMEReader {
    /// One entry of `multiscales`.
    ///
    /// - Throws: `corrupt` if it has no levels or the first has no path inside the group.
    mutating func multiscale(
        _ value: AttributeValue, number: Int, version: String?
    ) throws(ImageError) -> OMEMultiscale {
        let place = "multiscales[\(number)]"
        let location = ImageError.Location(keyPath: place)
        guard let map = value.mappingValue else {
            throw .corrupt("an image is described by \(value.kindName), not a mapping", at: location)
        }
        let datasets = list(map, "datasets")
        guard let first = datasets.first else { throw .corrupt("the image has no datasets", at: location) }
        let system = coordinateSystem(map, first, place)
        let axes = system?.axes ?? axes(map, version, place)
        let outer = wholeTransformation(map, isElsewhere: system != nil, rank: axes.count, place)

        var levels: [OMELevel] = []
        for (index, dataset) in datasets.enumerated() {
            let place = "\(place).datasets[\(index)]"
            let path = Self.text(dataset.mappingValue?["path"])
            guard let map = dataset.mappingValue, let path, OMEPath.isInside(path) else {
                let what =
                    path.map { "the path '\(OMEPath.shown($0))' leads out of the group" } ?? "no path to an array"
                if index == 0 { throw .corrupt(what, at: ImageError.Location(keyPath: place)) }
                note("\(place): \(what); the level is left out")
                continue
            }
            var transformation = OMETransformation(rank: axes.count)
            transformation.apply(steps(map, to: system?.name), at: "dataset '\(OMEPath.shown(path))'", &self)
            transformation.apply(outer)
            levels.append(
                OMELevel(path: path, scale: transformation.scale, translation: transformation.translation))
        }
        return OMEMultiscale(
            name: Self.text(map["name"]), type: Self.text(map["type"]), metadata: map["metadata"], axes: axes,
            levels: levels)
    }

    /// What applies to all levels after their own.
    private mutating func wholeTransformation(
        _ map: Attributes, isElsewhere: Bool, rank: Int, _ place: String
    ) -> OMETransformation {
        var outer = OMETransformation(rank: rank)
        // Doing nothing is no statement about distances here, as it is for a level of its own.
        let steps = steps(map, to: nil).filter { $0.mappingValue?["type"]?.stringValue != "identity" }
        if isElsewhere {
            if !steps.isEmpty {
                note("\(place) has transformations to further coordinate systems, which are not followed")
            }
        } else {
            outer.apply(steps, at: place, &self)
        }
        return outer
    }

    /// The transformations to apply in order; with coordinate systems, the one that leads to `system`.
    private mutating func steps(_ map: Attributes, to system: String?) -> [AttributeValue] {
        let steps: [AttributeValue]
        if let single = map["coordinateTransformations"], single.mappingValue != nil {
            steps = [single]
        } else {
            steps = list(map, "coordinateTransformations")
        }
        guard let system, let named = steps.first(where: { Self.output($0) == system }) else { return steps }
        return [named]
    }

    // MARK: Axes

    private mutating func axes(_ map: Attributes, _ version: String?, _ place: String) -> [OMEAxis] {
        let entries = list(map, "axes")
        if !entries.isEmpty { return axes(entries, place) }
        if let version, !["0.1", "0.2"].contains(version) {
            note("\(place) names no axes; they are taken for t, c, z, y and x")
        }
        return ["t", "c", "z", "y", "x"].map { OMEAxis($0) }
    }

    /// Axes as names (version 0.3) or mappings; one without a name keeps its place.
    private mutating func axes(_ entries: [AttributeValue], _ place: String) -> [OMEAxis] {
        entries.map { entry in
            let map = entry.mappingValue
            guard let name = Self.text(map.map { $0["name"] } ?? entry) else {
                note("an axis of \(place) has no name")
                return OMEAxis("", kind: Self.kind(map?["type"]))
            }
            let orientation = map?["orientation"]
            return OMEAxis(
                name, kind: Self.kind(map?["type"]), unit: map?["unit"]?.stringValue,
                orientation: orientation?.stringValue ?? orientation?.mappingValue?["value"]?.stringValue)
        }
    }

    private static func kind(_ type: AttributeValue?) -> OMEAxis.Kind? {
        type?.stringValue.map { OMEAxis.Kind(rawValue: $0.lowercased()) ?? .other }
    }

    // MARK: Coordinate systems (version 0.6)

    /// The system that the levels lie in, if the image has systems: the one the first level leads to, else the first.
    private mutating func coordinateSystem(
        _ map: Attributes, _ dataset: AttributeValue, _ place: String
    ) -> (name: String?, axes: [OMEAxis])? {
        guard map["coordinateSystems"] != nil else { return nil }
        let systems = mappings(map, "coordinateSystems").filter { $0["axes"]?.arrayValue?.isEmpty == false }
        guard let first = systems.first else { return nil }
        let steps = dataset.mappingValue?["coordinateTransformations"]
        let outputs = (steps?.arrayValue ?? steps.map { [$0] } ?? []).compactMap(Self.output)
        let chosen = systems.first { system in
            Self.text(system["name"]).map { outputs.contains($0) } ?? false
        }
        if chosen == nil, let name = outputs.first {
            note("\(place) has no coordinate system '\(OMEPath.shown(name))'; the first is taken")
        }
        let system = chosen ?? first
        return (Self.text(system["name"]), axes(system["axes"]?.arrayValue ?? [], place))
    }

    /// The system a transformation leads to, given by its name or as a mapping with it.
    private static func output(_ step: AttributeValue) -> String? {
        let output = step.mappingValue?["output"]
        return output?.stringValue ?? output?.mappingValue?["name"]?.stringValue
    }
}
