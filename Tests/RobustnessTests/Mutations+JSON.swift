extension Mutations {
    /// Numbers as a hostile document has them.
    private static let hostile = [
        "-1", "0", "9223372036854775807", "9223372036854775808", "1e400", "-1e-400", "4294967296", "1099511627776",
        "1.5",
        "null", "\"1\"", "[]", "{}",
    ]

    /// Each number of a JSON document replaced by each of the hostile ones, one at a time.
    static func jsonNumbers(_ bytes: [UInt8]) -> [Mutant] {
        var mutants: [Mutant] = []
        var place = 0
        var isText = false
        while place < bytes.count {
            if bytes[place] == UInt8(ascii: "\"") { isText.toggle() }
            guard !isText, isPart(bytes[place]) else {
                place += 1
                continue
            }
            var end = place
            while end < bytes.count, isPart(bytes[end]) { end += 1 }
            for (number, text) in hostile.enumerated() {
                let copy = bytes[..<place] + Array(text.utf8) + bytes[end...]
                mutants.append(Mutant(name: "number-\(place)-\(number)", bytes: Array(copy)))
            }
            place = end
        }
        return mutants
    }

    /// A value of the document replaced by very deep lists and mappings.
    static func nesting(_ bytes: [UInt8]) -> [Mutant] {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return [] }
        let deep = 200_000
        let lists = [UInt8](repeating: UInt8(ascii: "["), count: deep)
        let closed = lists + [UInt8](repeating: UInt8(ascii: "]"), count: deep)
        let mappings = (0..<deep).flatMap { _ in Array(#"{"a":"#.utf8) }
        return [lists, closed, mappings].enumerated().map { number, text in
            Mutant(name: "deep-\(number)", bytes: Array(bytes[...colon] + text + Array("}".utf8)))
        }
    }

    /// Each path of an OME image replaced by one that leads out of the store.
    static func escapes(_ bytes: [UInt8]) -> [Mutant] {
        let text = String(decoding: bytes, as: UTF8.self)
        var mutants: [Mutant] = []
        for key in ["\"path\": \"", "\"path\":\"", "\"labels\": [\n", "\"source\": \""] {
            guard let found = text.firstRange(of: key) else { continue }
            let (head, tail) = (text[..<found.upperBound], text[found.upperBound...])
            for path in ["../../../../../../etc/", "/etc/passwd", "..", ".", "//", "a/../..", "\\u0000", "~"] {
                mutants.append(
                    Mutant(name: "path-\(mutants.count)", bytes: Array((head + path + tail).utf8)))
            }
        }
        return mutants
    }

    private static func isPart(_ byte: UInt8) -> Bool {
        byte >= 0x30 && byte <= 0x39 || [0x2B, 0x2D, 0x2E].contains(byte)
    }
}
