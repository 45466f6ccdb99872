import ByteStores
import ImageCore
import ImageFormats
import ImageSources

/// A source over files in memory; the first is the one that is opened.
func source(
    _ files: [(String, Bytes)], options: Attributes = Attributes(), store wrap: (MemoryStore) -> any ByteStore = { $0 }
) throws -> NRRDSource {
    let store = MemoryStore(Dictionary(uniqueKeysWithValues: files))
    let resource = Resource(store: wrap(store), key: files[0].0, location: files[0].0)
    return try NRRDSource(
        SourceRequest(
            resource, options: options,
            environment: SourceEnvironment(drivers: .builtIn, limits: ReadLimits(byteCount: 1 << 28), concurrency: 2)))
}

/// A header's lines and data as the bytes of a file.
func file(_ lines: [String], _ data: [UInt8] = [], blank: Bool = true) -> Bytes {
    let text = (["NRRD0005"] + lines + (blank ? [""] : [])).map { $0 + "\n" }.joined()
    return Bytes(Array(text.utf8) + data)
}
