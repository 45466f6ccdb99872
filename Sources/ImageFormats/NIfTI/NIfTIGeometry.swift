import ImageCore
import ImageSources

/// The axes of an image and what is known along them: what headers, records and arrays say in ways of their own.
struct NIfTIGeometry: Sendable, Equatable {
    /// The axes, fastest first as in the file.
    var axes: [Axis] = []
    var spacing: [Axis: Double] = [:]
    var units: [Axis: Unit] = [:]
    var origin: [Axis: Double] = [:]
    var coords: [Axis: Coordinates] = [:]
    var affine: Affine?

    /// The space of NIfTI's matrices.
    static let space = "right-anterior-superior"

    /// The comment that marks a header whose matrix is nothing but spacing and origin, because no more was known.
    static let unplacedMark = "ImageIntake: not placed in a space"

    init() {}

    /// What is known of an array.
    init(_ axes: [Axis], _ metadata: ImageMetadata) {
        self.axes = axes
        spacing = metadata.spacing
        units = metadata.units
        origin = metadata.origin
        coords = metadata.coords
        affine = metadata.affine
    }

    /// The axes for the engine, slowest first.
    func storedAxes(_ extents: [Int]) -> [StoredAxis] {
        zip(axes, extents).reversed().map { axis, length in
            StoredAxis(
                label: axis.description, kind: Self.kind(axis), length: length, spacing: spacing[axis],
                unit: units[axis]?.symbol, origin: origin[axis], direction: affine?.directions[axis],
                coords: coords[axis])
        }
    }

    private static func kind(_ axis: Axis) -> StoredAxis.Kind {
        switch axis.kind {
        case .space: .space
        case .time: .time
        case .channel: .channel
        case .image: .list
        }
    }
}

// MARK: From a header

extension NIfTIHeader {
    /// The meaning of the dimensions from the first on.
    private static let letters: [Axis] = [.x, .y, .z, .t, .c, .i, .i]

    /// The axes and their extents, fastest first.
    ///
    /// Dimensions have a meaning each, whatever their number. Those of extent 1 at the end are left out, since many
    /// programs always write them, but x and y never. The samples of colours are the axis c, the fastest; then the fifth
    /// dimension is i.
    /// - Throws: `unsupported` for more dimensions than axes.
    func axesAndExtents(_ noticed: inout [Diagnostic]) throws(ImageError) -> (axes: [Axis], extents: [Int]) {
        let last = (extents.lastIndex { $0 > 1 } ?? 0) + 1
        let count = max(last, min(extents.count, 2))
        var axes = Array(Self.letters.prefix(count))
        var kept = Array(extents.prefix(count))
        if count == 7 {
            // Two dimensions without a meaning of their own are one list.
            let (product, overflow) = kept[5].multipliedReportingOverflow(by: kept[6])
            guard !overflow else {
                throw .limitExceeded("an image of \(Shape.describe(kept)) elements is too large")
            }
            if kept[5] > 1 {
                noticed.append(
                    Diagnostic("dimensions 6 and 7 (\(kept[5]) and \(kept[6])) are one axis i, the sixth the faster"))
            }
            axes.removeLast()
            kept = Array(kept[..<5]) + [product]
        }
        if dataType.samples > 1 {
            if axes.count > 4 {
                guard kept[4] == 1 || axes.count == 5 else {
                    throw .unsupported("colours with a fifth and a sixth dimension (\(Shape.describe(kept)))")
                }
                if kept[4] == 1 {
                    axes.remove(at: 4)
                    kept.remove(at: 4)
                } else {
                    axes[4] = .i
                }
            }
            axes.insert(.c, at: 0)
            kept.insert(dataType.samples, at: 0)
        }
        return (axes, kept)
    }

