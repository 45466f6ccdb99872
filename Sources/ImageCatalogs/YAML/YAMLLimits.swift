/// What a YAML file may ask for at most; a stranger's catalog must not cost more than this.
struct YAMLLimits: Sendable {
    /// The largest file, in bytes.
    ///
    /// Offsets are kept in 32 bits.
    var fileSize = 1 << 30
    /// How deep lists and mappings may lie in each other, aliases and what templates fill in included.
    ///
    /// Each level takes stack, of which threads have as little as 512 KiB.
    var depth = 64
    /// The longest text, in bytes.
    var scalarSize = 1 << 20
    /// How many anchors a file may define.
    var anchors = 1 << 20
    /// How many values one decoded part may hold.
    var nodes = 1 << 20
    /// How many of them may come from aliases.
    var aliasedNodes = 1 << 16
    /// How much all entries of a file may refer to by aliases, in the measure of `YAMLWeight`, at the least and at most.
    ///
    /// Each may refer to as much as one part may hold, but not a million of them to the same: in between the limit is
    /// a multiple of the file's size.
    var aliasedWeight = (smallest: 1 << 26, perByte: 64, largest: 1 << 30)
    /// How many bytes the texts of one decoded part may have together.
    var textSize = 1 << 26
    /// How many of them may come from aliases.
    var aliasedTextSize = 1 << 23
}
