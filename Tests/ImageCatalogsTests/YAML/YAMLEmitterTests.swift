import ImageCore
import Testing

@testable import ImageCatalogs

@Suite("Writing YAML values")
struct YAMLEmitterTests {
    @Test(
        "every value reads back as itself",
        arguments: [
            "", " ", "a", "yes", "y", "N", "Null", "~", "010", "1e3", "1:30", "0x1F", "2020-01-02", ".5", "-", "- a",
            "a: b",
            "a #b", "#a", "{x}", "[x", "*a", "&a", "!a", "%a", "@a", "`a`", "'", "\"", "\\", "a\nb\n", "\t",
            "\u{1}\u{7F}",
            "\u{85}\u{2028}\u{FEFF}", "ü µ 日本 😀", "tail ", "=", "<<", "---", "...", "key:", "s3://b/k", "C:\\x", "?",
            "-1",
            "None", ".inf", "nan", "+1", "_a", "/abs/p", "1_000",
        ])
    func texts(text: String) throws {
        try check(.string(text), quotesAll: false)
        try check(.string(text), quotesAll: true)
    }

    @Test(
        "numbers are numbers in YAML 1.1",
        arguments: [
            .int(.min), .int(-1), .unsigned(.max), .double(1e-5), .double(1e300), .double(-0.1), .double(3),
            .double(.infinity), .double(-.infinity), .double(.leastNonzeroMagnitude), .bool(true), .null, [],
            [[1, "x"], .null],
            .mapping(Attributes()), .mapping(Attributes([("on", .mapping(Attributes([("", 1)])))])),
        ] as [AttributeValue])
    func values(value: AttributeValue) throws {
        try check(value, quotesAll: false)
    }

    @Test("quotes only where it must") func plain() {
        #expect(YAMLEmitter().string("intake_io.source.tif.TifSource") == "intake_io.source.tif.TifSource")
        #expect(YAMLEmitter().string("{{ CATALOG_DIR }}/x.tif") == "\"{{ CATALOG_DIR }}/x.tif\"")
        #expect(YAMLEmitter().flow(.double(1e-5)) == "1.0e-05")
    }

    private func check(_ value: AttributeValue, quotesAll: Bool) throws {
        let emitter = YAMLEmitter(quotesAll: quotesAll)
        for text in [
            emitter.block(
                Attributes([("sources", .mapping(Attributes([("e", value)])))]), column: 0, step: 2, levels: 2),
            "{\"sources\": {e: \(emitter.flow(value))}}",
        ] {
            let document = try YAMLDocument(Bytes(utf8: text), indexing: "sources")
            let node = try YAMLComposer.value(of: try #require(document.children.records.first), in: document)
            #expect(try YAMLDecoder(document).value(node) == value, "\(text)")
        }
    }
}
