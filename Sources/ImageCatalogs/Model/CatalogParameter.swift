public import ImageCore

/// A value that an entry can be opened with: its name, its type, what it is if nobody says anything.
public struct CatalogParameter: Sendable, Hashable {
    /// The types, as catalogs write them.
    public enum Kind: String, Sendable, Hashable, CaseIterable {
        /// `true`, `yes`, `on`, `1` and their opposites, in any case.
        case bool
        /// ISO 8601, `now`, `today`, or a number of seconds since 1970, which as a text has at least nine digits; its
        /// value is a text such as `2020-07-01 12:00:00`.
        case datetime
        /// A mapping.
        case dict
        /// A number.
        case float
        /// A list.
        case tuple
        /// Several of the allowed values.
        case mlist
        /// A whole number.
        case int
        /// A list.
        case list
        /// A text.
        case str
        /// A text.
        case unicode
        /// Anything.
        case other
    }

    /// Those whose values have elements.
    static let containers: [Kind] = [.list, .tuple, .mlist, .dict]

    /// The types as a regular expression.
    static var typePattern: String {
        func oneOf(_ kinds: [Kind]) -> String { "(" + kinds.map(\.rawValue).joined(separator: "|") + ")" }
        return "^\(oneOf(Kind.allCases))$|^\(oneOf(containers))\\[\(oneOf(Kind.allCases))\\]$"
    }

    /// The name.
    public let name: String
    /// What it means, or an empty text.
    public let description: String
    /// The type.
    public let kind: Kind
    /// The type of the elements of a list or mapping, written as in `list[int]`; nil for any.
    public let elementKind: Kind?
    /// The value if nobody says anything, as written, and checked unless it holds a template; nil if there is none: then
    /// it is the zero of the type.
    public let defaultValue: AttributeValue?
    /// The smallest value allowed.
    public let minimum: AttributeValue?
    /// The largest value allowed.
    public let maximum: AttributeValue?
    /// The values allowed; nil for all.
    public let allowed: [AttributeValue]?

    /// The type as it is written.
    public var type: String { kind.rawValue + (elementKind.map { "[\($0.rawValue)]" } ?? "") }

    /// The parameter as `imcat show --json` prints it; where there is no default, the zero of the type is one.
    public var attribute: AttributeValue {
        var fields = Attributes()
        fields["name"] = .string(name)
        fields["description"] = .string(description)
        fields["type"] = .string(type)
        fields["default"] = defaultValue ?? (kind == .mlist || kind == .other ? nil : zero)
        fields["min"] = minimum
        fields["max"] = maximum
        fields["allowed"] = allowed.map { .array($0) }
        return .mapping(fields)
    }

    /// The same parameter with another default.
    func with(default value: AttributeValue) -> CatalogParameter {
        CatalogParameter(
            name: name, description: description, kind: kind, elementKind: elementKind, defaultValue: value,
            minimum: minimum, maximum: maximum, allowed: allowed)
    }
}
