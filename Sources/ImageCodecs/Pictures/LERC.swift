import CLERC
import ImageCore

/// LERC: rasters of limited error, by Esri's library.
///
/// Pixels that are masked out as not valid are 0.
public struct LERC: PictureDecoder {
    /// The codec.
    public init() {}

    /// The name that formats know it by.
    public var name: String { "lerc" }

    private static let types: [ElementType] = [
        .int8, .uint8, .int16, .uint16, .int32, .uint32, .float32, .float64,
    ]

    private struct Blob {
        var shape: PictureShape
        var bandCount: Int
        var maskCount: Int
        var type: UInt32
    }

    /// What the header of a picture says.
    public func shape(of input: RawSpan) throws(CodecError) -> PictureShape {
        try input.withUnsafeBytes { (bytes) throws(CodecError) in try Self.blob(bytes).shape }
    }

    /// Decodes; see the protocol.
    public func decode(
        _ input: RawSpan, expecting: PictureShape, into output: inout OutputRawSpan
    ) throws(CodecError) -> PictureShape {
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            let blob = try Self.blob(source)
            let shape = blob.shape
            let needed = try check(shape, expecting: expecting, room: room.count)
            guard blob.bandCount == 1 else {
                throw CodecError("lerc: \(blob.bandCount) bands are not supported, only 1")
            }
            // What is not valid is not written.
            UnsafeMutableRawBufferPointer(rebasing: room[..<needed]).initializeMemory(as: UInt8.self, repeating: 0)
            var usesNoData: UInt8 = 0
            var noData = 0.0
            // The library wants a place for the mask, which says nothing that the zeros do not.
            let isMasked = blob.maskCount > 0
            var mask = [UInt8](repeating: 0, count: isMasked ? shape.width * shape.height : 0)
            let start = source.baseAddress?.assumingMemoryBound(to: UInt8.self)
            let status = mask.withUnsafeMutableBufferPointer { mask in
                lerc_decode_4D(
                    start, UInt32(clamping: source.count), isMasked ? 1 : 0, isMasked ? mask.baseAddress : nil,
                    Int32(clamping: shape.sampleCount), Int32(clamping: shape.width), Int32(clamping: shape.height), 1,
                    blob.type, room.baseAddress, &usesNoData, &noData)
            }
            guard status == 0 else { throw Self.error(status) }
            written = needed
            return shape
        }
    }

    private static func blob(_ bytes: UnsafeRawBufferPointer) throws(CodecError) -> Blob {
        var info = [UInt32](repeating: 0, count: 11)
        let status = lerc_getBlobInfo(
            bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(clamping: bytes.count), &info, nil, 11, 0)
        guard status == 0 else { throw error(status) }
        guard Int(info[1]) < types.count else { throw CodecError("lerc: type \(info[1]) is not known") }
        let shape = PictureShape(
            width: Int(info[3]), height: Int(info[4]), sampleCount: Int(info[2]), elementType: types[Int(info[1])])
        return Blob(
            shape: shape, bandCount: Int(info[5]), maskCount: Int(info[8]), type: info[1])
    }

    private static func error(_ status: UInt32) -> CodecError {
        switch status {
        case 3: CodecError("lerc: the data end before they are complete")
        default: CodecError("lerc: the data are damaged, or no LERC data (status \(status))")
        }
    }
}
