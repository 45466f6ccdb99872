import ImageCore

/// The members of an archive, found by name: a few numbers for each and all names in one array, so that opening an
/// archive of a hundred thousand members makes a handful of allocations.
struct ZipIndex: Sendable {
    /// What the directory says of a member.
    struct Entry: Sendable {
        var nameStart: UInt32
        var nameCount: UInt32
        /// The bytes of the name as it stands in the archive.
        var storedNameCount: UInt16
        var method: UInt16
        var flags: UInt16
        var hash: UInt32
        var checksum: UInt32
        var storedSize: Int
        var size: Int
        /// Where its local header is in the object.
        var start: Int
        /// Where the next member or the directory starts.
        var limit: Int

        var nameRange: Range<Int> { Int(nameStart)..<Int(nameStart) + Int(nameCount) }
    }

    var entries: [Entry] = []
    /// The names as keys in UTF-8, one after the other; those of folders end with `/`.
    var names: [UInt8] = []
    /// A hash table with open addressing: numbers of entries plus one, or zero.
    private var slots: [UInt32] = []

    /// A table for so many members.
    init(count: Int) {
        var size = 2
        while size < 2 * count { size *= 2 }
        slots = [UInt32](repeating: 0, count: size)
        entries.reserveCapacity(count)
    }

    /// The number of the entry of a name, nil if there is none.
    func find(_ name: [UInt8]) -> Int? {
        let hash = Self.hash(name.span.bytes)
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            if entries[number].hash == hash, isName(number, name.span.bytes) { return number }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Adds an entry whose name is the last of the names; it takes the place of an earlier one of that name.
    mutating func append(_ entry: consuming Entry) {
        let range = entry.nameRange
        let hash = Self.hash(names.span.bytes.extracting(range))
        entry.hash = hash
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] != 0 {
            let number = Int(slots[slot]) - 1
            if entries[number].hash == hash, isName(number, names.span.bytes.extracting(range)) { break }
            slot = (slot + 1) & (slots.count - 1)
        }
        entries.append(entry)
        slots[slot] = UInt32(truncatingIfNeeded: entries.count)
    }

    /// The numbers of the entries that no later one of the same name replaces.
    var numbers: [Int] { slots.lazy.filter { $0 != 0 }.map { Int($0) - 1 } }

    /// Whether two entries have the same name.
    func haveSameName(_ a: Int, _ b: Int) -> Bool {
        entries[a].hash == entries[b].hash && isName(a, names.span.bytes.extracting(entries[b].nameRange))
    }

    /// The name of an entry.
    func name(_ number: Int) -> String {
        String(decoding: names[entries[number].nameRange], as: UTF8.self)
    }

    private func isName(_ number: Int, _ name: RawSpan) -> Bool {
        let range = entries[number].nameRange
        guard range.count == name.byteCount else { return false }
        return names.span.bytes.extracting(range).withUnsafeBytes { mine in
            name.withUnsafeBytes { other in mine.elementsEqual(other) }
        }
    }

    /// Seeded anew by each process, so that no archive can be made whose names collide.
    private static func hash(_ name: RawSpan) -> UInt32 {
        var hasher = Hasher()
        name.withUnsafeBytes { hasher.combine(bytes: $0) }
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }
}
