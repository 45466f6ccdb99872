public import ImageCore

/// Differences of the bytes of real numbers, TIFF's predictors 3, 34894 and 34895.
///
/// Each row is stored as planes of bytes, the most significant one first, and each byte without the one a pixel before.
public struct FloatingPointPredictor: ByteCodec {
    /// The bytes of a number: 2, 3, 4 or 8.
    public let elementSize: Int
    /// The numbers of a pixel.
    public let sampleCount: Int
    /// The bytes of a row.
    public let rowByteCount: Int
    /// The order of the bytes of decoded numbers.
    public let byteOrder: ByteOrder
    /// How many pixels before a pixel that one stands which is taken off it: 1, or 2 or 4 in the wider variants.
    public let distance: Int

    /// The predictor.
    public init(
        elementSize: Int, sampleCount: Int, rowByteCount: Int, byteOrder: ByteOrder = .native, distance: Int = 1
    ) {
        self.elementSize = elementSize
        self.sampleCount = sampleCount
        self.rowByteCount = rowByteCount
        self.byteOrder = byteOrder
        self.distance = distance
    }

    /// The name that formats know it by.
    public var name: String { "floating point predictor" }

    /// Decodes bytes where they lie.
    ///
    /// - Throws: `CodecError` if sizes do not fit together.
    public func undo(_ bytes: inout MutableRawSpan) throws(CodecError) {
        try check(bytes.byteCount)
        let count = bytes.byteCount
        bytes.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return }
            decode(UnsafeRawPointer(start), start, count)
        }
    }

    /// Decodes; see the protocol.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try run(input, into: &output, decode)
    }

    /// Encodes; see `ByteCodec`.
    public func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        try run(input, into: &output, encode)
    }

    /// The bytes that so many bytes become.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int { byteCount }

    private func check(_ byteCount: Int) throws(CodecError) {
        guard [2, 3, 4, 8].contains(elementSize), sampleCount > 0, distance > 0, rowByteCount > 0 else {
            throw CodecError("\(name): \(sampleCount) numbers of \(elementSize) bytes cannot be")
        }
        guard rowByteCount % elementSize == 0, byteCount % rowByteCount == 0 else {
            throw CodecError("\(name): \(byteCount) bytes are no whole number of rows of \(rowByteCount)")
        }
    }

    private func run(
        _ input: RawSpan, into output: inout OutputRawSpan,
        _ body: (UnsafeRawPointer, UnsafeMutableRawPointer, Int) -> Void
    ) throws(CodecError) {
        try check(input.byteCount)
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            guard source.count <= room.count else { throw .noRoom(name, source.count, room.count) }
            guard let start = source.baseAddress, let target = room.baseAddress else { return }
            body(start, target, source.count)
            written = source.count
        }
    }

    private var differences: DifferenceRows {
        DifferenceRows(
            sampleSize: 1, stride: sampleCount.multipliedClamped(by: distance), rowByteCount: rowByteCount,
            isSwapped: false, byteCount: rowByteCount)
    }

    private func decode(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ byteCount: Int) {
        guard byteCount > 0 else { return }
        withUnsafeTemporaryAllocation(byteCount: rowByteCount, alignment: 16) { planes in
            guard let planes = planes.baseAddress else { return }
            for row in stride(from: 0, to: byteCount, by: rowByteCount) {
                differences.sum(source + row, planes)
                join(planes, target + row)
            }
        }
    }

    private func encode(_ source: UnsafeRawPointer, _ target: UnsafeMutableRawPointer, _ byteCount: Int) {
        guard byteCount > 0 else { return }
        withUnsafeTemporaryAllocation(byteCount: rowByteCount, alignment: 16) { planes in
            guard let planes = planes.baseAddress else { return }
            let count = rowByteCount / elementSize
            for row in stride(from: 0, to: byteCount, by: rowByteCount) {
                for byte in 0..<elementSize {
                    let place = byteOrder == .big ? byte : elementSize - 1 - byte
                    for index in 0..<count {
                        planes.storeBytes(
                            of: source.load(fromByteOffset: row &+ index &* elementSize &+ place, as: UInt8.self),
                            toByteOffset: byte &* count &+ index, as: UInt8.self)
                    }
                }
                differences.subtract(planes, target + row)
            }
        }
    }

    /// Puts the planes of a row together to numbers.
    private func join(_ planes: UnsafeRawPointer, _ row: UnsafeMutableRawPointer) {
        let count = rowByteCount / elementSize
        switch elementSize {
        case 2: ShuffleKernels.join2(planes, row, count)
        case 4: ShuffleKernels.join4(planes, row, count)
        case 8: ShuffleKernels.join8(planes, row, count)
        default: ShuffleKernels.join(planes, row, count, size: elementSize, from: 0)
        }
        guard byteOrder == .little else { return }
        switch elementSize {
        case 2: reverse(row, count, UInt16.self)
        case 4: reverse(row, count, UInt32.self)
        case 8: reverse(row, count, UInt64.self)
        default:
            for index in 0..<count {
                let (first, last) = (index * elementSize, index * elementSize + elementSize - 1)
                let byte = row.load(fromByteOffset: first, as: UInt8.self)
                row.storeBytes(of: row.load(fromByteOffset: last, as: UInt8.self), toByteOffset: first, as: UInt8.self)
                row.storeBytes(of: byte, toByteOffset: last, as: UInt8.self)
            }
        }
    }

    @inline(__always)
    private func reverse<T: FixedWidthInteger & BitwiseCopyable>(
        _ row: UnsafeMutableRawPointer, _ count: Int, _: T.Type
    ) {
        for index in 0..<count {
            let number = row.loadUnaligned(fromByteOffset: index &* MemoryLayout<T>.size, as: T.self)
            row.storeBytes(of: number.byteSwapped, toByteOffset: index &* MemoryLayout<T>.size, as: T.self)
        }
    }
}
