public import ImageCore

/// A place that holds bytes under keys: a folder, memory, later a server or an archive.
///
/// Keys are paths with `/`, relative to the store, without `.` and `..` parts. A missing key is nil, not an error:
/// formats with chunks give absence a meaning. Implementations are safe to use from several tasks at once.
public protocol ByteStore: Sendable {
    /// The store as people write it, without credentials.
    var location: String { get }

    /// Opens the object under a key for reading, or nil if there is none.
    ///
    /// - Throws: `permissionDenied` or `io`; never for a missing key.
    func open(_ key: String) async throws -> (any ByteObject)?

    /// The names directly below a folder of the store (`""` is its root), folders with a final `/`, sorted; nil if the
    /// folder does not exist.
    func list(_ folder: String) async throws -> [String]?
}

/// One opened object: its size is known, its bytes are read by position.
///
/// The object stays what it was when it was opened; a size that no longer holds shows as a `corrupt` error.
public protocol ByteObject: Sendable {
    /// The object as people write it, without credentials.
    var location: String { get }
    /// The number of bytes.
    var size: Int { get }

    /// Fills a part of a block with the bytes that start at a position.
    ///
    /// - Throws: `corrupt` if they reach beyond the end, `io` if reading fails.
    func read(at position: Int, into target: ScatterTarget, _ range: Range<Int>) async throws

    /// The bytes in a range.
    ///
    /// An object that holds them in memory gives them without a copy.
    /// - Throws: `corrupt` if it reaches beyond the end, `io` if reading fails.
    func read(_ range: Range<Int>) async throws -> Bytes
}

extension ByteObject {
    /// The bytes in a range, copied.
    public func read(_ range: Range<Int>) async throws -> Bytes {
        try checkRange(range)
        let target = try ScatterTarget(count: range.count)
        try await read(at: range.lowerBound, into: target, 0..<range.count)
        return target.freeze()
    }

    /// The first bytes, as many as there are.
    public func readPrefix(_ count: Int) async throws -> Bytes {
        try await read(0..<min(max(count, 0), size))
    }

    /// Checks that a range lies inside the object.
    ///
    /// - Throws: `corrupt`, with the numbers.
    public func checkRange(_ range: Range<Int>) throws(ImageError) {
        guard range.lowerBound >= 0, range.upperBound <= size else {
            throw .corrupt(
                "\(range.count) bytes are needed from byte \(range.lowerBound) on, the file has \(size)",
                at: .init(location, byteOffset: range.lowerBound))
        }
    }
}

/// A store that can also be written to.
public protocol WritableByteStore: ByteStore {
    /// Puts bytes under a key, replacing what was there; readers see the old or the new bytes, never a part.
    func write(_ key: String, _ bytes: Bytes) async throws

    /// Removes what is under a key; nothing happens if there is nothing.
    func remove(_ key: String) async throws
}

extension ByteStore {
    /// All bytes under a key, or nil if there are none.
    ///
    /// - Throws: `limitExceeded` if they are more than `limit`.
    public func readAll(_ key: String, limit: Int = 1 << 30) async throws -> Bytes? {
        guard let object = try await open(key) else { return nil }
        guard object.size <= limit else {
            throw ImageError.limitExceeded(
                "the file has \(object.size) bytes, more than the \(limit) that are read at once",
                at: .init(object.location))
        }
        return try await object.read(0..<object.size)
    }
}
