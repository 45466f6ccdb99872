import ImageCore
import ImageSources

extension NRRDHeader {
    /// The axes in the order of arrays, slowest first, with what the header says about each.
    var storedAxes: [StoredAxis] {
        let physical = sizes.indices.filter { isPhysical($0) }
        /// The entry of an axis in a list that is as long as there are axes, or as there are axes of space and time:
        /// intake_io wrote such lists.
        func entry<T>(_ list: [T], _ axis: Int) -> T? {
            if list.count == sizes.count { return list[axis] }
            guard list.count == physical.count, let place = physical.firstIndex(of: axis) else { return nil }
            return list[place]
        }
        let spatial = sizes.indices.filter { kind($0) == .space || direction($0) != nil }
        return sizes.indices.reversed().map { axis in
            let direction = direction(axis)
            let spacing = entry(spacings, axis)
            var unit = entry(units, axis)
            if let place = spatial.firstIndex(of: axis), let text = spaceUnit(direction, place) { unit = text }
            var origin = entry(axisMins, axis)
            // A cell-centred axis begins at the edge of its first element.
            if let spacing, entry(centers, axis) == "cell", spacing.isFinite {
                origin = origin.map { $0 + spacing / 2 }
            }
            return StoredAxis(
                label: labels.count == sizes.count ? labels[axis] : nil, kind: kind(axis), length: sizes[axis],
                spacing: spacing, unit: unit, origin: origin, direction: direction)
        }
    }

    /// Space, channel names, the header's fields and its key/value pairs.
    var storedMetadata: StoredMetadata {
        var attributes = keyValues
        var channels: [String]?
        if let text = keyValues["channels"]?.stringValue {
            channels = Self.quoted(text)
            attributes["channels"] = nil
        }
        attributes["fileheader"] = .mapping(fields)
        var noticed = diagnostics
        if spacings.contains(where: { !$0.isNaN }), !spaceDirections.isEmpty {
            noticed.append(Diagnostic("the header has both spacings and space directions; the directions count"))
        }
        return StoredMetadata(
            space: space, spaceOrigin: spaceOrigin, channelNames: channels, attributes: attributes, diagnostics: noticed
        )
    }

    private func direction(_ axis: Int) -> [Double]? {
        if spaceDirections.count == sizes.count { return spaceDirections[axis] }
        // Fewer vectors than axes: they belong to the axes of space, which come first.
        return axis < spaceDirections.count && kind(axis) != .time && kind(axis) != .list ? spaceDirections[axis] : nil
    }

    private func isPhysical(_ axis: Int) -> Bool {
        kind(axis) == .space || kind(axis) == .time
    }

    private func kind(_ axis: Int) -> StoredAxis.Kind {
        if kinds.count == sizes.count {
            switch kinds[axis] {
            case "domain", "space": return .space
            case "time": return .time
            case "???", "none": break
            default: return .list
            }
        }
        guard spaceDirections.count == sizes.count else { return .unknown }
        return spaceDirections[axis] == nil ? .list : .space
    }

    /// The unit of a direction: that of the space's axis it runs along, or the one that all share.
    private func spaceUnit(_ direction: [Double]?, _ place: Int) -> String? {
        guard !spaceUnits.isEmpty else { return nil }
        if let direction {
            let parts = direction.indices.filter { direction[$0] != 0 }
            if parts.count == 1, let part = parts.first, part < spaceUnits.count { return spaceUnits[part] }
        } else if place < spaceUnits.count {
            return spaceUnits[place]
        }
        return Set(spaceUnits).count == 1 ? spaceUnits.first : nil
    }
}
