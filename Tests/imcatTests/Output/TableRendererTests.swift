import Testing

@testable import imcat

struct TableRendererTests {
    private var table: TableRenderer {
        var table = TableRenderer([.init("name"), .init("none"), .init("size", .right), .init("text")])
        table.add(["\u{7D30}\u{80DE}", "", "1", "short"])
        table.add(["b", "", "1000000", "long, it is"])
        return table
    }

    @Test
    func `columns are aligned and empty ones left out`() {
        #expect(
            table.lines(width: nil, indent: 2) == """
                  name     size  text
                  \u{7D30}\u{80DE}        1  short
                  b     1000000  long, it is

                """)
    }

    @Test
    func `no line is wider than the terminal`() {
        #expect(table.lines(width: 20).contains("b     1000000  long\u{2026}\n"))
        #expect(table.lines(width: 20).split(separator: "\n").allSatisfy { String($0).columnCount <= 20 })
    }

    @Test
    func `a long name leaves room for the rest`() {
        var table = TableRenderer([.init("name"), .init("driver"), .init("description")])
        table.add([String(repeating: "n", count: 60), String(repeating: "d", count: 20), "what it is about"])
        table.add(["b", "tif", "short"])
        #expect(
            table.lines(width: 44) == """
                name          driver            description
                nnnnnnnnnnn\u{2026}  ddddddddddddddd\u{2026}  what it is \u{2026}
                b             tif               short

                """)
        for width in 1...100 {
            #expect(table.lines(width: width).split(separator: "\n").allSatisfy { String($0).columnCount <= width })
        }
    }

    @Test
    func `without rows there is nothing`() {
        #expect(TableRenderer([.init("name")]).lines(width: nil) == "")
    }
}
