import ImageCodecs
import ImageCore

/// The codecs by the names that Zarr v2 (numcodecs) and v3 know them by.
struct ZarrCodecNames {
    let type: ZarrDataType
    /// The order in which the numbers are written.
    let byteOrder: ByteOrder
    let isVersion3: Bool

    /// A codec, and whether it changes elements rather than bytes.
    ///
    /// - Throws: `unsupported`, naming it, for one that is not known; `corrupt` for a setting that makes no sense.
    func codec(_ name: String, _ fields: ZarrFields) throws(ImageError) -> (codec: any ByteCodec, isFilter: Bool) {
        if isVersion3, !name.hasPrefix("numcodecs."), let codec = try version3(name, fields) { return codec }
        let id = name.hasPrefix("numcodecs.") ? String(name.dropFirst("numcodecs.".count)) : name
        if let codec = try bytes(id, fields) { return (codec, false) }
        if let codec = try filter(id, fields) { return (codec, true) }
        throw fields.unsupported(isVersion3 ? "name" : "id", "the codec '\(name)' is not known")
    }

    /// Codecs that v3 sets up in its own way.
    private func version3(_ name: String, _ fields: ZarrFields) throws(ImageError) -> (any ByteCodec, Bool)? {
        switch name {
        case "blosc":
            let kind: Blosc.ShuffleKind =
                switch fields.values["shuffle"]?.stringValue {
                case "shuffle": .byte
                case "bitshuffle": .bit
                case "noshuffle", nil: .none
                case let other?: throw fields.corrupt("shuffle", "'\(other)' is no way to shuffle")
                }
            return (try blosc(fields, kind), false)
        case "packbits":
            return (try packBits(fields), true)
        default: return nil
        }
    }

    /// Compressors and checksums; settings that only matter for writing are not looked at where they may be anything.
    private func bytes(_ id: String, _ fields: ZarrFields) throws(ImageError) -> (any ByteCodec)? {
        switch id {
        case "blosc":
            let kind = Blosc.ShuffleKind(rawValue: try fields.int("shuffle", default: 1))
            guard let kind else { throw fields.corrupt("shuffle", "no way to shuffle") }
            return try blosc(fields, kind)
        case "zstd": return Zstd(level: try fields.int("level", default: 0), checksum: false)
        case "gzip": return Gzip(level: 2)
        case "zlib": return Zlib()
        case "bz2": return Bzip2()
        case "lz4": return LZ4()
        case "lzma": return try lzma(fields)
        case "shuffle":
            let size = try fields.int("elementsize", default: 4)
            guard size > 0, size <= 1 << 16 else { throw fields.corrupt("elementsize", "\(size) bytes for an element") }
            return Shuffle(elementSize: size)
        case "crc32c", "crc32", "adler32", "fletcher32":
            guard let algorithm = Checksum.Algorithm(rawValue: id) else { return nil }
            var position: Checksum.Position?
            if let text = fields.values["location"]?.stringValue {
                position = Checksum.Position(rawValue: text)
                if position == nil { throw fields.corrupt("location", "'\(text)' is neither start nor end") }
            }
            return Checksum(algorithm, position: position)
        default: return nil
        }
    }

    private func blosc(_ fields: ZarrFields, _ kind: Blosc.ShuffleKind) throws(ImageError) -> Blosc {
        let name = fields.values["cname"]?.stringValue ?? "lz4"
        guard let compressor = Blosc.Compressor(rawValue: name) else {
            throw fields.unsupported("cname", "blosc's compressor '\(name)' is not known")
        }
        // Decoding takes everything from the data themselves; these are for writing.
        return Blosc(compressor: compressor, shuffle: kind, typeSize: max(min(type.size, 255), 1))
    }
}
