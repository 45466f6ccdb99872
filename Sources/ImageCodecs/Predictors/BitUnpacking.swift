import ImageCore

/// Whole numbers of 1 to 64 bits packed into rows of bits, as TIFF files have them.
///
/// The highest bit comes first, and each row begins with a whole byte. Decoded numbers have 1, 2, 4 or 8 bytes in the order
/// of this machine.
public struct BitUnpacking: ByteCodec {
    /// The bits of a number.
    public let bitCount: Int
    /// Whether the first bit of a number is its sign.
    public let isSigned: Bool
    /// The numbers of a row: pixels, or samples if they are interleaved.
    public let rowCount: Int
    /// The bytes of a decoded number.
    public let elementSize: Int

    /// The codec; without a size, numbers get as few bytes as hold them.
    public init(bitCount: Int, isSigned: Bool = false, rowCount: Int, elementSize: Int? = nil) {
        self.bitCount = bitCount
        self.isSigned = isSigned
        self.rowCount = rowCount
        self.elementSize = elementSize ?? (bitCount <= 8 ? 1 : bitCount <= 16 ? 2 : bitCount <= 32 ? 4 : 8)
    }

    /// The name that formats know it by.
    public var name: String { "bit unpacking" }

    /// The bytes of a packed row.
    public var rowByteCount: Int { rowCount.multipliedClamped(by: bitCount).addingClamped(7) / 8 }

    /// Decodes; see the protocol.
    ///
    /// Of an incomplete last row, the whole numbers count.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try check()
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            let count = decodedCount(source.count)
            let needed = count.multipliedClamped(by: elementSize)
            guard needed <= room.count else { throw .noRoom(name, needed, room.count) }
            guard let start = source.baseAddress, let target = room.baseAddress else { return }
            var done = 0
            var position = 0
            while done < count {
                let part = min(rowCount, count - done)
                let row = UnsafeRawBufferPointer(
                    start: start + position, count: min(rowByteCount, source.count - position))
                unpack(row, target + done * elementSize, part)
                done += part
                position += row.count
            }
            written = needed
        }
    }

    /// Encodes; see `ByteCodec`.
    ///
    /// Bits that have no place are left out.
    public func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try check()
        let needed = encodedByteCountLimit(input.byteCount)
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            let count = source.count / elementSize
            guard count * elementSize == source.count, needed <= room.count else {
                throw .noRoom(name, needed, room.count)
            }
            UnsafeMutableRawBufferPointer(rebasing: room[..<needed]).initializeMemory(as: UInt8.self, repeating: 0)
            for index in 0..<count {
                let first = index / rowCount * rowByteCount * 8 + index % rowCount * bitCount
                for bit in 0..<bitCount {
                    let place =
                        index * elementSize + (ByteOrder.native == .little ? bit / 8 : elementSize - 1 - bit / 8)
                    let isSet = source[place] >> UInt8(bit % 8) & 1 == 1
                    let target = first + bitCount - 1 - bit
                    if isSet { room[target / 8] |= 0x80 >> UInt8(target % 8) }
                }
            }
            written = needed
        }
    }

    /// The bytes that so many bytes become.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int {
        guard elementSize > 0, rowCount > 0 else { return 0 }
        let count = byteCount / elementSize
        let rest = (count % rowCount).multipliedClamped(by: bitCount).addingClamped(7) / 8
        return (count / rowCount).multipliedClamped(by: rowByteCount).addingClamped(rest)
    }

    private func check() throws(CodecError) {
        guard (1...64).contains(bitCount), rowCount > 0, [1, 2, 4, 8].contains(elementSize),
            elementSize * 8 >= bitCount, rowByteCount < .max / 8
        else { throw CodecError("\(name): rows of \(rowCount) numbers of \(bitCount) bits cannot be") }
    }

    /// How many numbers so many bytes hold.
    private func decodedCount(_ byteCount: Int) -> Int {
        let rest = min(rowCount, (byteCount % rowByteCount) * 8 / bitCount)
        return (byteCount / rowByteCount).multipliedClamped(by: rowCount).addingClamped(rest)
    }

    private func unpack(_ row: UnsafeRawBufferPointer, _ target: UnsafeMutableRawPointer, _ count: Int) {
        let bits = BitRow(bitCount: bitCount, isSigned: isSigned)
        switch elementSize {
        case 1: bits.unpackBytes(row, target, count)
        case 2: bits.unpackWords(row, target, count)
        case 4: bits.unpack(row, target, 0..<count, UInt32.self)
        default: bits.unpack(row, target, 0..<count, UInt64.self)
        }
    }
}
