import ImageCore

/// The element that absent chunks stand for, in all spellings: numbers, truth values, "NaN", "Infinity", "-Infinity",
/// hexadecimal bits ("0x7fc00000"), pairs for complex numbers; null means zero.
enum ZarrFillValue {
    /// The bytes of the element in native order.
    ///
    /// - Throws: `corrupt` for a value that the type cannot hold.
    static func bytes(_ value: AttributeValue?, _ type: ElementType, _ fields: ZarrFields) throws(ImageError) -> Bytes {
        guard let value, !value.isNull else { return Bytes([UInt8](repeating: 0, count: type.size)) }
        guard let bytes = element(value, type) else {
            throw fields.corrupt("fill_value", "the fill value \(value.json()) is no \(type)")
        }
        return Bytes(bytes)
    }

    private static func element(_ value: AttributeValue, _ type: ElementType) -> [UInt8]? {
        switch type {
        case .bool:
            if let flag = value.boolValue { return [flag ? 1 : 0] }
            return value.doubleValue.map { [$0 == 0 ? 0 : 1] }
        case .int8: return integer(value, Int8.self)
        case .int16: return integer(value, Int16.self)
        case .int32: return integer(value, Int32.self)
        case .int64: return integer(value, Int64.self)
        case .uint8: return integer(value, UInt8.self)
        case .uint16: return integer(value, UInt16.self)
        case .uint32: return integer(value, UInt32.self)
        case .uint64: return integer(value, UInt64.self)
        case .float16, .float32, .float64: return real(value, type)
        case .complex64, .complex128:
            let part: ElementType = type == .complex64 ? .float32 : .float64
            guard let pair = value.arrayValue else {
                return real(value, part).map { $0 + [UInt8](repeating: 0, count: part.size) }
            }
            guard pair.count == 2, let first = real(pair[0], part), let second = real(pair[1], part) else { return nil }
            return first + second
        }
    }

    private static func integer<T: FixedWidthInteger>(_ value: AttributeValue, _: T.Type) -> [UInt8]? {
        switch value {
        case .int(let number): return T(exactly: number).map { bytes($0) }
        case .unsigned(let number): return T(exactly: number).map { bytes($0) }
        case .double(let number): return T(exactly: number).map { bytes($0) }
        case .bool(let flag): return bytes(flag ? T(1) : T(0))
        case .string(let text): return T(text).map { bytes($0) }
        default: return nil
        }
    }

    private static func real(_ value: AttributeValue, _ type: ElementType) -> [UInt8]? {
        var number = value.doubleValue ?? value.boolValue.map { $0 ? 1 : 0 }
        if let text = value.stringValue {
            switch text {
            case "NaN", "nan": number = .nan
            case "Infinity", "inf": number = .infinity
            case "-Infinity", "-inf": number = -.infinity
            default:
                guard text.hasPrefix("0x") else {
                    number = Double(text)
                    break
                }
                let digits = String(text.dropFirst(2))
                switch type {
                case .float16: return UInt16(digits, radix: 16).map { bytes($0) }
                case .float32: return UInt32(digits, radix: 16).map { bytes($0) }
                default: return UInt64(digits, radix: 16).map { bytes($0) }
                }
            }
        }
        guard let number else { return nil }
        switch type {
        case .float16: return bytes(Half(number).bitPattern)
        case .float32: return bytes(Float(number).bitPattern)
        default: return bytes(number.bitPattern)
        }
    }

    private static func bytes<T: FixedWidthInteger>(_ number: T) -> [UInt8] {
        withUnsafeBytes(of: number) { Array($0) }
    }
}
