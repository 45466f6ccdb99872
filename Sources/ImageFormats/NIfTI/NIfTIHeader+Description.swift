import ImageCore
import ImageSources

extension NIfTIHeader {
    /// A number of a field as exactly as the file has it.
    func exact(_ name: String) -> Double {
        version == .two ? number(name) : Double(Float(number(name)))
    }

    /// How stored numbers are turned into values; nil where they are the values.
    ///
    /// - Throws: `corrupt` for a scaling that would make every value meaningless.
    func scaling(_ noticed: inout [Diagnostic]) throws(ImageError) -> LinearScaling? {
        let (slope, intercept) = (exact("scl_slope"), version == .analyze ? 0 : exact("scl_inter"))
        if slope == 0 || slope.isNaN || dataType.samples > 1 { return nil }
        guard slope.isFinite else {
            noticed.append(Diagnostic("scl_slope is infinite; the values are not scaled"))
            return nil
        }
        guard intercept.isFinite else {
            throw .corrupt(
                "scl_inter is \(intercept), which leaves no value", at: .init(byteOffset: version == .two ? 184 : 116),
                hint: "read the stored numbers with the option raw=true")
        }
        return slope == 1 && intercept == 0 ? nil : LinearScaling(slope: slope, intercept: intercept)
    }

    /// The type of scaled values: single precision where it tells all stored numbers apart, else double.
    func scaledType(_ scaling: LinearScaling) -> ElementType {
        let stored = dataType.elementType
        let largest: Double
        switch stored {
        case .int8, .uint8: largest = 255
        case .int16, .uint16: largest = 65535
        // Any other factor, and any number that is added, can take digits away or leave single precision altogether.
        case .float32 where isNegation(scaling): return .float32
        case .complex64 where isNegation(scaling): return .complex64
        case .complex64, .complex128: return .complex128
        default: return .float64
        }
        let reach = Float(abs(scaling.intercept) + largest * abs(scaling.slope))
        return reach.isFinite && Double(reach.ulp) <= abs(scaling.slope) / 4 ? .float32 : .float64
    }

    private func isNegation(_ scaling: LinearScaling) -> Bool { scaling.slope == -1 && scaling.intercept == 0 }

    /// The axes, slowest first, and everything else that header and extensions say.
    ///
    /// - Throws: `unsupported` for more dimensions than axes.
    func describe(
        _ extensions: [NIfTIExtension], _ noticed: inout [Diagnostic]
    ) throws(ImageError) -> (axes: [StoredAxis], metadata: StoredMetadata) {
        var record: NIfTIRecord?
        var others: [AttributeValue] = []
        for one in extensions {
            if let own = NIfTIRecord(one, for: fields) {
                record = record ?? own
            } else {
                others.append(one.attribute)
            }
        }
        var (axes, lengths) = try axesAndExtents(&noticed)
        var geometry = geometry(axes, &noticed)
        if let own = record?.geometry, let kept = Self.lengths(of: own.axes, extents: extents, dataType) {
            (geometry, axes, lengths) = (own, own.axes, kept)
        }
        var attributes = record?.attributes ?? Attributes()
        attributes["fileheader"] = .mapping(fields)
        if !others.isEmpty { attributes["extensions"] = .array(others) }
        let range = [number("cal_min"), number("cal_max")]
        if range[0] < range[1] { attributes["display_range"] = .array(range.map { .double($0) }) }
        var metadata = StoredMetadata(attributes: attributes)
        // Names are left out, and not reported, where the image they were of was changed since.
        let channelCount = axes.firstIndex(of: .c).map { lengths[$0] }
        if let names = record?.channels, names.count == channelCount { metadata.channelNames = names }
        metadata.space = geometry.affine?.space
        metadata.spaceOrigin = geometry.affine?.origin
        return (geometry.storedAxes(lengths), metadata)
    }

    /// The extents along the axes of a record, fastest first; nil if it leaves out one that is no 1, or has others.
    private static func lengths(of axes: [Axis], extents: [Int], _ type: NIfTIDataType) -> [Int]? {
        guard type.samples == 1, Set(axes).count == axes.count else { return nil }
        let places: [Axis: Int] = [.x: 0, .y: 1, .z: 2, .t: 3, .c: 4]
        var lengths: [Int] = []
        for axis in axes {
            guard let place = places[axis] else { return nil }
            lengths.append(place < extents.count ? extents[place] : 1)
        }
        let known = Set(axes.compactMap { places[$0] })
        let isWhole = extents.indices.allSatisfy { known.contains($0) || extents[$0] == 1 }
        let isInOrder = axes.compactMap { places[$0] } == known.sorted()
        return isWhole && isInOrder ? lengths : nil
    }
}
