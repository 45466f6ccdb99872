/// A value of a YAML file with the place it was written at, aliases not yet followed.
struct YAMLNode: Sendable {
    var content: Content
    /// The tag in full, such as `tag:yaml.org,2002:str`; nil if none was written.
    var tag: String?
    /// The offset of the first byte, properties included.
    var start: Int
    /// The offset after the last byte of its last part; set for what a `YAMLComposer` reads.
    var end = 0
    /// The line, counted from 1.
    var line: Int
    /// The column in characters, counted from 1.
    var column: Int

    indirect enum Content: Sendable {
        /// A text; only plain ones (without quotes) can mean something else than a text.
        case scalar(String, isPlain: Bool)
        case sequence([YAMLNode])
        case mapping([Pair])
        case alias(String)
    }

    struct Pair: Sendable {
        var key: YAMLNode
        var value: YAMLNode
    }
}

/// What a value is, as far as its first event tells.
enum YAMLKind: UInt8, Sendable {
    case scalar, alias, blockSequence, flowSequence, blockMapping, flowMapping

    var isMapping: Bool { self == .blockMapping || self == .flowMapping }
}

/// Where a key of a mapping and its value lie in the bytes of the file.
///
/// Small, since catalogs have 100,000 of them.
struct YAMLPair: Sendable {
    var keyStart: UInt32
    var keyEnd: UInt32
    var valueStart: UInt32
    /// After the last byte of the value's last part; comments and blank lines that follow are not in it.
    var valueEnd: UInt32
    /// The line of the key, counted from 1.
    var line: UInt32
    /// The column of the key in characters, counted from 0.
    var column: UInt32
    var keyForm: KeyForm
    var valueKind: YAMLKind
    /// Whether the value's last part is a text after `|` or `>`, to which the line break at its end belongs.
    var endsInBlockScalar = false

    var key: Range<Int> { Int(keyStart)..<max(Int(keyStart), Int(keyEnd)) }
    var value: Range<Int> { Int(valueStart)..<max(Int(valueStart), Int(valueEnd)) }
    /// From the key to the end of the value.
    var whole: Range<Int> { Int(keyStart)..<max(Int(keyEnd), Int(valueEnd)) }

    /// How the text of a key is got from its bytes.
    enum KeyForm: UInt8, Sendable {
        /// The bytes are the text.
        case verbatim
        /// The bytes inside one pair of quotes are the text.
        case quoted
        /// Only a parser can tell: escapes, folded lines, anchors, tags.
        case complex
        /// An alias of a text.
        case alias
        /// `<<`, which is no name: the value tells mappings whose pairs belong here, too.
        case merge
    }
}
