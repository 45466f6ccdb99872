import ByteStores
import ImageCodecs
import ImageCore
import ImageSources

@testable import ImageFormats

/// A header with some fields, little-endian, and what follows it.
func nifti(
    _ version: NIfTIHeader.Version = .one, _ fields: Attributes = Attributes(), isPair: Bool = false,
    tail: [UInt8] = [0, 0, 0, 0], pixels: [UInt8] = []
) -> Bytes {
    var all: Attributes = [
        "sizeof_hdr": .int(version.layout.byteCount), "dim": .array([3, 2, 2, 2, 1, 1, 1, 1]), "datatype": 2,
        "bitpix": 8,
        "pixdim": .array([1, 1, 1, 1, 1, 1, 1, 1]),
        "vox_offset": .int(isPair ? 0 : version.layout.byteCount + tail.count),
    ]
    switch version {
    case .one: all["magic"] = isPair ? "ni1" : "n+1"
    case .two: all["magic"] = .string((isPair ? "ni2" : "n+2") + "\0\r\n\u{1A}\n")
    case .analyze: all["vox_offset"] = 0
    }
    for (name, value) in fields.pairs { all[name] = value }
    return Bytes(version.layout.bytes(all) + (isPair ? [] : tail) + pixels)
}

/// A source over files in memory; the first is the one that is opened.
func niftiSource(
    _ files: [(String, Bytes)], options: Attributes = Attributes(), store wrap: (MemoryStore) -> any ByteStore = { $0 }
) throws -> NIfTISource {
    let store = MemoryStore(Dictionary(uniqueKeysWithValues: files))
    let resource = Resource(store: wrap(store), key: files[0].0, location: files[0].0)
    return try NIfTISource(
        SourceRequest(
            resource, options: options, axisOrder: .stored,
            environment: SourceEnvironment(drivers: .builtIn, limits: ReadLimits(byteCount: 1 << 28), concurrency: 2)))
}

/// Bytes as one gzip member.
func gzipped(_ bytes: Bytes, level: Int = 1) throws -> Bytes {
    let target = try ScatterTarget(count: Gzip().encodedByteCountLimit(bytes.count))
    let (_, count) = try target.withOutput(0..<target.count) { output in
        try bytes.withBytes { try Gzip(level: level).encode($0, into: &output) }
    }
    return target.freeze(prefix: count)
}
