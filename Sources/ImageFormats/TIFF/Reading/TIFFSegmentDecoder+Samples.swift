import ImageCodecs
import ImageCore
import ImageSources

extension TIFFSegmentDecoder {
    /// Makes whole samples of packed or unusual ones, in the byte order of the file.
    func unpack(_ packed: Bytes, rows: Int, into target: ScatterTarget, _ range: Range<Int>) throws {
        let rowCount = layout.segmentWidth * layout.chunkySamples
        let count = layout.storedRowByteCount * rows
        guard packed.count >= count else {
            throw CodecError("a segment has \(packed.count) bytes, \(count) are needed")
        }
        let input = try packed.slice(0..<count)
        let codec: any ByteCodec
        var order = ByteOrder.native
        switch layout.format {
        case .float:
            codec = Float24(byteOrder: byteOrder)
        case .complexInteger:
            let part: ElementType = layout.bits == 32 ? .int16 : .int32
            let result: ElementType = layout.bits == 32 ? .float32 : .float64
            codec = AsType(
                encodedType: StoredType(part, byteOrder), decodedType: StoredType(result, byteOrder))
            order = byteOrder
        default:
            codec = BitUnpacking(
                bitCount: layout.bits, isSigned: layout.format == .signed, rowCount: rowCount, elementSize: elementSize)
        }
        let (_, written) = try target.withOutput(range) { output in try codec.decode(input.span, into: &output) }
        guard written == range.count else {
            throw CodecError("a segment unpacks to \(written) bytes, \(range.count) are needed")
        }
        if order != byteOrder, elementSize > 1 { try target.swapBytes(range, width: elementSize) }
    }

    /// Spreads blocks of luminance with common colour differences (TIFF 6.0, section 21) to pixels of three samples.
    ///
    /// Nothing is converted to other colours; each pixel of a block gets the block's differences.
    func spread(_ blocks: Bytes, rows: Int, into target: ScatterTarget, _ range: Range<Int>) throws {
        let (h, v) = (layout.subsampling[0], layout.subsampling[1])
        let (across, down) = ((layout.segmentWidth - 1) / h + 1, (rows - 1) / v + 1)
        guard layout.bits == 8, layout.samples == 3, elementSize == 1 else {
            throw ImageError.unsupported("subsampled colours of \(layout.samples) samples of \(layout.bits) bits")
        }
        let unit = h * v + 2
        guard blocks.count >= across * down * unit, range.count == rows * layout.segmentWidth * 3 else {
            throw CodecError("a segment has \(blocks.count) bytes, \(across * down * unit) are needed")
        }
        let width = layout.segmentWidth
        _ = try blocks.withBytes { source in
            try target.withOutput(range) { output in
                for y in 0..<rows {
                    for x in 0..<width {
                        let block = (y / v * across + x / h) * unit
                        for place in [block + y % v * h + x % h, block + h * v, block + h * v + 1] {
                            output.append(source.unsafeLoad(fromByteOffset: place, as: UInt8.self), as: UInt8.self)
                        }
                    }
                }
            }
        }
    }
}
