public import ByteStores
public import ImageCore
import Synchronization

/// A zip archive, read in place: its members are the objects of a store.
///
/// The directory is read once, when the archive is opened. Stored members are read straight from the archive's bytes,
/// and their checksums are left alone, since most reads want a part of them; deflated members are decoded into memory
/// when they are opened, and their checksums must hold. Members that are encrypted or compressed in other ways are
/// listed, and `unsupported` when they are opened. An archive whose members overlap or whose names lead out of it is
/// refused.
public final class ZipStore: ByteStore {
    /// The first bytes of an archive with members.
    public static let signature = Bytes([0x50, 0x4B, 0x03, 0x04])
    /// The first bytes of an archive without members.
    public static let emptySignature = Bytes([0x50, 0x4B, 0x05, 0x06])

    /// The archive as people write it, without credentials.
    public let location: String
    /// The archive's comment.
    public let comment: String
    private let object: any ByteObject
    private let index: ZipIndex
    /// The members by name, once a folder was listed.
    private let sorted = Mutex<[Int]?>(nil)

    /// Opens the archive that an object holds.
    ///
    /// - Throws: `corrupt` if it is damaged; `unsupported` for one part of several; `limitExceeded` if its directory is
    ///   too large; what reading throws.
    public init(_ object: any ByteObject, location: String) async throws {
        do {
            let end = try await ZipEnd.find(in: object)
            index = try ZipIndex(try await object.read(end.directory), end)
            comment = end.comment.text
        } catch let error as ImageError {
            throw error.located(in: location)
        }
        self.object = object
        self.location = location
    }

    /// Opens a member; see `ByteStore`.
    ///
    /// - Throws: `unsupported` if it is encrypted or compressed in a way unknown here, `limitExceeded` if it is too
    ///   large to be decoded, `corrupt`, and what reading throws.
    public func open(_ key: String) async throws -> (any ByteObject)? {
        guard !key.isEmpty, !key.hasSuffix("/"), let number = index.find(Array(key.utf8)) else { return nil }
        let member = ZipMember(object: object, entry: index.entries[number], location: location + "/" + key)
        do {
            return try await member.open()
        } catch let error as ImageError {
            throw error.located(in: member.location)
        }
    }

    /// Lists a folder; see `ByteStore`.
    public func list(_ folder: String) async throws -> [String]? {
        let sorted = sorted.withLock { known in
            let result = known ?? index.sorted()
            known = result
            return result
        }
        return index.list(folder, sorted)
    }
}
