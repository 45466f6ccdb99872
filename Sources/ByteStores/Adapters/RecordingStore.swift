import ImageCore
import Synchronization

/// A store that notes every read: it shows what opening a file costs.
public final class RecordingStore: ByteStore {
    /// One read.
    public struct Read: Sendable, Hashable {
        /// The key.
        public var key: String
        /// The bytes that were read.
        public var range: Range<Int>
    }

    private let base: any ByteStore
    private let log = Mutex<[Read]>([])

    /// Notes the reads of a store.
    public init(_ base: any ByteStore) {
        self.base = base
    }

    /// The location as people write it.
    public var location: String { base.location }

    /// The reads so far, in order of their end.
    public var reads: [Read] { log.withLock { $0 } }

    /// The number of bytes read so far.
    public var byteCount: Int { reads.reduce(0) { $0 + $1.range.count } }

    /// Forgets the reads.
    public func reset() { log.withLock { $0 = [] } }

    /// Opens an object; see `ByteStore`.
    public func open(_ key: String) async throws -> (any ByteObject)? {
        try await base.open(key).map { RecordedObject(base: $0, key: key, store: self) }
    }

    /// Lists a folder; see `ByteStore`.
    public func list(_ folder: String) async throws -> [String]? {
        try await base.list(folder)
    }

    fileprivate func note(_ key: String, _ range: Range<Int>) {
        log.withLock { $0.append(Read(key: key, range: range)) }
    }
}

private struct RecordedObject: ByteObject {
    let base: any ByteObject
    let key: String
    let store: RecordingStore

    var location: String { base.location }
    var size: Int { base.size }

    func read(at position: Int, into target: ScatterTarget, _ range: Range<Int>) async throws {
        try await base.read(at: position, into: target, range)
        store.note(key, position..<position + range.count)
    }
}
