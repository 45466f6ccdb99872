import ImageCore

/// The fields of a header in the order in which they lie in the file, by the names of the specification.
///
/// One table per version serves reading, writing and what users see of the header.
struct NIfTILayout: Sendable {
    /// What a field's bytes mean.
    enum Kind: Sendable, Hashable {
        case uint8, int16, int32, int64, float32, float64
        /// So many bytes of text, ended by a zero where it is shorter.
        case text(Int)
    }

    /// A field of one number, of several, or of a text.
    struct Field: Sendable {
        var name: String
        var kind: Kind
        var count: Int
    }

    let fields: [Field]
    /// The size of the header.
    let byteCount: Int

    private init(_ fields: [(String, Kind, Int)]) {
        self.fields = fields.map { Field(name: $0.0, kind: $0.1, count: $0.2) }
        byteCount = self.fields.reduce(0) { $0 + $1.kind.byteCount * $1.count }
    }

    static let one = NIfTILayout([
        ("sizeof_hdr", .int32, 1), ("data_type", .text(10), 1), ("db_name", .text(18), 1), ("extents", .int32, 1),
        ("session_error", .int16, 1), ("regular", .text(1), 1), ("dim_info", .uint8, 1), ("dim", .int16, 8),
        ("intent_p1", .float32, 1), ("intent_p2", .float32, 1), ("intent_p3", .float32, 1),
        ("intent_code", .int16, 1), ("datatype", .int16, 1), ("bitpix", .int16, 1), ("slice_start", .int16, 1),
        ("pixdim", .float32, 8), ("vox_offset", .float32, 1), ("scl_slope", .float32, 1), ("scl_inter", .float32, 1),
        ("slice_end", .int16, 1), ("slice_code", .uint8, 1), ("xyzt_units", .uint8, 1), ("cal_max", .float32, 1),
        ("cal_min", .float32, 1), ("slice_duration", .float32, 1), ("toffset", .float32, 1), ("glmax", .int32, 1),
        ("glmin", .int32, 1), ("descrip", .text(80), 1), ("aux_file", .text(24), 1), ("qform_code", .int16, 1),
        ("sform_code", .int16, 1), ("quatern_b", .float32, 1), ("quatern_c", .float32, 1), ("quatern_d", .float32, 1),
        ("qoffset_x", .float32, 1), ("qoffset_y", .float32, 1), ("qoffset_z", .float32, 1), ("srow_x", .float32, 4),
        ("srow_y", .float32, 4), ("srow_z", .float32, 4), ("intent_name", .text(16), 1), ("magic", .text(4), 1),
    ])

    static let two = NIfTILayout([
        ("sizeof_hdr", .int32, 1), ("magic", .text(8), 1), ("datatype", .int16, 1), ("bitpix", .int16, 1),
        ("dim", .int64, 8), ("intent_p1", .float64, 1), ("intent_p2", .float64, 1), ("intent_p3", .float64, 1),
        ("pixdim", .float64, 8), ("vox_offset", .int64, 1), ("scl_slope", .float64, 1), ("scl_inter", .float64, 1),
        ("cal_max", .float64, 1), ("cal_min", .float64, 1), ("slice_duration", .float64, 1), ("toffset", .float64, 1),
        ("slice_start", .int64, 1), ("slice_end", .int64, 1), ("descrip", .text(80), 1), ("aux_file", .text(24), 1),
        ("qform_code", .int32, 1), ("sform_code", .int32, 1), ("quatern_b", .float64, 1), ("quatern_c", .float64, 1),
        ("quatern_d", .float64, 1), ("qoffset_x", .float64, 1), ("qoffset_y", .float64, 1), ("qoffset_z", .float64, 1),
        ("srow_x", .float64, 4), ("srow_y", .float64, 4), ("srow_z", .float64, 4), ("slice_code", .int32, 1),
        ("xyzt_units", .int32, 1), ("intent_code", .int32, 1), ("intent_name", .text(16), 1), ("dim_info", .uint8, 1),
        ("unused_str", .text(15), 1),
    ])

    /// ANALYZE 7.5; `scl_slope` is what SPM made of its field `funused1`.
    static let analyze = NIfTILayout([
        ("sizeof_hdr", .int32, 1), ("data_type", .text(10), 1), ("db_name", .text(18), 1), ("extents", .int32, 1),
        ("session_error", .int16, 1), ("regular", .text(1), 1), ("hkey_un0", .text(1), 1), ("dim", .int16, 8),
        ("vox_units", .text(4), 1), ("cal_units", .text(8), 1), ("unused1", .int16, 1), ("datatype", .int16, 1),
        ("bitpix", .int16, 1), ("dim_un0", .int16, 1), ("pixdim", .float32, 8), ("vox_offset", .float32, 1),
        ("scl_slope", .float32, 1), ("funused2", .float32, 1), ("funused3", .float32, 1), ("cal_max", .float32, 1),
        ("cal_min", .float32, 1), ("compressed", .int32, 1), ("verified", .int32, 1), ("glmax", .int32, 1),
        ("glmin", .int32, 1), ("descrip", .text(80), 1), ("aux_file", .text(24), 1), ("orient", .uint8, 1),
        ("originator", .int16, 5), ("generated", .text(10), 1), ("scannum", .text(10), 1), ("patient_id", .text(10), 1),
        ("exp_date", .text(10), 1), ("exp_time", .text(10), 1), ("hist_un0", .text(3), 1), ("views", .int32, 1),
        ("vols_added", .int32, 1), ("start_field", .int32, 1), ("field_skip", .int32, 1), ("omax", .int32, 1),
        ("omin", .int32, 1), ("smax", .int32, 1), ("smin", .int32, 1),
    ])

