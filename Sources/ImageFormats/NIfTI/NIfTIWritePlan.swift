import ImageCore
import ImageSources

/// What will be written: the header with its extensions, and how pixels become those of the file.
struct NIfTIWritePlan: Sendable {
    /// The image with its axes in the order of the file.
    let image: WritableImage
    let storedType: ElementType
    let version: NIfTIHeader.Version
    /// Header and extensions; the pixels of a single file follow it.
    private(set) var headerBytes: [UInt8]
    private(set) var diagnostics: [Diagnostic]

    /// Where an axis lies among the dimensions.
    private static let dimensions: [Axis: Int] = [.x: 1, .y: 2, .z: 3, .t: 4, .c: 5]

    /// - Throws: `unsupported` for an image that no file holds.
    init(_ image: WritableImage, _ settings: NIfTIWriteSettings) throws(ImageError) {
        self.image = try image.reordered(to: try image.axes.arranged(by: "ictzyx"))
        var lost: [Diagnostic] = []
        storedType = try Self.storedType(image.elementType, settings, &lost)
        let axes = Array(self.image.axes.reversed())
        let shape = Array(self.image.shape.reversed())
        guard !axes.isEmpty, shape.allSatisfy({ $0 > 0 }) else {
            throw .unsupported("NIfTI files hold at least one pixel along each of some axes")
        }
        let isWide = shape.contains { $0 > Int(Int16.max) }
        version = settings.version ?? (isWide ? .two : .one)
        guard !isWide || version == .two else {
            throw .unsupported(
                "NIfTI-1 files have at most \(Int16.max) along an axis, the image is \(Shape.describe(shape))",
                hint: "leave out nifti_version, or set it to 2")
        }
        var dim = [Int](repeating: 1, count: 8)
        for (axis, length) in zip(axes, shape) {
            guard let place = Self.dimensions[axis] else {
                throw .unsupported("NIfTI files have no axis \(axis)", hint: "select one place along \(axis)")
            }
            dim[place] = length
            dim[0] = max(dim[0], place)
        }
        let metadata = self.image.metadata
        var geometry = NIfTIGeometry(axes, metadata)
        var channels: [String]?
        if case .labels(let names)? = geometry.coords[.c] {
            channels = axes.contains(.c) ? names : nil
            geometry.coords[.c] = nil
        }
        geometry.coords = geometry.coords.filter { axes.contains($0.key) }
        let former = NIfTIFormerHeader(metadata.attributes)
        let (completed, dimensionCount) = former?.completing(geometry, dim: dim) ?? (geometry, 0)
        dim[0] = max(dim[0], dimensionCount)
        let written = NIfTIWriteGeometry(completed, dimensionCount: dim[0], handedness: former?.handedness ?? 1)
        var fields = Self.fields(dim, storedType, written, version, isPair: settings.pair != nil)
        Self.passThrough(metadata.attributes, former, dim, written, &fields, &lost)
        if geometry.affine == nil, fields["descrip"] == nil { fields["descrip"] = .string(NIfTIGeometry.unplacedMark) }
        if axes.contains(.c), fields["intent_code"] == nil { fields["intent_code"] = 1007 }
        for (name, value) in settings.fields.pairs { fields[name] = value }
        if written.matrix.rotation == nil {
            fields["qform_code"] = 0
            lost.append(
                Diagnostic(
                    "the axes are not at right angles, which only sform says; programs that read qform alone, and ITK, "
                        + "do not take the file"))
        }
        NIfTIFieldLimits(version).apply(to: &fields, &lost)

        let known = metadata.attributes["extensions"]?.arrayValue ?? []
        var extensions = known.compactMap { NIfTIExtension($0) }
        if extensions.count < known.count {
            lost.append(
                Diagnostic("\(known.count - extensions.count) extensions are left out: their contents are not known"))
        }
        var attributes = metadata.attributes
        for name in ["fileheader", "extensions", "display_range"] { attributes[name] = nil }
        do {
            // What the header says as others read it; what that leaves out goes into the record.
            let bytes = Bytes(version.layout.bytes(fields))
            let header = try NIfTIHeader(parsing: bytes.span, mayBeAnalyze: false)
            var ignored: [Diagnostic] = []
            let understood = header.geometry(try header.axesAndExtents(&ignored).axes, &ignored)
            let changed = understood == geometry ? nil : geometry
            var own = NIfTIRecord(changed, channels: channels, attributes: attributes, for: header.fields)?.asExtension
            if let size = own?.content.count, size > NIfTIExtension.contentLimit {
                lost.append(Diagnostic("attributes are left out: they would be an extension of \(size) bytes"))
                own = NIfTIRecord(changed, channels: channels, attributes: [:], for: header.fields)?.asExtension
            }
            // In front, where it is read however large the others are.
            if let own { extensions.insert(own, at: 0) }
        } catch let error as ImageError {
            throw error
        } catch {
            throw .invalidArgument("the header cannot be written: \(error)")
        }
        let tail = try NIfTIExtension.bytes(extensions)
        if settings.pair == nil { fields["vox_offset"] = .int(version.layout.byteCount + tail.count) }
        headerBytes = version.layout.bytes(fields) + tail
        diagnostics = lost
    }

