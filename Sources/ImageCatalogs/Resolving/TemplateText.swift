import ImageCore

/// What the filters of templates do.
enum TemplateText {
    /// A value as it stands in a text: as Python prints it, so that intake fills in the same; nil for null, lists and
    /// mappings.
    static func text(of value: AttributeValue) -> String? {
        switch value {
        case .string(let text): text
        case .int(let number): "\(number)"
        case .unsigned(let number): "\(number)"
        case .double(let number): "\(number)"
        case .bool(let flag): flag ? "True" : "False"
        case .null, .array, .mapping: nil
        }
    }

    static func isEmpty(_ value: AttributeValue) -> Bool {
        switch value {
        case .null, .bool(false), .int(0), .string(""): true
        case .double(let number): number == 0
        case .array(let items): items.isEmpty
        case .mapping(let map): map.isEmpty
        default: false
        }
    }

    static func argumentCounts(_ filter: Template.Filter) -> ClosedRange<Int> {
        switch filter {
        case .upper, .lower: 0...0
        case .default: 0...2
        case .format: 1...16
        case .int: 0...1
        case .replace: 2...2
        case .join: 0...1
        }
    }

    static func apply(
        _ filter: Template.Filter, to value: AttributeValue, _ arguments: [AttributeValue]
    ) throws(ImageError) -> AttributeValue {
        let result: String
        switch filter {
        case .upper: result = try required(value, filter).uppercased()
        case .lower: result = try required(value, filter).lowercased()
        case .replace:
            let old = try required(arguments[0], filter)
            let new = try required(arguments[1], filter)
            let text = try required(value, filter)
            guard !old.isEmpty else { throw .invalidArgument("the filter 'replace' has nothing to replace") }
            let (size, overflow) = text.utf8.count.multipliedReportingOverflow(by: max(1, new.utf8.count))
            guard !overflow, size <= Template.sizeLimit * 16 else {
                throw .limitExceeded("a filled template has more than \(Template.sizeLimit) bytes")
            }
            result = text.replacing(old, with: new)
        case .join:
            guard let items = value.arrayValue else {
                throw .invalidArgument("the filter 'join' needs a list, not \(value.kindName)")
            }
            let separator = try arguments.first.map { (item) throws(ImageError) in try required(item, filter) } ?? ""
            var texts: [String] = []
            var size = 0
            for item in items {
                let text = try required(item, filter)
                size += text.utf8.count + (texts.isEmpty ? 0 : separator.utf8.count)
                // Before there is one that long: the list may hold one text thousands of times.
                try Template.checkSize(size)
                texts.append(text)
            }
            result = texts.joined(separator: separator)
        case .format: result = try PrintfFormat(try required(value, filter)).text(of: arguments)
        case .int: return try whole(value, arguments.first)
        case .default: return value
        }
        try Template.checkSize(result)
        return .string(result)
    }

    private static func required(_ value: AttributeValue, _ filter: Template.Filter) throws(ImageError) -> String {
        if let text = text(of: value) { return text }
        throw .invalidArgument("the filter '\(filter.rawValue)' cannot take \(value.kindName)")
    }

    private static func whole(_ value: AttributeValue, _ fallback: AttributeValue?) throws(ImageError) -> AttributeValue
    {
        switch value {
        case .int, .unsigned: return value
        case .bool(let flag): return .int(flag ? 1 : 0)
        case .double(let number): if let whole = Int(exactly: number.rounded(.towardZero)) { return .int(whole) }
        case .string(let text):
            let text = text.trimmingBlanks
            if let whole = Int(text) { return .int(whole) }
            if let number = Double(text), let whole = Int(exactly: number.rounded(.towardZero)) { return .int(whole) }
        default: break
        }
        if let fallback { return fallback }
        throw .invalidArgument(
            "the filter 'int' cannot read \(value.json())", hint: "write int(0) to have 0 in its place")
    }
}
