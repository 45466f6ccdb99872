/// Takes elements apart into planes of bytes, and joins them again.
///
/// `count` is the number of elements; the target has as many bytes as the source. For the usual sizes, vectors are
/// interleaved, or squares of bytes transposed; what remains is moved byte by byte.
enum ShuffleKernels {
    private typealias V16 = SIMD16<UInt8>

    // MARK: Joining

    static func join2(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int) {
        var index = 0
        while index &+ 16 <= count {
            let joined = pair(
                source.loadUnaligned(fromByteOffset: index, as: V16.self),
                source.loadUnaligned(fromByteOffset: count &+ index, as: V16.self))
            target.storeBytes(of: joined, toByteOffset: index &* 2, as: SIMD32<UInt8>.self)
            index &+= 16
        }
        join(source, target, count, size: 2, from: index)
    }

    static func join4(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int) {
        var index = 0
        while index &+ 16 <= count {
            @inline(__always) func plane(_ number: Int) -> V16 {
                source.loadUnaligned(fromByteOffset: number &* count &+ index, as: V16.self)
            }
            let low = pair(plane(0), plane(1))
            let high = pair(plane(2), plane(3))
            let joined = pair(words(low), words(high))
            target.storeBytes(of: joined, toByteOffset: index &* 4, as: SIMD32<UInt16>.self)
            index &+= 16
        }
        join(source, target, count, size: 4, from: index)
    }

    static func join8(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int) {
        var index = 0
        while index &+ 16 <= count {
            @inline(__always) func plane(_ number: Int) -> V16 {
                source.loadUnaligned(fromByteOffset: number &* count &+ index, as: V16.self)
            }
            let low = pair(words(pair(plane(0), plane(1))), words(pair(plane(2), plane(3))))
            let high = pair(words(pair(plane(4), plane(5))), words(pair(plane(6), plane(7))))
            let start = target + index &* 8
            start.storeBytes(of: pair(longs(low.lowHalf), longs(high.lowHalf)), as: SIMD16<UInt32>.self)
            (start + 64).storeBytes(of: pair(longs(low.highHalf), longs(high.highHalf)), as: SIMD16<UInt32>.self)
            index &+= 16
        }
        join(source, target, count, size: 8, from: index)
    }

    /// Any size, from an element on.
    static func join(
        _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int, size: Int, from first: Int
    ) {
        // Parts of the planes that stay in the cache.
        var start = first
        while start < count {
            let end = min(start &+ blockCount, count)
            for byte in 0..<size {
                let plane = byte &* count
                var index = start
                while index < end {
                    let value = source.load(fromByteOffset: plane &+ index, as: UInt8.self)
                    target.storeBytes(of: value, toByteOffset: index &* size &+ byte, as: UInt8.self)
                    index &+= 1
                }
            }
            start = end
        }
    }

    // MARK: Splitting

    static func split2(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int) {
        var index = 0
        while index &+ 16 <= count {
            let joined = source.loadUnaligned(fromByteOffset: index &* 2, as: SIMD32<UInt8>.self)
            target.storeBytes(of: joined.evenHalf, toByteOffset: index, as: V16.self)
            target.storeBytes(of: joined.oddHalf, toByteOffset: count &+ index, as: V16.self)
            index &+= 16
        }
        split(source, target, count, size: 2, from: index)
    }

    static func split4(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int) {
        var index = 0
        while index &+ 8 <= count {
            let start = source + index &* 4
            /// Two elements, so that each half of the number becomes half of a plane.
            @inline(__always) func load(_ number: Int) -> UInt64 {
                let low = start.loadUnaligned(fromByteOffset: number &* 4, as: UInt32.self)
                let high = start.loadUnaligned(fromByteOffset: number &* 4 &+ 16, as: UInt32.self)
                return UInt64(UInt32(littleEndian: low)) | UInt64(UInt32(littleEndian: high)) &<< 32
            }
            @inline(__always) func store(_ plane: UInt64, _ number: Int) {
                target.storeBytes(
                    of: plane.littleEndian, toByteOffset: number &* count &+ index, as: UInt64.self)
            }
            var (a, b, c, d) = (load(0), load(1), load(2), load(3))
            exchange(&a, &c, 16, 0x0000_FFFF_0000_FFFF)
            exchange(&b, &d, 16, 0x0000_FFFF_0000_FFFF)
            exchange(&a, &b, 8, 0x00FF_00FF_00FF_00FF)
            exchange(&c, &d, 8, 0x00FF_00FF_00FF_00FF)
            store(a, 0)
            store(b, 1)
            store(c, 2)
            store(d, 3)
            index &+= 8
        }
        split(source, target, count, size: 4, from: index)
    }

