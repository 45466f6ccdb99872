/// One run of making LZW data.
struct LZWEncoder {
    /// The numbers in the table, which is never more than a quarter full: collisions cost more than its size.
    static let tableCount = 1 << (32 - tableShift)

    private static let tableShift: UInt32 = 18

    let target: UnsafeMutableRawPointer
    let room: Int
    /// Open addressing; a number is the text's code without its last byte, that byte, and the code of the whole.
    ///
    /// Zero is no entry, as no code of a text is below 258.
    let table: UnsafeMutablePointer<UInt32>

    private var written = 0
    private var bits: UInt64 = 0
    private var bitCount: UInt64 = 0

    private static let clear: UInt32 = 256
    private static let end: UInt32 = 257
    private static let firstFree: UInt32 = 258
    /// The table is started afresh when this code would be the next.
    private static let lastFree: UInt32 = 4094

    init(target: UnsafeMutableRawPointer, room: Int, table: UnsafeMutablePointer<UInt32>) {
        self.target = target
        self.room = room
        self.table = table
    }

    /// Encodes everything.
    ///
    /// - Returns: the number of bytes, nil if there is no room for them.
    mutating func run(_ source: UnsafeRawPointer, _ count: Int) -> Int? {
        var width: UInt64 = 9
        var next = Self.firstFree
        var widest: UInt32 = 511
        table.initialize(repeating: 0, count: Self.tableCount)
        guard put(Self.clear, width) else { return nil }
        if count > 0 {
            var code = UInt32(source.load(as: UInt8.self))
            var position = 1
            while position < count {
                let byte = UInt32(source.load(fromByteOffset: position, as: UInt8.self))
                position &+= 1
                let key = code &<< 8 | byte
                var place = Int(truncatingIfNeeded: (key &* 0x9E37_79B1) &>> Self.tableShift)
                var entry = table[place]
                while entry != 0, entry &>> 12 != key {
                    place = (place &+ 1) & (Self.tableCount &- 1)
                    entry = table[place]
                }
                if entry != 0 {
                    code = entry & 0xFFF
                    continue
                }
                guard put(code, width) else { return nil }
                code = byte
                table[place] = key &<< 12 | next
                next &+= 1
                if next == Self.lastFree {
                    guard put(Self.clear, width) else { return nil }
                    table.update(repeating: 0, count: Self.tableCount)
                    width = 9
                    widest = 511
                    next = Self.firstFree
                } else if next > widest {
                    width &+= 1
                    widest = 1 &<< UInt32(truncatingIfNeeded: width) &- 1
                }
            }
            guard put(code, width) else { return nil }
            // The decoder makes a code now, and may expect the end to be wider.
            next &+= 1
            if next == Self.lastFree {
                guard put(Self.clear, width) else { return nil }
                width = 9
            } else if next > widest {
                width &+= 1
            }
        }
        guard put(Self.end, width) else { return nil }
        return finish()
    }

    @inline(__always)
    private mutating func put(_ code: UInt32, _ width: UInt64) -> Bool {
        bits = bits &<< width | UInt64(code)
        bitCount &+= width
        if bitCount >= 32 {
            guard written &+ 4 <= room else { return false }
            bitCount &-= 32
            let word = UInt32(truncatingIfNeeded: bits &>> bitCount)
            target.storeBytes(of: word.bigEndian, toByteOffset: written, as: UInt32.self)
            written &+= 4
        }
        return true
    }

    /// Writes the last bits.
    private mutating func finish() -> Int? {
        let byteCount = Int(bitCount + 7) / 8
        guard written + byteCount <= room else { return nil }
        var rest = bits << (64 - bitCount)
        if bitCount == 0 { rest = 0 }
        for _ in 0..<byteCount {
            target.storeBytes(of: UInt8(truncatingIfNeeded: rest >> 56), toByteOffset: written, as: UInt8.self)
            rest <<= 8
            written += 1
        }
        return written
    }
}
