import CTurboJPEG
import ImageCore

/// JPEG with 8 bits, by libjpeg-turbo, as the strips and tiles of TIFF files hold it.
///
/// Damage that the library can go on after is no error, as in other readers: what is missing is grey.
public struct JPEG: PictureDecoder {
    /// What becomes of the colours of a stream with three or four components.
    public enum Colors: Sendable, Hashable {
        /// What the markers of the stream say: YCbCr becomes RGB, YCCK becomes CMYK.
        case automatic
        /// Nothing, whatever the markers say.
        case stored
        /// Nothing, unless a JFIF marker says that the stream is YCbCr; this suits TIFF files that say RGB.
        case storedUnlessJFIF
        /// YCbCr becomes RGB, and YCCK becomes CMYK, whatever the markers say.
        case yCbCr
    }

    /// How many pixels share their colour when YCbCr is encoded.
    public enum Subsampling: Sendable, Hashable {
        case none
        /// Two side by side.
        case horizontal
        /// Four.
        case both
    }

    /// What becomes of colours when streams are decoded.
    public let colors: Colors
    /// A stream with the tables that abbreviated streams lack, TIFF's tag 347; may be empty.
    public let tables: [UInt8]
    /// How good encoded pictures are, 1 to 100.
    public let quality: Int
    /// How many pixels share their colour in encoded pictures.
    public let subsampling: Subsampling

    private static let decoders = ContextPool(
        create: { tjInitDecompress().map { OpaquePointer($0) } },
        destroy: { _ = tjDestroy(UnsafeMutableRawPointer($0)) })
    private static let encoders = ContextPool(
        create: { tjInitCompress().map { OpaquePointer($0) } }, destroy: { _ = tjDestroy(UnsafeMutableRawPointer($0)) })

    /// The codec; qualities beyond 1 to 100 mean the nearest.
    public init(
        colors: Colors = .automatic, tables: [UInt8] = [], quality: Int = 90, subsampling: Subsampling = .both
    ) {
        self.colors = colors
        self.tables = tables
        self.quality = min(max(quality, 1), 100)
        self.subsampling = subsampling
    }

    /// The name that formats know it by.
    public var name: String { "jpeg" }

    /// What the header of a picture says.
    public func shape(of input: RawSpan) throws(CodecError) -> PictureShape {
        try input.withUnsafeBytes { (bytes) throws(CodecError) in try Self.shape(JPEGHeader(bytes)) }
    }

    /// Decodes; see the protocol.
    public func decode(
        _ input: RawSpan, expecting: PictureShape, into output: inout OutputRawSpan
    ) throws(CodecError) -> PictureShape {
        try output.fill(from: input) { (source, room, written) throws(CodecError) in
            let header = try JPEGHeader(source)
            let shape = try Self.shape(header)
            guard header.scanOffset != nil else { throw CodecError("jpeg: the data end before they are complete") }
            let needed = try check(shape, expecting: expecting, room: room.count)
            if colors == .automatic, tables.isEmpty {
                try Self.decode(source, shape, room)
            } else {
                let stream = try complete(source, header, shape.sampleCount)
                try stream.span.bytes.withUnsafeBytes { (bytes) throws(CodecError) in
                    try Self.decode(bytes, shape, room)
                }
            }
            written = needed
            return shape
        }
    }

    /// Appends the encoded form of grey or RGB pixels.
    ///
    /// - Throws: `CodecError` if the input is not as large as its shape says, or the output has too little room;
    ///   `encodedByteCountLimit(_:)` is always enough.
    public func encode(_ input: RawSpan, shape: PictureShape, into output: inout OutputRawSpan) throws(CodecError) {
        guard shape.elementType == .uint8, shape.sampleCount == 1 || shape.sampleCount == 3,
            (1...65_500).contains(shape.width), (1...65_500).contains(shape.height), shape.byteCount == input.byteCount
        else { throw CodecError("jpeg: a picture of \(shape) in \(input.byteCount) bytes cannot be encoded") }
        try Self.encoders.withContext(for: name) { (context) throws(CodecError) in
            try output.fill(from: input) { (source, room, written) throws(CodecError) in
                var made: UnsafeMutablePointer<UInt8>?
                var count: UInt = 0
                defer { tjFree(made) }
                let status = tjCompress2(
                    UnsafeMutableRawPointer(context), source.baseAddress?.assumingMemoryBound(to: UInt8.self),
                    Int32(shape.width), Int32(shape.rowByteCount), Int32(shape.height),
                    shape.sampleCount == 1 ? TJPF_GRAY.rawValue : TJPF_RGB.rawValue, &made, &count,
                    sampling(shape), Int32(quality), TJFLAG_ACCURATEDCT)
                guard status == 0, let made else { throw Self.error(context) }
                guard count <= room.count else { throw .noRoom(name, Int(count), room.count) }
                room.copyMemory(from: UnsafeRawBufferPointer(start: made, count: Int(count)))
                written = Int(count)
            }
        }
    }

