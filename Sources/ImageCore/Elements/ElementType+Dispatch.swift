extension ElementType {
    /// The Swift type to view elements as: the one type switch of the package.
    ///
    /// Calling a generic function with the result opens it; numeric kernels are specialised for each.
    public var pixelType: any Pixel.Type {
        switch self {
        case .bool, .uint8: UInt8.self
        case .int8: Int8.self
        case .int16: Int16.self
        case .int32: Int32.self
        case .int64: Int64.self
        case .uint16: UInt16.self
        case .uint32: UInt32.self
        case .uint64: UInt64.self
        case .float16: Half.self
        case .float32: Float.self
        case .float64: Double.self
        case .complex64: Complex64.self
        case .complex128: Complex128.self
        }
    }
}
