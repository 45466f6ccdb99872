import ImageIntake

/// Descriptions of images as readable blocks.
enum ImageText {
    /// The first line of a block: location and driver.
    static func heading(_ source: SourceDescription) -> String {
        Console.bold(source.location.printable) + ": \(source.driver)\n"
    }

    /// One line such as `image: uint16, czyx, 2 x 16 x 512 x 512, 16.8 MB`, without the line break.
    static func summary(_ name: String, _ type: ElementType, _ axes: AxisOrder, _ shape: [Int]) -> String {
        let size = (try? Shape.byteCount(shape, elementSize: type.size)).map { ", " + Numbers.bytes($0) } ?? ""
        let extents = axes.isEmpty ? "one value" : "\(axes), \(Shape.describe(shape))"
        return "\(name.printable): \(type), \(extents)\(size)"
    }

    /// All that headers say about the images of a source; a copy of the file's own header only if it is wanted.
    static func info(_ source: SourceDescription, verbose: Bool) -> String {
        var text = heading(source)
        if source.series.count > 1 { text += field("series", source.series.joined(separator: ", "), indent: 2) }
        for image in source.images {
            text += "  " + summary(image.name, image.elementType, image.axes, image.shape) + "\n"
            text += axisTable(image)
            if image.storedAxes != image.axes {
                text += field("stored as", "\(image.storedAxes), \(Shape.describe(image.storedShape))")
            }
            if image.chunks != image.shape { text += field("in chunks of", Shape.describe(image.chunks)) }
            if image.levels.count > 1 {
                text += field("levels", image.levels.map { Shape.describe($0) }.joined(separator: ", "))
            }
            // A file may say a lot; JSON has all of it.
            for (key, value) in image.metadata.attributes.pairs where verbose || key != "fileheader" {
                text += field(key, plain(value).cut(to: 200))
            }
            for note in image.metadata.diagnostics { text += field("note", note.message) }
        }
        return text
    }

    /// A name and a value on one line, cut to the terminal.
    static func field(_ name: String, _ value: String, indent: Int = 4) -> String {
        let line = String(repeating: " ", count: indent) + name.printable + ": " + value.printable
        return line.cut(to: Console.width) + "\n"
    }

    /// A text as it is, a list or mapping of plain values without brackets, anything else as JSON.
    static func plain(_ value: AttributeValue) -> String {
        func isFlat(_ value: AttributeValue) -> Bool { value.arrayValue == nil && value.mappingValue == nil }
        switch value {
        case .string(let text): return text
        case .array(let items) where !items.isEmpty && items.allSatisfy(isFlat):
            return items.map(plain).joined(separator: ", ")
        case .mapping(let map) where !map.isEmpty && map.pairs.allSatisfy({ isFlat($0.value) }):
            return map.pairs.map { "\($0.key) \(plain($0.value))" }.joined(separator: ", ")
        default: return value.json()
        }
    }

    private static func axisTable(_ image: ImageDescription) -> String {
        var table = TableRenderer([
            .init("axis"), .init("extent", .right), .init("spacing"), .init("origin"), .init("places"),
        ])
        for (axis, extent) in zip(image.axes, image.shape) {
            let unit = image.metadata.units[axis].map { " " + $0.symbol } ?? ""
            table.add([
                axis.description, "\(extent)", image.metadata.spacing[axis].map { Numbers.short($0) + unit } ?? "",
                image.metadata.origin[axis].map { Numbers.short($0) + unit } ?? "",
                image.metadata.coords[axis].map(names) ?? "",
            ])
        }
        return table.lines(width: Console.width, indent: 4)
    }

    private static func names(_ coords: Coordinates) -> String {
        switch coords {
        case .labels(let labels): labels.joined(separator: ", ")
        case .values(let values): values.map(Numbers.short).joined(separator: ", ")
        }
    }
}
