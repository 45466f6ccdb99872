public import ImageCore

extension NamePattern {
    /// The values that a name holds, by field: whole numbers, else texts; dates as `2020-07-01` or
    /// `2020-07-01 12:00:00`.
    ///
    /// - Parameter ignoresCase: whether letters of ASCII outside of fields may be upper or lower case.
    /// - Throws: `invalidArgument` if the pattern does not fit, with the reason; `limitExceeded` for a name of more than
    ///   4096 characters, or if a field that stands twice leaves too many ways to try.
    public func values(in name: String, ignoresCase: Bool = false) throws(ImageError) -> Attributes {
        let characters = Array(name)
        guard characters.count <= 4096 else {
            throw .limitExceeded("a name of \(characters.count) characters; patterns read names of at most 4096")
        }
        var matcher = NameMatcher(self, characters, ignoresCase: ignoresCase)
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
    private let ignoresCase: Bool
    /// Where each field was found.
    private var ranges: [Range<Int>?]
    /// Where it is known that the rest does not fit, by part and position; only without repeated fields, which make
    /// the rest depend on what came before.
    private var dead: Set<Int> = []
    /// What may still be looked at, in characters; names that people give take a few thousand.
    private var stepsLeft = 200_000
    /// How far the best attempt came, and what stood in the way there.
    private var furthest = -1
    private(set) var reason = "it is empty"

    init(_ pattern: NamePattern, _ name: [Character], ignoresCase: Bool) {
        self.pattern = pattern
        self.ignoresCase = ignoresCase
        self.name = name
        ranges = Array(repeating: nil, count: pattern.fields.count)
    }

    /// The values of the fields, after a fit.
    var values: [AttributeValue?] {
        zip(pattern.fields, ranges).map { field, range in range.flatMap { field.value(of: name[$0]) } }
    }

    mutating func fits(part: Int, from start: Int) throws(ImageError) -> Bool {
        guard part < pattern.parts.count else {
            if start == name.count { return true }
            return fail(start) { "nothing may stand behind '\($0)'" }
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
        guard name[start...].starts(with: text, by: isSame) else {
            return fail(start) { "'\(String(text))' is missing behind '\($0)'" }
        }
        return try fits(part: part + 1, from: start + text.count)
    }

    private mutating func fits(field number: Int, _ part: Int, from start: Int) throws(ImageError) -> Bool {
        let field = pattern.fields[number]
        let known = ranges[number]
        let lengths = field.form.fixedWidth.map { $0...$0 } ?? 1...max(1, name.count - start)
        for length in lengths {
            // A field that stands twice is compared letter by letter.
            stepsLeft -= known == nil ? 1 : 1 + length
            guard stepsLeft > 0 else {
                throw .limitExceeded("there are too many ways to fit the pattern '\(pattern)' to one name")
            }
            let end = start + length
            guard end <= name.count, field.form.allows(name[end - 1], at: length - 1) else { break }
            guard canEnd(part, at: end), field.value(of: name[start..<end], isQuick: true) != nil else { continue }
            if let known {
                guard field.value(of: name[known]) == field.value(of: name[start..<end]) else { continue }
            } else {
                ranges[number] = start..<end
            }
            if try fits(part: part + 1, from: end) { return true }
            ranges[number] = known
        }
        return fail(start) { "'{\(field.name)}' is not what stands behind '\($0)'" }
    }

    /// Whether what follows a field may begin at a place.
    private func canEnd(_ part: Int, at end: Int) -> Bool {
        guard part + 1 < pattern.parts.count else { return end == name.count }
        guard case .text(let text) = pattern.parts[part + 1] else { return true }
        // The very last text must be at the end; for the others their first character tells most.
        if part + 2 == pattern.parts.count { return end + text.count == name.count }
        return end < name.count && text.first.map { isSame(name[end], $0) } ?? false
    }

    private func isSame(_ a: Character, _ b: Character) -> Bool {
        if a == b { return true }
        guard ignoresCase, let first = a.asciiValue, let second = b.asciiValue else { return false }
        return first.lowerCase == second.lowerCase
    }

    private mutating func fail(_ place: Int, _ why: (String) -> String) -> Bool {
        if place > furthest {
            furthest = place
            reason = why(String(name[..<place]))
        }
        return false
    }
}

extension NamePattern.Form {
    /// Whether a character can stand at a place of the field.
    fileprivate func allows(_ character: Character, at place: Int) -> Bool {
        switch self {
        case .text(let width, let crosses): crosses || character != "/" || width != nil
        case .number(let radix, _, _):
            character.isASCII && character.hexDigitValue.map { $0 < radix } ?? (character == "-" && place == 0)
        case .date: true
        }
    }
}

extension NamePattern.Field {
    /// The value that a text stands for, or nil.
    ///
    /// - Parameter isQuick: whether it only matters that there is one.
    fileprivate func value(of text: ArraySlice<Character>, isQuick: Bool = false) -> AttributeValue? {
        switch form {
        case .text(nil, _) where isQuick: return .null
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
