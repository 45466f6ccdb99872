import ImageCore

/// What another program read out of a TIFF file.
struct TIFFFacts: Sendable {
    /// One series: an image.
    struct Series: Sendable {
        var axes: String
        var shape: [Int]
        var dtype: String
        /// The digests that are right; empty where nobody could read the pixels.
        var digests: Set<String>
        var mean: Double?
        var levels: [Level]
    }

    /// A resolution level, the full one first.
    struct Level: Sendable {
        var shape: [Int]
        var sha256: String?
    }

    var series: [Series]
    /// How far the mean may be off where the result depends on the decoder.
    var meanTolerance: Double?
    var spacing: [String: Double]
    var spacingUnits: [String: String]
    var channelNames: [String]?
    /// Whether the file says what its pixels measure, and not how large a print of it is.
    var isCalibrated: Bool

    init(_ expected: [String: Any]) {
        let isLossy = expected["lossy"] as? Bool ?? false
        meanTolerance = isLossy ? (expected["tolerance"] as? [String: Any])?["mean"] as? Double ?? 1 : nil
        spacing = expected["spacing"] as? [String: Double] ?? [:]
        spacingUnits = expected["spacing_units"] as? [String: String] ?? [:]
        channelNames = expected["channel_names"] as? [String]
        isCalibrated = !Set(expected["flags"] as? [String] ?? []).isDisjoint(with: ["imagej", "ome"])
        let alternatives = (expected["alternatives"] as? [String: Any])?.values.compactMap { $0 as? [String: Any] }
        let others = Set((alternatives ?? []).compactMap { $0["sha256"] as? String })
        series = (expected["series"] as? [[String: Any]] ?? []).map { item in
            let own = (item["sha256"] as? String).map { [$0] } ?? []
            return Series(
                axes: item["axes"] as? String ?? "", shape: item["shape"] as? [Int] ?? [],
                dtype: item["dtype"] as? String ?? "", digests: own.isEmpty ? [] : Set(own).union(others),
                mean: item["mean"] as? Double,
                levels: (item["levels"] as? [[String: Any]] ?? []).map {
                    Level(shape: $0["shape"] as? [Int] ?? [], sha256: $0["sha256"] as? String)
                })
        }
    }
}

extension TIFFFacts.Series {
    /// The axes in our letters: samples and unnamed axes are channels, or what is free.
    var letters: String {
        var letters = axes.lowercased().map { $0 }
        for place in letters.indices.reversed() where !"itczyx".contains(letters[place]) {
            let wanted = "sq".contains(letters[place]) ? "citz" : "ictz"
            letters[place] = wanted.first { !letters.contains($0) } ?? letters[place]
        }
        return String(letters)
    }
}

extension TIFFFacts {
    /// The unit of an axis, which ImageJ writes with escapes; that of x where an axis has none.
    private func parsedUnit(_ axis: Axis) -> (unit: Unit, factor: Double)? {
        let text = spacingUnits[axis.description] ?? (axis == .t ? nil : spacingUnits["x"])
        return text.flatMap { Unit.parse($0.replacing("\\u00B5", with: "µ").replacing("\\u03bc", with: "µ")) }
    }

    /// The unit of an axis that has a spacing.
    func unit(_ axis: Axis) -> Unit? { length(axis) == nil ? nil : parsedUnit(axis)?.unit }

    /// The spacing of an axis in its unit; nil where 1 only says that nobody knows.
    func length(_ axis: Axis) -> Double? {
        guard let spacing = spacing[axis.description] else { return nil }
        guard let (_, factor) = parsedUnit(axis) else { return spacing == 1 ? nil : spacing }
        return spacing * factor
    }
}
