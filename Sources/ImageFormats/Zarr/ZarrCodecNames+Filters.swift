import ImageCodecs
import ImageCore

extension ZarrCodecNames {
    /// Filters that change elements, as numcodecs sets them up; nil for any other name.
    func filter(_ id: String, _ fields: ZarrFields) throws(ImageError) -> (any ByteCodec)? {
        switch id {
        case "delta":
            let type = try stored("dtype", fields)
            return Delta(type: type, encodedType: try optional("astype", fields) ?? type)
        case "fixedscaleoffset":
            let type = try stored("dtype", fields)
            guard let offset = fields.values["offset"]?.doubleValue, let scale = fields.values["scale"]?.doubleValue
            else {
                throw fields.corrupt("scale", "'offset' and 'scale' are not both numbers")
            }
            return FixedScaleOffset(
                offset: offset, scale: scale, decodedType: type, encodedType: try optional("astype", fields) ?? type)
        case "quantize":
            let type = try stored("dtype", fields)
            return Quantize(
                digits: try fields.int("digits"), type: type, encodedType: try optional("astype", fields) ?? type)
        case "bitround":
            // Rounded numbers are read as they are.
            return BitRound(keepBits: try fields.int("keepbits"), type: try own(fields))
        case "packbits": return PackBits()
        case "astype":
            return AsType(
                encodedType: try stored("encode_dtype", fields), decodedType: try stored("decode_dtype", fields))
        default: return nil
        }
    }

    /// `packbits` of v3: as that of numcodecs, but the number of padding bits stands first, last or nowhere.
    func packBits(_ fields: ZarrFields) throws(ImageError) -> any ByteCodec {
        guard type == .number(.bool) else {
            throw fields.unsupported("name", "'packbits' is only read for truth values")
        }
        guard let padding = PackBits.Padding(rawValue: fields.values["padding_encoding"]?.stringValue ?? "none") else {
            throw fields.corrupt("padding_encoding", "'padding_encoding' is none of none, first_byte and last_byte")
        }
        return PackBits(padding: padding)
    }

    /// `lzma` as Python's module describes it.
    func lzma(_ fields: ZarrFields) throws(ImageError) -> any ByteCodec {
        guard let format = LZMA.Format(rawValue: try fields.int("format", default: 1)) else {
            throw fields.corrupt("format", "'format' is no format of LZMA data")
        }
        var filters: [LZMAFilter] = []
        for value in fields.values["filters"]?.arrayValue ?? [] {
            guard let map = value.mappingValue, let id = map["id"] else {
                throw fields.corrupt("filters", "a filter without its number")
            }
            let number: UInt64? =
                switch id {
                case .int(let number): UInt64(exactly: number)
                case .unsigned(let number): UInt64(number)
                default: nil
                }
            guard let number else { throw fields.corrupt("filters", "\(id.json()) is no filter") }
            var options: [String: Int] = [:]
            for (key, value) in map.pairs where key != "id" { options[key] = value.intValue }
            do {
                filters.append(try LZMAFilter(id: number, options: options))
            } catch {
                throw fields.corrupt("filters", error.message)
            }
        }
        return LZMA(format: format, filters: filters)
    }

    /// The type of the array, as it is written.
    private func own(_ fields: ZarrFields) throws(ImageError) -> StoredType {
        guard case .number(let type) = type else { throw fields.corrupt("id", "the codec is for numbers") }
        return StoredType(type, byteOrder)
    }

    private func stored(_ key: String, _ fields: ZarrFields) throws(ImageError) -> StoredType {
        guard let type = try optional(key, fields) else { return try own(fields) }
        return type
    }

    /// A NumPy type; in v3, where numbers have their byte order from another codec, only the type counts.
    private func optional(_ key: String, _ fields: ZarrFields) throws(ImageError) -> StoredType? {
        guard let value = fields.values[key], !value.isNull else { return nil }
        do {
            let type = try StoredType(numpy: value.stringValue ?? value.json())
            return isVersion3 ? StoredType(type.elementType, byteOrder) : type
        } catch {
            throw fields.unsupported(key, error.message)
        }
    }
}
