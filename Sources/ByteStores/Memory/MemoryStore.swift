public import ImageCore
import Synchronization

/// A store in memory: for tests, and for data that never were on a disk.
public final class MemoryStore: WritableByteStore {
    /// The location as people write it.
    public let location: String
    private let objects: Mutex<[String: Bytes]>

    /// A store with these objects.
    public init(_ objects: [String: Bytes] = [:], location: String = "memory") {
        self.objects = Mutex(objects)
        self.location = location
    }

    /// Opens an object; see `ByteStore`.
    public func open(_ key: String) async throws -> (any ByteObject)? {
        objects.withLock { $0[key] }.map { MemoryObject(location: location + "/" + key, bytes: $0) }
    }

    /// Lists a folder; see `ByteStore`.
    public func list(_ folder: String) async throws -> [String]? {
        let prefix = folder.isEmpty ? "" : folder + "/"
        var names: Set<String> = []
        for key in objects.withLock({ Array($0.keys) }) where key.hasPrefix(prefix) {
            let rest = key.dropFirst(prefix.count)
            guard let first = rest.split(separator: "/").first else { continue }
            names.insert(rest.contains("/") ? first + "/" : String(first))
        }
        return names.isEmpty && !folder.isEmpty ? nil : names.sorted()
    }

    /// Writes an object; see `WritableByteStore`.
    public func write(_ key: String, _ bytes: Bytes) async throws {
        objects.withLock { $0[key] = bytes }
    }

    /// Removes an object; see `WritableByteStore`.
    public func remove(_ key: String) async throws {
        objects.withLock { $0[key] = nil }
    }
}

/// Bytes in memory as an opened object.
public struct MemoryObject: ByteObject {
    /// The location as people write it.
    public let location: String
    /// The bytes.
    public let bytes: Bytes

    /// An object.
    public init(location: String, bytes: Bytes) {
        self.location = location
        self.bytes = bytes
    }

    /// The number of bytes.
    public var size: Int { bytes.count }

    /// Fills a part of a block; see `ByteObject`.
    public func read(at position: Int, into target: ScatterTarget, _ range: Range<Int>) async throws {
        let (end, overflow) = position.addingReportingOverflow(range.count)
        guard !overflow, position >= 0 else { throw ImageError.corrupt("byte \(position)", at: .init(location)) }
        try checkRange(position..<end)
        try target.copy(try bytes.slice(position..<end), to: range)
    }
}
