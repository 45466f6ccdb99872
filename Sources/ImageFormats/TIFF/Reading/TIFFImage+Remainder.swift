import ImageCore
import ImageSources

extension TIFFImage {
    /// Takes up what we kept beside the description of a file; see `TIFFRemainder`.
    mutating func restore(_ remainder: Attributes) {
        restore(remainder, full: planes.layout)
        for place in levels.indices { levels[place].restore(remainder, full: planes.layout) }
    }

    private mutating func restore(_ remainder: Attributes, full: TIFFLayout) {
        if remainder["dtype"]?.stringValue == ElementType.bool.rawValue { holdsFlags = true }
        if let letters = remainder["axes"]?.stringValue { restoreAxes(letters) }
        change(remainder["spacing"]) { axis, value in axis.spacing = value.doubleValue }
        let own = planes.layout
        if own.height != full.height || own.width != full.width, remainder["spacing"] != nil {
            let spacing = remainder["spacing"]?.mappingValue
            if let y = spacing?["y"]?.doubleValue { rowAxis.spacing = y * TIFFPyramid.ratio(full.height, own.height) }
            if let x = spacing?["x"]?.doubleValue { columnAxis.spacing = x * TIFFPyramid.ratio(full.width, own.width) }
        }
        change(remainder["spacing_units"]) { axis, value in
            // Without a word an axis of space would take the unit of the others.
            axis.unit = value.stringValue ?? (axis.kind == .space && axis.spacing != 1 ? "pixel" : nil)
        }
        change(remainder["origin"]) { axis, value in axis.origin = value.doubleValue }
        change(remainder["coords"]) { axis, value in
            guard let items = value.arrayValue else { return }
            let (names, numbers) = (items.compactMap(\.stringValue), items.compactMap(\.doubleValue))
            if names.count == items.count {
                axis.coords = .labels(names)
            } else if numbers.count == items.count {
                axis.coords = .values(numbers)
            }
        }
        if let affine = remainder["affine"]?.mappingValue {
            metadata.space = affine["space"]?.stringValue
            metadata.spaceOrigin = affine["origin"]?.arrayValue?.compactMap(\.doubleValue)
            change(affine["directions"]) { axis, value in
                axis.direction = value.arrayValue?.compactMap(\.doubleValue)
            }
        }
        for (key, value) in remainder["metadata"]?.mappingValue?.pairs ?? [] { metadata.attributes[key] = value }
    }

    /// Puts axes of length 1 where they were; what does not fit the planes is not believed.
    private mutating func restoreAxes(_ letters: String) {
        guard letters.hasSuffix("yx"), Set(letters).count == letters.count, letters.allSatisfy({ "tzcyx".contains($0) })
        else { return }
        var axes: [StoredAxis] = []
        for letter in letters.dropLast(2) {
            let label = String(letter)
            let kind: StoredAxis.Kind = letter == "t" ? .time : letter == "c" ? .channel : .space
            axes.append(outer.first { $0.label == label } ?? StoredAxis(label: label, kind: kind, length: 1))
        }
        guard axes.filter({ $0.length > 1 }).map(\.label) == outer.filter({ $0.length > 1 }).map(\.label) else {
            return
        }
        outer = axes
    }

    /// Changes the axes that a mapping from letters names.
    private mutating func change(_ values: AttributeValue?, _ body: (inout StoredAxis, AttributeValue) -> Void) {
        for (letter, value) in values?.mappingValue?.pairs ?? [] {
            switch letter {
            case "y": body(&rowAxis, value)
            case "x": body(&columnAxis, value)
            default:
                if let place = outer.firstIndex(where: { $0.label == letter }) { body(&outer[place], value) }
            }
        }
    }
}
