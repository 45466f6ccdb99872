public import ImageCore
import ImageSources

/// An entry that serves many names: its own name is a pattern such as `plate{p:d}_{well}`.
struct EntryPattern: Sendable {
    let pattern: NamePattern
    let position: Int

    /// - Returns: nil for a name that is no pattern, or one that every name would fit.
    init?(_ name: String, position: Int) {
        guard let pattern = Self.pattern(name) else { return nil }
        self.pattern = pattern
        self.position = position
    }

    static func pattern(_ name: String) -> NamePattern? {
        guard name.contains("{"), let pattern = try? NamePattern(parsing: name), !pattern.fields.isEmpty,
            pattern.literalCount > 0
        else { return nil }
        return pattern
    }

    /// What is wrong with a name that looks like a pattern, or nil.
    static func mistake(_ name: String) -> (message: String, hint: String?)? {
        guard name.contains("{") else { return nil }
        do {
            let pattern = try NamePattern(parsing: name)
            guard !pattern.fields.isEmpty, pattern.literalCount == 0 else { return nil }
            return ("every name would fit '\(name)', which is therefore no pattern", "put some text beside the fields")
        } catch {
            return ("'\(name)' is taken for a name, not for a pattern: \(error.message)", error.hint)
        }
    }
}

/// How a name led to a pattern entry.
public struct PatternMatch: Sendable, Hashable {
    /// The name that was asked for.
    public let name: String
    /// The name of the entry, which is the pattern.
    public let pattern: String
    /// What the fields stand for in the name.
    public let values: Attributes
    /// Other patterns of the catalog, and why they were not taken.
    public let others: [(pattern: String, reason: String)]

    /// Compares all but the other patterns.
    public static func == (a: PatternMatch, b: PatternMatch) -> Bool {
        a.name == b.name && a.pattern == b.pattern && a.values == b.values
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(name)
        hasher.combine(pattern)
    }
}
