import ImageCore

/// Reads attributes leniently: what has another type than expected is left out and noted.
struct OMEReader {
    /// What was noticed; no more than a few dozen, since everyone who reads them has seen enough then.
    private(set) var diagnostics: [Diagnostic] = []

    private static let mostDiagnostics = 32

    mutating func note(_ message: String) {
        if diagnostics.count < Self.mostDiagnostics {
            diagnostics.append(Diagnostic(message))
        } else if diagnostics.count == Self.mostDiagnostics {
            diagnostics.append(Diagnostic("there is more to say about the OME-Zarr metadata; it is left out"))
        }
    }

    /// The list under a name; empty if there is none.
    mutating func list(_ map: Attributes, _ key: String) -> [AttributeValue] {
        guard let value = map[key], !value.isNull else { return [] }
        if let list = value.arrayValue { return list }
        note("'\(key)' is \(value.kindName), not a list; it is left out")
        return []
    }

    /// The mapping under a name, if there is one.
    mutating func mapping(_ map: Attributes, _ key: String) -> Attributes? {
        guard let value = map[key], !value.isNull else { return nil }
        if let found = value.mappingValue { return found }
        note("'\(key)' is \(value.kindName), not a mapping; it is left out")
        return nil
    }

    /// The mappings of a list; others are noted.
    mutating func mappings(_ map: Attributes, _ key: String) -> [Attributes] {
        var result: [Attributes] = []
        for value in list(map, key) {
            if let entry = value.mappingValue {
                result.append(entry)
            } else {
                note("an entry of '\(key)' is \(value.kindName), not a mapping; it is left out")
            }
        }
        return result
    }

    /// The paths of a list that stay inside the group.
    mutating func paths(_ map: Attributes, _ key: String) -> [String] {
        var result: [String] = []
        for value in list(map, key) {
            if let path = path(value, of: key) { result.append(path) }
        }
        return result
    }

    /// A path that stays inside the group; others are noted.
    mutating func path(_ value: AttributeValue?, of key: String) -> String? {
        if let text = Self.text(value) {
            if OMEPath.isInside(text) { return text }
            note("the path '\(OMEPath.shown(text))' of '\(key)' leads out of its group; it is left out")
        } else {
            note("an entry of '\(key)' has no path; it is left out")
        }
        return nil
    }

    /// Numbers, or nil if anything else is among them.
    static func numbers(_ value: AttributeValue?) -> [Double]? {
        guard let list = value?.arrayValue else { return nil }
        let numbers = list.compactMap(\.doubleValue)
        return numbers.count == list.count ? numbers : nil
    }

    /// A text; whole numbers are taken for theirs, as some writers number what should be named.
    static func text(_ value: AttributeValue?) -> String? {
        switch value {
        case .string(let text)?: text
        case .int(let number)?: String(number)
        case .double(let number)? where number.isFinite: "\(number)"
        default: nil
        }
    }

    /// A whole number, also one written with a fraction of 0.
    static func wholeNumber(_ value: AttributeValue?) -> Int? {
        if let number = value?.intValue { return number }
        if case .double(let number)? = value { return Int(exactly: number) }
        return nil
    }
}
