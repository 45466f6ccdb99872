import ImageCore

/// Spacing, units and placement of an image in the terms of a header.
struct NIfTIWriteGeometry: Sendable {
    /// `xyzt_units`.
    private(set) var unitCode = 0
    /// `pixdim[1]` to `pixdim[4]`.
    private(set) var sizes = [1.0, 1, 1, 1]
    private(set) var timeOffset = 0.0
    private(set) var matrix: NIfTIMatrix
    /// Whether the image states a placement in a named space of a body.
    private(set) var isPlaced = false
    /// The axes whose directions the image does not state: they run at right angles to the others, one unit long.
    private(set) var inventedAxes: [Axis] = []

    private static let spatial = [Axis.x, .y, .z]
    /// Powers of ten of a picometre.
    private static let powers: [Unit: Int] = [
        .metre: 12, .centimetre: 10, .millimetre: 9, .micrometre: 6, .nanometre: 3, .angstrom: 2,
    ]

    /// - Parameters:
    ///   - dimensionCount: `dim[0]`.
    ///   - handedness: the sign of the volume between the axes where an image does not state all three.
    init(_ geometry: NIfTIGeometry, dimensionCount: Int, handedness: Double = 1) {
        let units = Set(Self.spatial.compactMap { geometry.units[$0] })
        let unit = Self.spaceUnit(units)
        unitCode = unit.map { [.metre: 1, .millimetre: 2, .micrometre: 3][$0] ?? 0 } ?? 0
        /// Numbers of a unit in that of the file.
        func converted(_ value: Double, _ own: Unit?) -> Double {
            guard let unit, let from = own.flatMap({ Self.powers[$0] }), let to = Self.powers[unit] else {
                return value
            }
            // Divided rather than multiplied by a fraction: 325 nm are 0.325 micrometres.
            return from >= to ? value * Self.tenth(from - to) : value / Self.tenth(to - from)
        }
        for (place, axis) in Self.spatial.enumerated() {
            if let spacing = geometry.spacing[axis] { sizes[place] = converted(spacing, geometry.units[axis]) }
        }
        // Not known, where there is such a dimension.
        sizes[3] = dimensionCount >= 4 ? 0 : 1
        let (timeCode, factor, divisor) = Self.timeUnit(geometry.units[.t])
        if geometry.spacing[.t] != nil || geometry.origin[.t] != nil { unitCode |= timeCode }
        if let step = geometry.spacing[.t] { sizes[3] = step * factor / divisor }
        timeOffset = (geometry.origin[.t] ?? 0) * factor / divisor

        if let affine = geometry.affine, let placed = Self.matrix(affine, handedness) {
            let own = Self.spatial.lazy.compactMap { geometry.units[$0] }.first
            matrix = NIfTIMatrix(
                columns: placed.columns.map { $0.map { converted($0, own) } },
                origin: placed.origin.map { converted($0, own) })
            for place in 0..<3 where geometry.spacing[Self.spatial[place]] == nil { sizes[place] = matrix.sizes[place] }
            inventedAxes = Self.spatial.filter { affine.directions[$0] == nil }
            isPlaced = affine.space.flatMap { Self.signs[$0.lowercased()] } != nil
        } else {
            let sizes = sizes
            matrix = NIfTIMatrix(
                columns: (0..<3).map { column in (0..<3).map { $0 == column ? sizes[column] : 0 } },
                origin: Self.spatial.map { converted(geometry.origin[$0] ?? 0, geometry.units[$0]) })
        }
    }

    /// The unit of a file for those of an image: its own if files know it, else the nearest that they know.
    private static func spaceUnit(_ units: Set<Unit>) -> Unit? {
        guard let first = units.first else { return nil }
        if units.count == 1, [.metre, .millimetre, .micrometre].contains(first) { return first }
        return units.isDisjoint(with: [.nanometre, .angstrom, .micrometre]) ? .millimetre : .micrometre
    }

    /// The code of the unit of time, and what numbers are multiplied and divided by.
    private static func timeUnit(_ unit: Unit?) -> (code: Int, factor: Double, divisor: Double) {
        switch unit {
        case .second: (8, 1, 1)
        case .millisecond: (16, 1, 1)
        case .microsecond: (24, 1, 1)
        case .nanosecond: (24, 1, 1000)
        case .minute: (8, 60, 1)
        case .hour: (8, 3600, 1)
        default: (0, 1, 1)
        }
    }

    private static func tenth(_ power: Int) -> Double { (0..<power).reduce(1) { product, _ in product * 10 } }

    /// The directions of spaces whose axes are those of a body, against right, anterior and superior.
    private static let signs: [String: [Double]] = [
        "right-anterior-superior": [1, 1, 1], "ras": [1, 1, 1], "left-posterior-superior": [-1, -1, 1],
        "lps": [-1, -1, 1], "left-anterior-superior": [-1, 1, 1], "las": [-1, 1, 1],
    ]

    /// A placement as a matrix; an axis that has no direction runs at right angles to the others.
    private static func matrix(_ affine: Affine, _ handedness: Double) -> NIfTIMatrix? {
        let signs = affine.space.flatMap { Self.signs[$0.lowercased()] } ?? [1, 1, 1]
        func turned(_ vector: [Double]) -> [Double] {
            // A plane's vectors have two numbers. No minus zeros: they would show in the file.
            (0..<3).map { place in
                let value: Double = place < vector.count ? vector[place] : 0
                return value == 0 ? 0 : value * signs[place]
            }
        }
        var columns = spatial.map { affine.directions[$0].map(turned) }
        guard columns.contains(where: { $0 != nil }), affine.origin.count <= 3 else { return nil }
        for place in 0..<3 where columns[place] == nil {
            let (next, last) = (columns[(place + 1) % 3], columns[(place + 2) % 3])
            if let next, let last {
                columns[place] = NIfTIMatrix.normalized(NIfTIMatrix.cross(next, last)).map {
                    $0 == 0 ? 0 : $0 * handedness
                }
            } else if let known = next ?? last {
                // Of the space's axes the one that is least along the known vector.
                let least = known.indices.min { abs(known[$0]) < abs(known[$1]) } ?? 0
                let unit = (0..<3).map { $0 == least ? 1.0 : 0 }
                let across = NIfTIMatrix.normalized(NIfTIMatrix.cross(known, unit))
                columns[place] = across
            }
        }
        let matrix = NIfTIMatrix(columns: columns.compactMap { $0 }, origin: turned(affine.origin))
        return matrix.columns.count == 3 && matrix.isUsable ? matrix : nil
    }
}
