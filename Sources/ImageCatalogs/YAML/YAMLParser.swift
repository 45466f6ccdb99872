import CYAML
import ImageCore

/// One event of libyaml.
///
/// The pointers are valid until the next event is asked for; positions count *characters*.
struct YAMLEvent {
    enum Kind {
        case documentStart, documentEnd, alias, scalar, sequenceStart, sequenceEnd, mappingStart, mappingEnd
        case streamStart, streamEnd
    }

    var kind: Kind
    /// The position of the first character, properties (`&anchor`, `!tag`) included.
    var start: Int
    /// The position after the last character; for the end of a block collection that of the *next* token.
    var end: Int
    /// The line of the first character, counted from 0.
    var line: Int
    /// The column of the first character, in characters from 0.
    var column: Int
    /// The name an alias refers to or a node is anchored as.
    var anchor: UnsafePointer<UInt8>?
    var tag: UnsafePointer<UInt8>?
    /// The text of a scalar, escapes and folding undone.
    var text = UnsafeRawBufferPointer(start: nil, count: 0)
    /// A scalar without quotes and not in block form: the only ones that can be numbers, truth values and nulls.
    var isPlain = false
    /// A scalar after `|` or `>`.
    var isBlockScalar = false
    /// A collection in brackets or braces.
    var isFlow = false
}

/// The event stream of libyaml over memory.
///
/// This file is the only one that talks to the library.
struct YAMLParser: ~Copyable {
    // libyaml keeps the address of its own parser, hence the separate allocation.
    private let parser: UnsafeMutablePointer<yaml_parser_t>
    private let event: UnsafeMutablePointer<yaml_event_t>

    /// Starts on UTF-8 text without a byte order mark, which must stay alive while the parser does.
    init(_ text: UnsafeRawBufferPointer) throws(ImageError) {
        parser = .allocate(capacity: 1)
        event = .allocate(capacity: 1)
        event.initialize(to: yaml_event_t())
        // A failure leaves a parser of null pointers, which `deinit` may delete.
        guard yaml_parser_initialize(parser) == 1 else {
            throw .limitExceeded("there is no memory for a YAML parser")
        }
        let bytes = text.assumingMemoryBound(to: UInt8.self)
        yaml_parser_set_input_string(parser, bytes.baseAddress, bytes.count)
        yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    }

    deinit {
        yaml_event_delete(event)
        yaml_parser_delete(parser)
        parser.deallocate()
        event.deallocate()
    }

    /// The next event; after the last one `streamEnd` for ever.
    ///
    /// - Throws: `corrupt` with line and column when the text is no YAML or no UTF-8.
    @inline(__always)
    mutating func next() throws(ImageError) -> YAMLEvent {
        yaml_event_delete(event)
        guard yaml_parser_parse(parser, event) == 1 else { throw failure }
        let start = event.pointee.start_mark
        var result = YAMLEvent(
            kind: .streamEnd, start: Int(start.index), end: Int(event.pointee.end_mark.index), line: Int(start.line),
            column: Int(start.column))
        switch event.pointee.type {
        case YAML_SCALAR_EVENT:
            let scalar = event.pointee.data.scalar
            result.kind = .scalar
            result.anchor = UnsafePointer(scalar.anchor)
            result.tag = UnsafePointer(scalar.tag)
            result.text = UnsafeRawBufferPointer(start: scalar.value, count: scalar.length)
            result.isPlain = scalar.style == YAML_PLAIN_SCALAR_STYLE
            result.isBlockScalar =
                scalar.style == YAML_LITERAL_SCALAR_STYLE || scalar.style == YAML_FOLDED_SCALAR_STYLE
        case YAML_MAPPING_START_EVENT:
            let mapping = event.pointee.data.mapping_start
            result.kind = .mappingStart
            result.anchor = UnsafePointer(mapping.anchor)
            result.tag = UnsafePointer(mapping.tag)
            result.isFlow = mapping.style == YAML_FLOW_MAPPING_STYLE
        case YAML_MAPPING_END_EVENT: result.kind = .mappingEnd
        case YAML_SEQUENCE_START_EVENT:
            let sequence = event.pointee.data.sequence_start
            result.kind = .sequenceStart
            result.anchor = UnsafePointer(sequence.anchor)
            result.tag = UnsafePointer(sequence.tag)
            result.isFlow = sequence.style == YAML_FLOW_SEQUENCE_STYLE
        case YAML_SEQUENCE_END_EVENT: result.kind = .sequenceEnd
        case YAML_ALIAS_EVENT:
            result.kind = .alias
            result.anchor = UnsafePointer(event.pointee.data.alias.anchor)
        case YAML_DOCUMENT_START_EVENT: result.kind = .documentStart
        case YAML_DOCUMENT_END_EVENT: result.kind = .documentEnd
        case YAML_STREAM_START_EVENT: result.kind = .streamStart
        default: break
        }
        return result
    }

    private var failure: ImageError {
        let state = parser.pointee
        let problem = state.problem.map { String(cString: $0) } ?? "unreadable"
        switch state.error {
        case YAML_MEMORY_ERROR: return .limitExceeded("there is no memory for this YAML file")
        case YAML_READER_ERROR:
            return .corrupt(
                "this is not YAML text: \(problem)", at: .init(byteOffset: Int(state.problem_offset)),
                hint: "catalogs are UTF-8 text")
        default:
            let context = state.context.map { " \(String(cString: $0))" } ?? ""
            return .corrupt(
                "invalid YAML: \(problem)\(context)",
                at: .init(line: Int(state.problem_mark.line) + 1, column: Int(state.problem_mark.column) + 1))
        }
    }
}
