/// One row of packed numbers.
struct BitRow {
    let bitCount: Int
    let isSigned: Bool

    /// Unpacks some of the numbers, one by one.
    @inline(__always)
    func unpack<T: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ row: UnsafeRawBufferPointer, _ target: UnsafeMutableRawPointer, _ range: Range<Int>, _: T.Type
    ) {
        guard let start = row.baseAddress else { return }
        let size = MemoryLayout<T>.size
        var index = range.lowerBound
        var bit = range.lowerBound &* bitCount
        let unused = UInt64(truncatingIfNeeded: 64 &- bitCount)
        // A number and the bits before it in its first byte fit in eight bytes.
        if bitCount <= 57 {
            while index < range.upperBound, bit &>> 3 &+ 8 <= row.count {
                let word = UInt64(bigEndian: start.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self))
                let value = extended(word &<< UInt64(truncatingIfNeeded: bit & 7), unused)
                target.storeBytes(of: T(truncatingIfNeeded: value), toByteOffset: index &* size, as: T.self)
                bit &+= bitCount
                index &+= 1
            }
        }
        while index < range.upperBound {
            var value: UInt64 = 0
            for place in bit..<bit + bitCount {
                value = value << 1 | UInt64(row[place / 8] >> UInt8(7 - place % 8) & 1)
            }
            value = extended(value << unused, unused)
            target.storeBytes(of: T(truncatingIfNeeded: value), toByteOffset: index &* size, as: T.self)
            bit &+= bitCount
            index &+= 1
        }
    }

    /// The highest bits of a word as a number.
    @inline(__always)
    private func extended(_ word: UInt64, _ unused: UInt64) -> UInt64 {
        isSigned
            ? UInt64(bitPattern: Int64(bitPattern: word) &>> Int64(truncatingIfNeeded: unused)) : word &>> unused
    }

    /// Unpacks to bytes; 1, 2 and 4 bits many at a time.
    func unpackBytes(_ row: UnsafeRawBufferPointer, _ target: UnsafeMutableRawPointer, _ count: Int) {
        guard let start = row.baseAddress else { return }
        var done = 0
        if !isSigned {
            switch bitCount {
            case 1:
                while done &+ 8 <= count {
                    let byte = UInt64(start.load(fromByteOffset: done &>> 3, as: UInt8.self))
                    // Every byte gets one bit, which the addition carries to its highest.
                    let spread = (byte &* 0x0101_0101_0101_0101) & 0x0102_0408_1020_4080
                    let ones = ((spread &+ 0x7F7F_7F7F_7F7F_7F7F) | spread) &>> 7 & 0x0101_0101_0101_0101
                    target.storeBytes(of: ones.littleEndian, toByteOffset: done, as: UInt64.self)
                    done &+= 8
                }
            case 2:
                while done &+ 8 <= count {
                    let word = UInt64(
                        start.loadUnaligned(fromByteOffset: done &>> 2, as: UInt16.self).littleEndian)
                    var pairs = (word | word &<< 24) & 0x0000_00FF_0000_00FF
                    pairs = (pairs &>> 4 | pairs &<< 16) & 0x000F_000F_000F_000F
                    pairs = (pairs &>> 2 | pairs &<< 8) & 0x0303_0303_0303_0303
                    target.storeBytes(of: pairs.littleEndian, toByteOffset: done, as: UInt64.self)
                    done &+= 8
                }
            case 4:
                while done &+ 8 <= count {
                    let word = UInt64(
                        start.loadUnaligned(fromByteOffset: done &>> 1, as: UInt32.self).littleEndian)
                    var nibbles = (word | word &<< 16) & 0x0000_FFFF_0000_FFFF
                    nibbles = (nibbles | nibbles &<< 8) & 0x00FF_00FF_00FF_00FF
                    nibbles = (nibbles &>> 4 | nibbles &<< 8) & 0x0F0F_0F0F_0F0F_0F0F
                    target.storeBytes(of: nibbles.littleEndian, toByteOffset: done, as: UInt64.self)
                    done &+= 8
                }
            case 8:
                target.copyMemory(from: start, byteCount: count)
                done = count
            default: break
            }
        }
        unpack(row, target, done..<count, UInt8.self)
    }

    /// Unpacks to words of 16 bits; 10, 12 and 14 bits four at a time.
    func unpackWords(_ row: UnsafeRawBufferPointer, _ target: UnsafeMutableRawPointer, _ count: Int) {
        var done = 0
        if !isSigned {
            switch bitCount {
            case 10: done = unpackFours(row, target, count, 10)
            case 12: done = unpackFours(row, target, count, 12)
            case 14: done = unpackFours(row, target, count, 14)
            default: break
            }
        }
        unpack(row, target, done..<count, UInt16.self)
    }

    /// Four numbers fill a whole number of bytes if they have an even number of bits.
    @inline(__always)
    private func unpackFours(
        _ row: UnsafeRawBufferPointer, _ target: UnsafeMutableRawPointer, _ count: Int, _ bits: Int
    ) -> Int {
        guard let start = row.baseAddress else { return 0 }
        let size = UInt64(truncatingIfNeeded: bits)
        let mask: UInt64 = 1 &<< size &- 1
        var (done, position) = (0, 0)
        while done &+ 4 <= count, position &+ 8 <= row.count {
            let word = UInt64(bigEndian: start.loadUnaligned(fromByteOffset: position, as: UInt64.self))
            let first = word &>> (64 &- size)
            let second = (word &>> (64 &- size &* 2) & mask) &<< 16
            let third = (word &>> (64 &- size &* 3) & mask) &<< 32
            let fourth = (word &>> (64 &- size &* 4) & mask) &<< 48
            target.storeBytes(
                of: (first | second | third | fourth).littleEndian, toByteOffset: done &* 2, as: UInt64.self)
            done &+= 4
            position &+= bits / 2
        }
        return done
    }
}
