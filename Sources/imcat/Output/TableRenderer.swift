/// Rows in aligned columns; where the terminal is too narrow, the last column gives way, and then the widest others.
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
        let natural = used.map { column in
            rows.reduce(columns[column].title.columnCount) { max($0, $1[column].columnCount) }
        }
        let widths = width.map { Self.narrowed(natural, to: $0 - indent) } ?? natural
        var text = ""
        func add(_ cells: [String], style: (String) -> String) {
            var line = String(repeating: " ", count: indent)
            for (place, column) in used.enumerated() {
                let cell = place + 1 < used.count ? cells[column].cut(to: widths[place]) : cells[column]
                let gap = String(repeating: " ", count: max(0, widths[place] - cell.columnCount))
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

    /// How much of a column is seen at least, as far as the terminal reaches.
    private static let least = 12

    /// The widths of columns, of which the widest before the last one are cut until something of all of them is seen.
    private static func narrowed(_ widths: [Int], to width: Int) -> [Int] {
        guard let last = widths.last else { return widths }
        var others = Array(widths.dropLast())
        while let widest = others.max(), widest > least {
            let excess = others.reduce(0, +) + 2 * others.count + min(last, least) - width
            guard excess > 0, let place = others.firstIndex(of: widest) else { break }
            let next = others.filter { $0 < widest }.max() ?? 0
            others[place] = max(least, next, widest - excess)
        }
        return others + [last]
    }
}
