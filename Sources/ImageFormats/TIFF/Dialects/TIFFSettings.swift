/// The settings that a program wrote as lines of `key = value`, with or without `[sections]`.
///
/// A key in a section is `section.key`. The first value of a key counts.
struct TIFFSettings: Sendable {
    private(set) var values: [String: String] = [:]
    private(set) var keys: [String] = []

    /// More lines than these are not settings of a microscope.
    private static let limit = 1 << 16

    init(_ text: some StringProtocol, separator: Character = "=") {
        var section = ""
        for line in text.split(maxSplits: Self.limit, whereSeparator: \.isNewline).prefix(Self.limit) {
            let line = line.trimmed
            if line.hasPrefix("["), line.hasSuffix("]") {
                section = String(line.dropFirst().dropLast()) + "."
                continue
            }
            guard let place = line.firstIndex(of: separator) else { continue }
            let key = section + line[..<place].trimmed
            guard !key.isEmpty, values[key] == nil else { continue }
            values[key] = String(line[line.index(after: place)...].trimmed)
            keys.append(key)
        }
    }

    /// The value of a key.
    subscript(key: String) -> String? { values[key] }

    /// The number that a value begins with.
    func number(_ key: String) -> Double? {
        values[key].flatMap { Double($0) ?? Double($0.prefix { !$0.isWhitespace && $0 != ";" }) }
    }

    /// The whole number of a key; nil for one with a fraction.
    func count(_ key: String) -> Int? { number(key).flatMap { Int(exactly: $0) } }

    /// The truth value of a key, in the ways of MATLAB and C.
    func isTrue(_ key: String) -> Bool {
        guard let value = values[key] else { return false }
        return value.lowercased() == "true" || (number(key) ?? 0) != 0
    }

    /// The numbers of a matrix of MATLAB, row by row.
    func numbers(_ key: String) -> [Double]? {
        guard let value = values[key] else { return nil }
        let parts = value.split { "[]{}(),; \t".contains($0) }
        let numbers = parts.compactMap { Double($0) }
        return numbers.count == parts.count ? numbers : nil
    }
}

extension StringProtocol {
    /// The text without blanks around it.
    var trimmed: SubSequence {
        guard let start = firstIndex(where: { !$0.isWhitespace }), let end = lastIndex(where: { !$0.isWhitespace })
        else { return self[endIndex...] }
        return self[start...end]
    }
}
