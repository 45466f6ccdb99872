import ImageIntake

/// A picture in characters.
enum PictureText {
    /// The rows of a terminal's characters: each shows two pixels, one above the other, in their colours.
    static func coloured(_ picture: Picture) -> String {
        var text = ""
        for row in stride(from: 0, to: picture.height, by: 2) {
            for column in 0..<picture.width {
                text += "\u{1B}[38;2;\(colour(picture, row, column))m"
                text += row + 1 < picture.height ? "\u{1B}[48;2;\(colour(picture, row + 1, column))m" : "\u{1B}[49m"
                text += "\u{2580}"
            }
            text += "\u{1B}[0m\n"
        }
        return text
    }

    private static let shades = Array(" .:-=+*#%@")

    /// The same in shades of plain characters, two rows of pixels in one line.
    static func plain(_ picture: Picture) -> String {
        var text = ""
        for row in stride(from: 0, to: picture.height, by: 2) {
            var line = ""
            for column in 0..<picture.width {
                let rows = row..<min(row + 2, picture.height)
                let sum = rows.reduce(0) { $0 + brightness(picture, $1, column) }
                line.append(shades[(sum * (shades.count - 1) + 255 * rows.count / 2) / (255 * rows.count)])
            }
            while line.last == " " { line.removeLast() }
            text += line + "\n"
        }
        return text
    }

    private static func samples(_ picture: Picture, _ row: Int, _ column: Int) -> ArraySlice<UInt8> {
        let start = (row * picture.width + column) * picture.channelCount
        return picture.samples[start..<start + picture.channelCount]
    }

    private static func colour(_ picture: Picture, _ row: Int, _ column: Int) -> String {
        let samples = samples(picture, row, column)
        let all = samples.count == 3 ? Array(samples) : Array(repeating: samples.first ?? 0, count: 3)
        return all.map(String.init).joined(separator: ";")
    }

    private static func brightness(_ picture: Picture, _ row: Int, _ column: Int) -> Int {
        let samples = samples(picture, row, column)
        return samples.reduce(0) { $0 + Int($1) } / samples.count
    }
}
