import ImageCore

extension OMEMultiscale {
    /// How the smaller levels of an image that is written are made from the larger ones.
    enum Method: String, Sendable, Hashable {
        /// The mean of the elements that fall together.
        case mean
        /// The first of them.
        case nearest
    }

    /// The description of an image that is written.
    ///
    /// A mean lies in the middle of the elements it was made of, half a step further with each level; an element that
    /// was only picked stays where it was.
    /// - Parameters:
    ///   - axes: the axes, slowest first, with their spacing and origin at the finest level where they are known.
    ///   - levels: the path of each level and how many elements of the finest one make one of its along each axis.
    init(
        name: String?, axes: [WrittenAxis], levels: [(path: String, factors: [Int])], method: Method
    ) {
        self.name = name
        self.axes = axes.map { axis in
            // A unit would make a distance of the 1 that stands for an unknown spacing.
            var written = axis.axis
            if axis.spacing == nil { written.unit = nil }
            return written
        }
        self.levels = levels.map { path, factors in
            var scale: [Double] = []
            var translation: [Double] = []
            for (place, axis) in axes.enumerated() {
                let factor = Double(factors.indices.contains(place) ? factors[place] : 1)
                let spacing = axis.spacing ?? 1
                scale.append(spacing * factor)
                let shift = method == .mean ? (factor - 1) / 2 * spacing : 0
                translation.append((axis.spacing == nil ? 0 : axis.origin ?? 0) + shift)
            }
            return OMELevel(path: path, scale: scale, translation: translation)
        }
        if levels.count > 1 {
            type = method.rawValue
            metadata = ["method": .string(method.rawValue), "description": .string(method.description)]
        }
    }

    /// An axis of an image that is written.
    struct WrittenAxis: Sendable, Equatable {
        /// The axis.
        var axis: OMEAxis
        /// The spacing at the finest level; nil if unknown.
        var spacing: Double?
        /// The position of the first element at the finest level.
        var origin: Double?
    }
}

extension OMEMultiscale.Method: CustomStringConvertible {
    /// What was done, for people.
    var description: String {
        switch self {
        case .mean: "each element is the mean of those of the level before that it covers"
        case .nearest: "each element is the first of those of the level before that it covers"
        }
    }
}

extension OMEAxis {
    /// An axis of an image with the unit's long name; viewers do not know the symbols.
    init(_ axis: Axis, unit: Unit?) {
        self.init(axis.description, unit: axis.isPhysical ? unit?.longName : nil)
    }
}

extension Unit {
    /// The name in UDUNITS, such as `micrometer`.
    fileprivate var longName: String {
        switch self {
        case .nanometre: "nanometer"
        case .micrometre: "micrometer"
        case .millimetre: "millimeter"
        case .centimetre: "centimeter"
        case .metre: "meter"
        case .angstrom: "angstrom"
        case .nanosecond: "nanosecond"
        case .microsecond: "microsecond"
        case .millisecond: "millisecond"
        case .second: "second"
        case .minute: "minute"
        case .hour: "hour"
        }
    }
}
