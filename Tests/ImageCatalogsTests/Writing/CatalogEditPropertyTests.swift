import ByteStores
import ImageCore
import ImageSources
import ImageTesting
import Testing

@testable import ImageCatalogs

/// Random catalogs and random edits: the result parses, only the entry differs, the inverse edit restores the file.
@Suite("Properties of editing catalogs")
struct CatalogEditPropertyTests {
    private let scratch: Scratch
    private let writer: CatalogWriter

    init() throws {
        scratch = try Scratch()
        writer = try CatalogWriter(scratch.path("lab.yaml"), drivers: standIns)
    }

    private func newEntry(_ name: String, _ numbers: inout SeededNumbers) -> NewEntry {
        var entry = NewEntry(name: name, driver: "tif", uri: scratch.path("sub/{{\(name)}}.tif"))
        if Bool.random(using: &numbers) { entry.description = "on" }
        if Bool.random(using: &numbers) {
            entry.metadata = Attributes([
                ("spacing", .mapping(Attributes([("z", .double(.random(in: 1e-9...1e9, using: &numbers)))]))),
                ("note", "1:30"), ("list", .array(["010", .null, true, .int(.random(in: -9...9, using: &numbers))])),
            ])
        }
        return entry
    }

    /// What each entry says, by name, in order.
    private func contents(_ text: String) throws -> [(name: String, value: AttributeValue)] {
        let document = try YAMLDocument(Bytes(utf8: text), indexing: "sources")
        return try document.children.records.map {
            (
                document.name(of: $0),
                try YAMLDecoder(document).value(try YAMLComposer.value(of: $0, in: document))
            )
        }
    }

