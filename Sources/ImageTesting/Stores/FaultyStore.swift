public import ByteStores
import ImageCore
import Synchronization

/// A store in which something goes wrong: reads fail from the n-th on, objects turn out shorter than they said, or give
/// other bytes.
///
/// What is above it must report that, never deliver zeros.
public final class FaultyStore: ByteStore {
    /// What goes wrong.
    public enum Fault: Sendable, Hashable {
        /// The n-th read (from 0) and all later ones fail with an `io` error.
        case failingReads(from: Int)
        /// Only the n-th read fails.
        case failingRead(Int)
        /// Objects claim their size, but reads beyond a byte fail as if the file had become shorter.
        case shortened(to: Int)
        /// Opening fails with `permissionDenied`.
        case closed
    }

    private let base: any ByteStore
    private let fault: Fault
    private let readCount = Atomic<Int>(0)

    /// A store over another, with a fault.
    public init(_ base: any ByteStore, _ fault: Fault) {
        self.base = base
        self.fault = fault
    }

    /// The store as people write it.
    public var location: String { "faulty:" + base.location }

    /// How many reads were tried.
    public var reads: Int { readCount.load(ordering: .relaxed) }

    /// Opens the object under a key; see `ByteStore`.
    public func open(_ key: String) async throws -> (any ByteObject)? {
        if fault == .closed {
            throw ImageError(.permissionDenied, "injected: the store is closed", at: .init(location))
        }
        return try await base.open(key).map { FaultyObject(base: $0, store: self) }
    }

    /// The names in a folder; see `ByteStore`.
    public func list(_ folder: String) async throws -> [String]? {
        try await base.list(folder)
    }

    fileprivate func check(_ end: Int, _ place: String) throws(ImageError) {
        let number = readCount.wrappingAdd(1, ordering: .relaxed).oldValue
        let fails =
            switch fault {
            case .failingReads(let first): number >= first
            case .failingRead(let only): number == only
            case .shortened(let size): end > size
            case .closed: true
            }
        guard fails else { return }
        if case .shortened = fault { throw .corrupt("injected: the file became shorter", at: .init(place)) }
        throw ImageError(.io, "injected: read \(number) failed", at: .init(place))
    }
}

private struct FaultyObject: ByteObject {
    let base: any ByteObject
    let store: FaultyStore

    var location: String { base.location }
    var size: Int { base.size }

    func read(at position: Int, into target: ScatterTarget, _ range: Range<Int>) async throws {
        try store.check(position &+ range.count, location)
        try await base.read(at: position, into: target, range)
    }
}
