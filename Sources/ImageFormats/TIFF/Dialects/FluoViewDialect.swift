import ImageCore
import ImageSources

extension TIFFDialect {
    /// Images of Olympus FluoView, and of Andor's iQ, which writes the same header: it names the axes of the pages.
    static let fluoView = TIFFDialect(
        name: "fluoview",
        images: { context in
            guard context.first.entry(TIFFTag.mmHeader) != nil,
                let header = await TIFFRecord(context.first, TIFFTag.mmHeader)
            else { return nil }
            let dimensions = FluoViewDimension.all(in: header)
            guard dimensions.count >= 2 else { return nil }
            let pages = try await context.pageGroups()
            guard let group = pages.first(where: { $0.pages.first == 0 }) else { return nil }
            var image = TIFFImage(outer: [], planes: context.planes(group))
            await image.describeDisplay(by: context.first, context.layout)
            var sizes = 1
            for dimension in dimensions {
                switch dimension.label {
                case "x": image.columnAxis.calibrate(dimension.resolution, dimension.unit)
                case "y": image.rowAxis.calibrate(dimension.resolution, dimension.unit)
                default:
                    guard dimension.size > 1 else { continue }
                    // Samples of a pixel are channels that lie in one page.
                    if dimension.label == "c", dimension.size == group.layout.samples { continue }
                    let (product, overflow) = sizes.multipliedReportingOverflow(by: dimension.size)
                    guard !overflow else { return nil }
                    sizes = product
                    // The first dimension changes fastest.
                    image.outer.insert(dimension.axis, at: 0)
                }
            }
            if sizes != group.pages.count {
                image.metadata.diagnostics.append(
                    Diagnostic("the file describes \(sizes) planes and has \(group.pages.count)"))
                let count = group.pages.count
                image.outer = count > 1 ? [StoredAxis(label: "i", kind: .list, length: count)] : []
            }
            return [image]
        })
}

/// One of the dimensions that the header describes.
private struct FluoViewDimension {
    let label: String
    let size: Int
    let resolution: Double?
    let unit: String?

    /// Where the ten records lie, and how long one is: a name, a size, an origin, a resolution, a unit.
    private static let (start, byteCount, count) = (284, 100, 10)

    /// The dimensions of more than no element, fastest first, with different letters.
    static func all(in header: TIFFRecord) -> [FluoViewDimension] {
        var found: [FluoViewDimension] = []
        for number in 0..<count {
            let place = start + number * byteCount
            guard let name = header.text(place, 16)?.trimmed.lowercased(), let size = header.uint32(place + 16),
                size > 0,
                let label = letters[name], !found.contains(where: { $0.label == label })
            else { continue }
            let unit = header.text(place + 36, 64)?.trimmed ?? ""
            found.append(
                FluoViewDimension(
                    label: label, size: size, resolution: header.double(place + 28)?.distance,
                    unit: unit.isEmpty ? nil : String(unit)))
        }
        return found
    }

    private static let letters = [
        "x": "x", "y": "y", "z": "z", "t": "t", "time": "t", "ch": "c", "wavelength": "c", "xy": "i", "event": "i",
        "exposure": "i",
    ]

    /// The axis of pages along the dimension.
    var axis: StoredAxis {
        let kinds: [String: StoredAxis.Kind] = ["z": .space, "t": .time, "c": .channel]
        var axis = StoredAxis(label: label, kind: kinds[label] ?? .list, length: size)
        if label == "z" || label == "t" { axis.calibrate(resolution, unit) }
        return axis
    }
}

extension TIFFTag {
    static let mmHeader: UInt16 = 34361
}
