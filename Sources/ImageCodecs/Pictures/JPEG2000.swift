import COpenJPEG
import ImageCore

/// JPEG 2000, as a bare stream or in a JP2 file, by OpenJPEG: 1 to 4 components, which may be smaller than the picture.
public struct JPEG2000: PictureDecoder {
    /// Whether three components of 8 bits are YCbCr, which becomes RGB; TIFF's compression 33003.
    public let isYCbCr: Bool

    /// The codec.
    public init(isYCbCr: Bool = false) {
        self.isYCbCr = isYCbCr
    }

    /// The name that formats know it by.
    public var name: String { "jpeg2000" }

    /// What the header of a picture says.
    public func shape(of input: RawSpan) throws(CodecError) -> PictureShape {
        try input.withUnsafeBytes { (bytes) throws(CodecError) in Self.shape(try JPEG2000Header(bytes)) }
    }

    /// Decodes; see the protocol.
    public func decode(
        _ input: RawSpan, expecting: PictureShape, into output: inout OutputRawSpan
    ) throws(CodecError) -> PictureShape {
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            let header = try JPEG2000Header(source)
            let shape = Self.shape(header)
            let needed = try check(shape, expecting: expecting, room: room.count)
            // Every tile has state of its own.
            guard header.tileCount <= 64 + shape.width * shape.height / 256 else {
                throw CodecError("jpeg2000: \(header.tileCount) tiles are too many for the size")
            }
            let picture = try OpenJPEGPicture(source, isBoxed: header.isBoxed)
            try picture.write(shape, UnsafeMutableRawBufferPointer(rebasing: room[..<needed]))
            if isYCbCr {
                guard shape.sampleCount == 3, shape.elementType == .uint8 else {
                    throw CodecError("jpeg2000: YCbCr has three components of 8 bits, these are \(shape)")
                }
                Self.convert(UnsafeMutableRawBufferPointer(rebasing: room[..<needed]))
            }
            written = needed
            return shape
        }
    }

    private static func shape(_ header: JPEG2000Header) -> PictureShape {
        let type: ElementType =
            switch (header.precision, header.isSigned) {
            case (...8, false): .uint8
            case (...8, true): .int8
            case (...16, false): .uint16
            case (...16, true): .int16
            case (_, false): .uint32
            case (_, true): .int32
            }
        return PictureShape(
            width: header.width, height: header.height, sampleCount: header.sampleCount, elementType: type)
    }

    /// YCbCr of JFIF to RGB, in numbers of 16 bits of fraction.
    private static func convert(_ pixels: UnsafeMutableRawBufferPointer) {
        for index in stride(from: 0, to: pixels.count - 2, by: 3) {
            let luminance = (Int32(pixels[index]) << 16) + (1 << 15)
            let (blue, red) = (Int32(pixels[index + 1]) - 128, Int32(pixels[index + 2]) - 128)
            pixels[index] = UInt8(clamping: (luminance + 91_881 * red) >> 16)
            pixels[index + 1] = UInt8(clamping: (luminance - 22_554 * blue - 46_802 * red) >> 16)
            pixels[index + 2] = UInt8(clamping: (luminance + 116_130 * blue) >> 16)
        }
    }
}
