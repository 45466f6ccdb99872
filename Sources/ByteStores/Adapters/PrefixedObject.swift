public import ImageCore

/// An object whose first bytes were read when it was opened: what recognises a format and what reads its header both
/// look there.
public struct PrefixedObject: ByteObject {
    /// The first bytes; all of them if the object is small.
    public let prefix: Bytes
    private let object: any ByteObject

    /// Reads the first bytes of an object, `count` if there are so many.
    ///
    /// - Throws: what reading throws.
    public init(_ object: any ByteObject, count: Int = 8 << 10) async throws {
        self.object = object
        prefix = try await object.readPrefix(count)
    }

    /// The location as people write it.
    public var location: String { object.location }
    /// The number of bytes.
    public var size: Int { object.size }

    /// Fills a part of a block; see `ByteObject`.
    public func read(at position: Int, into target: ScatterTarget, _ range: Range<Int>) async throws {
        guard position >= 0, position <= prefix.count, range.count <= prefix.count - position else {
            return try await object.read(at: position, into: target, range)
        }
        try target.copy(try prefix.slice(position..<position + range.count), to: range)
    }

    /// The bytes in a range; those of the prefix are not copied.
    public func read(_ range: Range<Int>) async throws -> Bytes {
        guard range.lowerBound >= 0, range.upperBound <= prefix.count else { return try await object.read(range) }
        return try prefix.slice(range)
    }
}
