import CWebP
import ImageCore

/// WebP with or without loss, by libwebp; always 8 bits.
///
/// Three samples are RGB, even of pictures that have transparency; four are RGBA.
public struct WebP: PictureDecoder {
    /// The codec.
    public init() {}

    /// The name that formats know it by.
    public var name: String { "webp" }

    /// What the header of a picture says.
    public func shape(of input: RawSpan) throws(CodecError) -> PictureShape {
        try input.withUnsafeBytes { (bytes) throws(CodecError) in try Self.shape(bytes) }
    }

    /// Decodes; see the protocol.
    public func decode(
        _ input: RawSpan, expecting: PictureShape, into output: inout OutputRawSpan
    ) throws(CodecError) -> PictureShape {
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            var shape = try Self.shape(source)
            if expecting.sampleCount == 3 || expecting.sampleCount == 4 { shape.sampleCount = expecting.sampleCount }
            let needed = try check(shape, expecting: expecting, room: room.count)
            let target = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
            let start = source.baseAddress?.assumingMemoryBound(to: UInt8.self)
            let stride = Int32(clamping: shape.rowByteCount)
            let result =
                shape.sampleCount == 4
                ? WebPDecodeRGBAInto(start, source.count, target, needed, stride)
                : WebPDecodeRGBInto(start, source.count, target, needed, stride)
            guard result != nil else { throw CodecError("webp: the data are damaged, or end early") }
            written = needed
            return shape
        }
    }

    private static func shape(_ bytes: UnsafeRawBufferPointer) throws(CodecError) -> PictureShape {
        var features = WebPBitstreamFeatures()
        let status = WebPGetFeatures(bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, &features)
        guard status == VP8_STATUS_OK else {
            throw CodecError("webp: the data do not begin as WebP data do (status \(status.rawValue))")
        }
        guard features.has_animation == 0 else { throw CodecError("webp: moving pictures are not supported") }
        return PictureShape(
            width: Int(features.width), height: Int(features.height), sampleCount: features.has_alpha != 0 ? 4 : 3)
    }
}
