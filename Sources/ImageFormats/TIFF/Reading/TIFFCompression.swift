import ByteStores
import ImageCodecs
import ImageCore

/// The compressions of segments by their numbers (tag 259).
enum TIFFCompression {
    /// Those that turn bytes into bytes; the others make pictures, see `TIFFSegmentDecoder.decodePicture`.
    ///
    /// - Throws: `unsupported` for one that is not known, with its name if there is one.
    static func codec(_ number: Int, of page: TIFFPage) throws(ImageError) -> any ByteCodec {
        switch number {
        case 5: return LZW(ignoresExcess: true)
        case 8, 32946: return Zlib()
        case 32773: return RunLengthBytes(ignoresExcess: true)
        case 34925: return LZMA()
        case 50000: return Zstd()
        default:
            let name = names[number].map { " (\($0))" } ?? ""
            throw .unsupported(
                "segments with compression \(number)\(name) are not read",
                at: .init(page.file.object.location, byteOffset: page.directory?.offset),
                hint: "save the file without compression, or with deflate, LZW or zstd, in the program that wrote it")
        }
    }

    /// Whether the compression deals with the order of bits itself.
    static func isAwareOfBitOrder(_ number: Int) -> Bool {
        rare.contains(number) || [7, 33003, 33004, 33005, 34712, 34887, 50001].contains(number)
    }

    /// What libtiff decodes: the codes of fax machines, the old JPEG, JBIG, ThunderScan and NeXT.
    static let rare: Set<Int> = [2, 3, 4, 6, 32766, 32771, 32809, 34661]

    private static let names = [
        2: "CCITT RLE", 3: "CCITT group 3", 4: "CCITT group 4", 6: "old JPEG", 7: "JPEG", 22610: "JPEG XR",
        32766: "NeXT", 32771: "CCITT RLEW", 32809: "ThunderScan", 32908: "PixarFilm", 32909: "PixarLog", 32947: "DCS",
        33003: "Aperio JPEG 2000", 33004: "JPEG 2000", 33005: "Aperio JPEG 2000", 34661: "JBIG", 34676: "SGILog",
        34677: "SGILog24",
        34712: "JPEG 2000", 34713: "Nikon NEF", 34715: "JBIG2", 34887: "LERC", 34892: "lossy JPEG", 34926: "old LZMA",
        34933: "PNG",
        34934: "JPEG XR", 48124: "Jetraw", 48587: "old PNG", 50001: "WebP", 50002: "JPEG XL", 50013: "Pixtiff",
        52546: "JPEG XL", 65000: "EER", 65001: "EER", 65002: "EER",
    ]
}