    /// What the header alone says about its axes.
    func geometry(_ axes: [Axis], _ noticed: inout [Diagnostic]) -> NIfTIGeometry {
        var geometry = NIfTIGeometry()
        geometry.axes = axes
        let spatial = [Axis.x, .y, .z]
        let matrix = version == .analyze ? nil : matrix(&noticed)
        for (place, axis) in spatial.enumerated() where axes.contains(axis) {
            let stated = abs(pixelSize(place + 1))
            let measured = matrix?.sizes[place]
            if let measured, !(abs(stated - measured) <= 1e-3 * measured), stated != 0 {
                noticed.append(
                    Diagnostic(
                        "pixdim says \(stated) along \(axis), the matrix \(measured); the matrix counts"))
            }
            // The same number with fewer roundings.
            let isSame = measured.map { abs(stated - $0) <= 1e-6 * $0 } ?? (stated > 0 && stated.isFinite)
            geometry.spacing[axis] = isSame ? stated : measured
        }
        let timeStep = pixelSize(4)
        if axes.contains(.t), timeStep > 0, timeStep.isFinite { geometry.spacing[.t] = timeStep }
        let (space, time) = units(&noticed)
        for axis in axes where geometry.spacing[axis] != nil { geometry.units[axis] = axis == .t ? time : space }
        let start = version == .analyze ? 0 : number("toffset")
        if start.isFinite, start != 0, geometry.spacing[.t] != nil { geometry.origin[.t] = start }
        if let matrix { place(matrix, spatial.filter(axes.contains), &geometry) }
        return geometry
    }

    private func place(_ matrix: NIfTIMatrix, _ spatial: [Axis], _ geometry: inout NIfTIGeometry) {
        let isUnplaced =
            matrix.isPlain && text("descrip") == NIfTIGeometry.unplacedMark && integer("sform_code") == 2
        let hasOrigin = matrix.origin.contains { $0 != 0 }
        if !isUnplaced {
            let directions = zip([Axis.x, .y, .z], matrix.columns).filter { spatial.contains($0.0) }
            geometry.affine = Affine(
                space: NIfTIGeometry.space, directions: Dictionary(uniqueKeysWithValues: directions.map { ($0, $1) }),
                origin: matrix.origin)
        }
        // Of the axes that the image has: those of a plane may run forwards where z would not.
        let positions = zip([Axis.x, .y, .z], matrix.origin).enumerated().filter { spatial.contains($1.0) }
        guard positions.allSatisfy({ matrix.isPlain($0.offset) }), !isUnplaced || hasOrigin else { return }
        for (_, (axis, position)) in positions { geometry.origin[axis] = position }
    }

    /// The matrix of sform, else of qform.
    private func matrix(_ noticed: inout [Diagnostic]) -> NIfTIMatrix? {
        var forms: [NIfTIMatrix] = []
        if integer("sform_code") > 0 {
            let form = NIfTIMatrix(rows: ["srow_x", "srow_y", "srow_z"].map(numbers))
            if form.isUsable {
                forms.append(form)
            } else {
                noticed.append(Diagnostic("the matrix of sform places nothing; it is left out"))
            }
        }
        if integer("qform_code") > 0 {
            // Without their sizes, voxels are as large as the unit.
            let sizes = (1...3).map { pixelSize($0) == 0 ? 1 : abs(pixelSize($0)) }
            var form = NIfTIMatrix(
                quaternion: ["quatern_b", "quatern_c", "quatern_d"].map(exact),
                origin: ["qoffset_x", "qoffset_y", "qoffset_z"].map(number), sizes: sizes, factor: pixelSize(0))
            if version == .one {
                // No more digits than the numbers it was made of.
                form.columns = form.columns.map { $0.map { NIfTILayout.decimal(Float($0)) } }
            }
            if form.isUsable {
                forms.append(form)
            } else {
                noticed.append(Diagnostic("the rotation of qform places nothing; it is left out"))
            }
        }
        if forms.count == 2, forms[0].differs(from: forms[1]) {
            noticed.append(Diagnostic("sform and qform place the image differently; sform counts"))
        }
        return forms.first
    }

    /// The units of the numbers along the axes of space and along time.
    func units(_ noticed: inout [Diagnostic]) -> (space: Unit?, time: Unit?) {
        // What SPM and all others mean by ANALYZE.
        if version == .analyze {
            return (Unit.parse(text("vox_units")).flatMap { $0.unit.isTime ? nil : $0.unit }, nil)
        }
        let code = integer("xyzt_units")
        let space: Unit? = [1: .metre, 2: .millimetre, 3: .micrometre][code & 7]
        let time: Unit? = [8: .second, 16: .millisecond, 24: .microsecond][code & 0x38]
        if extent(4) > 1, let other = [32: "Hz", 40: "ppm", 48: "rad/s"][code & 0x38] {
            noticed.append(Diagnostic("the fourth dimension is in \(other), which is no unit of time; t has none"))
        }
        return (space, time)
    }
}
