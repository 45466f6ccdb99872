import ByteStores
import ImageCore
import Synchronization

/// A store that exists and is filled by several processes: each object appears under its key when it is complete.
final class ZarrRegionSink: ZarrSink {
    private let folder: String
    /// The parts of objects that are put together.
    private let parts = Mutex<[String: [Bytes]]>([:])

    init(folder: String) {
        self.folder = folder
    }

    func write(_ key: String, _ bytes: Bytes) throws(ImageError) {
        try write(key, parts: [bytes])
    }

    func append(_ key: String, _ bytes: Bytes) throws(ImageError) {
        // The bytes lie in a buffer that is used again.
        let copy = Bytes(bytes.array)
        parts.withLock { $0[key, default: []].append(copy) }
    }

    func finish(_ key: String) throws(ImageError) {
        try write(key, parts: parts.withLock { $0.removeValue(forKey: key) } ?? [])
    }

    private func write(_ key: String, parts: [Bytes]) throws(ImageError) {
        let path = folder + "/" + key
        try LocalStore.createFolders(above: path)
        var file = try AtomicFile(path: path)
        for part in parts { try file.append(part) }
        try file.commit()
    }
}
