/// A plain value as YAML, JSON and file headers know it: what catalogs and format metadata are made of.
///
/// Mappings keep their order. There are no tags, no dates and no objects, so that every value can be written to a
/// catalog and read back unchanged.
public enum AttributeValue: Sendable, Hashable {
    case null
    case bool(Bool)
    case int(Int)
    /// A whole number above `Int.max`; smaller ones are `int`.
    case unsigned(UInt)
    case double(Double)
    case string(String)
    case array([AttributeValue])
    case mapping(Attributes)
}

/// An ordered mapping from names to plain values.
public struct Attributes: Sendable, Hashable {
    /// The names and values in order; names are unique.
    public private(set) var pairs: [(key: String, value: AttributeValue)] = []
    /// Where each name is, once there are more than a search from the start is faster for.
    private var positions: [String: Int] = [:]
    private static let searchLimit = 48

    /// An empty mapping.
    public init() {}

    /// A mapping with these pairs; a repeated name takes the last value at the first place.
    public init(_ pairs: some Sequence<(String, AttributeValue)>) {
        let count = pairs.underestimatedCount
        self.pairs.reserveCapacity(count)
        if count > Self.searchLimit { positions.reserveCapacity(count) }
        for (key, value) in pairs { self[key] = value }
    }

    /// The value of a name, or nil; setting nil removes the name.
    public subscript(key: String) -> AttributeValue? {
        get { place(of: key).map { pairs[$0].value } }
        set {
            switch (place(of: key), newValue) {
            case (let place?, let value?): pairs[place].value = value
            case (nil, let value?):
                pairs.append((key, value))
                if pairs.count > Self.searchLimit + 1 { positions[key] = pairs.count - 1 } else { indexNames() }
            case (let place?, nil):
                pairs.remove(at: place)
                positions = [:]
                indexNames()
            case (nil, nil): break
            }
        }
    }

    private func place(of key: String) -> Int? {
        pairs.count > Self.searchLimit ? positions[key] : pairs.firstIndex { $0.key == key }
    }

    private mutating func indexNames() {
        guard pairs.count > Self.searchLimit else { return }
        for (index, pair) in pairs.enumerated() { positions[pair.key] = index }
    }

    /// The names in order.
    public var keys: [String] { pairs.map(\.key) }
    /// How many names there are.
    public var count: Int { pairs.count }
    /// Whether there are none.
    public var isEmpty: Bool { pairs.isEmpty }

    /// Equal when both hold the same values under the same names; the order does not matter.
    public static func == (a: Attributes, b: Attributes) -> Bool {
        a.count == b.count && a.pairs.allSatisfy { b[$0.key] == $0.value }
    }

    /// Hashes the number of names, which does not depend on their order.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(count)
    }
}

extension AttributeValue {
    /// Equal when both hold the same; a NaN equals a NaN, so that what was written can be compared with what is read.
    public static func == (a: AttributeValue, b: AttributeValue) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.bool(let x), .bool(let y)): x == y
        case (.int(let x), .int(let y)): x == y
        case (.unsigned(let x), .unsigned(let y)): x == y
        case (.double(let x), .double(let y)): x == y || (x.isNaN && y.isNaN)
        case (.string(let x), .string(let y)): x == y
        case (.array(let x), .array(let y)): x == y
        case (.mapping(let x), .mapping(let y)): x == y
        default: false
        }
    }

    /// Hashes what `==` compares.
    public func hash(into hasher: inout Hasher) {
        switch self {
        case .null: hasher.combine(0)
        case .bool(let value): hasher.combine(value)
        case .int(let value): hasher.combine(value)
        case .unsigned(let value): hasher.combine(value)
        case .double(let value): hasher.combine(value.isNaN ? 0 : value)
        case .string(let value): hasher.combine(value)
        case .array(let value): hasher.combine(value)
        case .mapping(let value): hasher.combine(value)
        }
    }

    /// The text, if this is one.
    public var stringValue: String? { if case .string(let value) = self { value } else { nil } }
    /// The truth value, if this is one.
    public var boolValue: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// The whole number, if this is one.
    public var intValue: Int? { if case .int(let value) = self { value } else { nil } }
    /// The number, whole or not.
    public var doubleValue: Double? {
        switch self {
        case .int(let value): Double(value)
        case .unsigned(let value): Double(value)
        case .double(let value): value
        default: nil
        }
    }
    /// The list, if this is one.
    public var arrayValue: [AttributeValue]? { if case .array(let value) = self { value } else { nil } }
    /// The mapping, if this is one.
    public var mappingValue: Attributes? { if case .mapping(let value) = self { value } else { nil } }
    /// Whether this is null.
    public var isNull: Bool { if case .null = self { true } else { false } }

    /// What kind of value this is, for messages: "a number", "a list" ...
    public var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "a truth value"
        case .int, .unsigned, .double: "a number"
        case .string: "a text"
        case .array: "a list"
        case .mapping: "a mapping"
        }
    }
}

extension AttributeValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral,
    ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    /// The value of a literal.
    public init(stringLiteral value: String) { self = .string(value) }
    /// The value of a literal.
    public init(integerLiteral value: Int) { self = .int(value) }
    /// The value of a literal.
    public init(floatLiteral value: Double) { self = .double(value) }
    /// The value of a literal.
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    /// The value of a literal.
    public init(arrayLiteral elements: AttributeValue...) { self = .array(elements) }
    /// The value of a literal.
    public init(dictionaryLiteral elements: (String, AttributeValue)...) { self = .mapping(Attributes(elements)) }
}

extension Attributes: ExpressibleByDictionaryLiteral {
    /// A mapping written in source code.
    public init(dictionaryLiteral elements: (String, AttributeValue)...) { self.init(elements) }
}
