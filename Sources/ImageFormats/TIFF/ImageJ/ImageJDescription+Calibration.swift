import ImageCore

/// The distances, units and origins that a description and the tags beside it give, unit texts as they stand.
struct ImageJCalibration: Sendable, Equatable {
    /// The distance of elements along t, z, y and x.
    var spacing: [Axis: Double] = [:]
    /// The text of the unit of each.
    var units: [Axis: String] = [:]
    /// The position of the first element.
    var origin: [Axis: Double] = [:]
}

extension ImageJDescription {
    /// The calibration, by ImageJ's rules.
    ///
    /// The unit of the description holds for the resolution tags, whatever their own unit says: it is inch or cm only if
    /// the text is. A file in cm whose text says `um` is the one exception.
    /// - Parameters:
    ///   - x: the tag XResolution.
    ///   - y: the tag YResolution.
    ///   - resolutionUnit: the tag ResolutionUnit: 1 for none, 2 for inch, 3 for cm.
    func calibration(x: ResolutionRational?, y: ResolutionRational?, resolutionUnit: Int?) -> ImageJCalibration {
        var result = ImageJCalibration()
        let factor = resolutionUnit == 3 && unit == "um" ? 10_000.0 : 1
        result.spacing.reserveCapacity(4)
        result.spacing[.x] = x?.spacing.map { $0 * factor }
        result.spacing[.y] = y?.spacing.map { $0 * factor }
        result.spacing[.z] = spacing
        let unit = Self.known(unit) ?? "pixel"
        result.units = [.x: unit, .y: Self.known(yUnit) ?? unit, .z: Self.known(zUnit) ?? unit]
        if let frameInterval {
            result.spacing[.t] = frameInterval.magnitude
            result.units[.t] = Self.known(tUnit) ?? "sec"
        } else if let framesPerSecond, framesPerSecond > 0, (1 / framesPerSecond).isFinite {
            result.spacing[.t] = 1 / framesPerSecond
            result.units[.t] = "sec"
        }
        for (axis, place) in [(Axis.x, xOrigin), (.y, yOrigin), (.z, zOrigin)] {
            guard let place, place != 0, let spacing = result.spacing[axis] else { continue }
            result.origin[axis] = -place * spacing
        }
        return result
    }

    private static func known(_ unit: String?) -> String? {
        unit.flatMap(OMEText.trimmed)
    }

    /// The description of an image that is written, channels fastest, then z, then t.
    ///
    /// - Parameters:
    ///   - sizes: the sizes along t, z and c; c counts the channels that are planes.
    ///   - metadata: spacing, units and origins; those of x and y say `unit` alone, the numbers go into the tags.
    ///   - window: the values shown as black and white, if they are known.
    init(sizes: [Axis: Int], metadata: ImageMetadata, window: ClosedRange<Double>? = nil) {
        self.init()
        frames = max(sizes[.t] ?? 1, 1)
        slices = max(sizes[.z] ?? 1, 1)
        channels = max(sizes[.c] ?? 1, 1)
        images = frames.multipliedReportingOverflow(by: slices).partialValue
        images = images.multipliedReportingOverflow(by: channels).partialValue
        isHyperstack = images > 1
        if channels > 1 { mode = .composite }
        func text(_ axis: Axis) -> String? { metadata.spacing[axis] == nil ? nil : metadata.units[axis]?.symbol }
        // Axes without a unit of their own would take that of x.
        let pixel = "pixel"
        unit = text(.x) ?? text(.y) ?? text(.z)
        if let unit {
            yUnit = metadata.spacing[.y] == nil || text(.y) == unit ? nil : text(.y) ?? pixel
            zUnit = metadata.spacing[.z] == nil || text(.z) == unit ? nil : text(.z) ?? pixel
        }
        spacing = metadata.spacing[.z].flatMap(Self.positive)
        frameInterval = metadata.spacing[.t].flatMap(Self.positive)
        tUnit = frameInterval == nil ? nil : metadata.units[.t]?.symbol
        func element(_ axis: Axis) -> Double? {
            guard let origin = metadata.origin[axis], origin != 0, let spacing = metadata.spacing[axis], spacing != 0
            else { return nil }
            let place = -origin / spacing
            return place.isFinite ? place : nil
        }
        xOrigin = element(.x)
        yOrigin = element(.y)
        zOrigin = element(.z)
        minimum = window?.lowerBound
        maximum = window?.upperBound
    }

    private static func positive(_ value: Double) -> Double? {
        value > 0 && value.isFinite ? value : nil
    }

    /// The description as text: ASCII, a pair on each line.
    var text: String {
        var text = JavaProperties.line(program, version)
        func add(_ key: String, _ value: String?) {
            if let value { text += JavaProperties.line(key, value) }
        }
        func add(_ key: String, count: Int) {
            if count > 1 { add(key, "\(count)") }
        }
        func add(_ key: String, number: Double?) {
            if let number, number.isFinite { add(key, "\(number)") }
        }
        add("images", count: images)
        add("channels", count: channels)
        add("slices", count: slices)
        add("frames", count: frames)
        if isHyperstack { add("hyperstack", "true") }
        add("mode", mode?.rawValue)
        add("unit", unit)
        add("yunit", yUnit)
        add("zunit", zUnit)
        add("spacing", number: spacing)
        add("finterval", number: frameInterval)
        add("tunit", tUnit)
        add("fps", number: framesPerSecond)
        add("loop", loops.map { "\($0)" })
        add("min", number: minimum)
        add("max", number: maximum)
        add("xorigin", number: xOrigin)
        add("yorigin", number: yOrigin)
        add("zorigin", number: zOrigin)
        add("vunit", valueUnit)
        add("order", order)
        for (key, value) in attributes.pairs { add(key, value.stringValue) }
        return text
    }
}
