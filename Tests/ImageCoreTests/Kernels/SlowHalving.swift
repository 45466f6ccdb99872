import ImageTesting

@testable import ImageCore

/// Halving element by element, in the plainest way.
struct SlowHalving {
    var shape: [Int]
    var axes: [Bool]
    var type: ElementType
    var method: Downsampling.Method

    func result(_ source: [UInt8]) -> [UInt8] {
        let extents = Downsampling.halvedShape(shape, axes: axes)
        return (0..<extents.reduce(1, *)).flatMap { number -> [UInt8] in
            var rest = number
            var places = [0]
            var step = 1
            for axis in shape.indices.reversed() {
                let index = rest % extents[axis]
                rest /= extents[axis]
                let members = axes[axis] ? [2 * index, 2 * index + 1].filter { $0 < shape[axis] } : [index]
                places = members.flatMap { member in places.map { $0 + member * step } }
                step *= shape[axis]
            }
            return element(method == .nearest ? [places.min() ?? 0] : places, source)
        }
    }

    private func element(_ places: [Int], _ source: [UInt8]) -> [UInt8] {
        func load<T: BitwiseCopyable>(_: T.Type, part: Int = 0) -> [T] {
            source.withUnsafeBytes { bytes in
                places.map {
                    bytes.loadUnaligned(fromByteOffset: $0 * type.size + part * MemoryLayout<T>.size, as: T.self)
                }
            }
        }
        func whole<T: FixedWidthInteger & BitwiseCopyable>(_: T.Type) -> [UInt8] {
            let sum = load(T.self).reduce(Int128(0)) { $0 + Int128($1) }
            let count = Int128(places.count)
            let size = (2 * (sum < 0 ? -sum : sum) + count) / (2 * count)
            return Self.bytes(T(sum < 0 ? -size : size))
        }
        func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }
        switch type {
        case .bool: return [load(UInt8.self).count { $0 != 0 } * 2 >= places.count ? 1 : 0]
        case .int8: return whole(Int8.self)
        case .int16: return whole(Int16.self)
        case .int32: return whole(Int32.self)
        case .int64: return whole(Int64.self)
        case .uint8: return whole(UInt8.self)
        case .uint16: return whole(UInt16.self)
        case .uint32: return whole(UInt32.self)
        case .uint64: return whole(UInt64.self)
        case .float16: return Self.bytes(HalfMean.bits(of: mean(load(Half.self).map(\.doubleValue))))
        case .float32: return Self.bytes(Float(mean(load(Float.self).map { Double($0) })))
        case .float64: return Self.bytes(mean(load(Double.self)))
        case .complex64:
            return (0...1).flatMap { Self.bytes(Float(mean(load(Float.self, part: $0).map { Double($0) }))) }
        case .complex128: return (0...1).flatMap { Self.bytes(mean(load(Double.self, part: $0))) }
        }
    }

    /// Elements of a type: whole numbers of all sizes, real ones whose sums are exact in any order.
    static func sample(_ type: ElementType, count: Int) -> [UInt8] {
        var numbers = SeededNumbers(seed: 7)
        return (0..<count).flatMap { _ -> [UInt8] in
            func real() -> Double { Double(Int(numbers.next() % 4001) - 2000) / 16 }
            switch type {
            case .bool: return [UInt8(numbers.next() % 2)]
            case .float16: return bytes(HalfMean.bits(of: real()))
            case .float32: return bytes(Float(real()))
            case .float64: return bytes(real())
            case .complex64: return bytes(Float(real())) + bytes(Float(real()))
            case .complex128: return bytes(real()) + bytes(real())
            default: return (0..<type.size).map { _ in UInt8(truncatingIfNeeded: numbers.next() >> 32) }
            }
        }
    }

    static func bytes<T: BitwiseCopyable>(_ value: T) -> [UInt8] {
        withUnsafeBytes(of: value) { Array($0) }
    }
}
