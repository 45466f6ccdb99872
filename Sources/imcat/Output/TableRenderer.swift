/// Rows in aligned columns; the last column gives way where the terminal is too narrow.
struct TableRenderer {
    /// How the cells of a column stand.
    enum Alignment {
        case left, right
    }

    /// A column.
    struct Column {
        /// The heading.
        var title: String
        /// How its cells stand.
        var alignment: Alignment

        /// A column, to the left unless said otherwise.
        init(_ title: String, _ alignment: Alignment = .left) {
            self.title = title
            self.alignment = alignment
        }
    }

    /// The columns.
    var columns: [Column]
    /// The cells, as many in each row as there are columns.
    private(set) var rows: [[String]] = []

    /// An empty table.
    init(_ columns: [Column]) {
        self.columns = columns
    }

    /// Adds a row.
    mutating func add(_ cells: [String]) {
        rows.append(cells.map(\.printable))
    }

    /// The table as lines, each at most `width` columns wide; columns that are empty in every row are left out.
    func lines(width: Int?, indent: Int = 0) -> String {
        let used = columns.indices.filter { column in rows.contains { !$0[column].isEmpty } }
        let widths = used.map { column in
            rows.reduce(columns[column].title.columnCount) { max($0, $1[column].columnCount) }
        }
        var text = ""
        func add(_ cells: [String], style: (String) -> String) {
            var line = String(repeating: " ", count: indent)
            for (place, column) in used.enumerated() {
                let cell = cells[column]
                let gap = String(repeating: " ", count: widths[place] - cell.columnCount)
                if place > 0 { line += "  " }
                line += columns[column].alignment == .left ? cell + gap : gap + cell
            }
            while line.last == " " { line.removeLast() }
            text += style(line.cut(to: width)) + "\n"
        }
        if !used.isEmpty { add(columns.map(\.title), style: Console.bold) }
        for row in rows { add(row) { $0 } }
        return text
    }
}
