public import ImageCore

/// A question about entries: `driver == "tif" and metadata.stain == "dapi" and shape.z > 10`.
///
/// | facts | from |
/// |---|---|
/// | `name`, `driver`, `description`, `tags` | the entry |
/// | `args.KEY`, `metadata.KEY`, `parameters.NAME` (the default) | the entry, templates filled in with the defaults |
/// | `axes`, `shape.z`, `spacing.z`, `spacing_units.z`, `coords.c`, `dtype`, `bytes`, `npartitions`, `series` | the headers of the image |
///
/// Compare with `==`, `!=`, `<`, `<=`, `>`, `>=`, `in [..]`, and `contains` (an element of a list, a part of a text); join
/// with `and`, `or`, `not` and parentheses. Texts stand in quotes. A fact alone asks whether it is there and is neither
/// false nor empty. What is missing equals nothing, and is neither less nor greater than anything.
public struct CatalogQuery: Sendable, CustomStringConvertible {
    /// The query as written.
    public let description: String
    let condition: Condition

    indirect enum Condition: Sendable {
        case and([Condition])
        case or([Condition])
        case not(Condition)
        case comparison(Operand, Comparison, Operand)
        /// Whether something is there.
        case presence(Operand)
    }

    enum Operand: Sendable {
        case value(AttributeValue)
        case fact([String])
    }

    enum Comparison: String, Sendable, CaseIterable {
        case equal = "=="
        case different = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case isIn = "in"
        case contains
    }

    /// Reads a query.
    ///
    /// - Throws: `invalidArgument` with the place and what is wrong; for an unknown fact the nearest one.
    public init(parsing text: String) throws(ImageError) {
        description = text
        var parser = CatalogQueryParser(text)
        condition = try parser.query()
    }
}
