public import ImageCore

extension NamePattern {
    /// The values that a name holds, by field: whole numbers, else texts; dates as `2020-07-01` or
    /// `2020-07-01 12:00:00`.
    ///
    /// - Throws: `invalidArgument` if the pattern does not fit, with the reason; `limitExceeded` for a name of more than
    ///   4096 characters, or if a field that stands twice leaves too many ways to try.
    public func values(in name: String) throws(ImageError) -> Attributes {
        let characters = Array(name)
        guard characters.count <= 4096 else {
            throw .limitExceeded("a name of \(characters.count) characters; patterns read names of at most 4096")
        }
        var matcher = NameMatcher(self, characters)
        guard try matcher.fits(part: 0, from: 0) else {
            throw .invalidArgument("'\(name)' does not fit the pattern '\(self)': \(matcher.reason)")
        }
        var result = Attributes()
        for (field, value) in zip(fields, matcher.values) { result[field.name] = value ?? .null }
        return result
    }

    /// Whether the pattern fits a name.
    public func fits(_ name: String) -> Bool { (try? values(in: name)) != nil }
}

/// One attempt to fit a pattern to a name: goes back where a choice was wrong.
private struct NameMatcher {
    private let pattern: NamePattern
    private let name: [Character]
    private(set) var values: [AttributeValue?]
    /// Where it is known that the rest does not fit, by part and position; only without repeated fields, which make
    /// the rest depend on what came before.
    private var dead: Set<Int> = []
    private var stepsLeft = 1_000_000
    /// How far the best attempt came, and what stood in the way there.
    private var furthest = -1
    private(set) var reason = "it is empty"

    init(_ pattern: NamePattern, _ name: [Character]) {
        self.pattern = pattern
        self.name = name
        values = Array(repeating: nil, count: pattern.fields.count)
    }

    mutating func fits(part: Int, from start: Int) throws(ImageError) -> Bool {
        stepsLeft -= 1
        guard stepsLeft > 0 else {
            throw .limitExceeded("there are too many ways to fit the pattern '\(pattern)' to one name")
        }
        guard part < pattern.parts.count else {
            if start == name.count { return true }
            return fail(start, "nothing may stand behind '\(String(name[..<start]))'")
        }
        let state = part * (name.count + 1) + start
        if dead.contains(state) { return false }
        let found =
            switch pattern.parts[part] {
            case .text(let text): try fits(text, part, from: start)
            case .field(let number): try fits(field: number, part, from: start)
            }
        if !found, !pattern.hasRepeats { dead.insert(state) }
        return found
    }

    private mutating func fits(_ text: [Character], _ part: Int, from start: Int) throws(ImageError) -> Bool {
        guard name[start...].starts(with: text) else {
            return fail(start, "'\(String(text))' is missing behind '\(String(name[..<start]))'")
        }
        return try fits(part: part + 1, from: start + text.count)
    }

    private mutating func fits(field number: Int, _ part: Int, from start: Int) throws(ImageError) -> Bool {
        let field = pattern.fields[number]
        let lengths = field.form.fixedWidth.map { $0...$0 } ?? 1...max(1, name.count - start)
        for length in lengths {
            guard start + length <= name.count else { break }
            let text = name[start..<(start + length)]
            if case .text(_, let crosses) = field.form, !crosses, text.last == "/" { break }
            guard let value = field.value(of: text) else { continue }
            if let known = values[number] {
                guard known == value else { continue }
                if try fits(part: part + 1, from: start + length) { return true }
            } else {
                values[number] = value
                if try fits(part: part + 1, from: start + length) { return true }
                values[number] = nil
            }
        }
        return fail(start, "'{\(field.name)}' is not what stands behind '\(String(name[..<start]))'")
    }

    private mutating func fail(_ place: Int, _ why: String) -> Bool {
        if place > furthest {
            furthest = place
            reason = why
        }
        return false
    }
}

extension NamePattern.Field {
    /// The value that a text stands for, or nil.
    fileprivate func value(of text: ArraySlice<Character>) -> AttributeValue? {
        switch form {
        case .text(_, let crosses): return crosses || !text.contains("/") ? .string(String(text)) : nil
        case .number(let radix, _, let width):
            let digits = text.first == "-" ? text.dropFirst() : text
            guard let first = digits.first,
                digits.allSatisfy({ $0.isASCII && $0.hexDigitValue.map { $0 < radix } == true })
            else { return nil }
            let isFilled = first == "0" && digits.count > 1
            guard text.count >= width, !(width > 0 && isFilled && text.count > width),
                let number = Int(String(text), radix: radix), !(number == 0 && text.first == "-")
            else { return nil }
            return .int(number)
        case .date(let parts): return DatePart.value(of: Array(text), parts).map { .string($0) }
        }
    }
}
