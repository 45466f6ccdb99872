import ByteStores
import ImageCodecs
public import ImageCore

/// Writes a zip archive of stored members; the file appears under its name only when it is complete.
///
/// The same members in the same order give the same bytes: no member has a time. Without `finish` nothing has happened.
public struct ZipWriter: ~Copyable {
    /// When the fields with 64-bit numbers are written.
    public enum Zip64: Sendable {
        /// In every header, as OME recommends for zipped Zarr.
        case always
        /// Where a number does not fit otherwise.
        case whereNeeded
    }

    private var file: AtomicFile
    private let path: String
    private let zip64: Zip64
    private var directory = ZipFields()
    private var names: Set<String> = []
    /// False from the start of a write to its end: what a failed one leaves is no archive.
    private var isSound = true

    /// Starts an archive that will stand at `path`.
    ///
    /// - Throws: `notFound` if the folder does not exist, `invalidArgument` if the file must be new and is not,
    ///   `permissionDenied`, `io`.
    public init(path: String, mustBeNew: Bool = false, zip64: Zip64 = .whereNeeded) throws(ImageError) {
        file = try AtomicFile(path: path, mustBeNew: mustBeNew)
        self.path = path
        self.zip64 = zip64
    }

    /// The number of members so far.
    public var memberCount: Int { names.count }

    /// Adds a member.
    ///
    /// - Throws: `invalidArgument` if there is one of that name already or the name is none for a member; `io`.
    public mutating func add(name: String, bytes: Bytes) throws(ImageError) {
        try checkState()
        guard name.utf8.count < 0xFFFF else {
            throw .invalidArgument("a member's name of \(name.utf8.count) bytes", at: .init(path))
        }
        if let problem = ZipName.problem(of: name) {
            throw .invalidArgument("the member '\(name)' \(problem)", at: .init(path))
        }
        guard names.insert(name).inserted else {
            throw .invalidArgument("the archive has a member '\(name)' already", at: .init(path))
        }
        var checksum = CRC32()
        bytes.withBytes { checksum.append($0) }
        let member = ZipFields.Member(
            name: Array(name.utf8), checksum: checksum.value, size: UInt64(bytes.count), start: UInt64(file.count),
            isAlways64: zip64 == .always)
        isSound = false
        var header = ZipFields()
        header.appendLocalHeader(member)
        try file.append(Bytes(header.bytes))
        try file.append(bytes)
        directory.appendDirectoryEntry(member)
        isSound = true
    }

    /// Writes the directory and gives the file its name.
    ///
    /// - Throws: `invalidArgument` if the comment has more than 65535 bytes or the file had to be new and is not; `io`.
    public mutating func finish(comment: String = "") throws(ImageError) {
        try checkState()
        guard comment.utf8.count <= ZipRecord.commentLimit else {
            throw .invalidArgument("a comment of \(comment.utf8.count) bytes", at: .init(path))
        }
        isSound = false
        let start = UInt64(file.count)
        let size = UInt64(directory.bytes.count)
        try file.append(Bytes(directory.bytes))
        var end = ZipFields()
        end.appendEnd(
            memberCount: UInt64(names.count), directory: start..<start + size, comment: Array(comment.utf8),
            isAlways64: zip64 == .always)
        try file.append(Bytes(end.bytes))
        try file.commit(flushing: .beforeReplacing)
    }

    private func checkState() throws(ImageError) {
        guard isSound else {
            throw .invalidArgument("the archive is complete already, or writing it has failed", at: .init(path))
        }
    }
}
