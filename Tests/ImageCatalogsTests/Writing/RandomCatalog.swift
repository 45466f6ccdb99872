import ImageCore
import ImageTesting

/// A catalog file as somebody could have written it, in one of many styles; the same for the same seed.
struct RandomCatalog {
    private var numbers: SeededNumbers
    private(set) var text = ""
    private(set) var names: [String] = []
    private var lineBreak = "\n"
    /// The places of entries with anchors.
    private var anchors: [Int] = []
    /// Whether an edit may have to be refused because of what others refer to.
    private(set) var hasAliases = false
    /// Entries that say that they have no metadata.
    private(set) var emptyMetadata: Set<String> = []

    /// Names as people give them, and as they should not.
    static let namePool = [
        "exp1", "exp 2", "a.b", "yes", "on", "010", "1:30", "1e3", "2020-01-02", "~", "é", "日本", "it's", "a: b",
        "q\"q", "-x", "x#y", "z_9", "{c}", "null", "0x1F", "_", "A-1", "tail ", "#",
    ]

    init(seed: UInt64) {
        numbers = SeededNumbers(seed: seed)
        lineBreak = chance(4) ? "\r\n" : "\n"
        names = Array(Self.namePool.shuffled(using: &numbers).prefix(Int.random(in: 0...7, using: &numbers)))
        var lines: [String] = []
        if chance(2) { lines.append("# head") }
        if chance(3) { lines.append("---") }
        switch Int.random(in: 0..<4, using: &numbers) {
        case 0: lines += flow()
        case 1: lines = json()
        default: lines += block()
        }
        text = lines.joined(separator: lineBreak) + (chance(3) ? "" : lineBreak)
        if chance(6) { text = "\u{FEFF}" + text }
    }

    /// Whether the last line belongs to a text in lines and has no line break: whatever followed would lengthen it.
    var endsInText: Bool { text.hasSuffix("   more") }

    private mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &numbers) == 0 }

    private mutating func block() -> [String] {
        var lines: [String] = []
        if chance(2) { lines += ["name: lab   # the name", ""] }
        lines.append("sources:" + (names.isEmpty ? " {}" : "") + (chance(3) ? "  # all" : ""))
        let indentation = String(repeating: " ", count: Int.random(in: 1...5, using: &numbers))
        let step = String(repeating: " ", count: Int.random(in: 1...4, using: &numbers))
        for (place, name) in names.enumerated() {
            if place > 0, chance(3) { lines.append("") }
            if place > 0, chance(6) { lines.append(indentation + step + "  # deep, of the one before") }
            if place > 0, chance(8) { lines += ["   ", "# at the edge"] }
            // A comment at the entries' indentation right above belongs to the entry; a deeper one to that before.
            if chance(3) { lines.append(indentation + "# about \(place)") }
            let key = indentation + quoted(name) + ":"
            switch Int.random(in: 0..<12, using: &numbers) {
            case 5:
                lines += [
                    indentation + "? " + String(key.dropFirst(indentation.count).dropLast()),
                    indentation + ": driver: tif", indentation + "  args: {uri: x.tif} # c",
                ]
            case 6:
                lines += [
                    key + " {driver: tif, # c", indentation + step + "args: {uri: x.tif,",
                    indentation + step + " n: [1,", "", indentation + " 2]}}",
                ]
            case 7:
                lines += [
                    key, indentation + step + "metadata:" + ["", " {}", " ~"][Int.random(in: 0..<3, using: &numbers)],
                    indentation + step + "driver: tif",
                ]
                emptyMetadata.insert(name)
            case 8:
                lines += [
                    key, indentation + step + "driver: \"t\\", indentation + step + "  if\"",
                    indentation + step + "args:", indentation + step + " uri: a plain", indentation + step + "   text",
                    indentation + step + "list:", indentation + step + "- a", indentation + step + "- b: 1  ",
                ]
            case 9:
                lines += [
                    key + " &anchor\(place)", indentation + step + "driver: tif",
                    indentation + step + "args: &args\(place) {uri: x.tif}",
                ]
                anchors.append(place)
            case 10 where !anchors.isEmpty:
                let target = anchors[Int.random(in: 0..<anchors.count, using: &numbers)]
                lines += [
                    key, indentation + step + "driver: tif", indentation + step + "args: *args\(target)",
                    indentation + step + "copy: *anchor\(target)",
                ]
                hasAliases = true
            case 0: lines.append(key + " {driver: tif, args: {uri: \"x\(place).tif\"}}" + (chance(2) ? " # c" : ""))
            case 1:
                lines += [
                    key, indentation + step + "driver: tif", indentation + step + "description: |",
                    indentation + step + "  some text", indentation + step + "   more",
                ]
            case 2:
                lines += [
                    key + " # c", indentation + step + "driver:   'tif' # which",
                    indentation + step + "metadata: {spacing: {z: 1.50}, day: 2}",
                    indentation + step + "args:", indentation + step + step + "uri: x.tif",
                    indentation + step + "# inside",
                ]
            case 3:
                lines += [
                    key, indentation + step + "metadata:", indentation + step + step + "stain: dapi  # blue",
                    indentation + step + step + "note: >", indentation + step + step + "  folded", "",
                    indentation + step + "driver: tif",
                ]
            default: lines += [key, indentation + step + "driver: tif", indentation + step + "unknown: 0x1F"]
            }
        }
        if chance(2) { lines += ["", "# tail", "metadata: {version: 1, list: [a, b]}"] }
        if chance(6) { lines.append("...") }
        if chance(6) { lines.append("  # the end") }
        return lines
    }

    private mutating func flow() -> [String] {
        let comma = chance(3) && !names.isEmpty ? "," : ""
        var entries: [String] = []
        for (place, name) in names.enumerated() {
            entries.append(
                quoted(name) + ": {driver: tif"
                    + (chance(2) ? ", metadata: {day: \(place)}" : "") + (chance(3) ? ", }" : "}"))
        }
        if chance(2), !entries.isEmpty {
            return ["name: lab", "sources: {"] + entries.dropLast().map { "   \($0),  # c" }
                + entries.suffix(1).map { "   " + $0 + comma } + ["  }", "version: 1"]
        }
        return ["{name: lab, sources: {" + entries.joined(separator: ", ") + comma + "}, version: 1}"]
    }

    private mutating func json() -> [String] {
        let emitter = YAMLEmitterText()
        let entries = names.map { "\t\t\(emitter.json($0)): {\"driver\":\"tif\", \"args\": {\"uri\": \"x.tif\"}}" }
        if chance(2) || entries.isEmpty {
            let text = entries.map { String($0.dropFirst(2)) }.joined(separator: ",")
            return ["{\"sources\": {\(text)}, \"version\": 1}"]
        }
        return ["{", " \"sources\": {", entries.map { $0.replacing("\t\t", with: "  ") }.joined(separator: ",\n")]
            .flatMap { $0.split(separator: "\n").map(String.init) } + [" }", "}"]
    }

    /// A name in quotes of some kind, or plain where every YAML reads it as a text.
    private mutating func quoted(_ name: String) -> String {
        let isPlain =
            name.unicodeScalars.allSatisfy { ("a"..."z").contains($0) || $0 == "1" || $0 == "_" || $0 == "." }
            && !["yes", "on", "null", "1e3"].contains(name)
        if isPlain, chance(2) { return name }
        return chance(2) ? "'" + name.replacing("'", with: "''") + "'" : YAMLEmitterText().json(name)
    }
}

/// A text as JSON writes it.
private struct YAMLEmitterText {
    func json(_ text: String) -> String { AttributeValue.string(text).json() }
}
