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
        ])
    func filled(text: String, expected: String) throws {
        #expect(try Template(parsing: text).filled(with: ["CATALOG_DIR": "/lab/"]) == expected)
    }

    @Test(
        "everything else is an error",
        arguments: [
            ("{{ CATALOG_DR }}/x", ImageError.Code.notFound), ("{{ x", .corrupt), ("{% if 1 %}", .unsupported),
            ("{# c #}", .unsupported), ("{{ a.b }}", .unsupported), ("{{ a | upper }}", .unsupported),
            ("{{ }}", .unsupported),
            ("{{ env(HOME) }}", .permissionDenied), ("{{ shell('ls') }}", .permissionDenied),
            ("{{ ''.x }}", .unsupported),
        ])
    func refused(text: String, code: ImageError.Code) {
        let error = #expect(throws: ImageError.self) {
            try Template(parsing: text).filled(with: ["CATALOG_DIR": "/lab/"])
        }
        #expect(error?.code == code)
    }
}
