import Testing

@testable import imcat

struct TextTests {
    @Test
    func `control characters become visible`() {
        #expect("a\u{1B}[1mb\n\u{202E}c".printable == "a\\u{1b}[1mb\\n\\u{202e}c")
        #expect("\u{B5}m \u{7D30}\u{80DE}".printable == "\u{B5}m \u{7D30}\u{80DE}")
    }

    @Test(arguments: [
        ("nuclei", 6, "nuclei"), ("nuclei", 5, "nucl\u{2026}"), ("\u{7D30}\u{80DE}", 4, "\u{7D30}\u{80DE}"),
        ("\u{7D30}\u{80DE}", 3, "\u{7D30}\u{2026}"), ("", 0, ""),
    ])
    func `texts are cut by columns`(_ text: String, _ columns: Int, _ result: String) {
        #expect(text.cut(to: columns) == result)
        #expect(result.columnCount <= columns)
    }

    @Test
    func `messages begin with a small letter`() {
        #expect("Missing it".uncapitalized == "missing it")
        #expect("NRRD it".uncapitalized == "NRRD it")
        #expect("".uncapitalized == "")
    }
}
