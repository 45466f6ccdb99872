import ByteStores
import ImageCore
import ImageSources

extension CatalogParameter {
    /// A value as the parameter's type and within its bounds; null stays null.
    ///
    /// - Throws: `invalidArgument` naming the parameter, the value, and what is allowed.
    func checked(_ value: AttributeValue) throws(ImageError) -> AttributeValue {
        if value.isNull { return value }
        let result = try coerced(value)
        if kind == .mlist {
            let allowed = allowed ?? []
            for item in result.arrayValue ?? [] where !allowed.contains(where: { Self.isSame($0, item) }) {
                throw refused("\(item.json()) is not among them", choices(allowed))
            }
            return result
        }
        if minimum != nil || maximum != nil, case .double(let number) = result, number.isNaN {
            throw refused("\(value.json()) is no number that could lie between bounds")
        }
        if let minimum, Self.isOrdered(result, before: minimum, kind) {
            throw refused("\(value.json()) is below the least value \(minimum.json())")
        }
        if let maximum, Self.isOrdered(maximum, before: result, kind) {
            throw refused("\(value.json()) is above the greatest value \(maximum.json())")
        }
        if let allowed, !allowed.contains(where: { Self.isSame($0, result) }) {
            throw refused("\(value.json()) is not among the allowed values", choices(allowed, near: result.stringValue))
        }
        return result
    }

    /// The value where there is no default.
    var zero: AttributeValue {
        switch kind {
        case .bool: false
        case .datetime: "1970-01-01 00:00:00"
        case .dict: .mapping(Attributes())
        case .float: 0.0
        case .int: 0
        case .list, .tuple, .mlist: .array([])
        case .str, .unicode: ""
        case .other: .null
        }
    }

    /// One of the values of a list or mapping as their type.
    func coercedElement(_ value: AttributeValue) throws(ImageError) -> AttributeValue {
        try elementKind.map { (kind) throws(ImageError) in try coerced(value, kind) } ?? value
    }

    /// A value as the parameter's type, bounds aside.
    func coerced(_ value: AttributeValue) throws(ImageError) -> AttributeValue {
        let result = try coerced(value, kind)
        guard elementKind != nil else { return result }
        switch result {
        case .array(let items):
            var checked: [AttributeValue] = []
            for item in items { checked.append(try coercedElement(item)) }
            return .array(checked)
        case .mapping(let map):
            var checked = Attributes()
            for (key, item) in map.pairs { checked[key] = try coercedElement(item) }
            return .mapping(checked)
        default: return result
        }
    }

    private func coerced(_ value: AttributeValue, _ kind: Kind) throws(ImageError) -> AttributeValue {
        let found: AttributeValue? =
            switch kind {
            case .bool: Self.bool(value)
            case .int: Self.whole(value)
            case .float: Self.number(value)
            case .str, .unicode: Self.text(value)
            case .datetime: Self.time(value)
            case .list, .tuple, .mlist: (try literal(value)).arrayValue.map { .array($0) }
            case .dict: (try literal(value)).mappingValue.map { .mapping($0) }
            case .other: try literal(value)
            }
        if let found { return found }
        throw refused("\(value.json()) is not \(Self.wanted(kind))")
    }

    private static func wanted(_ kind: Kind) -> String {
        switch kind {
        case .bool: "a truth value (true or false)"
        case .int: "a whole number"
        case .float: "a number"
        case .str, .unicode: "a text"
        case .datetime: "a date or time, such as 2020-07-01 or 2020-07-01T12:00:00Z"
        case .list, .tuple, .mlist: "a list, such as [a, b]"
        case .dict: "a mapping, such as {a: 1}"
        case .other: "a value"
        }
    }

    static func bool(_ value: AttributeValue) -> AttributeValue? {
        switch value {
        case .bool: return value
        case .int(0): return false
        case .int(1): return true
        case .string(let text):
            switch text.lowercased() {
            case "true", "yes", "on", "1": return true
            case "false", "no", "off", "0": return false
            default: return nil
            }
        default: return nil
        }
    }

    private static func whole(_ value: AttributeValue) -> AttributeValue? {
        switch value {
        case .int, .unsigned: value
        case .double(let number): Int(exactly: number).map { .int($0) }
        case .string(let text): Int(text).map { .int($0) } ?? UInt(text).map { .unsigned($0) }
        default: nil
        }
    }

