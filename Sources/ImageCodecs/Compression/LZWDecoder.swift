/// The order in which codes lie in bytes.
protocol LZWBitOrder {
    /// The code of so many bits at a bit; eight bytes can be read there.
    static func code(_ start: UnsafeRawPointer, _ bit: Int, _ width: Int) -> Int
    /// The code becomes wider when so many fewer codes are known than it can name.
    static var early: Int { get }
}

/// The codes of TIFF 6.
enum HighestBitFirst: LZWBitOrder {
    @inline(__always) static func code(_ start: UnsafeRawPointer, _ bit: Int, _ width: Int) -> Int {
        let word = UInt64(bigEndian: start.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self))
        return Int(truncatingIfNeeded: (word &<< UInt64(truncatingIfNeeded: bit & 7)) &>> UInt64(64 &- width))
    }

    static var early: Int { 1 }
}

/// The codes from before TIFF 6.
enum LowestBitFirst: LZWBitOrder {
    @inline(__always) static func code(_ start: UnsafeRawPointer, _ bit: Int, _ width: Int) -> Int {
        let word = UInt64(littleEndian: start.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self))
        return Int(truncatingIfNeeded: word &>> UInt64(truncatingIfNeeded: bit & 7)) & (1 &<< width &- 1)
    }

    static var early: Int { 0 }
}

/// One run through LZW data.
///
/// The text of every code but the first 256 lies in the output already: the text of the code before the one that made it,
/// and the byte after that. So a code is a place and a length, and decoding it is one copy. The width of a code does not
/// depend on the codes before it, so that the processor can look ahead.
struct LZWDecoder {
    /// How the data end.
    enum End {
        case complete, excess, early, damaged, noMemory
    }

    /// How the data end, and how many bytes came before.
    struct Result {
        var end: End
        var written: Int
    }

    let start: UnsafeRawPointer
    let byteCount: Int
    let target: UnsafeMutableRawPointer
    let room: Int
    /// The tables; see `stateByteCount`.
    let state: UnsafeMutableRawPointer

    private static let codeLimit = 4096
    private static let clear = 256
    private static let firstFree = 258
    /// Copies write whole vectors of so many bytes, if there is room.
    private static let step = 16
    // One code more than there can be takes what is not kept any more.
    private static let textOffset = 0
    private static let lengthOffset = (codeLimit + 1) * MemoryLayout<UnsafeRawPointer>.stride
    private static let byteOffset = (lengthOffset + (codeLimit + 1) * 4 + 15) / 16 * 16
    private static let tailOffset = byteOffset + 256 + step

    /// The bytes of the tables: texts, lengths, every byte once, and the end of the input with zeros behind it.
    static let stateByteCount = tailOffset + 64

    /// Decodes all codes.
    @inline(__always) func run<Order: LZWBitOrder>(_: Order.Type) -> Result {
        let texts = (state + Self.textOffset).assumingMemoryBound(to: UnsafeRawPointer.self)
        let lengths = (state + Self.lengthOffset).assumingMemoryBound(to: UInt32.self)
        let bytes = state + Self.byteOffset
        for value in 0..<256 {
            bytes.storeBytes(of: UInt8(truncatingIfNeeded: value), toByteOffset: value, as: UInt8.self)
            texts[value] = UnsafeRawPointer(bytes + value)
            lengths[value] = 1
        }
        // A code that would read beyond the input is read out of a copy of the end.
        let tailStart = max(0, byteCount - 16)
        let tail = state + Self.tailOffset
        (tail + 16).initializeMemory(as: UInt8.self, repeating: 0, count: 48)
        tail.initializeMemory(as: UInt8.self, repeating: 0, count: 16)
        tail.copyMemory(from: start + tailStart, byteCount: byteCount - tailStart)
        let fastEnd = (byteCount - 8).multipliedClamped(by: 8)
        let bitCount = byteCount.multipliedClamped(by: 8)

        var bit = 0
        var output = target
        let end = target + room
        var width = 9
        var next = Self.firstFree
        var limit = 512 - Order.early
        var text = UnsafeRawPointer(bytes)
        var length: UInt32 = 0

        while true {
            let code: Int
            if bit <= fastEnd {
                code = Order.code(start, bit, width)
            } else {
                guard bit + width <= bitCount else {
                    return Result(end: output == end ? .complete : .early, written: target.distance(to: output))
                }
                code = Order.code(tail, bit - tailStart * 8, width)
            }
            bit &+= width
            if code &>> 1 == Self.clear / 2 {
                if code != Self.clear { return Result(end: .complete, written: target.distance(to: output)) }
                width = 9
                next = Self.firstFree
                limit = 512 - Order.early
                length = 0
                continue
            }
            if length == 0 {
                // The first code after a clear is a byte, and makes no new code.
                guard code < Self.clear else {
                    return Result(end: .damaged, written: target.distance(to: output))
                }
                guard output < end else { return Result(end: .excess, written: room) }
                output.storeBytes(of: UInt8(truncatingIfNeeded: code), as: UInt8.self)
                text = UnsafeRawPointer(output)
                length = 1
                output += 1
                continue
            }
            guard code <= next else { return Result(end: .damaged, written: target.distance(to: output)) }
            texts[next] = text
            lengths[next] = length &+ 1
            let source = texts[code]
            let count = lengths[code]
            let size = Int(truncatingIfNeeded: count)
            let left = output.distance(to: end)
            if left >= size &+ Self.step {
                output.storeBytes(
                    of: source.loadUnaligned(as: SIMD16<UInt8>.self), as: SIMD16<UInt8>.self)
                var done = Self.step
                while done < size {
                    output.storeBytes(
                        of: source.loadUnaligned(fromByteOffset: done, as: SIMD16<UInt8>.self), toByteOffset: done,
                        as: SIMD16<UInt8>.self)
                    done &+= Self.step
                }
                if code == next {
                    // The text ends with its own first byte, which was not there yet.
                    output.storeBytes(of: output.load(as: UInt8.self), toByteOffset: size &- 1, as: UInt8.self)
                }
            } else {
                for index in 0..<min(size, left) {
                    output.storeBytes(
                        of: source.load(fromByteOffset: index, as: UInt8.self), toByteOffset: index, as: UInt8.self)
                }
                guard size <= left else { return Result(end: .excess, written: room) }
            }
            text = UnsafeRawPointer(output)
            length = count
            output += size
            next &+= 1
            if next >= limit {
                if width < 12 {
                    width &+= 1
                    limit = (1 &<< width) &- Order.early
                } else if next > Self.codeLimit {
                    next = Self.codeLimit
                }
            }
        }
    }
}
