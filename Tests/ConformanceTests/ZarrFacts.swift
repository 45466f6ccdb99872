import Foundation
import ImageCore

/// What is in a Zarr store, as zarr-python and the store's own documents say.
struct ZarrFacts: Sendable {
    /// One array of a store.
    struct Array: Sendable {
        var path: String
        /// A reader must refuse it.
        var mustFail: Bool
        /// It holds text or the like, which a reader may refuse.
        var mayFail: Bool
        /// It is too large to be read here.
        var isTooLarge: Bool
        var shape: [Int]
        var dtype: String
        var sha256: String?
    }

    /// One image of an OME group.
    struct Image: Sendable {
        var path: String
        /// The names of the axes; version 0.1 has none.
        var axes: [String]
        var units: [String: String]
        var levels: [Level]
        var channelNames: [String]?
    }

    /// One resolution level of an image, its numbers by axis.
    struct Level: Sendable {
        var path: String
        var scale: [Double]?
        var translation: [Double]?
    }

    var arrays: [Array] = []
    var images: [Image] = []
    /// The names of label images, by the group that has them.
    var labels: [String: [String]] = [:]
    /// The wells of the plates, by their group.
    var wells: [String: [String]] = [:]

    init(_ expected: [String: Any]) {
        arrays = (expected["arrays"] as? [[String: Any]] ?? []).map { array in
            Array(
                path: array["path"] as? String ?? "", mustFail: array["error"] as? Bool ?? false,
                mayFail: ["not_numeric", "either"].contains { array[$0] as? Bool == true },
                isTooLarge: array["too_large_here"] as? Bool ?? false, shape: array["shape"] as? [Int] ?? [],
                dtype: array["dtype"] as? String ?? "", sha256: array["sha256"] as? String)
        }
        for group in expected["ome"] as? [[String: Any]] ?? [] {
            let path = group["path"] as? String ?? ""
            if let names = group["labels"] as? [String] {
                labels[path == "labels" ? "" : String(path.dropLast("/labels".count))] = names
            }
            if let plate = group["plate"] as? [String: Any] { wells[path] = plate["wells"] as? [String] ?? [] }
            if let datasets = group["datasets"] as? [[String: Any]] { images.append(Image(path, group, datasets)) }
        }
    }

    /// The array at a path of the store.
    func array(_ path: String) -> Array? { arrays.first { $0.path == path } }
}

extension ZarrFacts.Image {
    fileprivate init(_ path: String, _ group: [String: Any], _ datasets: [[String: Any]]) {
        func numbers(_ value: Any?) -> [Double]? { (value as? [NSNumber])?.map(\.doubleValue) }
        self.path = path
        axes = group["axes"] as? [String] ?? []
        units = group["units"] as? [String: String] ?? [:]
        channelNames = (group["channel_names"] as? [Any])?.map { "\($0)" }
        // What holds for all levels comes after what holds for each.
        let whole = group["whole"] as? [String: Any] ?? [:]
        let (scales, shifts) = (numbers(whole["scale"]), numbers(whole["translation"]))
        levels = datasets.map { dataset in
            var scale = numbers(dataset["scale"])
            var translation = numbers(dataset["translation"])
            if let scales {
                scale = scale.map { zip($0, scales).map { $0 * $1 } } ?? scales
                translation = translation.map { zip($0, scales).map { $0 * $1 } }
            }
            if let shifts { translation = translation.map { zip($0, shifts).map { $0 + $1 } } ?? shifts }
            return ZarrFacts.Level(
                path: dataset["path"] as? String ?? "", scale: scale, translation: translation)
        }
    }

    /// The axes of space and time with a scale that somebody measured, by their places: one of 1 without a unit says
    /// nothing.
    var spacedAxes: [(place: Int, axis: Axis)] {
        axes.enumerated().compactMap { place, name in
            guard let axis = name.count == 1 ? name.first.flatMap({ Axis(letter: $0) }) : nil, axis.isPhysical,
                let finest = levels.first?.scale?[place], finest != 1 || units[name] != nil
            else { return nil }
            return (place, axis)
        }
    }

    /// The spacing of a level by axis.
    func spacing(_ level: Int) -> [Axis: Double] {
        guard let scale = levels[level].scale else { return [:] }
        return Dictionary(uniqueKeysWithValues: spacedAxes.map { ($0.axis, scale[$0.place]) })
    }

    /// The origin of a level by axis: where it is not 0.
    func origin(_ level: Int) -> [Axis: Double] {
        guard let shift = levels[level].translation else { return [:] }
        let found = spacedAxes.filter { shift[$0.place] != 0 }
        return Dictionary(uniqueKeysWithValues: found.map { ($0.axis, shift[$0.place]) })
    }

    /// The units of the axes with a spacing.
    var canonicalUnits: [Axis: ImageCore.Unit] {
        var result: [Axis: ImageCore.Unit] = [:]
        for (place, axis) in spacedAxes {
            result[axis] = units[axes[place]].flatMap { ImageCore.Unit.parse($0)?.unit }
        }
        return result
    }
}
