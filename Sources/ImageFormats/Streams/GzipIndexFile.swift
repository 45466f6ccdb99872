import ByteStores
import ImageCodecs
import ImageCore

/// The file in which the places of a `GzipSeekIndex` outlive the source.
///
/// What it says is not believed: it counts only for data of the size and with the samples that it was made from, and each
/// segment that is decoded by it must have the checksum that the file gives it. The layout, little-endian: the magic
/// `IIGZSEEK`, the version (4 bytes), the CRC-32 of all that follows (4), the bytes of the compressed file (8), the
/// CRC-32 of samples of it (4), the CRC-32 of the decoded bytes (4) and their number (8), the number of places (8); for
/// each place the decoded bytes before it (8), the bit of the compressed file where its block begins (8), the CRC-32 of
/// the decoded bytes before it (4), the bytes of the window before it (4) and those of the window compressed (4); then
/// the windows, compressed with zlib.
struct GzipIndexFile: Sendable {
    /// What is added to the name of the compressed file.
    static let suffix = ".seekindex"

    private let object: any ByteObject
    private let store: any WritableByteStore
    private let key: String
    /// The file as people write it.
    let location: String

    private static let magic = Array("IIGZSEEK".utf8)
    private static let version: UInt32 = 1
    private static let entryByteCount = 28
    /// More than an index in memory has.
    private static let byteLimit = 128 << 20
    private static let countLimit = 1 << 16

    /// The file beside a compressed one, or in a folder of this machine.
    ///
    /// - Parameter folder: where it lies; nil for beside the compressed file. There its name has a number made of the path
    ///   of that file, since files of several folders may share a name.
    /// - Throws: `unsupported` if files cannot be written where it should lie.
    init(_ object: any ByteObject, of resource: Resource, folder: Resource?) throws(ImageError) {
        self.object = object
        if let folder {
            var checksum = CRC32()
            let path = Bytes(Array(resource.location.utf8))
            path.withBytes { checksum.append($0) }
            let digits = String(checksum.value, radix: 16)
            guard let store = folder.store as? any WritableByteStore else {
                throw .unsupported("no index file can be kept in this place", at: .init(folder.location))
            }
            let name = resource.name + "-" + String(repeating: "0", count: 8 - digits.count) + digits + Self.suffix
            let file = folder.below(name)
            (self.store, key, location) = (store, file.key, file.location)
        } else {
            guard let store = resource.store as? any WritableByteStore else {
                throw .unsupported(
                    "no index file can be kept beside it, which is no place to write to", at: .init(resource.location),
                    hint: "name a folder of this machine with the option index_folder")
            }
            let file = try resource.sibling(resource.name + Self.suffix)
            (self.store, key, location) = (store, file.key, file.location)
        }
    }

    // MARK: Reading

    /// Reads the places, which are those of data of at least so many decoded bytes.
    ///
    /// - Returns: nil if there is no file, or one that was made from other data, or is damaged: it is as if it was not there,
    ///   and replaced by the next one.
    func read(expected: Int) async -> (points: [GzipSeekIndex.Point], total: CRC32)? {
        do {
            guard let file = try await store.open(key), try await isIndex(file), file.size <= Self.byteLimit else {
                return nil
            }
            let bytes = try await file.read(0..<file.size)
            return try parse(bytes, samples: try await samples(), expected: expected)
        } catch {
            return nil
        }
    }

    private func isIndex(_ file: any ByteObject) async throws -> Bool {
        try await file.readPrefix(Self.magic.count).array == Self.magic
    }

