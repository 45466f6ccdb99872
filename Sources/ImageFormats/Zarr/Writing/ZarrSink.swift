import ByteStores
import ImageCore

/// Where the objects of a store are written to; used from several tasks at once.
protocol ZarrSink: Sendable {
    /// Writes an object.
    func write(_ key: String, _ bytes: Bytes) throws(ImageError)

    /// Writes bytes at the end of an object that is put together; one task at a time for each.
    func append(_ key: String, _ bytes: Bytes) throws(ImageError)

    /// Says that an object is complete that was put together.
    func finish(_ key: String) throws(ImageError)
}

extension AtomicFolder: ZarrSink {
    func finish(_ key: String) throws(ImageError) {}
}
