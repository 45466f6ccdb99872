import ImageCore
import ImageTesting
import Testing

@testable import ImageCatalogs

@Suite("Decoding parts of a YAML file")
struct YAMLDecoderTests {
    /// The value of the entry `e`.
    private func value(_ text: String) throws -> AttributeValue {
        let document = try YAMLDocument(Bytes(utf8: text), indexing: "sources")
        let position = try #require(document.position(of: "e", in: document.children))
        let node = try YAMLComposer.value(of: document.children.records[position], in: document)
        return try YAMLDecoder(document).value(node)
    }

    private func map(_ pairs: (String, AttributeValue)...) -> AttributeValue { .mapping(Attributes(pairs)) }

    @Test("reads a part as the whole file would be") func parts() throws {
        #expect(
            try value("sources:\n  e:\n    a:\n    - 1\n    - b: 2\n      c: x\n    d: |\n      t\n       u\n")
                == map(("a", .array([1, map(("b", 2), ("c", "x"))])), ("d", "t\n u\n")))
        #expect(try value("sources:\n  e: {a: [1,\n 2], 'b c': \"d\\te\"}\n") == map(("a", [1, 2]), ("b c", "d\te")))
        #expect(try value("sources:\n  e: &k # c\n    # c\n    a: ~\n") == map(("a", .null)))
        #expect(try value("? sources\n: ? e\n  : a: 1\n    b: 2\n  f: 3\n") == map(("a", 1), ("b", 2)))
        #expect(try value("sources:\n  e:\n  f: 1\n") == .null)
        #expect(try value("sources:\n  e: |+\n    a\n\n\n  f: 1\n") == "a\n\n\n")
        #expect(
            try value("sources:\n  e: {a: 'x',\n  b: plain\n   folded}\n") == map(("a", "x"), ("b", "plain folded")))
    }

    @Test("follows aliases to the last anchor before them") func aliases() throws {
        #expect(try value("a: &x 1\nb: &x {k: 2}\nsources:\n  e: [*x]\nc: &x 3\n") == .array([map(("k", 2))]))
        #expect(try value("a: &x |2\n    t\nsources: {e: *x}\n") == "  t\n")
        #expect(
            try value("sources:\n  a:\n    b: &x\n    - 1\n    - k: 2\n      l: 3\n  e: *x\n")
                == .array([1, map(("k", 2), ("l", 3))]))
    }

    @Test("merges") func merges() async throws {
        let text = "a: &a {k: 1, l: 1}\nb: &b {l: 2, m: 2}\nsources:\n  e: {<<: [*a, *b], m: 3}\n"
        #expect(try value(text) == map(("k", 1), ("l", 1), ("m", 3)))
        #expect(try value("a: &a {k: 1}\nsources:\n  e:\n    <<: *a\n    \"<<\": 2\n") == map(("k", 1), ("<<", 2)))
        await expectFailure(.corrupt) { try value("sources: {e: {<<: 1}}") }
    }

    @Test("knows the plain tags only") func tags() throws {
        #expect(
            try value("sources: {e: !!python/tuple [1, !!str 2, !!float 3, ! yes]}")
                == .array([1, "2", .double(3), "yes"]))
        for tag in ["!x a", "!!python/object/apply:os.system [ls]", "!!set {a}", "!<tag:x> a", "!!int x"] {
            let error = #expect(throws: ImageError.self) { try value("sources:\n  e: [1, \(tag)]\n") }
            #expect(error?.location?.line == 2)
            #expect(error?.location?.column == 10)
        }
    }

    @Test("refuses repeated keys with line and column") func repeated() throws {
        let error = #expect(throws: ImageError.self) { try value("sources:\n  e:\n    a: {b: 1,\n      c: 2, b: 3}\n") }
        #expect(error?.location?.line == 4)
        #expect(error?.location?.column == 13)
    }

    @Test("limits what aliases expand to", arguments: ["[*a11]", "{<<: *m11}"]) func bombs(use: String) async {
        var text = "a0: &a0 [x]\nm0: &m0 {k: 1}\n"
        for level in 1...11 {
            let (a, m) = (
                [String](repeating: "*a\(level - 1)", count: 10), [String](repeating: "*m\(level - 1)", count: 10)
            )
            text += "a\(level): &a\(level) [\(a.joined(separator: ", "))]\n"
            text += "m\(level): &m\(level) {<<: [\(m.joined(separator: ", "))]}\n"
        }
        await expectFailure(.limitExceeded) { try value(text + "sources: {e: \(use)}\n") }
    }

    @Test("aliases cannot go in circles, nor too deep") func circles() async {
        await expectFailure(.corrupt) { try value("sources: {e: &e [*e]}") }
        await expectFailure(.corrupt) { try value("sources: {e: &e {<<: *e}}") }
        let chain = (1...10_000).map { "a\($0): &a\($0) [*a\($0 - 1)]\n" }.joined()
        await expectFailure(.limitExceeded) { try value("a0: &a0 x\n" + chain + "sources: {e: *a10000}") }
    }

    @Test("what an alias stands for is read once, and counts each time") func known() async throws {
        let items = Array(repeating: "x", count: 30_000).joined(separator: ",")
        let text = "a: &a [\(items)]\nsources:\n  e: [*a, *a]\n  f: [*a, *a, *a]\n"
        let document = try YAMLDocument(Bytes(utf8: text), indexing: "sources")
        let nodes = try document.children.records.map { try YAMLComposer.value(of: $0, in: document) }
        for _ in 0..<2 {
            let value = try YAMLDecoder(document).value(nodes[0])
            #expect(value.arrayValue?.map { $0.arrayValue?.count } == [30_000, 30_000])
            await expectFailure(.limitExceeded) { try YAMLDecoder(document).value(nodes[1]) }
        }
        #expect(document.known.value(at: 3)?.nodes == 30_001)
        #expect(document.known.value(at: 3)?.height == 1)
    }

    @Test("texts that templates are in are filled wherever they stand") func open() throws {
        let text = "a: &a [\"{{ x }}\", \"b\\n\", c]\nsources: {e: [*a, *a]}\n"
        let document = try YAMLDocument(Bytes(utf8: text), indexing: "sources")
        let node = try YAMLComposer.value(of: document.children.records[0], in: document)
        _ = try YAMLDecoder(document).value(node)
        var number = 0
        let decoder = YAMLDecoder(document) { (_, _, _) throws(ImageError) in
            number += 1
            return .int(number)
        }
        #expect(try decoder.value(node) == [[1, 2, "c"], [3, 4, "c"]])
    }

    @Test("limits the text that aliases expand to", arguments: ["[*t, *t, *t]", "[{*t : 1}, {*t : 1}, {*t : 1}]"])
    func textSize(use: String) async throws {
        var limits = YAMLLimits()
        limits.aliasedTextSize = 250
        let text = "t: &t \(String(repeating: "x", count: 100))\nsources: {e: \(use)}\n"
        let document = try YAMLDocument(Bytes(utf8: text), indexing: "sources", limits: limits)
        let node = try YAMLComposer.value(of: document.children.records[0], in: document)
        await expectFailure(.limitExceeded) { try YAMLDecoder(document).value(node) }
    }
}
