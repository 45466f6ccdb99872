import ImageCore
import ImageSources

/// What a KLB file says about an image besides its pixels: the distances in the header, and what else fits into its
/// metadata.
struct KLBCalibration: Sendable {
    /// The distances in µm and s by axis; 1 where none is known.
    private(set) var sampling: [Axis: Float] = [:]
    /// The text of the metadata.
    let text: String
    /// What could not be kept.
    private(set) var diagnostics: [Diagnostic] = []

    /// The last byte stays 0: programs take the metadata for a text of C.
    private static let room = KLBHeader.metadataByteCount - 1

    /// - Parameter text: what to put into the metadata; nil for what the header has no field for.
    init(_ image: WritableImage, text given: String?) {
        let metadata = image.metadata
        let factors = Dictionary(uniqueKeysWithValues: image.axes.map { ($0, Self.factor(metadata.units[$0])) })
        var spacing = Attributes()
        var units = Attributes()
        var origin = Attributes()
        var coords: [(Axis, AttributeValue)] = []
        for axis in image.axes {
            let factor = factors[axis] ?? Factor()
            if axis.isPhysical {
                let distance = metadata.spacing[axis].map { factor.applied(to: $0) }
                let number = distance.map { Float($0) } ?? 1
                let isKept = number.isNormal && number > 0
                sampling[axis] = isKept ? number : 1
                if distance == nil || Double(number) != distance {
                    spacing[axis.description] = isKept ? distance.map(Self.number) ?? .null : .null
                }
                if !isKept, let distance {
                    diagnostics.append(
                        Diagnostic("a spacing of \(distance) along \(axis) is beyond the numbers of KLB files"))
                }
                let hasPositions = if case .values? = metadata.coords[axis] { true } else { false }
                if metadata.units[axis] == nil, distance != nil || hasPositions { units[axis.description] = .null }
                if let start = metadata.origin[axis] {
                    origin[axis.description] = Self.number(factor.applied(to: start))
                }
            }
            switch metadata.coords[axis] {
            case .labels(let names)?: coords.append((axis, .array(names.map { .string($0) })))
            case .values(let values)?:
                coords.append((axis, .array(values.map { Self.number(factor.applied(to: $0)) })))
            case nil: break
            }
        }
        var remainder = Remainder(room: given == nil ? Self.room : 0)
        let found = image.axes.filter { axis in
            axis == .y || axis == .x || image.axes.position(of: axis).map { image.shape[$0] > 1 } ?? false
        }
        if Array(image.axes) != found || !image.axes.contains(.y) || !image.axes.contains(.x) {
            remainder.add("axes", .string(image.axes.letters))
        }
        for (axis, value) in coords where axis == .c { remainder.add("coords", axis.description, value) }
        if !spacing.isEmpty { remainder.add("spacing", .mapping(spacing)) }
        if !units.isEmpty { remainder.add("spacing_units", .mapping(units)) }
        if !origin.isEmpty { remainder.add("origin", .mapping(origin)) }
        for (axis, value) in coords where axis != .c { remainder.add("coords", axis.description, value) }
        if let affine = metadata.affine {
            if let value = Self.affine(affine, image, factors) {
                remainder.add("affine", value)
            } else {
                diagnostics.append(Diagnostic("the placement in space is not kept beside units that differ"))
            }
        }
        // The header of the file that the image came from is none of this one.
        for (key, value) in metadata.attributes.pairs where key != "fileheader" {
            remainder.add("metadata", key, value)
        }
        self.text = given ?? remainder.text
        if !remainder.lost.isEmpty {
            diagnostics.append(
                Diagnostic(
                    "the \(Self.room) bytes that KLB files have for metadata hold no \(remainder.lost.joined(separator: ", "))"
                ))
        }
    }

    /// A mapping that grows as long as its text fits.
    private struct Remainder {
        let room: Int
        private var fields = Attributes()
        private(set) var lost: [String] = []

        init(room: Int) { self.room = room }

        var text: String { fields.isEmpty ? "" : AttributeValue.mapping(fields).json() }

        mutating func add(_ key: String, _ value: AttributeValue) {
            var larger = fields
            larger[key] = value
            take(larger, key)
        }

        mutating func add(_ key: String, _ name: String, _ value: AttributeValue) {
            var map = fields[key]?.mappingValue ?? Attributes()
            map[name] = value
            var larger = fields
            larger[key] = .mapping(map)
            take(larger, "\(key).\(name)")
        }

        private mutating func take(_ larger: Attributes, _ name: String) {
            if AttributeValue.mapping(larger).json().utf8.count <= room { fields = larger } else { lost.append(name) }
        }
    }

    // MARK: Numbers

    /// How numbers in one unit become numbers in another.
    private struct Factor {
        var multiplier = 1.0
        var divisor = 1.0

        /// A division by a power of ten is exact where its inverse is not.
        func applied(to number: Double) -> Double { number * multiplier / divisor }
    }

    private static func factor(_ unit: Unit?) -> Factor {
        switch unit {
        case .angstrom?: Factor(divisor: 10_000)
        case .nanometre?, .millisecond?: Factor(divisor: 1000)
        case .microsecond?: Factor(divisor: 1_000_000)
        case .nanosecond?: Factor(divisor: 1_000_000_000)
        case .millimetre?: Factor(multiplier: 1000)
        case .centimetre?: Factor(multiplier: 10_000)
        case .metre?: Factor(multiplier: 1_000_000)
        case .minute?: Factor(multiplier: 60)
        case .hour?: Factor(multiplier: 3600)
        case .micrometre?, .second?, nil: Factor()
        }
    }

    /// The shortest form of a number.
    private static func number(_ value: Double) -> AttributeValue {
        if let whole = Int(exactly: value), whole.magnitude < 1 << 53 { return .int(whole) }
        return .double(value)
    }

    /// The placement in µm; nil if the axes of space have different units.
    private static func affine(
        _ affine: Affine, _ image: WritableImage, _ factors: [Axis: Factor]
    ) -> AttributeValue? {
        let axes = image.axes.filter { affine.directions[$0] != nil }
        let units = Set(axes.map { image.metadata.units[$0] })
        guard units.count <= 1 else { return nil }
        let factor = axes.first.flatMap { factors[$0] } ?? Factor()
        func list(_ vector: [Double]) -> AttributeValue { .array(vector.map { number(factor.applied(to: $0)) }) }
        var map = Attributes()
        map["space"] = affine.space.map { .string($0) }
        map["directions"] = .mapping(
            Attributes(axes.compactMap { axis in affine.directions[axis].map { (axis.description, list($0)) } }))
        map["origin"] = list(affine.origin)
        return .mapping(map)
    }
}