    /// The most bytes that a picture can become.
    public func encodedByteCountLimit(_ shape: PictureShape) -> Int {
        guard (1...65_500).contains(shape.width), (1...65_500).contains(shape.height) else { return 0 }
        return Int(clamping: tjBufSize(Int32(shape.width), Int32(shape.height), sampling(shape)))
    }

    private func sampling(_ shape: PictureShape) -> Int32 {
        if shape.sampleCount == 1 { return Int32(TJSAMP_GRAY.rawValue) }
        return switch subsampling {
        case .none: Int32(TJSAMP_444.rawValue)
        case .horizontal: Int32(TJSAMP_422.rawValue)
        case .both: Int32(TJSAMP_420.rawValue)
        }
    }

    private static func shape(_ header: JPEGHeader) throws(CodecError) -> PictureShape {
        guard let frame = header.frame else { throw CodecError("jpeg: the data hold no picture") }
        switch frame.marker {
        case 0xC0, 0xC1, 0xC2, 0xC9, 0xCA: break
        case 0xC3, 0xC7, 0xCB, 0xCF: throw CodecError("jpeg: lossless JPEG is not supported")
        default: throw CodecError("jpeg: hierarchical JPEG is not supported")
        }
        guard frame.precision == 8 else { throw CodecError("jpeg: \(frame.precision) bits are not supported, only 8") }
        guard frame.width > 0, frame.height > 0 else { throw CodecError("jpeg: the picture has no size") }
        return PictureShape(width: frame.width, height: frame.height, sampleCount: frame.sampleCount)
    }

    /// The stream with the tables, and with a marker that says what its colours are.
    private func complete(
        _ source: UnsafeRawBufferPointer, _ header: JPEGHeader, _ sampleCount: Int
    ) throws(CodecError) -> [UInt8] {
        var stream: [UInt8] = [0xFF, 0xD8]
        stream.reserveCapacity(source.count + tables.count + 32)
        let isStored = colors == .stored || (colors == .storedUnlessJFIF && !header.hasJFIF)
        let isTold = isStored || colors == .yCbCr
        if isTold {
            // Adobe's marker is the one that libjpeg believes, where there is none of JFIF.
            let transform: UInt8 = isStored ? 0 : sampleCount == 4 ? 2 : 1
            stream += [0xFF, 0xEE, 0, 14] + Array("Adobe".utf8) + [0, 100, 0, 0, 0, 0, transform]
        }
        if !tables.isEmpty {
            try tables.span.bytes.withUnsafeBytes { (bytes) throws(CodecError) in
                // Quantisation, Huffman and arithmetic tables, and the restart interval.
                for segment in try JPEGHeader(bytes).segments where [0xDB, 0xC4, 0xCC, 0xDD].contains(segment.marker) {
                    stream += bytes[segment.range]
                }
            }
        }
        for segment in header.segments where !isTold || ![0xE0, 0xEE].contains(segment.marker) {
            stream += source[segment.range]
        }
        stream += source[(header.scanOffset ?? source.count)...]
        return stream
    }

    private static func decode(
        _ source: UnsafeRawBufferPointer, _ shape: PictureShape, _ room: UnsafeMutableRawBufferPointer
    ) throws(CodecError) {
        let format =
            switch shape.sampleCount {
            case 1: TJPF_GRAY
            case 3: TJPF_RGB
            case 4: TJPF_CMYK
            default: throw CodecError("jpeg: \(shape.sampleCount) components are not supported")
            }
        try decoders.withContext(for: "jpeg") { (context) throws(CodecError) in
            let handle = UnsafeMutableRawPointer(context)
            let status = tjDecompress2(
                handle, source.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt(source.count),
                room.baseAddress?.assumingMemoryBound(to: UInt8.self), Int32(shape.width), Int32(shape.rowByteCount),
                Int32(shape.height), format.rawValue, TJFLAG_ACCURATEDCT | TJFLAG_LIMITSCANS)
            guard status == 0 || tjGetErrorCode(handle) == Int32(TJERR_WARNING.rawValue) else {
                throw error(context)
            }
        }
    }

    private static func error(_ context: OpaquePointer) -> CodecError {
        let text = tjGetErrorStr2(UnsafeMutableRawPointer(context)).map { String(cString: $0) }
        return CodecError("jpeg: \(text ?? "the data are damaged")")
    }
}
