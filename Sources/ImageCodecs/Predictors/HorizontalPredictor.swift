public import ImageCore

/// Horizontal differences, TIFF's predictors 2, 34892 and 34893: each sample without the same sample of a pixel before it.
///
/// Samples are whole numbers that wrap around. The order of their bytes stays as it is. An incomplete last row counts as
/// far as it goes.
public struct HorizontalPredictor: ByteCodec {
    /// The bytes of a sample: 1, 2, 4 or 8.
    public let sampleSize: Int
    /// The samples of a pixel.
    public let sampleCount: Int
    /// The bytes of a row; each row begins with whole values.
    public let rowByteCount: Int
    /// The order of the bytes of a sample.
    public let byteOrder: ByteOrder
    /// How many pixels before a pixel that one stands which is taken off it: 1, or 2 or 4 in the wider variants.
    public let distance: Int

    /// The predictor.
    public init(
        sampleSize: Int, sampleCount: Int, rowByteCount: Int, byteOrder: ByteOrder = .native, distance: Int = 1
    ) {
        self.sampleSize = sampleSize
        self.sampleCount = sampleCount
        self.rowByteCount = rowByteCount
        self.byteOrder = byteOrder
        self.distance = distance
    }

    /// The name that formats know it by.
    public var name: String { "horizontal predictor" }

    /// Decodes bytes where they lie.
    ///
    /// - Throws: `CodecError` if sizes do not fit together.
    public func undo(_ bytes: inout MutableRawSpan) throws(CodecError) {
        let rows = try rows(bytes.byteCount)
        bytes.withUnsafeMutableBytes { buffer in
            guard let start = buffer.baseAddress else { return }
            rows.sum(UnsafeRawPointer(start), start)
        }
    }

    /// Decodes; see the protocol.
    public func decode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        let rows = try rows(input.byteCount)
        try run(input, into: &output, rows.sum)
    }

    /// Encodes; see `ByteCodec`.
    public func encode(_ input: RawSpan, into output: inout OutputRawSpan) throws(CodecError) {
        let rows = try rows(input.byteCount)
        try run(input, into: &output, rows.subtract)
    }

    /// The bytes that so many bytes become.
    public func encodedByteCountLimit(_ byteCount: Int) -> Int { byteCount }

    private func run(
        _ input: RawSpan, into output: inout OutputRawSpan,
        _ body: (UnsafeRawPointer, UnsafeMutableRawPointer) -> Void
    ) throws(CodecError) {
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            guard source.count <= room.count else { throw .noRoom(name, source.count, room.count) }
            guard let start = source.baseAddress, let target = room.baseAddress else { return }
            body(start, target)
            written = source.count
        }
    }

    private func rows(_ byteCount: Int) throws(CodecError) -> DifferenceRows {
        guard [1, 2, 4, 8].contains(sampleSize), sampleCount > 0, distance > 0, rowByteCount > 0 else {
            throw CodecError("\(name): \(sampleCount) samples of \(sampleSize) bytes cannot be")
        }
        guard rowByteCount % sampleSize == 0, byteCount % sampleSize == 0 else {
            throw CodecError("\(name): rows of \(rowByteCount) bytes hold no whole number of samples")
        }
        return DifferenceRows(
            sampleSize: sampleSize, stride: sampleCount.multipliedClamped(by: distance), rowByteCount: rowByteCount,
            isSwapped: sampleSize > 1 && byteOrder != .native, byteCount: byteCount)
    }
}