    /// The values of all fields.
    ///
    /// Single-precision numbers become the shortest decimal number that means them: 0.65, not 0.6499999761581421.
    func parse(_ bytes: RawSpan, byteOrder: ByteOrder) throws(ParseError) -> Attributes {
        var cursor = ByteCursor(bytes, byteOrder: byteOrder)
        var values: [(String, AttributeValue)] = []
        values.reserveCapacity(fields.count)
        for field in fields {
            if field.count == 1 {
                values.append((field.name, try Self.value(field.kind, &cursor)))
            } else {
                var items: [AttributeValue] = []
                items.reserveCapacity(field.count)
                for _ in 0..<field.count { items.append(try Self.value(field.kind, &cursor)) }
                values.append((field.name, .array(items)))
            }
        }
        return Attributes(values)
    }

    private static func value(_ kind: Kind, _ cursor: inout ByteCursor) throws(ParseError) -> AttributeValue {
        switch kind {
        case .uint8: .int(Int(try cursor.read(UInt8.self)))
        case .int16: .int(Int(try cursor.read(Int16.self)))
        case .int32: .int(Int(try cursor.read(Int32.self)))
        case .int64: .int(Int(try cursor.read(Int64.self)))
        case .float32: .double(decimal(Float(bitPattern: try cursor.read(UInt32.self))))
        case .float64: .double(Double(bitPattern: try cursor.read(UInt64.self)))
        case .text(let count):
            .string(String(try cursor.readText(count).unicodeScalars.prefix { $0 != "\0" }))
        }
    }

    /// The decimal number with the fewest digits that a single-precision number stands for.
    static func decimal(_ value: Float) -> Double {
        // What single precision holds exactly needs no digits; most fields are 0 or 1.
        if !value.isFinite || value.rounded() == value { return Double(value) }
        return Double("\(value)") ?? Double(value)
    }

    /// The bytes of a header with these values, little-endian; a field without a value is 0.
    func bytes(_ values: Attributes) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(byteCount)
        for field in fields {
            let items = values[field.name]?.arrayValue ?? [values[field.name] ?? .null]
            for place in 0..<field.count {
                Self.append(place < items.count ? items[place] : .null, field.kind, to: &bytes)
            }
        }
        return bytes
    }

    private static func append(_ value: AttributeValue, _ kind: Kind, to bytes: inout [UInt8]) {
        func append<T: FixedWidthInteger>(_ number: T) {
            for shift in stride(from: 0, to: T.bitWidth, by: 8) {
                bytes.append(UInt8(truncatingIfNeeded: number >> T(shift)))
            }
        }
        switch kind {
        case .uint8: append(UInt8(clamping: value.intValue ?? 0))
        case .int16: append(Int16(clamping: value.intValue ?? 0))
        case .int32: append(Int32(clamping: value.intValue ?? 0))
        case .int64: append(Int64(value.intValue ?? 0))
        case .float32: append(Float(value.doubleValue ?? 0).bitPattern)
        case .float64: append((value.doubleValue ?? 0).bitPattern)
        case .text(let count):
            let own = Self.encoded(value.stringValue ?? "", limit: count)
            bytes += own + [UInt8](repeating: 0, count: count - own.count)
        }
    }
}

extension NIfTILayout {
    /// A text in so many bytes at most, which need no zero at their end if it fills them: as UTF-8, or as Latin-1 where
    /// only that has room, since texts that are no UTF-8 are read as that; else the characters that have room.
    private static func encoded(_ text: String, limit: Int) -> [UInt8] {
        let whole = Array(text.utf8)
        if whole.count <= limit { return whole }
        let single = text.unicodeScalars.compactMap { UInt8(exactly: $0.value) }
        if single.count == text.unicodeScalars.count, single.count <= limit { return single }
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            let next = Array(String(scalar).utf8)
            guard bytes.count + next.count <= limit else { break }
            bytes += next
        }
        return bytes
    }
}

extension NIfTILayout.Kind {
    /// The bytes of one value.
    var byteCount: Int {
        switch self {
        case .uint8: 1
        case .int16: 2
        case .int32, .float32: 4
        case .int64, .float64: 8
        case .text(let count): count
        }
    }
}
