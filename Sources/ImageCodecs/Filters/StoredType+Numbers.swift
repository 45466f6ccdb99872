import ImageCore

extension StoredType {
    /// Reads numbers as whole ones, modulo 2^64.
    func read(_ source: UnsafeRawPointer, into numbers: UnsafeMutableBufferPointer<Int64>) {
        switch elementType {
        case .bool: readWhole(Truth.self, source, numbers)
        case .int8: readWhole(Int8.self, source, numbers)
        case .int16: readWhole(Int16.self, source, numbers)
        case .int32: readWhole(Int32.self, source, numbers)
        case .int64: readWhole(Int64.self, source, numbers)
        case .uint8: readWhole(UInt8.self, source, numbers)
        case .uint16: readWhole(UInt16.self, source, numbers)
        case .uint32: readWhole(UInt32.self, source, numbers)
        case .uint64: readWhole(UInt64.self, source, numbers)
        case .float16: readWhole(Half.self, source, numbers)
        case .float32: readWhole(Float.self, source, numbers)
        case .float64: readWhole(Double.self, source, numbers)
        case .complex64, .complex128: break
        }
    }

    /// Reads numbers as real ones.
    func read(_ source: UnsafeRawPointer, into numbers: UnsafeMutableBufferPointer<Double>) {
        switch elementType {
        case .bool: readReal(Truth.self, source, numbers)
        case .int8: readReal(Int8.self, source, numbers)
        case .int16: readReal(Int16.self, source, numbers)
        case .int32: readReal(Int32.self, source, numbers)
        case .int64: readReal(Int64.self, source, numbers)
        case .uint8: readReal(UInt8.self, source, numbers)
        case .uint16: readReal(UInt16.self, source, numbers)
        case .uint32: readReal(UInt32.self, source, numbers)
        case .uint64: readReal(UInt64.self, source, numbers)
        case .float16: readReal(Half.self, source, numbers)
        case .float32: readReal(Float.self, source, numbers)
        case .float64: readReal(Double.self, source, numbers)
        case .complex64, .complex128: break
        }
    }

    /// Writes whole numbers, modulo what the type holds.
    func write(_ numbers: UnsafeMutableBufferPointer<Int64>, to target: UnsafeMutableRawPointer) {
        switch elementType {
        case .bool: write(numbers, target) { Truth(wrapping: $0) }
        case .int8, .uint8: write(numbers, target) { UInt8(wrapping: $0) }
        case .int16, .uint16: write(numbers, target) { UInt16(wrapping: $0) }
        case .int32, .uint32: write(numbers, target) { UInt32(wrapping: $0) }
        case .int64, .uint64: write(numbers, target) { UInt64(wrapping: $0) }
        case .float16: write(numbers, target) { Half(wrapping: $0) }
        case .float32: write(numbers, target) { Float(wrapping: $0) }
        case .float64: write(numbers, target) { Double(wrapping: $0) }
        case .complex64, .complex128: break
        }
    }

    /// Writes real numbers; whole types drop fractions.
    func write(_ numbers: UnsafeMutableBufferPointer<Double>, to target: UnsafeMutableRawPointer) {
        switch elementType {
        case .bool: write(numbers, target) { Truth(real: $0) }
        case .int8, .uint8: write(numbers, target) { UInt8(real: $0) }
        case .int16, .uint16: write(numbers, target) { UInt16(real: $0) }
        case .int32, .uint32: write(numbers, target) { UInt32(real: $0) }
        case .int64, .uint64: write(numbers, target) { UInt64(real: $0) }
        case .float16: write(numbers, target) { Half(real: $0) }
        case .float32: write(numbers, target) { Float(real: $0) }
        case .float64: write(numbers, target) { $0 }
        case .complex64, .complex128: break
        }
    }

    /// The nearest number that the type holds, if it is one of real numbers; others stay as they are.
    @inline(__always) func rounded(_ value: Double) -> Double {
        switch elementType {
        case .float32: Double(Float(value))
        case .float16: Half(real: value).real
        default: value
        }
    }

    @inline(__always) private func readWhole<T: ElementNumber>(
        _: T.Type, _ source: UnsafeRawPointer, _ numbers: UnsafeMutableBufferPointer<Int64>
    ) {
        let isSwapped = byteOrder != .native
        for index in 0..<numbers.count {
            let raw = source.loadUnaligned(fromByteOffset: index &* MemoryLayout<T.Raw>.size, as: T.Raw.self)
            numbers[index] = T(raw: isSwapped ? raw.byteSwapped : raw).wrapped
        }
    }

    @inline(__always) private func readReal<T: ElementNumber>(
        _: T.Type, _ source: UnsafeRawPointer, _ numbers: UnsafeMutableBufferPointer<Double>
    ) {
        let isSwapped = byteOrder != .native
        for index in 0..<numbers.count {
            let raw = source.loadUnaligned(fromByteOffset: index &* MemoryLayout<T.Raw>.size, as: T.Raw.self)
            numbers[index] = T(raw: isSwapped ? raw.byteSwapped : raw).real
        }
    }

    @inline(__always) private func write<N, T: ElementNumber>(
        _ numbers: UnsafeMutableBufferPointer<N>, _ target: UnsafeMutableRawPointer, _ cast: (N) -> T
    ) {
        let isSwapped = byteOrder != .native
        for index in 0..<numbers.count {
            let raw = cast(numbers[index]).raw
            target.storeBytes(
                of: isSwapped ? raw.byteSwapped : raw, toByteOffset: index &* MemoryLayout<T.Raw>.size,
                as: T.Raw.self)
        }
    }
}
