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

    /// Whether there is nothing to fill in.
    var isPlainText: Bool { parts.allSatisfy { if case .text = $0 { true } else { false } } }

    /// The names that the template cannot do without.
    var names: [[String]] { expressions.flatMap(\.names) }

    /// All names.
    var mentions: [[String]] { expressions.flatMap(\.mentions) }

    /// The environment variables that the template reads.
    var variables: [String] { expressions.flatMap(\.variables) }

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
