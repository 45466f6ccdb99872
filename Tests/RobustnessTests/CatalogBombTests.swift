import Foundation
import ImageTesting
import Testing

/// Catalogs made to hurt: each is opened or refused, and edited or not, in bounded time and memory.
@Suite("Hostile catalogs") struct CatalogBombTests {
    private let folder: String

    init() throws {
        folder = FileManager.default.temporaryDirectory.path + "/catalog-bombs-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    }

    private func write(_ name: String, _ data: Data) throws -> String {
        let path = "\(folder)/\(name).yaml"
        try data.write(to: URL(fileURLWithPath: path))
        return path
    }

    /// 100 MB of a pattern behind a beginning.
    private func large(_ start: String, _ pattern: String) -> Data {
        var data = Data(start.utf8)
        // Doubling is faster than repeating, without optimisation, too.
        var piece = Data(pattern.utf8)
        while piece.count < 50 << 20 { piece += piece }
        data += piece
        while data.count < 100 << 20 { data += piece.prefix(100 << 20 - data.count) }
        return data
    }

    @Test(
        "100 MB of garbage",
        arguments: [
            ("", "["), ("", "{a: "), ("", "- "), ("", "? "), ("", "a: "), ("", "\0"), ("", "\n"), ("", " "),
            ("sources: ", "x"), ("sources: \"", "x"), ("sources: {}\n", "# c\n"), ("", "%TAG ! x\n"),
            ("", "%YAML 1.1\n"),
            ("", "---\n"), ("sources: [", "&a "), ("sources: [", "&a x,"), ("a: &a x\nb: [", "*a, "),
            ("sources: ", "!t "),
            ("sources:\n", "  a: {}\n"), ("sources: {}\na: |\n", "  x\n"), ("", "\t"), ("", "é"), ("", "\u{FEFF}"),
        ])
    func garbage(start: String, pattern: String) throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let outcome = try Probe.read([try write("garbage", large(start, pattern))], mode: "catalog")
        #expect(outcome.crashed == [])
        // Comments, and a text in lines that is too long, are the only ones that are YAML at all.
        if !start.hasPrefix("sources: {}") { #expect(outcome.read == []) }
    }

    @Test("100 MB of random bytes, and of random characters") func random() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var numbers = SeededNumbers(seed: 9)
        let bytes = Data((0..<1 << 16).map { _ in UInt8.random(in: 0...255, using: &numbers) })
        let text = Data((0..<1 << 16).map { _ in UInt8(ascii: " ") + UInt8.random(in: 0..<95, using: &numbers) })
        for piece in [bytes, text] {
            var data = piece
            while data.count < 100 << 20 { data += data }
            let outcome = try Probe.read([try write("random", data)], mode: "catalog")
            #expect(outcome.crashed == [])
            #expect(outcome.refused.count == 1)
        }
    }

