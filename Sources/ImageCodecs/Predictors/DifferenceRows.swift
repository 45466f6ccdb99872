/// Rows of whole numbers whose differences are taken, or summed up again.
struct DifferenceRows {
    /// The bytes of a number: 1, 2, 4 or 8.
    var sampleSize: Int
    /// How many numbers before a number that one stands which it is compared with.
    var stride: Int
    var rowByteCount: Int
    /// Whether the bytes of the numbers lie in the other order than this machine's.
    var isSwapped: Bool
    var byteCount: Int

    /// Sums up; source and target may be the same.
    func sum(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer) {
        switch sampleSize {
        case 1: sum(source, target, SIMD2<UInt8>.self, SIMD4<UInt8>.self)
        case 2: sum(source, target, SIMD2<UInt16>.self, SIMD4<UInt16>.self)
        case 4: sum(source, target, SIMD2<UInt32>.self, SIMD4<UInt32>.self)
        default: sum(source, target, SIMD2<UInt64>.self, SIMD4<UInt64>.self)
        }
    }

    /// Takes differences; source and target must not overlap.
    func subtract(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer) {
        switch sampleSize {
        case 1: subtract(source, target, UInt8.self)
        case 2: subtract(source, target, UInt16.self)
        case 4: subtract(source, target, UInt32.self)
        default: subtract(source, target, UInt64.self)
        }
    }

    @inline(__always)
    private func sum<T: DifferenceNumber, V2: SIMD<T> & BitwiseCopyable, V4: SIMD<T> & BitwiseCopyable>(
        _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _: V2.Type, _: V4.Type
    ) {
        if isSwapped {
            switch stride {
            case 1: eachRow(T.self) { Self.sum1(source + $0, target + $0, $1, T.self, isSwapped: true) }
            case 3: eachRow(T.self) { Self.sum3(source + $0, target + $0, $1, T.self, isSwapped: true) }
            default: eachRow(T.self) { Self.sumAny(source + $0, target + $0, $1, stride, T.self, isSwapped: true) }
            }
        } else {
            switch stride {
            case 1: eachRow(T.self) { Self.sum1(source + $0, target + $0, $1, T.self, isSwapped: false) }
            case 2: eachRow(T.self) { Self.sumVector(source + $0, target + $0, $1, V2.self) }
            case 3: eachRow(T.self) { Self.sum3(source + $0, target + $0, $1, T.self, isSwapped: false) }
            case 4: eachRow(T.self) { Self.sumVector(source + $0, target + $0, $1, V4.self) }
            default: eachRow(T.self) { Self.sumAny(source + $0, target + $0, $1, stride, T.self, isSwapped: false) }
            }
        }
    }

    @inline(__always)
    private func subtract<T: DifferenceNumber>(
        _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _: T.Type
    ) {
        if isSwapped {
            eachRow(T.self) { Self.subtract(source + $0, target + $0, $1, stride, T.self, isSwapped: true) }
        } else {
            eachRow(T.self) { Self.subtract(source + $0, target + $0, $1, stride, T.self, isSwapped: false) }
        }
    }

    /// Calls a function with where each row begins and how many numbers it holds.
    @inline(__always)
    private func eachRow<T>(_: T.Type, _ body: (_ offset: Int, _ count: Int) -> Void) {
        var offset = 0
        while offset < byteCount {
            let size = min(rowByteCount, byteCount &- offset)
            body(offset, size / MemoryLayout<T>.size)
            offset &+= size
        }
    }

    @inline(__always)
    private static func sum1<T: DifferenceNumber>(
        _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int, _: T.Type, isSwapped: Bool
    ) {
        var sum: T = 0
        for index in 0..<count {
            sum &+= load(source, index, T.self, isSwapped)
            store(sum, target, index, isSwapped)
        }
    }

    @inline(__always)
    private static func sum3<T: DifferenceNumber>(
        _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int, _: T.Type, isSwapped: Bool
    ) {
        var (first, second, third): (T, T, T) = (0, 0, 0)
        var index = 0
        while index &+ 3 <= count {
            first &+= load(source, index, T.self, isSwapped)
            second &+= load(source, index &+ 1, T.self, isSwapped)
            third &+= load(source, index &+ 2, T.self, isSwapped)
            store(first, target, index, isSwapped)
            store(second, target, index &+ 1, isSwapped)
            store(third, target, index &+ 2, isSwapped)
            index &+= 3
        }
        if index < count { store(first &+ load(source, index, T.self, isSwapped), target, index, isSwapped) }
        if index &+ 1 < count {
            store(second &+ load(source, index &+ 1, T.self, isSwapped), target, index &+ 1, isSwapped)
        }
    }

    /// As many sums side by side as the vector has numbers.
    @inline(__always)
    private static func sumVector<V: SIMD & BitwiseCopyable>(
        _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int, _: V.Type
    ) where V.Scalar: DifferenceNumber {
        var sums = V()
        var index = 0
        let width = V.scalarCount
        let size = MemoryLayout<V.Scalar>.size
        while index &+ width <= count {
            sums &+= source.loadUnaligned(fromByteOffset: index &* size, as: V.self)
            target.storeBytes(of: sums, toByteOffset: index &* size, as: V.self)
            index &+= width
        }
        var lane = 0
        while index < count {
            store(sums[lane] &+ load(source, index, V.Scalar.self, false), target, index, false)
            index &+= 1
            lane &+= 1
        }
    }

    @inline(__always)
    private static func sumAny<T: DifferenceNumber>(
        _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int, _ stride: Int, _: T.Type,
        isSwapped: Bool
    ) {
        for index in 0..<min(stride, count) {
            store(load(source, index, T.self, isSwapped), target, index, isSwapped)
        }
        var index = stride
        while index < count {
            let before = load(UnsafeRawPointer(target), index &- stride, T.self, isSwapped)
            store(before &+ load(source, index, T.self, isSwapped), target, index, isSwapped)
            index &+= 1
        }
    }

    @inline(__always)
    private static func subtract<T: DifferenceNumber>(
        _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int, _ stride: Int, _: T.Type,
        isSwapped: Bool
    ) {
        for index in 0..<min(stride, count) {
            store(load(source, index, T.self, isSwapped), target, index, isSwapped)
        }
        var index = stride
        while index < count {
            let before = load(source, index &- stride, T.self, isSwapped)
            store(load(source, index, T.self, isSwapped) &- before, target, index, isSwapped)
            index &+= 1
        }
    }

    @inline(__always)
    private static func load<T: DifferenceNumber>(
        _ source: UnsafeRawPointer, _ index: Int, _: T.Type, _ isSwapped: Bool
    ) -> T {
        let number = source.loadUnaligned(fromByteOffset: index &* MemoryLayout<T>.size, as: T.self)
        return isSwapped ? number.byteSwapped : number
    }

    @inline(__always)
    private static func store<T: DifferenceNumber>(
        _ number: T, _ target: UnsafeMutableRawPointer, _ index: Int, _ isSwapped: Bool
    ) {
        target.storeBytes(
            of: isSwapped ? number.byteSwapped : number, toByteOffset: index &* MemoryLayout<T>.size, as: T.self)
    }
}

/// A whole number that differences are taken of.
protocol DifferenceNumber: FixedWidthInteger, UnsignedInteger, BitwiseCopyable, SIMDScalar, Codable {}

extension UInt8: DifferenceNumber {}
extension UInt16: DifferenceNumber {}
extension UInt32: DifferenceNumber {}
extension UInt64: DifferenceNumber {}
