import ImageCore
import Testing

@testable import ImageCatalogs

@Suite("Templates")
struct TemplateTests {
    @Test(
        "fills in the folder in all spellings",
        arguments: [
            ("{{ CATALOG_DIR }}/x", "/lab/x"), ("{{CATALOG_DIR}}x", "/lab/x"), ("{{ CATALOG_DIR}}//x", "/lab//x"),
            ("plain {x} }}", "plain {x} }}"), ("a\n", "a"), ("{", "{"), ("{{ CATALOG_DIR }}", "/lab/"), ("", ""),
            ("{{ CATALOG_DIR }}{{ CATALOG_DIR }}/x", "/lab//lab/x"), ("a{{ '{{' }}b }}", "a{{b }}"),
            ("{{ '\\r' }}{{'\\n'}}", "\r\n"), ("{{ CATALOG_DIR }}/{{ '/' }}", "/lab//"),
            ("{{ '}}' }}x", "}}x"), ("{ {{ 'a' }} }", "{ a }"), ("a{\u{301}b", "a{\u{301}b"),
            ("a\u{2028}", "a\u{2028}"),
            ("{{ 'a' }}\u{301}", "a\u{301}"), ("a\r\n", "a"), ("a\r", "a"),
            ("a\n\n", "a\n"), ("{{ 'a' }}\u{2028}", "a\u{2028}"), ("{{ '\u{301}' }}", "\u{301}"),
        ])
    func filled(text: String, expected: String) throws {
        let filled: String = try Template(parsing: text).filled(with: ["CATALOG_DIR": "/lab/"])
        #expect(filled.unicodeScalars.elementsEqual(expected.unicodeScalars), "\(filled)")
    }

    @Test(
        "everything else is an error",
        arguments: [
            ("{{ CATALOG_DR }}/x", ImageError.Code.notFound), ("{{ x", .corrupt), ("{% if 1 %}", .unsupported),
            ("{# c #}", .unsupported), ("{{ a.b }}", .unsupported), ("{{ a | upper }}", .notFound),
            ("{{ }}", .unsupported), ("{{ a | nosuch }}", .unsupported), ("{{ a ~ b }}", .unsupported),
            ("{{ a b }}", .unsupported), ("{{ a | replace('x') }}", .corrupt), ("{{ 'a }}", .corrupt),
            ("{{ env(HOME) }}", .permissionDenied), ("{{ shell('ls') }}", .permissionDenied),
            ("{{ ''.x }}", .unsupported), ("{{ f(1) }}", .permissionDenied), ("{{ a if b else c }}", .unsupported),
            ("{{ 'a' | int }}", .invalidArgument), ("{{ '%q' | format(1) }}", .unsupported),
            ("{{ '%d' | format('a') }}", .invalidArgument), ("{{ '%d %d' | format(1) }}", .invalidArgument),
            ("{{ 'a' | join }}", .invalidArgument), ("x{{ none }}", .invalidArgument), ("{{- 1 -}}", .unsupported),
        ])
    func refused(text: String, code: ImageError.Code) {
        let error = #expect(throws: ImageError.self) {
            try Template(parsing: text).filled(with: ["CATALOG_DIR": "/lab/"])
        }
        #expect(error?.code == code, "\(error.map { "\($0)" } ?? "")")
    }

    @Test(
        "filters do what they do in Jinja",
        arguments: [
            ("{{ 'aB' | upper }}", "AB"), ("{{ 'aB' | lower }}", "ab"), ("{{ no | default('x') }}", "x"),
            ("{{ no | default }}", ""), ("{{ name | default('x') }}", "gfp"), ("{{ '' | default('x', true) }}", "x"),
            ("{{ '%03d_%s' | format(7, name) }}", "007_gfp"),
            ("{{ '%5d|%-4d|%x%%' | format(7, 8, 255) }}", "    7|8   |ff%"),
            ("{{ '%04d' | format(-7) }}", "-007"), ("{{ '%.2s' | format(name) }}", "gf"),
            ("{{ name | replace('g', 'G') | upper }}", "GFP"), ("x{{ ' 12 ' | int }}", "x12"),
            ("{{ 'x' | int(0) }}", "0"), ("{{ '12.7' | int }}", "12"), ("{{ name|upper|lower }}", "gfp"),
            ("{{ no | default(name) }}", "gfp"), ("{{ \"a\\\"b\" }}", "a\"b"), ("a{{ true }}b", "aTrueb"),
        ])
    func filters(text: String, expected: String) throws {
        #expect(try Template(parsing: text).filled(with: ["name": "gfp"]) == expected)
    }

    @Test("lists are joined, and a sole expression keeps its type") func types() async throws {
        let catalog = try Catalog(
            text: """
                sources:
                  a:
                    driver: tif
                    parameters:
                      l: {description: l, type: list, default: [a, 1]}
                      n: {description: n, type: float, default: 2}
                    args: {uri: "{{ l | join('-') }}/{{ n }}"}
                    metadata:
                      l: "{{ l }}"
                      n: "{{ n }}"
                      text: "{{ n }} "
                      sub: {deep: ["{{ metadata.stain }}"]}
                      stain: "{{ 'dapi' }}"
                      other: "{{ uri }}"
                      tail: |
                        kept
                      separator: "kept\\L"
                      mark: "a{\\u0301b"
                  b: {driver: tif, args: {uri: "x{{ l }}"}, parameters: {l: {description: l, type: list}}}
                  loop: {driver: tif, args: {uri: "{{ uri }}"}}
                """)
        let entry = try await catalog["a"].resolved()
        #expect(entry.uri == "/lab/a-1/2.0")
        #expect(
            entry.metadata == [
                "l": ["a", 1], "n": 2.0, "text": "2.0 ", "sub": ["deep": ["dapi"]], "stain": "dapi",
                "other": "a-1/2.0", "tail": "kept", "separator": "kept\u{2028}", "mark": "a{\u{301}b",
            ])
        let list = await #expect(throws: ImageError.self) { try await catalog["b"].resolved() }
        #expect(list?.hint?.contains("join") == true)
        let loop = await #expect(throws: ImageError.self) { try await catalog["loop"].resolved() }
        #expect(loop?.code == .corrupt)
    }

    @Test("mistakes have their lines and key paths, and are told without opening") func places() async throws {
        let catalog = try Catalog(
            text: """
                sources:
                  a:
                    driver: tif
                    args:
                      uri: x
                      raw: "{{ a + b }}"
                    metadata:
                      deep:
                        - "{% if x %}"
                  b:
                    driver: tif
                    args:
                      uri: "{{ nothing }}"
                """)
        #expect(catalog.diagnostics.map { $0.location.line } == [6, 9])
        #expect(catalog.names == ["a", "b"])
        let error = await #expect(throws: ImageError.self) { try await catalog["b"].resolved() }
        #expect(error?.location?.description == "/lab/lab.yaml:13:12 (sources.b.args.uri)")
        #expect(error?.hint?.contains("CATALOG_DIR") == true)
    }
}
