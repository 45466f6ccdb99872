import ImageCore
import ImageSources

/// The header of the NIfTI file that an image was read from, which its attributes keep.
///
/// The image may have been changed since: what the header says is taken where it still holds.
struct NIfTIFormerHeader: Sendable {
    /// The fields as the attributes have them.
    private let fields: Attributes
    /// The header that has these fields; nil if there is none.
    private let header: NIfTIHeader?

    private static let spatial = [Axis.x, .y, .z]

    /// Nil for an image that was read from something else.
    init?(_ attributes: Attributes) {
        guard let fields = attributes["fileheader"]?.mappingValue, fields["sizeof_hdr"] != nil,
            fields["sform_code"] != nil
        else { return nil }
        self.fields = fields
        // Attributes may hold anything: what comes out of bytes is of the right kinds and counts.
        let isSecond = fields["sizeof_hdr"]?.intValue == NIfTILayout.two.byteCount
        var whole = fields
        whole["magic"] = .string(isSecond ? "n+2\0\r\n\u{1A}\n" : "n+1")
        whole["vox_offset"] = 0
        whole["datatype"] = 2
        let bytes = Bytes((isSecond ? NIfTILayout.two : .one).bytes(whole))
        header = try? NIfTIHeader(parsing: bytes.span, mayBeAnalyze: false)
    }

    // MARK: Geometry

    /// The geometry of an image, and what the header says of axes that the image does not have, such as the thickness of a
    /// single slice and where the next one would lie; and how many dimensions it takes to say that.
    ///
    /// Nothing is added if the header says something else of the axes of space that the image has.
    /// - Parameter dim: the dimensions of the image as a header has them.
    func completing(_ geometry: NIfTIGeometry, dim: [Int]) -> (geometry: NIfTIGeometry, dimensionCount: Int) {
        guard let header else { return (geometry, 0) }
        let stated = stated(by: header)
        guard Self.agree(geometry, stated) else { return (geometry, 0) }
        var result = geometry
        var count = 0
        for (place, axis) in (Self.spatial + [.t]).enumerated() where !geometry.axes.contains(axis) {
            // Of several places that the axis had, this may be any; its position is only in the matrix.
            let isSingle = header.extent(place + 1) == 1
            guard isSingle || axis != .t else { continue }
            result.spacing[axis] = stated.spacing[axis]
            result.units[axis] = stated.units[axis]
            if isSingle { result.origin[axis] = stated.origin[axis] }
            result.affine?.directions[axis] = stated.affine?.directions[axis]
            let isKnown = result.spacing[axis] != nil || result.origin[axis] != nil
            if isKnown, isSingle || geometry.affine != nil, header.extents.count > place { count = place + 1 }
        }
        // Images have no position along an axis without a step, headers do.
        let isKnown = geometry.spacing[.t] != nil || geometry.origin[.t] != nil || geometry.coords[.t] != nil
        if geometry.axes.contains(.t), !isKnown, stated.spacing[.t] == nil, dim[4] == header.extent(4) {
            result.origin[.t] = stated.origin[.t]
            result.units[.t] = stated.units[.t]
        }
        return (result, count)
    }

    /// The sign of the volume between the header's axes: negative where they are left-handed.
    var handedness: Double {
        guard let header, let affine = stated(by: header).affine else { return 1 }
        let columns = Self.spatial.compactMap { affine.directions[$0] }
        return columns.count == 3 && NIfTIMatrix(columns: columns, origin: affine.origin).unitVolume < 0 ? -1 : 1
    }

    private func stated(by header: NIfTIHeader) -> NIfTIGeometry {
        var ignored: [Diagnostic] = []
        var stated = header.geometry(Self.spatial + [.t], &ignored)
        let start = header.number("toffset")
        if start.isFinite, start != 0 { stated.origin[.t] = start }
        if stated.spacing[.t] != nil || stated.origin[.t] != nil { stated.units[.t] = header.units(&ignored).time }
        return stated
    }

    /// Whether the axes of space that an image has lie as the header says, or the other way round, and have its units.
    private static func agree(_ geometry: NIfTIGeometry, _ stated: NIfTIGeometry) -> Bool {
        let own = spatial.filter(geometry.axes.contains)
        guard !own.isEmpty, own.allSatisfy({ geometry.units[$0] == stated.units[$0] }) else { return false }
        guard let affine = geometry.affine else {
            return stated.affine == nil && own.allSatisfy { geometry.spacing[$0] == stated.spacing[$0] }
        }
        guard let other = stated.affine, affine.space == other.space else { return false }
        return own.allSatisfy { axis in
            guard let a = affine.directions[axis], let b = other.directions[axis], a.count == 3, b.count == 3 else {
                return false
            }
            let across = NIfTIMatrix.cross(NIfTIMatrix.normalized(a), NIfTIMatrix.normalized(b))
            return NIfTIMatrix.length(across) < 1e-6
        }
    }

    // MARK: Fields

    /// The codes of qform and sform, for an image that still has a placement.
    var formCodes: (qform: Int, sform: Int)? {
        let (qform, sform) = (fields["qform_code"]?.intValue ?? 0, fields["sform_code"]?.intValue ?? 0)
        let code = sform > 0 ? sform : qform
        return code > 0 ? (qform > 0 ? qform : code, code) : nil
    }

    /// The other fields that still hold for an image with these dimensions.
    func fields(for dim: [Int]) -> Attributes {
        var result = Attributes()
        if let text = fields["descrip"]?.stringValue, !text.isEmpty, text != NIfTIGeometry.unplacedMark {
            result["descrip"] = .string(text)
        }
        let before = fields["dim"]?.arrayValue?.compactMap(\.intValue) ?? []
        var names = ["aux_file"]
        // Which dimension is what in the scanner holds for the whole volume only.
        if before.count == 8, before[1...3] == dim[1...3] {
            names += ["dim_info", "slice_start", "slice_end", "slice_code", "slice_duration"]
        }
        // What the numbers mean; of vectors and matrices, only as long as all their components are there.
        let intent = fields["intent_code"]?.intValue ?? 0
        if !(1004...1011).contains(intent) || (before.count == 8 && before[5] == dim[5]) {
            names += ["intent_p1", "intent_p2", "intent_p3", "intent_name"]
            if intent > 0 { names.append("intent_code") }
        }
        for name in names { result[name] = fields[name] }
        return result
    }
}