    @Test("bombs, depths, wrong bytes and circles are each refused where they are") func bombs() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let laughs = (1..<30).map {
            "a\($0): &a\($0) [\(Array(repeating: "*a\($0 - 1)", count: 9).joined(separator: ","))]"
        }
        let merges = (1..<30).map { "m\($0): &m\($0) {<<: [*m\($0 - 1), *m\($0 - 1)], k\($0): 1}" }
        let head =
            "a0: &a0 [x]\n" + laughs.joined(separator: "\n") + "\nm0: &m0 {k: 1}\n" + merges.joined(separator: "\n")
        var paths: [String] = []
        func add(_ text: String) throws { paths.append(try write("bomb\(paths.count)", Data(text.utf8))) }
        for key in ["args", "metadata", "driver", "description"] {
            try add(head + "\nsources:\n  e: {driver: nrrd, \(key): *a29}\n")
            try add(head + "\nsources:\n  e: {driver: nrrd, \(key): {<<: *m29}}\n")
        }
        try add(head + "\nmetadata: *a29\nsources: {}\n")
        try add(head + "\nsources: *m29\n")
        try add(head + "\nsources:\n  e: *m29\n")
        try add("sources:\n  e: &e {driver: nrrd, args: *e}\n")
        try add("sources:\n" + (0..<5000).map { String(repeating: " ", count: $0 + 1) + "a:\n" }.joined())
        try add("sources: {e: {driver: nrrd, args: " + String(repeating: "[", count: 90_000))
        try add("sources: {e: {driver: nrrd, args: {uri: \"" + String(repeating: "{{ a", count: 90_000) + "\"}}}")
        try add("sources: {e: {driver: nrrd, args: {uri: \"" + String(repeating: "{{ a }}", count: 90_000) + "\"}}}")
        try add("sources: {\"" + String(repeating: "k", count: 2000) + "\": {}}")
        try add("sources: {e: {driver: nrrd, args: {uri: a\0b}}}")
        try add("sources: {e: {driver: nrrd, args: {uri: \"a\\0b\"}}}")
        for bytes in [[0xFF], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80], [0xE2, 0x82]] as [[UInt8]] {
            paths.append(
                try write("bytes\(paths.count)", Data("sources: {e: {driver: nrrd, args: {uri: a".utf8 + bytes)))
        }
        for (name, target) in [("self", "self"), ("one", "two"), ("two", "one"), ("none", "nowhere")] {
            paths.append(
                try write(name, Data("sources: {in: {driver: yaml_file_cat, args: {path: \(target).yaml}}}".utf8)))
        }
        let outcome = try Probe.read(paths, mode: "catalog")
        #expect(outcome.crashed == [])
        #expect(outcome.refused.count + outcome.read.count == paths.count)
        // A NUL in a name that was written as such is a name like any other until it is opened.
        let names = outcome.read.map { ($0 as NSString).lastPathComponent }.sorted()
        #expect(names.count <= 3, "\(names)")
    }

    @Test("values that name each other, lists and templates fit a small stack together") func stack() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        var paths: [String] = []
        func add(_ text: String) throws { paths.append(try write("stack\(paths.count)", Data(text.utf8))) }
        func nested(_ text: String, _ levels: Int) -> String {
            String(repeating: "[", count: levels) + text + String(repeating: "]", count: levels)
        }
        let start = "sources:\n  e:\n    driver: nrrd\n"
        for (count, levels) in [(49, 93), (20, 57), (3, 57), (10, 40), (49, 10), (49, 0), (1000, 1)] {
            let names = 0..<count
            func next(_ number: Int) -> String { number + 1 < count ? "a\(number + 1)" : "CATALOG_DIR" }
            try add(
                start + "    args:\n      uri: \"{{ a0 }}\"\n"
                    + names.map { "      a\($0): \(nested("\"{{ \(next($0)) }}\"", levels))\n" }.joined())
            try add(
                start + "    args: {uri: x, a: \"{{ a0 }}\"}\n    parameters:\n"
                    + names.map {
                        "      a\($0): {description: a, type: list, default: \(nested("\"{{ \(next($0)) }}\"", levels + 1))}\n"
                    }.joined())
            // What is known already takes no stack to be filled in, but the result is as deep.
            try add(
                start + "    args: {uri: x}\n    metadata:\n"
                    + names.map {
                        "      a\($0): \(nested($0 == 0 ? "1" : "\"{{ metadata.a\($0 - 1) }}\"", levels + 1))\n"
                    }.joined())
            let filters = String(repeating: "no | default(", count: 8)
            try add(
                start + "    args:\n      uri: \"{{ a0 }}\"\n"
                    + names.map {
                        "      a\($0): "
                            + nested("\"{{ \(filters)\(next($0))\(String(repeating: ")", count: 8)) }}\"", levels)
                            + "\n"
                    }.joined())
        }
        // An alias is read where it is used: under many others.
        try add("d: &d \(nested("1", 62))\n" + start + "    args: {uri: x, a: \(nested("*d", 60))}\n")
        try add("d: &d \(nested("1", 62))\n" + start + "    args: {uri: x}\n    metadata: {a: *d}\n")
        let outcome = try Probe.read(paths, mode: "catalog", stack: 512)
        #expect(outcome.crashed == [])
        #expect(outcome.refused.count + outcome.read.count == paths.count)
        #expect(outcome.refused[paths[0]] != nil && outcome.refused[paths[paths.count - 2]] != nil)
        #expect(outcome.read.contains(paths[paths.count - 1]))
    }

    @Test("little text that stands for much is refused before it takes memory or time") func amplified() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let many = { (item: String) in "[" + Array(repeating: item, count: 60_000).joined(separator: ",") + "]" }
        let entry = "sources:\n  e:\n    driver: nrrd\n"
        let big = String(repeating: "x", count: 200_000)
        let huge = String(repeating: "y", count: 1_000_000)
        var paths: [String] = []
        func add(_ text: String) throws { paths.append(try write("much\(paths.count)", Data(text.utf8))) }
        try add("big: &b \(big)\n" + entry + "    metadata: {list: \(many("*b"))}\n")
        for text in [big, huge] {
            try add(
                entry
                    + "    metadata:\n      big: \(text)\n      t: &t \"{{ metadata.big }}y\"\n      list: \(many("*t"))\n"
            )
        }
        try add(entry + "    metadata:\n      big: \(big)\n      list: \(many("\"{{ metadata.big }}y\""))\n")
        try add("big: &b \(big)\n" + entry + "    args: {uri: \"{{ list | join('') }}\", list: \(many("*b"))}\n")
        try add("big: &b \"{{ \(big) }}\"\n" + entry + "    metadata: {list: \(many("*b"))}\n")
        try add("k: &k \(big)\n" + entry + "    metadata: {list: \(many("{*k : 1}"))}\n")
        try add(
            "x: &x \(many("1"))\n" + entry
                + "    args: {uri: x, list: *x}\n    metadata: {list: \(many("\"{{ list }}\""))}\n")
        // The same list again and again in many entries.
        let list = "x: &x \(many("1"))\nm: &m {k: *x}\nsources:\n"
        for use in ["driver: *x", "driver: nrrd, description: *x", "driver: {a: *x}", "driver: [*x]"] {
            try add(list + (0..<2000).map { "  e\($0): {\(use)}\n" }.joined())
        }
        for use in ["*x", "*m"] { try add(list + (0..<2000).map { "  e\($0): \(use)\n" }.joined()) }
        let outcome = try Probe.read(paths, mode: "catalog")
        #expect(outcome.crashed == [])
        #expect(outcome.refused.count == paths.count, "\(outcome.read)")
    }

    @Test("damaged catalogs") func damaged() throws {
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let bytes = [UInt8](try Data(contentsOf: root.appendingPathComponent("catalogs/lab.yaml")))
        let mutants = Mutations.truncations(bytes) + Mutations.flips(bytes, seed: 3) + Mutations.lines(bytes)
        let paths = try mutants.map { try write($0.name, Data($0.bytes)) }
        #expect(paths.count > 70)
        let outcome = try Probe.read(paths, mode: "catalog")
        #expect(outcome.crashed == [])
        #expect(outcome.refused.count + outcome.read.count == paths.count)
    }
}
