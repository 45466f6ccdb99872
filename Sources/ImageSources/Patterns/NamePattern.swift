public import ImageCore

/// A pattern of names with fields, such as `plate{p:d}_{well}.tif`: it reads values out of names, and makes names of
/// values.
///
/// | field | stands for |
/// |---|---|
/// | `{well}` | a text of one character or more, without `/` |
/// | `{well:3}` | a text of exactly three characters |
/// | `{path:**}` | a text that may hold `/` |
/// | `{t:d}` | a whole number, leading zeros allowed |
/// | `{t:03d}` | a whole number filled up with zeros to three digits |
/// | `{t:x}`, `{t:04X}` | the same in hexadecimal |
/// | `{day:%Y-%m-%d}` | a date or time; the codes are `%Y %y %m %d %j %H %M %S %f` |
///
/// A pattern fits whole names, never a part of one. A text field ends where the text behind it first appears. A field
/// that stands twice must have the same value at both places. `{{` and `}}` are braces.
public struct NamePattern: Sendable, Hashable, CustomStringConvertible {
    /// A field.
    public struct Field: Sendable, Hashable {
        /// The name.
        public let name: String
        /// What stands behind the colon, empty if there is none.
        public let specification: String
        let form: Form

        /// Whether what stands there may hold `/`.
        var crossesFolders: Bool { if case .text(_, crossesFolders: true) = form { true } else { false } }
    }

    /// What a field stands for.
    enum Form: Sendable, Hashable {
        case text(width: Int?, crossesFolders: Bool)
        case number(radix: Int, isUpper: Bool, width: Int)
        case date([DatePart])

        /// The number of characters, if it is always the same.
        var fixedWidth: Int? {
            switch self {
            case .text(let width, _): width
            case .number: nil
            case .date(let parts): parts.reduce(0) { $0 + $1.width }
            }
        }
    }

    enum Part: Sendable, Hashable {
        case text([Character])
        /// The number of a field.
        case field(Int)
    }

    /// The pattern as written.
    public let description: String
    /// The fields in the order in which they first appear.
    public let fields: [Field]
    let parts: [Part]
    /// Whether some field stands twice.
    let hasRepeats: Bool

    /// Reads a pattern.
    ///
    /// - Throws: `invalidArgument` for an unbalanced brace, a field without a name, an unknown specification, and for two
    ///   fields without text between them of which the first has no fixed width.
    public init(parsing text: String) throws(ImageError) {
        var parser = NamePatternParser(text)
        try parser.run()
        self.init(text, parser)
    }

    /// A pattern of parts that were put together elsewhere: texts, and fields with their specifications.
    ///
    /// - Throws: as `init(parsing:)`.
    package init(parts: [(text: String?, field: String?, specification: String)]) throws(ImageError) {
        var parser = NamePatternParser("")
        var description = ""
        for part in parts {
            if let field = part.field {
                try parser.add(field: field, part.specification)
                description += "{\(field)\(part.specification.isEmpty ? "" : ":")\(part.specification)}"
            } else if let text = part.text {
                parser.add(text: text)
                description += text.replacing("{", with: "{{").replacing("}", with: "}}")
            }
        }
        try parser.finish()
        self.init(description, parser)
    }

    private init(_ text: String, _ parser: NamePatternParser) {
        description = text
        fields = parser.fields
        parts = parser.parts
        hasRepeats = parser.fieldPlaces > parser.fields.count
    }

    /// How many characters stand outside of fields: of two patterns that fit a name, the one with more says more.
    public var literalCount: Int {
        parts.reduce(0) { if case .text(let text) = $1 { $0 + text.count } else { $0 } }
    }

    /// A file name pattern with `*` that every name fits which this pattern fits, and others.
    ///
    /// From a field that may hold `/` on, everything fits.
    public var glob: String {
        var glob = ""
        for part in parts {
            switch part {
            case .text(let characters):
                for character in characters { glob += "*?[".contains(character) ? "[\(character)]" : String(character) }
            case .field(let number):
                if fields[number].crossesFolders { return Self.folder(of: glob) + "**" }
                if !glob.hasSuffix("*") { glob += "*" }
            }
        }
        return glob
    }

    private static func folder(of glob: String) -> String {
        glob.lastIndex(of: "/").map { String(glob[...$0]) } ?? ""
    }
}
