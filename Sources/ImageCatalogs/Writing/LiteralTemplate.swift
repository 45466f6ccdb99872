import ImageCore

/// Texts as templates that stand for just these texts.
///
/// All texts in `args` and `metadata` are templates to those who read a catalog. What would mean something in them is put
/// into an expression that is a quoted text, which Jinja and ours read alike: `a{{b` is written `a{{ '{{' }}b`.
enum LiteralTemplate {
    static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "{") || $0.isYAMLBreak }) else { return text }
        var result: [Unicode.Scalar] = []
        let scalars = Array(text.unicodeScalars)
        var position = 0
        while position < scalars.count {
            let scalar = scalars[position]
            let next = position + 1 < scalars.count ? scalars[position + 1] : nil
            if scalar == "{", next == "{" || next == "%" || next == "#", let next {
                append("{\(next)", to: &result)
                position += 2
                continue
            }
            // Jinja turns every kind of line break into \n, and drops one at the end.
            if scalar == "\r" {
                append("\\r", to: &result)
            } else if scalar == "\n", next == nil {
                append("\\n", to: &result)
            } else {
                result.append(scalar)
            }
            position += 1
        }
        return String(String.UnicodeScalarView(result))
    }

    /// Adds an expression; a brace before it would be taken for its beginning and goes into it.
    private static func append(_ literal: String, to result: inout [Unicode.Scalar]) {
        var literal = literal
        if result.last == "{" {
            result.removeLast()
            literal = "{" + literal
        }
        result += Array("{{ '\(literal)' }}".unicodeScalars)
    }
}

extension Attributes {
    /// The same with all texts as templates that stand for them.
    var asTemplates: Attributes { Attributes(pairs.map { ($0.key, $0.value.asTemplate) }) }
}

extension AttributeValue {
    fileprivate var asTemplate: AttributeValue {
        switch self {
        case .string(let text): .string(LiteralTemplate.escaped(text))
        case .array(let items): .array(items.map(\.asTemplate))
        case .mapping(let attributes): .mapping(attributes.asTemplates)
        default: self
        }
    }
}
