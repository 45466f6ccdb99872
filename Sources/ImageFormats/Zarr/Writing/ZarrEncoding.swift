import ImageCodecs
import ImageCore
import ImageSources

/// How chunks are compressed when they are written, and how the metadata say so.
struct ZarrEncoding: Sendable {
    /// The codec; nil for chunks as they are.
    let codec: (any ByteCodec)?
    /// The entry in the list of codecs of v3.
    let version3: AttributeValue?
    /// The `compressor` of v2.
    let version2: AttributeValue

    /// No compression.
    static let none = ZarrEncoding(codec: nil, version3: nil, version2: .null)

    /// The names that `init` knows, besides `none` and `auto`.
    static let names = ["zstd", "blosc", "blosc-zstd", "blosc-lz4", "blosc-lz4hc", "blosc-zlib", "lz4", "gzip"]

    /// The codec of a wish; what is not known becomes the usual one, and is reported.
    init(_ compression: Compression, _ type: ElementType, _ diagnostics: inout [Diagnostic]) {
        let name = compression.algorithm
        switch name {
        case "none", "raw": self = .none
        case "zstd":
            // zstd's own range; 0 means 3.
            let level = min(max(compression.level ?? 3, -7), 22)
            self.init(
                codec: Zstd(level: level),
                version3: ["name": "zstd", "configuration": ["level": .int(level), "checksum": false]],
                version2: ["id": "zstd", "level": .int(level)])
        case "gzip", "gz":
            let level = min(max(compression.level ?? 2, 0), 3)
            self.init(
                codec: Gzip(level: level), version3: ["name": "gzip", "configuration": ["level": .int(level)]],
                version2: ["id": "gzip", "level": .int(level)])
        default:
            let known: [String: (Blosc.Compressor, Int)] = [
                "auto": (.zstd, 3), "blosc": (.zstd, 3), "blosc-zstd": (.zstd, 3), "blosc-lz4": (.lz4, 5),
                "lz4": (.lz4, 5), "blosc-lz4hc": (.lz4hc, 5), "blosc-zlib": (.zlib, 3),
            ]
            if known[name] == nil {
                diagnostics.append(
                    Diagnostic("Zarr stores are not compressed with \(name); blosc with zstd was used", about: .storage)
                )
            }
            let (compressor, level) = known[name] ?? (.zstd, 3)
            self.init(compressor, level: min(max(compression.level ?? level, 0), 9), type)
        }
    }

    private init(_ compressor: Blosc.Compressor, level: Int, _ type: ElementType) {
        let width = type.swapWidth
        let kind: Blosc.ShuffleKind = width > 1 ? .byte : .none
        self.init(
            codec: Blosc(compressor: compressor, level: level, shuffle: kind, typeSize: width),
            version3: [
                "name": "blosc",
                "configuration": [
                    "typesize": .int(width), "cname": .string(compressor.rawValue), "clevel": .int(level),
                    "shuffle": kind == .byte ? "shuffle" : "noshuffle", "blocksize": 0,
                ],
            ],
            version2: [
                "id": "blosc", "cname": .string(compressor.rawValue), "clevel": .int(level),
                "shuffle": .int(kind.rawValue), "blocksize": 0,
            ])
    }

    /// The codec of an array whose metadata exist.
    init(existing codec: (any ByteCodec)?) {
        self.init(codec: codec, version3: nil, version2: .null)
    }

    private init(codec: (any ByteCodec)?, version3: AttributeValue?, version2: AttributeValue) {
        self.codec = codec
        self.version3 = version3
        self.version2 = version2
    }
}
