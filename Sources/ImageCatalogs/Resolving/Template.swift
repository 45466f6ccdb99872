import ImageCore

/// A text with `{{ ... }}` in it, as catalogs have them in `args` and `metadata`.
///
/// A closed language: names, `metadata.KEY`, literals, a fixed list of filters, and `env(NAME, fallback)`. There are no
/// statements, no attributes and no calls of values; whatever is not understood is an error, never an empty text.
struct Template: Sendable {
    enum Part: Sendable {
        case text(String)
        case expression(Expression)
    }

    indirect enum Expression: Sendable {
        case literal(AttributeValue)
        /// A name, or `metadata` and the keys behind it.
        case name([String])
        case environment(String, fallback: Expression?)
        case filter(Filter, Expression, [Expression])
    }

    enum Filter: String, CaseIterable, Sendable {
        case upper, lower, `default`, format, int, replace, join
    }

    let source: String
    let parts: [Part]

    /// Reads a template.
    ///
    /// - Throws: `unsupported` for statements, comments and other expressions; `permissionDenied` for commands;
    ///   `corrupt` for a `{{` without `}}`.
    init(parsing source: String) throws(ImageError) {
        self.source = source
        var parser = TemplateParser(source)
        parts = try parser.parts()
    }

    /// Whether a text can be a template at all; most are not.
    static func isCandidate(_ text: String) -> Bool { text.utf8.contains(UInt8(ascii: "{")) }

    /// Whether a text ends with a line break, which filling in drops.
    static func endsWithBreak(_ text: String) -> Bool {
        text.utf8.last == UInt8(ascii: "\n") || text.utf8.last == UInt8(ascii: "\r")
    }

    /// A text without one line break at its end, as Jinja has it: texts after `|` have one.
    static func withoutFinalBreak(_ text: String) -> Substring.UnicodeScalarView {
        var scalars = text.unicodeScalars[...]
        if scalars.last == "\n" {
            scalars.removeLast()
            if scalars.last == "\r" { scalars.removeLast() }
        } else if scalars.last == "\r" {
            scalars.removeLast()
        }
        return scalars
    }

    /// Whether there is nothing to fill in.
    var isPlainText: Bool { parts.allSatisfy { if case .text = $0 { true } else { false } } }

    /// The names that the template cannot do without.
    var names: [[String]] { expressions.flatMap(\.names) }

    /// All names.
    var mentions: [[String]] { expressions.flatMap(\.mentions) }

    /// The environment variables that the template reads.
    var variables: [String] { expressions.flatMap(\.variables) }

    /// How deep its expressions lie in each other.
    var depth: Int { expressions.map(\.depth).max() ?? 0 }

    private var expressions: [Expression] {
        parts.compactMap { if case .expression(let expression) = $0 { expression } else { nil } }
    }
}

extension Template.Expression {
    /// The names that must have a value.
    var names: [[String]] {
        switch self {
        case .literal: []
        case .name(let path): [path]
        case .environment(_, let fallback): fallback?.names ?? []
        case .filter(.default, let value, let arguments):
            // What has a default may be missing.
            (value.isName ? [] : value.names) + arguments.flatMap(\.names)
        case .filter(_, let value, let arguments): value.names + arguments.flatMap(\.names)
        }
    }

    fileprivate var depth: Int {
        switch self {
        case .literal, .name: 1
        case .environment(_, let fallback): 1 + (fallback?.depth ?? 0)
        case .filter(_, let value, let arguments): 1 + max(value.depth, arguments.map(\.depth).max() ?? 0)
        }
    }

    private var isName: Bool { if case .name = self { true } else { false } }

    /// All names, also those that may be missing.
    var mentions: [[String]] {
        switch self {
        case .literal: []
        case .name(let path): [path]
        case .environment(_, let fallback): fallback?.mentions ?? []
        case .filter(_, let value, let arguments): value.mentions + arguments.flatMap(\.mentions)
        }
    }

    var variables: [String] {
        switch self {
        case .literal, .name: []
        case .environment(let name, let fallback): [name] + (fallback?.variables ?? [])
        case .filter(_, let value, let arguments): value.variables + arguments.flatMap(\.variables)
        }
    }
}