    /// The pixels of a part in the type and order of the file.
    ///
    /// - Throws: `unsupported` for whole numbers beyond the type.
    func bytes(_ pixels: ImageArray) throws -> Bytes {
        if pixels.elementType == storedType { return try pixels.bytes() }
        let (converted, clipped) = try pixels.converted(to: storedType)
        guard clipped == 0 || !pixels.elementType.isInteger else {
            throw ImageError.unsupported(
                "there are \(pixels.elementType) values that \(storedType) does not hold",
                hint: "write them as they are with int64=true, which many programs do not read, or convert the image")
        }
        return try converted.bytes()
    }

    private static func storedType(
        _ type: ElementType, _ settings: NIfTIWriteSettings, _ lost: inout [Diagnostic]
    ) throws(ImageError) -> ElementType {
        let stored: ElementType =
            switch type {
            case .bool: .uint8
            case .float16: .float32
            case .int64 where !settings.keepsWideIntegers: .int32
            case .uint64 where !settings.keepsWideIntegers: .uint32
            default: type
            }
        guard NIfTIDataType.code(of: stored) != nil else { throw .unsupported("NIfTI files cannot hold \(type)") }
        if stored != type { lost.append(Diagnostic("\(type) is written as \(stored)", about: .storage)) }
        return stored
    }

    /// The fields that follow from the image.
    private static func fields(
        _ dim: [Int], _ type: ElementType, _ geometry: NIfTIWriteGeometry, _ version: NIfTIHeader.Version, isPair: Bool
    ) -> Attributes {
        var fields = Attributes()
        fields["sizeof_hdr"] = .int(version.layout.byteCount)
        fields["regular"] = "r"
        fields["dim"] = .array(dim.map { .int($0) })
        fields["datatype"] = .int(NIfTIDataType.code(of: type) ?? 0)
        fields["bitpix"] = .int(type.size * 8)
        let rotation = geometry.matrix.rotation
        let sizes = [rotation?.factor ?? 1] + geometry.sizes + [1, 1, 1]
        fields["pixdim"] = .array(sizes.map { .double($0) })
        fields["scl_slope"] = 1.0
        fields["xyzt_units"] = .int(geometry.unitCode)
        fields["toffset"] = .double(geometry.timeOffset)
        for (name, value) in zip(["quatern_b", "quatern_c", "quatern_d"], rotation?.quaternion ?? []) {
            fields[name] = .double(value)
        }
        for (name, value) in zip(["qoffset_x", "qoffset_y", "qoffset_z"], geometry.matrix.origin) {
            fields[name] = .double(value)
        }
        for (row, name) in ["srow_x", "srow_y", "srow_z"].enumerated() {
            let numbers = geometry.matrix.columns.map { $0[row] } + [geometry.matrix.origin[row]]
            fields[name] = .array(numbers.map { .double($0) })
        }
        let magic = (isPair ? "ni" : "n+") + (version == .two ? "2\0\r\n\u{1A}\n" : "1")
        fields["magic"] = .string(magic)
        return fields
    }

    /// The codes of the matrix, and what else is known besides the geometry.
    private static func passThrough(
        _ attributes: Attributes, _ former: NIfTIFormerHeader?, _ dim: [Int], _ geometry: NIfTIWriteGeometry,
        _ fields: inout Attributes, _ lost: inout [Diagnostic]
    ) {
        // 1: a scanner's coordinates; 2: those of some other image, or something less than them.
        var codes = (qform: 2, sform: 2)
        if geometry.isPlaced, geometry.inventedAxes.isEmpty {
            codes = former?.formCodes ?? (1, 1)
        } else if geometry.isPlaced {
            let letters = geometry.inventedAxes.map(\.description).joined(separator: " and ")
            lost.append(
                Diagnostic(
                    "the image does not say in which direction \(letters) would run; the matrix has a step of 1 at right "
                        + "angles there, and 2 as its code"))
        }
        fields["qform_code"] = .int(codes.qform)
        fields["sform_code"] = .int(codes.sform)
        if let range = attributes["display_range"]?.arrayValue?.compactMap(\.doubleValue), range.count == 2 {
            fields["cal_min"] = .double(range[0])
            fields["cal_max"] = .double(range[1])
        }
        for (name, value) in former?.fields(for: dim).pairs ?? [] { fields[name] = value }
    }
}
