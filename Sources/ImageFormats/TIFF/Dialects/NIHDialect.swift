import ImageCore
import ImageSources

extension TIFFDialect {
    /// Stacks of NIH Image: a header in big-endian order tells how many planes lie behind the first one.
    static let nih = TIFFDialect(
        name: "nih",
        images: { context in
            guard context.first.entry(TIFFTag.nihHeader) != nil,
                let bytes = try? await context.first.bytes(TIFFTag.nihHeader), bytes.prefix(4) == Bytes(utf8: "IPIC")
            else { return nil }
            let header = TIFFRecord(bytes, .big)
            let page = try await TIFFPage(context.first, layout: context.layout)
            let described = max(header.int16(260) ?? 1, 1)
            guard context.layout.compression == 1, let stack = TIFFStack(page, planes: described) else { return nil }
            var image = TIFFImage(outer: [], planes: context.planes(stack))
            image.contiguousStart = stack.contiguousStart
            await image.describeDisplay(by: context.first, context.layout)
            if stack.count > 1 {
                var axis = StoredAxis(label: "i", kind: .list, length: stack.count)
                if let spacing = header.float(262)?.distance {
                    axis = StoredAxis(label: "z", kind: .space, length: stack.count)
                    axis.calibrate(spacing, units[header.int16(172) ?? 0])
                } else if let interval = header.float(268)?.distance {
                    axis = StoredAxis(label: "t", kind: .time, length: stack.count, spacing: interval, unit: "s")
                }
                image.outer = [axis]
            }
            if let unit = units[header.int16(172) ?? 0], let scale = header.double(160)?.distance {
                image.columnAxis.calibrate(1 / scale, unit)
                image.rowAxis.calibrate(1 / scale, unit)
            }
            if stack.count < described {
                image.metadata.diagnostics.append(
                    Diagnostic("the file describes \(described) planes and ends after \(stack.count) of them"))
            }
            return [image]
        })

    /// The units by their numbers in the header.
    private static let units = [5: "nm", 6: "µm", 7: "mm", 8: "cm", 9: "m", 10: "km", 11: "inch"]
}

extension TIFFTag {
    static let nihHeader: UInt16 = 43314
}