    private static func number(_ value: AttributeValue) -> AttributeValue? {
        if let number = value.doubleValue { return .double(number) }
        guard let text = value.stringValue else { return nil }
        return decimal(text).map { .double($0) } ?? YAMLScalar.value(of: text).doubleValue.map { .double($0) }
    }

    /// A number in decimal digits; other forms, such as `.inf` and `0x1F`, are YAML's matter.
    private static func decimal(_ text: String) -> Double? {
        text.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) } ? Double(text) : nil
    }

    private static func text(_ value: AttributeValue) -> AttributeValue? {
        switch value {
        case .array, .mapping, .null: nil
        default: TemplateText.text(of: value).map { .string($0) }
        }
    }

    private static func time(_ value: AttributeValue) -> AttributeValue? {
        switch value {
        case .string("now"): return .string(LocalClock.now().description)
        case .string("today"): return .string(LocalClock.now().dateText + " 00:00:00")
        case .string(let text):
            if let time = CivilTime(parsing: text) { return .string(time.description) }
            // Numbers as on a command line; shorter ones are rather years and days than times before 1973.
            guard text.utf8.count >= 9, let seconds = decimal(text) else { return nil }
            return time(Int(exactly: seconds).map { .int($0) } ?? .double(seconds))
        case .int(let seconds): return CivilTime(secondsSince1970: seconds).map { .string($0.description) }
        case .double(let seconds):
            let whole = seconds.rounded(.down)
            guard whole.magnitude < 1e12 else { return nil }
            let nanosecond = min(999_999_999, Int((seconds - whole) * 1e6) * 1000)
            return CivilTime(secondsSince1970: Int(whole), nanosecond: nanosecond).map { .string($0.description) }
        case .mapping(let map):
            guard map["__datetime__"] != nil, let text = map["as_str"]?.stringValue else { return nil }
            return CivilTime(parsing: text).map { .string($0.description) }
        default: return nil
        }
    }

    /// A list or mapping that was written as a text, as on a command line; for `other` any value.
    private func literal(_ value: AttributeValue) throws(ImageError) -> AttributeValue {
        guard case .string(let text) = value else { return value }
        guard text.first == "[" || text.first == "{" else {
            return kind == .other && elementKind == nil && !text.isEmpty ? YAMLScalar.value(of: text) : value
        }
        do {
            return try YAMLDecoder.value(ofFlow: text)
        } catch {
            throw refused("'\(text)' cannot be read: \(error.message)")
        }
    }

    /// Whether one value comes before another; false where they cannot be compared.
    private static func isOrdered(_ a: AttributeValue, before b: AttributeValue, _ kind: Kind) -> Bool {
        if kind == .datetime {
            guard let first = a.stringValue.flatMap({ CivilTime(parsing: $0) }),
                let second = b.stringValue.flatMap({ CivilTime(parsing: $0) })
            else { return false }
            return first < second
        }
        if case (.int(let first), .int(let second)) = (a, b) { return first < second }
        if let first = a.doubleValue, let second = b.doubleValue { return first < second }
        if let first = a.stringValue, let second = b.stringValue {
            return first.unicodeScalars.lexicographicallyPrecedes(second.unicodeScalars)
        }
        return false
    }

    private static func isSame(_ a: AttributeValue, _ b: AttributeValue) -> Bool {
        if a == b { return true }
        guard let first = a.doubleValue, let second = b.doubleValue else { return false }
        return first == second
    }

    private func choices(_ values: [AttributeValue], near text: String? = nil) -> String {
        let names = values.prefix(20).map { $0.stringValue ?? $0.json() }
        let nearest = text.flatMap { nearestName(to: $0, among: names) }.map { "did you mean '\($0)'? " } ?? ""
        return nearest + "allowed are \(names.joined(separator: ", "))\(values.count > 20 ? ", ..." : "")"
    }

    private func refused(_ why: String, _ hint: String? = nil) -> ImageError {
        .invalidArgument("parameter '\(name)' (\(type)): \(why)", hint: hint)
    }
}

/// The machine's clock as the people around it read it.
private enum LocalClock {
    static func now() -> CivilTime {
        let time = MachineFacts.localTime()
        return CivilTime(secondsSince1970: time.seconds, nanosecond: time.nanosecond / 1000 * 1000)
            ?? .start
    }
}