    static func split8(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int) {
        var index = 0
        while index &+ 8 <= count {
            let start = source + index &* 8
            @inline(__always) func load(_ number: Int) -> UInt64 {
                UInt64(littleEndian: start.loadUnaligned(fromByteOffset: number &* 8, as: UInt64.self))
            }
            @inline(__always) func store(_ plane: UInt64, _ number: Int) {
                target.storeBytes(
                    of: plane.littleEndian, toByteOffset: number &* count &+ index, as: UInt64.self)
            }
            var (a, b, c, d) = (load(0), load(1), load(2), load(3))
            var (e, f, g, h) = (load(4), load(5), load(6), load(7))
            exchange(&a, &e, 32, 0x0000_0000_FFFF_FFFF)
            exchange(&b, &f, 32, 0x0000_0000_FFFF_FFFF)
            exchange(&c, &g, 32, 0x0000_0000_FFFF_FFFF)
            exchange(&d, &h, 32, 0x0000_0000_FFFF_FFFF)
            exchange(&a, &c, 16, 0x0000_FFFF_0000_FFFF)
            exchange(&b, &d, 16, 0x0000_FFFF_0000_FFFF)
            exchange(&e, &g, 16, 0x0000_FFFF_0000_FFFF)
            exchange(&f, &h, 16, 0x0000_FFFF_0000_FFFF)
            exchange(&a, &b, 8, 0x00FF_00FF_00FF_00FF)
            exchange(&c, &d, 8, 0x00FF_00FF_00FF_00FF)
            exchange(&e, &f, 8, 0x00FF_00FF_00FF_00FF)
            exchange(&g, &h, 8, 0x00FF_00FF_00FF_00FF)
            store(a, 0)
            store(b, 1)
            store(c, 2)
            store(d, 3)
            store(e, 4)
            store(f, 5)
            store(g, 6)
            store(h, 7)
            index &+= 8
        }
        split(source, target, count, size: 8, from: index)
    }

    /// Exchanges the parts of the first number above the mask with those of the second one under it: a step of
    /// transposing a square of bytes.
    @inline(__always) private static func exchange(_ a: inout UInt64, _ b: inout UInt64, _ bits: UInt64, _ mask: UInt64)
    {
        let difference = (a &>> bits ^ b) & mask
        b ^= difference
        a ^= difference &<< bits
    }

    /// Any size, from an element on.
    static func split(
        _ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ count: Int, size: Int, from first: Int
    ) {
        var start = first
        while start < count {
            let end = min(start &+ blockCount, count)
            for byte in 0..<size {
                let plane = byte &* count
                var index = start
                while index < end {
                    let value = source.load(fromByteOffset: index &* size &+ byte, as: UInt8.self)
                    target.storeBytes(of: value, toByteOffset: plane &+ index, as: UInt8.self)
                    index &+= 1
                }
            }
            start = end
        }
    }

    private static let blockCount = 512

    // MARK: Vectors

    @inline(__always) private static func pair(_ even: V16, _ odd: V16) -> SIMD32<UInt8> {
        var joined = SIMD32<UInt8>()
        joined.evenHalf = even
        joined.oddHalf = odd
        return joined
    }

    @inline(__always) private static func pair(_ even: SIMD16<UInt16>, _ odd: SIMD16<UInt16>) -> SIMD32<UInt16> {
        var joined = SIMD32<UInt16>()
        joined.evenHalf = even
        joined.oddHalf = odd
        return joined
    }

    @inline(__always) private static func pair(_ even: SIMD8<UInt32>, _ odd: SIMD8<UInt32>) -> SIMD16<UInt32> {
        var joined = SIMD16<UInt32>()
        joined.evenHalf = even
        joined.oddHalf = odd
        return joined
    }

    @inline(__always) private static func words(_ bytes: SIMD32<UInt8>) -> SIMD16<UInt16> {
        unsafeBitCast(bytes, to: SIMD16<UInt16>.self)
    }

    @inline(__always) private static func longs(_ words: SIMD16<UInt16>) -> SIMD8<UInt32> {
        unsafeBitCast(words, to: SIMD8<UInt32>.self)
    }
}