    private func expectSame(
        _ found: [(name: String, value: AttributeValue)], _ expected: [(name: String, value: AttributeValue)],
        _ what: String
    ) {
        #expect(found.map(\.name) == expected.map(\.name), "\(what)")
        for (one, other) in zip(found, expected) { #expect(one.value == other.value, "\(what)") }
    }

    /// The lines of one text that are not lines of another, in order.
    private func isSubsequence(_ part: String, of whole: String) -> Bool {
        var rest = whole.utf8[...]
        for byte in part.utf8 {
            guard let place = rest.firstIndex(of: byte) else { return false }
            rest = rest[rest.index(after: place)...]
        }
        return true
    }

    @Test("what is added and removed again leaves no trace", arguments: 0..<300)
    func addAndRemove(seed: Int) async throws {
        let catalog = RandomCatalog(seed: UInt64(seed))
        var numbers = SeededNumbers(seed: UInt64(seed) + 1_000_000)
        try scratch.write("lab.yaml", catalog.text)
        let before = try contents(catalog.text)
        let added = RandomCatalog.namePool.filter { !catalog.names.contains($0) }.shuffled(using: &numbers)
            .prefix(Int.random(in: 1...4, using: &numbers)).map { newEntry($0, &numbers) }
        do {
            try await writer.apply(added.map { .add($0) })
        } catch let error as ImageError where error.message.contains("line break") {
            let text = try scratch.text("lab.yaml")
            return #expect(catalog.endsInText && text == catalog.text)
        }
        let text = try scratch.text("lab.yaml")
        let after = try contents(text)
        expectSame(Array(after.prefix(before.count)), before, "seed \(seed): \(text)")
        #expect(after.dropFirst(before.count).map(\.name) == added.map(\.name), "seed \(seed): \(text)")
        #expect(isSubsequence(catalog.text, of: text) || before.isEmpty, "seed \(seed): \(text)")
        for entry in added {
            let resolved = try await Catalog(text: text).entry(named: entry.name).resolved()
            #expect(resolved.metadata == entry.metadata)
            #expect(resolved.uri == "/lab/sub/{{\(entry.name)}}.tif")
        }
        try await writer.remove(added.map(\.name).shuffled(using: &numbers))
        let again = try scratch.text("lab.yaml")
        #expect(again == catalog.text, "seed \(seed)")
    }

    @Test("removing takes just the entries", arguments: 0..<300)
    func remove(seed: Int) async throws {
        let catalog = RandomCatalog(seed: UInt64(seed))
        var numbers = SeededNumbers(seed: UInt64(seed) + 2_000_000)
        try scratch.write("lab.yaml", catalog.text)
        let removed = Set(catalog.names.filter { _ in Bool.random(using: &numbers) })
        do {
            try await writer.remove(Array(removed))
        } catch let error as ImageError where catalog.hasAliases && error.code == .unsupported {
            let text = try scratch.text("lab.yaml")
            return #expect(text == catalog.text)
        }
        let text = try scratch.text("lab.yaml")
        expectSame(
            try contents(text), try contents(catalog.text).filter { !removed.contains($0.name) },
            "seed \(seed): \(catalog.text)\n--\n\(text)")
        let isAll = removed.count == catalog.names.count
        #expect(isAll || isSubsequence(text, of: catalog.text), "seed \(seed): \(text)")
        #expect(text.contains("# head") == catalog.text.contains("# head"))
        #expect(text.contains("# tail") == catalog.text.contains("# tail"))
    }

    @Test("renaming changes the name alone, and back again nothing", arguments: 0..<300)
    func rename(seed: Int) async throws {
        let catalog = RandomCatalog(seed: UInt64(seed))
        var numbers = SeededNumbers(seed: UInt64(seed) + 3_000_000)
        guard let old = catalog.names.randomElement(using: &numbers),
            let new = RandomCatalog.namePool.filter({ !catalog.names.contains($0) }).randomElement(using: &numbers)
        else { return }
        try scratch.write("lab.yaml", catalog.text)
        try await writer.rename(old, to: new)
        let text = try scratch.text("lab.yaml")
        expectSame(
            try contents(text), try contents(catalog.text).map { ($0.name == old ? new : $0.name, $0.value) },
            "seed \(seed): \(text)")
        try await writer.rename(new, to: old)
        let again = try scratch.text("lab.yaml")
        #expect(again == catalog.text || Self.unquoted(again) == Self.unquoted(catalog.text), "seed \(seed): \(again)")
    }

    /// Quotes may change their kind: what one kind cannot hold, the other must.
    private static func unquoted(_ text: String) -> String {
        text.replacing("''", with: "'").replacing("\\\"", with: "\"").filter { $0 != "'" && $0 != "\"" }
    }

    @Test("description and metadata change alone, and go without a trace", arguments: 0..<300)
    func update(seed: Int) async throws {
        let catalog = RandomCatalog(seed: UInt64(seed))
        var numbers = SeededNumbers(seed: UInt64(seed) + 4_000_000)
        guard let name = catalog.names.randomElement(using: &numbers) else { return }
        try scratch.write("lab.yaml", catalog.text)
        let before = try contents(catalog.text)
        var entry = try #require(before.first { $0.name == name }?.value.mappingValue)
        let hadDescription = entry["description"] != nil
        let values = Attributes([("owner", "no"), ("plane", 3), ("{{ x }}", "{{ x }}")])
        do {
            try await writer.apply([.describe(name, as: "1e3"), .setMetadata(name, values)])
        } catch let error as ImageError where error.code == .unsupported {
            let text = try scratch.text("lab.yaml")
            return #expect((catalog.endsInText || catalog.hasAliases) && text == catalog.text, "seed \(seed): \(error)")
        }
        entry["description"] = "1e3"
        var metadata = entry["metadata"]?.mappingValue ?? Attributes()
        for (key, value) in values.pairs { metadata[key] = value }
        metadata["{{ x }}"] = "{{ '{{' }} x }}"
        entry["metadata"] = .mapping(metadata)
        let text = try scratch.text("lab.yaml")
        expectSame(
            try contents(text), before.map { ($0.name, $0.name == name ? .mapping(entry) : $0.value) },
            "seed \(seed): \(text)")
        if hadDescription || catalog.emptyMetadata.contains(name) { return }
        try await writer.apply([
            .setMetadata(name, Attributes([("owner", .null), ("plane", .null), ("{{ x }}", .null)])),
            .describe(name, as: ""),
        ])
        let again = try scratch.text("lab.yaml")
        #expect(again == catalog.text, "seed \(seed)")
    }

    @Test("what the lines around an edit tell is what the whole file tells", arguments: 0..<300)
    func windows(seed: Int) async throws {
        let catalog = RandomCatalog(seed: UInt64(seed))
        var numbers = SeededNumbers(seed: UInt64(seed) + 5_000_000)
        if catalog.endsInText { return }
        let document = try YAMLDocument(Bytes(utf8: catalog.text), indexing: "sources")
        var edits: [CatalogEdit] = [.add(newEntry("new", &numbers))]
        if let name = catalog.names.randomElement(using: &numbers) {
            edits += [.remove(name), .rename(name, to: "new"), .describe(name, as: "d")]
        }
        for edit in edits {
            let change = try CatalogPlan(document: document, writer: writer).change([edit])
            let bytes = change.applied(to: document)
            if catalog.hasAliases {
                #expect(CatalogWindow(of: document, around: change, smallestSize: 0).map { _ in true } == nil)
                continue
            }
            // A small file is compared as a whole.
            let text = try change.check(document, bytes)
            guard let window = CatalogWindow(of: document, around: change, smallestSize: 0) else { continue }
            #expect(try window.change.check(window.document, window.change.applied(to: window.document)) == text)
            // The lines are those of the file, with the same difference.
            let part = window.document.text(0..<window.document.bytes.count).drop { $0 != ":" }.dropFirst(2)
            #expect(catalog.text.unicodeScalars.contains(part.unicodeScalars), "seed \(seed): \(part)")
        }
    }

    @Test("a change that does harm is seen in the lines around it, too") func harm() async throws {
        let text = "sources:\n" + (0..<9).map { "  e\($0):\n    driver: tif\n" }.joined() + "name: x\n"
        let document = try YAMLDocument(Bytes(utf8: text), indexing: "sources")
        var plan = try CatalogPlan(document: document, writer: writer).change([.rename("e4", to: "n")])
        let good = plan.edits[0]
        // Each swallows, adds or changes something beside what it should.
        for (range, replacement) in [
            (good.range, "n:\n  m"), (good.range.lowerBound..<good.range.upperBound + 1, "n: |"),
            (good.range.lowerBound - 2..<good.range.upperBound, "n"), (good.range, "\"n"),
            (good.range, "# n"), (good.range.lowerBound..<good.range.upperBound + 20, "n: {driver: tif}"),
            (good.range, "n: [\n"), (good.range, "m"), (good.range, "n: {}\n  e5"),
        ] {
            plan.edits = [YAMLEdit(range: range, replacement: replacement)]
            guard let window = CatalogWindow(of: document, around: plan, smallestSize: 0) else {
                Issue.record("there should be lines around \(range)")
                continue
            }
            await expectFailure(.unsupported) {
                try window.change.check(window.document, window.change.applied(to: window.document))
            }
        }
    }
}
