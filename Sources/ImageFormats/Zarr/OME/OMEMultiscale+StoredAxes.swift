import ImageCore
import ImageSources

extension OMEMultiscale {
    /// The axes of one level's array.
    ///
    /// Only space and time have a spacing and an origin. A scale of 1 without a unit is what writers put in when they
    /// know nothing: it counts as unknown, and with it the scales of all other levels, which are relative to it.
    /// - Parameter channelNames: names for the channel axis, if there is one.
    /// - Throws: `corrupt` if the array has another number of axes, `notFound` if there is no such level.
    func storedAxes(
        shape: [Int], level: Int, channelNames: [String]? = nil
    ) throws(ImageError) -> [StoredAxis] {
        guard levels.indices.contains(level) else {
            throw .notFound("no level \(level) of resolution; the image has \(levels.count)")
        }
        guard shape.count == axes.count else {
            throw .corrupt(
                "the array '\(OMEPath.shown(levels[level].path))' has \(shape.count) axes, the image "
                    + "\(axes.count) (\(OMEPath.shown(axes.map(\.name).joined(separator: " "))))")
        }
        let channel = axes.firstIndex { $0.name.lowercased() == "c" } ?? axes.firstIndex { $0.kind == .channel }
        return axes.indices.map { place in
            let axis = axes[place]
            var stored = StoredAxis(
                label: axis.name.isEmpty ? nil : axis.name, kind: axis.kind.stored, length: shape[place])
            if isSpaced(place), let scale = levels[level].scale, scale.indices.contains(place) {
                stored.spacing = scale[place]
                stored.unit = axis.unit
                if let shift = levels[level].translation, shift.indices.contains(place), shift[place] != 0 {
                    stored.origin = shift[place]
                }
            }
            if place == channel, let channelNames { stored.coords = .labels(channelNames) }
            return stored
        }
    }

    /// Whether the scale along an axis is a distance that somebody measured.
    private func isSpaced(_ place: Int) -> Bool {
        guard axes[place].kind == .space || axes[place].kind == .time else { return false }
        if axes[place].hasUnit { return true }
        guard let finest = levels.first?.scale, finest.indices.contains(place) else { return false }
        return finest[place] != 1
    }
}

extension OMEAxis {
    fileprivate var hasUnit: Bool {
        guard let unit else { return false }
        return !["", "pixel", "pixels", "voxel", "unit", "dimensionless"].contains(unit.lowercased())
    }
}

extension OMEAxis.Kind {
    fileprivate var stored: StoredAxis.Kind {
        switch self {
        case .space: .space
        case .time: .time
        case .channel: .channel
        case .other: .list
        }
    }
}
