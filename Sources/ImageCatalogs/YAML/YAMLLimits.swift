/// What a YAML file may ask for at most; a stranger's catalog must not cost more than this.
struct YAMLLimits: Sendable {
    /// The largest file, in bytes.
    ///
    /// Offsets are kept in 32 bits.
    var fileSize = 1 << 30
    /// How deep lists and mappings may lie in each other, aliases included.
    var depth = 100
    /// The longest text, in bytes.
    var scalarSize = 1 << 20
    /// How many anchors a file may define.
    var anchors = 1 << 20
    /// How many values one decoded part may hold.
    var nodes = 1 << 20
    /// How many of them may come from aliases.
    var aliasedNodes = 1 << 16
}
