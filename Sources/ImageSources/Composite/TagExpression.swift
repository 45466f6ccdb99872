import ImageCore

/// A small regular expression with one group, which finds a value in a file's path.
///
/// Letters stand for themselves without regard to case; `.`, `\d`, `\w`, `\s`, `[a-z]` and `[^_]` for one of several;
/// `*`, `+`, `?` and `{2,4}` repeat what is before them; `^` and `$` are the ends. What the group `( )` holds is the value.
/// There are no alternatives, no groups in groups and no references: each search takes time in proportion to the path.
struct TagExpression: Sendable {
    private struct Element: Sendable {
        /// The bytes that fit.
        var set: Set<UInt8>
        var least = 1
        var most = 1
    }

    private var elements: [Element] = []
    private var group = 0..<0
    private var isAnchoredAtStart = false
    private var isAnchoredAtEnd = false

    /// More is no expression for a file name, and would take long.
    private static let elementLimit = 128
    private static let pathLimit = 1024

    /// A tag before a number: `tag(\d+)`.
    private init(tag: String) {
        elements = tag.utf8.map { Element(set: [$0.lowerCase]) }
        elements.append(Element(set: Self.digits, least: 1, most: .max))
        group = elements.count - 1..<elements.count
    }

    /// Reads a tag, or an expression if it has a group.
    ///
    /// - Throws: `invalidArgument` for what is not supported, or not exactly one group.
    init(parsing text: String) throws(ImageError) {
        guard text.utf8.count <= Self.elementLimit else {
            throw .limitExceeded(
                "a tag or expression of more than \(Self.elementLimit) letters: '\(text.prefix(40))...'")
        }
        guard text.contains("(") else {
            self = TagExpression(tag: text)
            return
        }
        func refuse(_ what: String) -> ImageError {
            .invalidArgument(
                "the expression '\(text)' \(what)",
                hint: "write a tag before a number, or letters, classes and repetitions with one group in brackets")
        }
        var rest = Array(text.utf8)[...]
        var (start, end) = (Int?.none, Int?.none)
        if rest.first == UInt8(ascii: "^") { (isAnchoredAtStart, rest) = (true, rest.dropFirst()) }
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "("):
                guard start == nil else { throw refuse("has several groups") }
                start = elements.count
            case UInt8(ascii: ")"):
                guard start != nil, end == nil else { throw refuse("has a ')' without '('") }
                end = elements.count
            case UInt8(ascii: "$") where rest.isEmpty: isAnchoredAtEnd = true
            case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"), UInt8(ascii: "{"):
                guard let last = elements.indices.last, end != elements.count, start != elements.count else {
                    throw refuse("repeats nothing, or a group")
                }
                guard let (least, most) = Self.repetition(byte, &rest) else { throw refuse("has a damaged repetition") }
                (elements[last].least, elements[last].most) = (least, most)
            case UInt8(ascii: "|"): throw refuse("has alternatives")
            case UInt8(ascii: "["):
                guard let set = Self.characters(&rest) else { throw refuse("has a '[' without ']'") }
                elements.append(Element(set: set))
            case UInt8(ascii: "."): elements.append(Element(set: Set(0...255)))
            case UInt8(ascii: "\\"):
                guard let next = rest.popFirst() else { throw refuse("ends in a backslash") }
                elements.append(Element(set: Self.escaped(next)))
            default: elements.append(Element(set: [byte.lowerCase]))
            }
        }
        guard let start, let end, start < end else { throw refuse("has no group") }
        group = start..<end
    }

    /// What the group holds where the expression first fits; nil if it does not.
    func value(in path: String) -> AttributeValue? {
        let bytes = Array(path.utf8)
        guard bytes.count <= Self.pathLimit else { return nil }
        // What does not fit from a place on does not, wherever the match began.
        var failed: Set<Int> = []
        for start in 0...(isAnchoredAtStart ? 0 : bytes.count) {
            var marks = [Int](repeating: 0, count: elements.count + 1)
            marks[0] = start
            guard match(0, start, bytes, &marks, &failed) else { continue }
            let range = marks[group.lowerBound]..<marks[group.upperBound]
            return .nameValue(String(decoding: bytes[range], as: UTF8.self))
        }
        return nil
    }

    private func match(
        _ element: Int, _ place: Int, _ bytes: [UInt8], _ marks: inout [Int], _ failed: inout Set<Int>
    ) -> Bool {
        marks[element] = place
        guard element < elements.count else { return !isAnchoredAtEnd || place == bytes.count }
        let state = element * (bytes.count + 1) + place
        if failed.contains(state) { return false }
        var end = place
        let wanted = elements[element]
        while end < bytes.count, end - place < wanted.most, wanted.set.contains(bytes[end].lowerCase) { end += 1 }
        // As much as possible first, as such expressions do.
        while end - place >= wanted.least {
            if match(element + 1, end, bytes, &marks, &failed) {
                marks[element] = place
                return true
            }
            end -= 1
        }
        failed.insert(state)
        return false
    }

    private static let digits = Set(UInt8(ascii: "0")...UInt8(ascii: "9"))

    private static func escaped(_ byte: UInt8) -> Set<UInt8> {
        switch byte {
        case UInt8(ascii: "d"): digits
        case UInt8(ascii: "w"): Set((0...255).filter { $0.isLetterOrDigit || $0 == UInt8(ascii: "_") })
        case UInt8(ascii: "s"): [0x20, 0x09, 0x0A, 0x0D]
        default: [byte.lowerCase]
        }
    }

    private static func characters(_ rest: inout ArraySlice<UInt8>) -> Set<UInt8>? {
        let isNegated = rest.first == UInt8(ascii: "^")
        if isNegated { rest.removeFirst() }
        var set: Set<UInt8> = []
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "]") { return isNegated ? Set(0...255).subtracting(set) : set }
            if byte == UInt8(ascii: "\\") {
                guard let next = rest.popFirst() else { return nil }
                set.formUnion(escaped(next))
            } else if rest.first == UInt8(ascii: "-"), let last = rest.dropFirst().first, last != UInt8(ascii: "]") {
                rest.removeFirst(2)
                if byte <= last { set.formUnion((byte...last).map(\.lowerCase)) }
            } else {
                set.insert(byte.lowerCase)
            }
        }
        return nil
    }

    private static func repetition(_ byte: UInt8, _ rest: inout ArraySlice<UInt8>) -> (Int, Int)? {
        switch byte {
        case UInt8(ascii: "*"): return (0, .max)
        case UInt8(ascii: "+"): return (1, .max)
        case UInt8(ascii: "?"): return (0, 1)
        default:
            guard let end = rest.firstIndex(of: UInt8(ascii: "}")) else { return nil }
            let parts = String(decoding: rest[..<end], as: UTF8.self).split(
                separator: ",", maxSplits: 1, omittingEmptySubsequences: false)
            rest = rest[(end + 1)...]
            guard let first = parts.first, let least = Int(first), (0...4096).contains(least) else { return nil }
            guard parts.count == 2 else { return (least, least) }
            if parts[1].isEmpty { return (least, .max) }
            guard let most = Int(parts[1]), most >= least else { return nil }
            return (least, most)
        }
    }
}

extension AttributeValue {
    /// What stands in a name: a whole number where it is one, else the text.
    static func nameValue(_ text: String) -> AttributeValue {
        text.utf8.allSatisfy(\.isDigit) ? Int(text).map { .int($0) } ?? .string(text) : .string(text)
    }
}

extension UInt8 {
    var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
    var isLetterOrDigit: Bool { isDigit || (lowerCase >= UInt8(ascii: "a") && lowerCase <= UInt8(ascii: "z")) }
    /// The lower-case letter of an ASCII letter, everything else as it is.
    var lowerCase: UInt8 { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") ? self + 32 : self }
}
