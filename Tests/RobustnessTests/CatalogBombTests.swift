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
