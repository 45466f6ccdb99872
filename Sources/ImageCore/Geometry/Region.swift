/// What is taken along one axis.
public enum AxisSelection: Sendable, Hashable {
    /// One place; the axis is gone afterwards. A negative index counts from the end.
    case index(Int)
    /// The place with this name or position; the axis is gone afterwards.
    case label(String)
    /// From `lower` (included; nil: the first) to `upper` (not included; nil: the end) in steps. Negative bounds count
    /// from the end. A range that reaches outside is an error.
    case range(lower: Int?, upper: Int?, step: Int)
    /// These places in this order.
    case indices([Int])
    /// The places with these names in this order.
    case labels([String])
}

extension AxisSelection: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral, ExpressibleByArrayLiteral {
    /// An index.
    public init(integerLiteral value: Int) { self = .index(value) }
    /// A name.
    public init(stringLiteral value: String) { self = .label(value) }
    /// Several indices.
    public init(arrayLiteral elements: Int...) { self = .indices(elements) }
}

/// A part of an image, by axis name; axes that are not mentioned are taken whole.
public struct Region: Sendable, Hashable {
    /// What is taken along each axis that is restricted.
    public var selections: [Axis: AxisSelection]

    /// The whole image.
    public static let all = Region([:])

    /// A region.
    public init(_ selections: [Axis: AxisSelection]) {
        self.selections = selections
    }

    /// The region written as `z=0:10,y=100:356:2,c=actin,t=3`.
    ///
    /// `a:b` is a range without `b`, `a:b:s` one with steps, a number an index, anything else a label; several indices
    /// or labels are separated by commas (`c=nuclei,actin`).
    /// - Throws: `invalidArgument` for an unknown axis, one that is named twice, or something that cannot be read.
    public init(parsing text: String) throws(ImageError) {
        var parts: [(axis: Axis, items: [String])] = []
        for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
            let item = String(piece).trimmingBlanks
            if let equals = item.firstIndex(of: "=") {
                let name = String(item[..<equals]).trimmingBlanks
                guard name.count == 1, let letter = name.first, let axis = Axis(letter: letter) else {
                    throw .invalidArgument("'\(name)' in region '\(text)' is not an axis", hint: Self.hint)
                }
                guard !parts.contains(where: { $0.axis == axis }) else {
                    throw .invalidArgument("region '\(text)' names axis \(axis) twice")
                }
                parts.append((axis, [String(item[item.index(after: equals)...]).trimmingBlanks]))
            } else if !parts.isEmpty {
                parts[parts.count - 1].items.append(item)
            } else {
                throw .invalidArgument("'\(item)' in region '\(text)' lacks an axis", hint: Self.hint)
            }
        }
        selections = [:]
        for part in parts {
            selections[part.axis] = try Self.selection(part.items, in: text)
        }
    }

    private static let hint = "write regions like z=0:10,y=100:356,c=actin"

    private static func selection(_ items: [String], in text: String) throws(ImageError) -> AxisSelection {
        guard !items.contains("") else {
            throw .invalidArgument("region '\(text)' has an empty item", hint: hint)
        }
        let numbers = items.compactMap { Int($0) }
        if items.count == 1, let item = items.first {
            if let number = numbers.first { return .index(number) }
            guard item.contains(":") else { return .label(item) }
            let bounds = item.split(separator: ":", omittingEmptySubsequences: false).map { String($0).trimmingBlanks }
            let values = bounds.map { Int($0) }
            guard bounds.count <= 3, zip(bounds, values).allSatisfy({ $0.isEmpty || $1 != nil }) else {
                return .label(item)
            }
            return .range(lower: values[0], upper: values[1], step: values.count == 3 ? values[2] ?? 1 : 1)
        }
        return numbers.count == items.count ? .indices(numbers) : .labels(items)
    }
}

extension String {
    /// The text without blanks and tabs at both ends.
    package var trimmingBlanks: String {
        if let first = utf8.first, let last = utf8.last, first > 0x20, last > 0x20 { return self }
        var view = self[...]
        while let first = view.first, first == " " || first == "\t" { view.removeFirst() }
        while let last = view.last, last == " " || last == "\t" { view.removeLast() }
        return String(view)
    }
}
