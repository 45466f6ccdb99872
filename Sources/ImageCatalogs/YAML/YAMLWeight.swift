/// What it takes to read a file with everything in place of the aliases that they stand for: bytes of text, and for each
/// value as much as some more.
///
/// Counted in the pass over the file, so that what an alias stands for is known before anything is decoded.
struct YAMLWeight {
    /// What all that was met so far takes.
    private(set) var met = 0
    /// What the children refer to by aliases.
    private(set) var ofChildren = 0
    private var ofChild = 0
    private var openAnchors = 0

    private static let perValue = 16
    /// A template takes as long as several values.
    private static let perTemplate = 256
    /// An anchor counts no more than this, so that sums cannot overflow.
    private static let largest = 1 << 32
    /// The decoding of one entry stops here anyway.
    private static let largestOfChild = YAMLLimits().aliasedTextSize + YAMLLimits().aliasedNodes * perValue

    @inline(__always)
    mutating func add(text: UnsafeRawBufferPointer, isAnchored: Bool) {
        met += Self.perValue + text.count
        // Elsewhere a template is filled once.
        guard isAnchored || openAnchors > 0 else { return }
        var before: UInt8 = 0
        for byte in text {
            if byte == UInt8(ascii: "{"), before == byte { met += Self.perTemplate }
            before = byte
        }
    }

    @inline(__always)
    mutating func addCollection(isAnchored: Bool) {
        met += Self.perValue
        if isAnchored { openAnchors += 1 }
    }

    mutating func endAnchor() { openAnchors -= 1 }

    mutating func add(alias weight: Int, isInChild: Bool) {
        met += Self.perValue + weight
        if isInChild { ofChild += weight }
    }

    /// What was met since there was so much.
    func since(_ before: Int) -> Int { min(met - before, Self.largest) }

    /// - Parameter isMerge: whether the child is `<<`; what that names is read as a mapping of its own, and counted there.
    mutating func endChild(isMerge: Bool) {
        if !isMerge { ofChildren += min(ofChild, Self.largestOfChild) }
        ofChild = 0
    }
}
