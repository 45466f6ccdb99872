import ImageCore

/// Takes a query apart.
struct CatalogQueryParser {
    enum Token: Equatable {
        case word(String)
        case text(String)
        case number(AttributeValue)
        case mark(String)
        case end
    }

    private let source: String
    private var tokens: [(token: Token, place: Int)] = []
    private var position = 0
    private var depth = 0
    private static let depthLimit = 50

    init(_ source: String) {
        self.source = source
    }

    mutating func query() throws(ImageError) -> CatalogQuery.Condition {
        try scan()
        let condition = try disjunction()
        guard token == .end else { throw unexpected() }
        return condition
    }

    // MARK: Words

    private mutating func scan() throws(ImageError) {
        let characters = Array(source)
        guard characters.count <= 10_000 else { throw .limitExceeded("a query of \(characters.count) characters") }
        var place = 0
        func run(_ belongs: (Character) -> Bool) -> String {
            let start = place
            while place < characters.count, belongs(characters[place]) { place += 1 }
            return String(characters[start..<place])
        }
        while place < characters.count {
            let start = place
            let character = characters[place]
            switch character {
            case _ where character.isWhitespace: place += 1
            case "'", "\"":
                place += 1
                let text = run { $0 != character }
                guard place < characters.count else { throw error("the text that begins here has no end", at: start) }
                place += 1
                tokens.append((.text(text), start))
            case _ where character.isNumber || character == "-" || character == ".":
                let text = run { $0.isNumber || "+-.eE".contains($0) }
                guard let number = Int(text).map({ AttributeValue.int($0) }) ?? Double(text).map({ .double($0) }) else {
                    throw error("'\(text)' is no number", at: start)
                }
                tokens.append((.number(number), start))
            case _ where character.isLetter || character == "_":
                tokens.append((.word(run { $0.isLetter || $0.isNumber || "_-.".contains($0) }), start))
            default:
                let pair = place + 1 < characters.count ? String(characters[place...(place + 1)]) : ""
                let mark = ["==", "!=", "<=", ">=", "&&", "||"].contains(pair) ? pair : String(character)
                guard mark.count == 2 || "=<>()[],!".contains(mark) else {
                    throw error("'\(mark)' means nothing here", at: start)
                }
                place += mark.count
                tokens.append((.mark(mark), start))
            }
        }
        tokens.append((.end, characters.count))
    }

    private var token: Token { tokens[min(position, tokens.count - 1)].token }

    private mutating func skip(_ words: String...) -> Bool {
        switch token {
        case .word(let word) where words.contains(word), .mark(let word) where words.contains(word):
            position += 1
            return true
        default: return false
        }
    }

    // MARK: Grammar

    private mutating func disjunction() throws(ImageError) -> CatalogQuery.Condition {
        var parts = [try conjunction()]
        while skip("or", "||") { parts.append(try conjunction()) }
        return parts.count == 1 ? parts[0] : .or(parts)
    }

    private mutating func conjunction() throws(ImageError) -> CatalogQuery.Condition {
        var parts = [try negation()]
        while skip("and", "&&") { parts.append(try negation()) }
        return parts.count == 1 ? parts[0] : .and(parts)
    }

    private mutating func negation() throws(ImageError) -> CatalogQuery.Condition {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw .limitExceeded("a query of more than \(Self.depthLimit) levels") }
        if skip("not", "!") { return .not(try negation()) }
        if skip("(") {
            let inner = try disjunction()
            guard skip(")") else { throw unexpected("a ')' is missing") }
            return inner
        }
        let left = try operand()
        if skip("not") {
            guard skip("in") else { throw unexpected("'in' is missing") }
            return .not(.comparison(left, .isIn, try operand()))
        }
        for comparison in CatalogQuery.Comparison.allCases where skip(comparison.rawValue) {
            return .comparison(left, comparison, try operand())
        }
        if skip("=") { return .comparison(left, .equal, try operand()) }
        if case .value = left { throw unexpected("a comparison is missing") }
        return .presence(left)
    }

    private mutating func operand() throws(ImageError) -> CatalogQuery.Operand {
        depth += 1
        defer { depth -= 1 }
        guard depth <= Self.depthLimit else { throw .limitExceeded("a query of more than \(Self.depthLimit) levels") }
        switch token {
        case .text(let text):
            position += 1
            return .value(.string(text))
        case .number(let number):
            position += 1
            return .value(number)
        case .mark("["):
            position += 1
            var items: [AttributeValue] = []
            while !skip("]") {
                guard case .value(let item) = try operand() else { throw unexpected("lists hold values alone") }
                items.append(item)
                if skip(",") { continue }
                guard skip("]") else { throw unexpected("a ']' is missing") }
                break
            }
            return .value(.array(items))
        case .word(let word):
            let place = tokens[position].place
            position += 1
            switch word {
            case "true", "True": return .value(true)
            case "false", "False": return .value(false)
            case "null", "none", "None": return .value(.null)
            default: return .fact(try fact(word, at: place))
            }
        default: throw unexpected()
        }
    }

    private func fact(_ word: String, at place: Int) throws(ImageError) -> [String] {
        let path = word.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        let root = path[0]
        guard CatalogFacts.names.contains(root) else {
            let near = nearestName(to: root, among: CatalogFacts.names)
            throw error(
                "there is no fact '\(root)'", at: place,
                hint: near.map { "did you mean '\($0)'?" }
                    ?? "write metadata.\(word) for metadata, \"\(word)\" for a text; facts are "
                    + CatalogFacts.names.joined(separator: ", "))
        }
        guard !path.contains("") else { throw error("'\(word)' ends in a dot", at: place) }
        guard path.count > 1 || !CatalogFacts.mappings.contains(root) else {
            throw error("'\(root)' needs a key", at: place, hint: "as in \(root).KEY")
        }
        return path
    }

    private func unexpected(_ what: String? = nil) -> ImageError {
        let (found, place) = tokens[min(position, tokens.count - 1)]
        let shown =
            switch found {
            case .word(let word), .mark(let word): "'\(word)'"
            case .text(let text): "\"\(text)\""
            case .number(let number): number.json()
            case .end: "the end"
            }
        return error((what ?? "something else is expected") + ", not \(shown)", at: place)
    }

    private func error(_ what: String, at place: Int, hint: String? = nil) -> ImageError {
        .invalidArgument(
            "the query '\(source)', character \(place + 1): \(what)",
            hint: hint ?? "write conditions such as driver == \"tif\" and metadata.stain == \"dapi\" and shape.z > 10")
    }
}
