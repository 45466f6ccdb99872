import ImageCore
import ImageTesting
import Testing

@testable import ImageCatalogs

@Suite("The index of a YAML file")
struct YAMLDocumentTests {
    private func names(_ text: String) throws -> [String] {
        let document = try YAMLDocument(Bytes(utf8: text), indexing: "sources")
        return document.children.records.map { document.name(of: $0) }
    }

    @Test(
        "finds the names in every style",
        arguments: [
            "sources:\n  a: {}\n  'b c': {}\n  \"d\\n\": {}\n",
            "{sources: {a: {}, 'b c': {}, \"d\\n\": {}}}",
            "\u{FEFF}name: \"ü\"\r\nsources:\r\n    a:\r\n    'b c': # ü\r\n    \"d\\n\": |\r\n     x\r\nmore: 1",
            "# é\n? sources\n: ? a\n  : {}\n  'b c': {}\n  \"d\\n\": {}\n",
            "n: &n a\nm: &m \"d\\n\"\nsources:\n  *n : {}\n  b c: {}\n  *m : {}\n",
            "n: [&n a, &m 'd\n\n  ']\nsources: {*n : {}, b c: {}, *m : }",
            "---\nsources: &s\n a: &x {k: 1}\n b c: *x\n !!str \"d\\n\" : [*x]\n...\n# end\n",
        ])
    func names(text: String) throws {
        #expect(try names(text) == ["a", "b c", "d\n"])
    }

    @Test("knows the bytes of keys and values") func ranges() throws {
        let text =
            "\u{FEFF}naïve: 1\nsources:\n  ä: {k: [ü, 2]} # c\n  b:\n    k: |\n      text\n\n    # c\n  c:\nend: 1\n"
        let document = try YAMLDocument(Bytes(utf8: text), indexing: "sources")
        let parts = document.children.records.map { [document.text($0.key), document.text($0.value)] }
        #expect(parts == [["ä", "{k: [ü, 2]}"], ["b", "k: |\n      text"], ["c", ""]])
        #expect(document.children.records.map(\.line) == [3, 4, 9])
        #expect(document.pairs.records.map { document.text($0.key) } == ["naïve", "sources", "end"])
    }

    @Test("finds names by hash among many") func lookUp() throws {
        let text = "sources:\n" + (0..<5000).map { "  e\($0): {}\n" }.joined()
        let document = try YAMLDocument(Bytes(utf8: text), indexing: "sources")
        #expect(document.position(of: "e4321", in: document.children) == 4321)
        #expect(document.position(of: "e5000", in: document.children) == nil)
    }

    @Test(
        "refuses with line and column",
        arguments: [
            ("sources:\n  a: {}\n  b: {}\n  \"\\x61\": {}\n", ImageError.Code.corrupt, 4, 3),
            ("name: a\nsources: {}\nname: b\n", .corrupt, 3, 1),
            ("n: &n a\nsources:\n  a: {}\n  *n : {}\n", .corrupt, 4, 3),
            ("n: &n [a]\nsources:\n  *n : {}\n", .unsupported, 3, 3),
            ("sources: {a: [}\n", .corrupt, 1, 15),
            ("sources: {a: *b}\n", .corrupt, 1, 14),
            ("sources:\n  ? [a]\n  : {}\n", .unsupported, 2, 5),
            ("sources: {}\n---\nsources: {}\n", .unsupported, 2, nil),
            ("sources: {}\r...\r# c\r---\rsources: {}\r", .unsupported, 4, nil),
            ("sources: {}\n...\n# c\u{85}---\nsources: {}\n", .unsupported, 4, nil),
            ("# c\r%TAG ! x\r---\rsources: {}\r", .unsupported, 2, 1),
            ("# c\u{2028}%TAG ! x\n---\nsources: {}\n", .unsupported, 2, 1),
            ("sources: {}\n...\n%TAG ! x\n---\na", .unsupported, 3, nil),
            ("%TAG ! x\n---\nsources: {}\n", .unsupported, 1, 1),
            ("'a' 'b'", .corrupt, 1, nil),
            ("- " + String(repeating: "[", count: 5000), .limitExceeded, 1, 66),
            ("sources:\n\ta: {}\n", .corrupt, 2, 1),
        ] as [(String, ImageError.Code, Int, Int?)])
    func refused(text: String, code: ImageError.Code, line: Int, column: Int?) throws {
        let error = #expect(throws: ImageError.self) { try YAMLDocument(Bytes(utf8: text), indexing: "sources") }
        #expect(error?.code == code)
        #expect(error?.location?.line == line)
        #expect(error?.location?.column == column)
    }

    @Test(
        "refuses other encodings",
        arguments: [[0xFF, 0xFE, 0x61, 0], [0x61, 0xE9, 0x3A], [0x61, 0x3A, 0], [0xC0, 0x80], [0xED, 0xA0, 0x80]]
            as [[UInt8]])
    func encodings(bytes: [UInt8]) async {
        await expectFailure(.corrupt) { try YAMLDocument(Bytes(bytes), indexing: "sources") }
    }

    @Test("never traps on cut or damaged files") func damaged() throws {
        let text =
            "\u{FEFF}a: &x {k: 'é'}\nsources:\n  e: {<<: *x, args: [1, \"\\x41\", ü]}\n  ? f\n  : |+\n    t\n\nz: *x\n"
        let whole = Array(text.utf8)
        for length in whole.indices {
            for value in [nil, 0x0A, 0x22, 0x2A, 0x7B, 0x80, 0xFF] as [UInt8?] {
                var bytes = Array(whole[...length])
                if let value { bytes[length / 2] = value }
                guard let document = try? YAMLDocument(Bytes(bytes), indexing: "sources") else { continue }
                for pair in document.children.records + document.pairs.records {
                    _ = document.name(of: pair)
                    _ = try? YAMLDecoder(document).value(try YAMLComposer.value(of: pair, in: document))
                }
                _ = try? YAMLEditor(document, parent: "sources").adding([("new", .mapping(Attributes()))])
                _ = try? YAMLEditor(document, parent: "sources").removing(
                    [0].filter { $0 < document.children.count }.asSet)
            }
        }
    }

    @Test("limits the file and its texts") func limits() async {
        var limits = YAMLLimits()
        limits.fileSize = 10
        await expectFailure(.limitExceeded) {
            try YAMLDocument(Bytes(utf8: "sources: {a: 1}"), indexing: "sources", limits: limits)
        }
        limits = YAMLLimits()
        limits.scalarSize = 4
        await expectFailure(.limitExceeded) {
            try YAMLDocument(Bytes(utf8: "a: 12345"), indexing: "sources", limits: limits)
        }
    }
}

extension Array where Element == Int {
    fileprivate var asSet: Set<Int> { Set(self) }
}
