import ImageCore

/// Takes a pattern of names apart.
struct NamePatternParser {
    private let source: String
    private(set) var fields: [NamePattern.Field] = []
    private(set) var parts: [NamePattern.Part] = []
    private(set) var fieldPlaces = 0
    private var literal: [Character] = []

    /// What would only cost time to match.
    private static let partLimit = 100

    init(_ source: String) {
        self.source = source
    }

    mutating func run() throws(ImageError) {
        var rest = Array(source)[...]
        while let character = rest.popFirst() {
            switch character {
            case "{" where rest.first == "{", "}" where rest.first == "}":
                literal.append(character)
                rest.removeFirst()
            case "{":
                guard let end = rest.firstIndex(of: "}") else { throw refused("a '{' without '}'") }
                let inside = String(rest[..<end])
                rest = rest[rest.index(after: end)...]
                let colon = inside.firstIndex(of: ":")
                try add(
                    field: String(inside[..<(colon ?? inside.endIndex)]),
                    colon.map { String(inside[inside.index(after: $0)...]) } ?? "")
            case "}": throw refused("a '}' without '{'")
            default: literal.append(character)
            }
        }
        try finish()
    }

    mutating func add(text: String) { literal += Array(text) }

    mutating func add(field name: String, _ specification: String) throws(ImageError) {
        guard let first = name.first, first.isLetter || first == "_",
            name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" })
        else {
            throw refused(name.isEmpty ? "a field without a name" : "the field name '\(name)'")
        }
        closeLiteral()
        if case .field(let before) = parts.last, fields[before].form.fixedWidth == nil {
            throw refused(
                "no text between the fields '\(fields[before].name)' and '\(name)'",
                hint: "put something between them, or give the first a width, as in {\(fields[before].name):2}")
        }
        let form = try form(specification)
        fieldPlaces += 1
        if let known = fields.firstIndex(where: { $0.name == name }) {
            guard fields[known].form == form else {
                throw refused("the field '\(name)' twice, with different specifications")
            }
            parts.append(.field(known))
        } else {
            parts.append(.field(fields.count))
            fields.append(NamePattern.Field(name: name, specification: specification, form: form))
        }
        guard parts.count <= Self.partLimit else { throw refused("more than \(Self.partLimit) parts") }
    }

    mutating func finish() throws(ImageError) {
        closeLiteral()
    }

    private mutating func closeLiteral() {
        if !literal.isEmpty { parts.append(.text(literal)) }
        literal = []
    }

    private func form(_ specification: String) throws(ImageError) -> NamePattern.Form {
        if specification.hasPrefix("%") { return .date(try DatePart.parts(of: specification)) }
        switch specification {
        case "", "s": return .text(width: nil, crossesFolders: false)
        case "**": return .text(width: nil, crossesFolders: true)
        default: break
        }
        if let width = Int(specification), width > 0, width <= 255, specification.first != "0" {
            return .text(width: width, crossesFolders: false)
        }
        let digits = specification.dropLast()
        guard let letter = specification.last, "dxX".contains(letter), digits.isEmpty || Int(digits) != nil else {
            throw refused(
                "the specification '\(specification)'",
                hint: "known are a width (3), whole numbers (d, 03d, x, 04X), dates (%Y-%m-%d) and ** for any folders")
        }
        let width = Int(digits) ?? 0
        guard digits.isEmpty || digits.first == "0", width <= 255, width >= 0 else {
            throw refused("numbers filled up with blanks", hint: "write {t:03d} for numbers filled up with zeros")
        }
        return .number(radix: letter == "d" ? 10 : 16, isUpper: letter == "X", width: width)
    }

    private func refused(_ what: String, hint: String? = nil) -> ImageError {
        .invalidArgument(
            "the pattern '\(source)' has \(what)", hint: hint ?? "fields are written {name} or {name:03d}, braces {{ }}"
        )
    }
}
