import ImageCodecs
import ImageCore
import ImageSources

/// How the pixels of segments become the bytes of a file: a predictor, then a compression.
struct TIFFEncoding: Sendable {
    /// The number of the compression (tag 259).
    let compression: Int
    /// The number of the predictor (tag 317).
    let predictor: Int
    private let codec: (any ByteCodec)?
    private let elementType: ElementType

    /// The names of compressions besides `none`.
    static let names = ["deflate", "lzw", "packbits", "zstd", "lzma"]

    /// Pixels as they are.
    static func none(_ elementType: ElementType) -> TIFFEncoding {
        TIFFEncoding(1, nil, predictor: 1, elementType)
    }

    /// - Parameters:
    ///   - compression: the wish; `auto` is deflate here.
    ///   - predictor: whether differences are stored; nil where they help.
    ///   - elementType: the type of the pixels as they are stored.
    init(
        _ wish: Compression, predictor: Bool?, _ elementType: ElementType, _ diagnostics: inout [Diagnostic]
    ) {
        // Differences of flags are no shorter than flags.
        let isHelpful = elementType.isInteger && elementType.size <= 4
        let hasPredictor = (predictor ?? isHelpful) && !elementType.isComplex
        let number = !hasPredictor ? 1 : elementType.isFloatingPoint ? 3 : 2
        switch wish.algorithm {
        case "none", "raw": self = .none(elementType)
        case "lzw": self = TIFFEncoding(5, LZW(), predictor: number, elementType)
        // Nobody expects differences in it.
        case "packbits": self = TIFFEncoding(32773, RunLengthBytes(), predictor: 1, elementType)
        case "zstd":
            self = TIFFEncoding(50000, Zstd(level: wish.level ?? 3), predictor: number, elementType)
        case "lzma":
            let preset = UInt32(min(max(wish.level ?? 6, 0), 9))
            self = TIFFEncoding(34925, LZMA(check: .crc32, preset: preset), predictor: number, elementType)
        default:
            if !["auto", "deflate", "zlib", "adobe_deflate", "gzip", "gz"].contains(wish.algorithm) {
                diagnostics.append(
                    Diagnostic(
                        "TIFF files are not compressed with \(wish.algorithm); deflate was used instead",
                        about: .storage))
            }
            self = TIFFEncoding(8, Zlib(level: wish.level ?? 2), predictor: number, elementType)
        }
    }

    private init(_ compression: Int, _ codec: (any ByteCodec)?, predictor: Int, _ elementType: ElementType) {
        self.compression = compression
        self.codec = codec
        self.predictor = predictor
        self.elementType = elementType
    }

    /// Whether ImageJ itself opens what is compressed so.
    var isReadByImageJ: Bool { [1, 5, 8, 32773].contains(compression) && predictor != 3 }

    /// Whether pixels stay as they are.
    var isNone: Bool { codec == nil }

    /// The bytes of a segment; they may lie in one of the buffers, until those are used again.
    ///
    /// - Parameters:
    ///   - pixels: whole rows, in native byte order.
    ///   - rowByteCount: the bytes of a row.
    ///   - scratch: buffers, of which the numbers 8 and 9 are used.
    func encode(_ pixels: Bytes, rowByteCount: Int, _ scratch: ScratchBuffers) throws -> Bytes {
        guard let codec else { return pixels }
        var pixels = pixels
        if let filter = filter(rowByteCount) {
            let block = try scratch.block(8, count: pixels.count)
            let (_, count) = try block.withOutput(0..<pixels.count) { try filter.encode(pixels.span, into: &$0) }
            pixels = block.freeze(prefix: count)
        }
        let isByRows = compression == 32773
        let limit =
            isByRows
            ? codec.encodedByteCountLimit(rowByteCount) * (pixels.count / max(rowByteCount, 1))
            : codec.encodedByteCountLimit(pixels.count)
        let block = try scratch.block(9, count: limit)
        let (_, count) = try block.withOutput(0..<limit) { output in
            // A run does not cross from one row to the next.
            let step = isByRows ? max(rowByteCount, 1) : max(pixels.count, 1)
            for start in stride(from: 0, to: pixels.count, by: step) {
                try codec.encode(pixels.span.extracting(start..<min(start + step, pixels.count)), into: &output)
            }
        }
        return block.freeze(prefix: count)
    }

    private func filter(_ rowByteCount: Int) -> (any ByteCodec)? {
        switch predictor {
        case 2:
            HorizontalPredictor(sampleSize: elementType.size, sampleCount: 1, rowByteCount: rowByteCount)
        case 3:
            FloatingPointPredictor(elementSize: elementType.size, sampleCount: 1, rowByteCount: rowByteCount)
        default: nil
        }
    }
}
