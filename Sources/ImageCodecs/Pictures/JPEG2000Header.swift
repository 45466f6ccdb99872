/// The sizes that a JPEG 2000 stream begins with.
struct JPEG2000Header {
    var width: Int
    var height: Int
    var sampleCount: Int
    /// The most bits of a component.
    var precision: Int
    var isSigned: Bool
    var tileCount: Int
    /// Whether the stream lies in the boxes of a JP2 file.
    var isBoxed: Bool

    /// Finds the stream and reads its first segment.
    init(_ bytes: UnsafeRawBufferPointer) throws(CodecError) {
        let signature: [UInt8] = [0, 0, 0, 12, 0x6A, 0x50, 0x20, 0x20, 0x0D, 0x0A, 0x87, 0x0A]
        isBoxed = bytes.starts(with: signature)
        let start = isBoxed ? try Self.stream(bytes) : 0
        let stream = UnsafeRawBufferPointer(rebasing: bytes[start...])
        guard stream.starts(with: [0xFF, 0x4F, 0xFF, 0x51]), stream.count >= 42 else {
            throw CodecError("jpeg2000: the data do not begin as JPEG 2000 data do")
        }
        func number(_ offset: Int) -> Int { Self.number(stream, offset) }
        let (right, bottom, left, top) = (number(8), number(12), number(16), number(20))
        let (tileWidth, tileHeight, tileLeft, tileTop) = (number(24), number(28), number(32), number(36))
        sampleCount = Int(stream[40]) << 8 | Int(stream[41])
        guard right > left, bottom > top, tileWidth > 0, tileHeight > 0, tileLeft <= left, tileTop <= top,
            (1...4).contains(sampleCount), stream.count >= 42 + 3 * sampleCount
        else { throw CodecError("jpeg2000: sizes that cannot be, or more than 4 components") }
        width = right - left
        height = bottom - top
        let columns = (right - tileLeft - 1) / tileWidth + 1
        tileCount = columns.multipliedClamped(by: (bottom - tileTop - 1) / tileHeight + 1)
        let depths = (0..<sampleCount).map { stream[42 + 3 * $0] }
        precision = depths.map { Int($0 & 0x7F) + 1 }.max() ?? 0
        isSigned = depths[0] & 0x80 != 0
        guard precision <= 32, depths.allSatisfy({ ($0 & 0x80 != 0) == isSigned }) else {
            throw CodecError("jpeg2000: components of \(precision) bits, or of different kinds, are not supported")
        }
    }

    /// Where the box with the stream has its content.
    private static func stream(_ bytes: UnsafeRawBufferPointer) throws(CodecError) -> Int {
        var position = 0
        while position + 8 <= bytes.count {
            var length = number(bytes, position)
            var header = 8
            if length == 1 {
                guard position + 16 <= bytes.count, number(bytes, position + 8) == 0 else { break }
                length = number(bytes, position + 12)
                header = 16
            }
            // The type `jp2c`.
            if number(bytes, position + 4) == 0x6A70_3263 { return position + header }
            guard length >= header else { break }
            position += length
        }
        throw CodecError("jpeg2000: there is no stream in the file")
    }

    private static func number(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Int {
        Int(UInt32(bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
    }
}
