import ImageCore

extension FilePattern {
    /// What a name says; nil if it is not of this pattern.
    public func values(of name: String) -> [String: Value]? {
        let bytes = Array(name.utf8)
        // A file system knows no longer names; looking for where fields end takes time with their square.
        guard bytes.count <= Self.nameLimit else { return nil }
        var matcher = Matcher(parts: parts, bytes: bytes)
        guard matcher.match(0, 0) else { return nil }
        var values: [String: Value] = [:]
        for (field, range) in zip(fields, matcher.ranges.reversed()) {
            guard let value = field.kind.value(bytes[range]) else { return nil }
            if let known = values[field.name], known != value { return nil }
            values[field.name] = value
        }
        return values
    }

    private static let nameLimit = 4096

    /// Finds where fields end: each as early as what follows allows.
    private struct Matcher {
        let parts: [Part]
        let bytes: [UInt8]
        /// Where the fields are, the last first.
        var ranges: [Range<Int>] = []
        /// From where the rest of the pattern is known not to fit.
        private var failed: Set<Int> = []

        init(parts: [Part], bytes: [UInt8]) {
            self.parts = parts
            self.bytes = bytes
        }

        mutating func match(_ part: Int, _ place: Int) -> Bool {
            guard part < parts.count else { return place == bytes.count }
            let state = part * (bytes.count + 1) + place
            if failed.contains(state) { return false }
            switch parts[part] {
            case .literal(let literal):
                if bytes.count - place >= literal.count,
                    zip(bytes[place...], literal).allSatisfy({ $0.lowerCase == $1.lowerCase }),
                    match(part + 1, place + literal.count)
                {
                    return true
                }
            case .field(let field):
                var end = place
                while end < bytes.count, field.kind.allows(bytes[end]) {
                    end += 1
                    if end - place >= field.kind.leastCount, match(part + 1, end) {
                        ranges.append(place..<end)
                        return true
                    }
                }
            }
            failed.insert(state)
            return false
        }
    }
}
