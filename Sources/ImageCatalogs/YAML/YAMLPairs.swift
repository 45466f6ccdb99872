/// The pairs of one mapping in file order, found by name through a hash table of positions: 36 bytes per pair.
struct YAMLPairs: Sendable {
    private(set) var records: [YAMLPair] = []
    private var hashes: [Int] = []
    /// Positions plus one by hash, with linear probing; 0 is free.
    ///
    /// The size is a power of two.
    private var slots = [UInt32](repeating: 0, count: 16)
    /// Whether there is a `<<` among them.
    private(set) var hasMerges = false

    var count: Int { records.count }

    /// The hash of a name; seeded per process, so that no file can be made to collide.
    static func hash(of name: UnsafeRawBufferPointer) -> Int {
        var hasher = Hasher()
        hasher.combine(bytes: name)
        return hasher.finalize()
    }

    /// The position of a name; `isSame` decides between pairs of equal hash.
    func position(hash: Int, where isSame: (YAMLPair) -> Bool) -> Int? {
        var slot = hash & (slots.count - 1)
        while slots[slot] != 0 {
            let position = Int(slots[slot]) - 1
            if hashes[position] == hash, isSame(records[position]) { return position }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// Adds a pair without looking whether its name is there.
    mutating func append(_ pair: YAMLPair, hash: Int) {
        if (records.count + 1) * 2 > slots.count { grow() }
        if pair.keyForm == .merge { hasMerges = true }
        records.append(pair)
        hashes.append(hash)
        occupy(hash: hash, position: records.count - 1)
    }

    /// The hash that a pair was added with.
    func hash(at position: Int) -> Int { hashes[position] }

    /// Puts another pair of the same name in the place of one.
    mutating func replace(_ position: Int, with pair: YAMLPair) { records[position] = pair }

    /// The same pairs elsewhere.
    func moved(_ move: (YAMLPair) -> YAMLPair) -> YAMLPairs {
        var copy = self
        copy.records = records.map(move)
        return copy
    }

    /// Completes the last pair.
    mutating func finishLast(valueStart: Int, valueEnd: Int, kind: YAMLKind) {
        let last = records.count - 1
        guard last >= 0 else { return }
        records[last].valueStart = UInt32(clamping: valueStart)
        records[last].valueEnd = UInt32(clamping: valueEnd)
        records[last].valueKind = kind
    }

    /// Moves the end of the last pair's value.
    mutating func extendLast(to end: Int, endsInBlockScalar: Bool) {
        let last = records.count - 1
        guard last >= 0 else { return }
        records[last].valueEnd = UInt32(clamping: end)
        records[last].endsInBlockScalar = endsInBlockScalar
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 4)
        for (position, hash) in hashes.enumerated() { occupy(hash: hash, position: position) }
    }

    private mutating func occupy(hash: Int, position: Int) {
        var slot = hash & (slots.count - 1)
        while slots[slot] != 0 { slot = (slot + 1) & (slots.count - 1) }
        slots[slot] = UInt32(position + 1)
    }
}