    private func parse(
        _ bytes: Bytes, samples: UInt32, expected: Int
    ) throws(ParseError) -> (points: [GzipSeekIndex.Point], total: CRC32) {
        var cursor = ByteCursor(bytes.span)
        try cursor.skip(Self.magic.count)
        guard try cursor.read(UInt32.self) == Self.version else {
            throw ParseError("another version of index files", at: 8)
        }
        let written = try cursor.read(UInt32.self)
        var checksum = CRC32()
        checksum.append(bytes.span.extracting(cursor.offset..<bytes.count))
        guard checksum.value == written else { throw ParseError("the checksum is wrong", at: 12) }
        guard try cursor.read(UInt64.self) == UInt64(object.size), try cursor.read(UInt32.self) == samples else {
            throw ParseError("made from other data", at: 16)
        }
        let total = CRC32(value: try cursor.read(UInt32.self), byteCount: try cursor.readCount())
        guard total.byteCount >= expected, total.byteCount - expected <= max(expected, ParallelGzipStream.surplusLimit)
        else {
            throw ParseError("made from \(total.byteCount) decoded bytes, \(expected) are expected", at: 36)
        }
        let count = try cursor.readCount()
        guard count > 0, count <= min(cursor.remaining / Self.entryByteCount, Self.countLimit) else {
            throw ParseError("\(count) places in \(bytes.count) bytes", at: 40)
        }
        var points: [GzipSeekIndex.Point] = []
        var window = cursor.offset + count * Self.entryByteCount
        for _ in 0..<count {
            let start = cursor.offset
            let offset = try cursor.readCount()
            let bit = try cursor.readCount()
            let before = try cursor.read(UInt32.self)
            let byteCount = Int(try cursor.read(UInt32.self))
            let packed = Int(try cursor.read(UInt32.self))
            // The first place begins the data: what is before the second one is decoded by it.
            guard offset < total.byteCount, points.last.map({ $0.offset < offset }) ?? (offset == 0),
                bit / 8 < object.size, byteCount <= min(offset, PackedPlace.windowLimit),
                packed <= bytes.count - window, let part = try? bytes.slice(window..<window + packed)
            else { throw ParseError("a place that cannot be", at: start) }
            window += packed
            let place = PackedPlace(bit: bit % 8, byteCount: byteCount, window: part)
            points.append(
                .init(
                    offset: offset, position: bit / 8, knowledge: .packed(place),
                    checksum: CRC32(value: before, byteCount: offset)))
        }
        return (points, total)
    }

    /// The checksum of parts of the compressed file: its begin and end, and some between them.
    private func samples() async throws -> UInt32 {
        let (count, size) = (17, 4 << 10)
        var checksum = CRC32()
        for number in 0..<count {
            let start = max(object.size - size, 0) / (count - 1) * number
            let last = number == count - 1 ? max(object.size - size, 0) : start
            let bytes = try await object.read(last..<min(last + size, object.size))
            bytes.withBytes { checksum.append($0) }
        }
        return checksum.value
    }

    // MARK: Writing

    /// Writes the places of data that were passed from the first byte to the last; a file that cannot be written is left
    /// out, which a source notes when it is opened.
    func save(_ points: [GzipSeekIndex.Point], total: CRC32) async {
        guard points.count > 1, points.first?.offset == 0 else { return }
        do {
            if let file = try await store.open(key), try await !isIndex(file) { return }
            try await store.write(key, try await pack(points, total))
        } catch {
            return
        }
    }

    /// Why no file can be kept, if that is so.
    func obstacle() async -> String? {
        do {
            if let file = try await store.open(key) {
                return try await isIndex(file)
                    ? nil : "\(location) is no index file; it is left alone, and none is kept"
            }
            if let store = store as? LocalStore { try store.checkWritable(key) }
            return nil
        } catch {
            return "no index file can be kept: \((error as? ImageError)?.description ?? "\(error)")"
        }
    }

    private func pack(_ points: [GzipSeekIndex.Point], _ total: CRC32) async throws -> Bytes {
        var entries: [UInt8] = []
        var windows: [Bytes] = []
        var count = 0
        for point in points {
            guard case .snapshot(let snapshot) = point.knowledge, let place = try PackedPlace(snapshot) else {
                continue
            }
            entries.append(UInt64(point.offset))
            entries.append(UInt64(point.position) * 8 + UInt64(place.bit))
            entries.append(point.checksum?.value ?? 0)
            entries.append(UInt32(place.byteCount))
            entries.append(UInt32(place.window.count))
            windows.append(place.window)
            count += 1
        }
        var head: [UInt8] = []
        head.append(UInt64(object.size))
        head.append(try await samples())
        head.append(total.value)
        head.append(UInt64(total.byteCount))
        head.append(UInt64(count))
        let body = head + entries + windows.flatMap(\.array)
        var checksum = CRC32()
        checksum.append(body.span.bytes)
        var start = Self.magic
        start.append(Self.version)
        start.append(checksum.value)
        return Bytes(start + body)
    }
}

extension ByteCursor {
    /// A number of 64 bits that counts something.
    fileprivate mutating func readCount() throws(ParseError) -> Int {
        let start = offset
        guard let count = Int(exactly: try read(UInt64.self)) else { throw ParseError("no such number", at: start) }
        return count
    }
}

extension [UInt8] {
    /// Appends a number, little-endian.
    fileprivate mutating func append<T: FixedWidthInteger>(_ number: T) {
        var rest = number.littleEndian
        Swift.withUnsafeBytes(of: &rest) { append(contentsOf: $0) }
    }
}
